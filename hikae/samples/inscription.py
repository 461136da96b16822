"""The application ID on a paper: printed in the manner of the office, then damaged."""

from dataclasses import dataclass

from hikae.samples.canvas import INK, PEN_BLUE, STAMP_RED, Box, Canvas, Field, Style
from hikae.samples.lettering import Face
from hikae.samples.looks import Damage, IdCode, IdPrint, Look
from hikae.samples.numbers import grouped
from ledger.ids import ApplicationId

ID_LABEL = "申請書ID"
_URL = "https://shinsei.mihon-shi.example/uketsuke?shinseishoId="
_PRINT = Style(12.5, Face.GOTHIC, INK, "ls")
_BOX_MM = 5.2
_LABEL_MM = 24.0


@dataclass(frozen=True, slots=True)
class Inscription:
    """The printed ID: the digits as they stand there, where, and how high they are."""

    printed: ApplicationId
    look: Look
    box: Box
    digit_px: int


def inscribe(
    canvas: Canvas, x: float, y: float, application_id: ApplicationId, look: Look
) -> Inscription | None:
    """Print the ID with its label, the digits' foot at `y`; None where the paper has none."""
    if look.id_print is IdPrint.ABSENT:
        return None
    printed = look.misprint or application_id
    canvas.text(x, y, ID_LABEL, Style(10.5, Face.GOTHIC, anchor="ls"), "id_label")
    box = _print_digits(canvas, x + _LABEL_MM, y, printed, look.id_print)
    _damage(canvas, box, application_id, look.damage)
    return Inscription(printed, look, box, round(box[3] - box[1]))


def encode(canvas: Canvas, x: float, y: float, application_id: ApplicationId, code: IdCode) -> None:
    """Draw the code that carries the ID, if the paper has one."""
    if code is IdCode.QR_URL:
        canvas.qr(x, y, _URL + application_id.digits)
    elif code is IdCode.QR:
        canvas.qr(x, y, application_id.digits)
    elif code is IdCode.CODE128:
        canvas.code128(x, y, application_id.digits)


def _print_digits(
    canvas: Canvas, x: float, y: float, printed: ApplicationId, manner: IdPrint
) -> Box:
    if manner is IdPrint.BOXES:
        return _print_boxes(canvas, x, y, printed)
    between = {IdPrint.GROUPED: " ", IdPrint.HYPHENS: "-", IdPrint.UNBROKEN: ""}[manner]
    return canvas.text(x, y, grouped(printed, between), _PRINT, "application_id")


def _print_boxes(canvas: Canvas, x: float, y: float, printed: ApplicationId) -> Box:
    style = Style(12.5, Face.GOTHIC, INK, "ms")
    drawn: list[Box] = []
    for at, digit in enumerate(printed.digits):
        left = x + at * _BOX_MM
        canvas.frame(left, y - 5, _BOX_MM, 6.6)
        drawn.append(canvas.text(left + _BOX_MM / 2, y, digit, style))
        canvas.fields.pop()  # twenty-three fields of one digit would help nobody
    whole = (*drawn[0][:2], *drawn[-1][2:])
    canvas.fields.append(Field("application_id", printed.digits, "printed", whole))
    return whole


def _damage(canvas: Canvas, box: Box, right: ApplicationId, damage: Damage) -> None:
    left, top, end, bottom = box
    if damage is Damage.STAMP:
        radius = canvas.px(8)
        x, y = end - radius * 1.5, (top + bottom) / 2
        ring = (x - radius, y - radius, x + radius, y + radius)
        canvas.pen.ellipse(ring, outline=STAMP_RED, width=canvas.px(0.6))
        canvas.pen.line((x - radius, y, x + radius, y), fill=STAMP_RED, width=canvas.px(0.4))
    elif damage is Damage.CORRECTED:
        middle = (top + bottom) / 2
        for lift in (-canvas.px(0.5), canvas.px(0.5)):
            canvas.pen.line((left, middle + lift, end, middle + lift), PEN_BLUE, canvas.px(0.35))
        _write_above(canvas, left, top, right)
    elif damage is Damage.BLOT:
        margin = canvas.px(1)
        canvas.pen.rectangle((left - margin, top - margin, end + margin, bottom + margin), INK)


def _write_above(canvas: Canvas, left: float, top: float, right: ApplicationId) -> None:
    mm = canvas.dpi / 25.4
    hand = Style(11, Face.MINCHO, PEN_BLUE, "ls", "hand")
    canvas.text(left / mm + 2, top / mm - 1.5, grouped(right), hand, "application_id_by_hand")
