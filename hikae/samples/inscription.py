"""The application ID on a paper: printed in the manner of the office, then damaged."""

from dataclasses import dataclass
from random import Random

from PIL import ImageFont

from hikae.samples.canvas import INK, PEN_BLUE, STAMP_RED, Box, Canvas, Field, Style
from hikae.samples.handwriting import write_by_hand
from hikae.samples.lettering import Face, japanese_font
from hikae.samples.looks import Damage, IdCode, IdPrint, Look
from hikae.samples.numbers import grouped
from ledger.ids import ApplicationId

ID_LABEL = "申請書ID"
_URL = "https://shinsei.mihon-shi.example/uketsuke?shinseishoId="
_SIZE_PT = 12.5
_PRINT = Style(_SIZE_PT, Face.GOTHIC, INK, "ls")
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
    write = _write_boxes if look.id_print is IdPrint.BOXES else _write_line
    digits = write(canvas, x + _LABEL_MM, y, printed, look.id_print)
    box = (digits[0][0], min(d[1] for d in digits), digits[-1][2], max(d[3] for d in digits))
    canvas.fields.append(Field("application_id", printed.digits, "printed", box))
    if look.damage is Damage.CORRECTED:
        _correct(canvas, digits, printed, application_id)
    else:
        _damage(canvas, box, look.damage)
    return Inscription(printed, look, box, round(box[3] - box[1]))


def encode(
    canvas: Canvas, right: float, y: float, application_id: ApplicationId, code: IdCode
) -> None:
    """Draw the code that carries the ID, its right edge at `right`, if the paper has one."""
    if code is IdCode.QR_URL:
        canvas.qr(right, y, _URL + application_id.digits)
    elif code is IdCode.QR:
        canvas.qr(right, y, application_id.digits)
    elif code is IdCode.CODE128:
        canvas.code128(right, y, application_id.digits)


def _write_line(
    canvas: Canvas, x: float, y: float, printed: ApplicationId, manner: IdPrint
) -> list[Box]:
    """Print the digits in a row and tell where each of them stands."""
    text = grouped(printed, {IdPrint.GROUPED: "  ", IdPrint.HYPHENS: "-"}.get(manner, ""))
    canvas.text(x, y, text, _PRINT)
    canvas.fields.pop()  # the field is the number, not its grouping
    font, left, foot = _font(canvas), canvas.px(x), canvas.px(y)
    starts = [left + font.getlength(text[:at]) for at in range(len(text) + 1)]
    top = foot + font.getbbox("0", anchor="ls")[1]
    return [
        (starts[at], top, starts[at + 1], float(foot))
        for at, char in enumerate(text)
        if char.isdigit()
    ]


def _write_boxes(
    canvas: Canvas, x: float, y: float, printed: ApplicationId, _manner: IdPrint
) -> list[Box]:
    """Print each digit into a box of its own."""
    boxes, style = [], Style(_SIZE_PT, Face.GOTHIC, INK, "ms")
    for at, digit in enumerate(printed.digits):
        left = x + at * _BOX_MM
        canvas.frame(left, y - 5, _BOX_MM, 6.6)
        boxes.append(canvas.text(left + _BOX_MM / 2, y, digit, style))
        canvas.fields.pop()  # twenty-three fields of one digit would help nobody
    return boxes


def _correct(
    canvas: Canvas, digits: list[Box], printed: ApplicationId, right: ApplicationId
) -> None:
    """Strike the wrong digits out and write the right ones above, as people do.

    One thin line, so that readers go on reading the number that is not valid any more.
    """
    mm = canvas.dpi / 25.4
    for box, wrong, better in zip(digits, printed.digits, right.digits, strict=True):
        if wrong == better:
            continue
        left, top, end, bottom = box
        beyond, height = canvas.px(0.6), bottom - top
        strike = (left - beyond, top + height * 0.5, end + beyond, top + height * 0.45)
        canvas.pen.line(strike, PEN_BLUE, max(1, canvas.px(0.25)))
        write_by_hand(canvas, left / mm, top / mm - 2.4, better, 13, "application_id_by_hand")


def _damage(canvas: Canvas, box: Box, damage: Damage) -> None:
    left, top, end, bottom = box
    if damage is Damage.STAMP:
        radius = canvas.px(8)
        x, y = end - radius * 1.5, (top + bottom) / 2
        ring = (x - radius, y - radius, x + radius, y + radius)
        canvas.pen.ellipse(ring, outline=STAMP_RED, width=canvas.px(0.6))
        for rise in (-canvas.px(2.2), canvas.px(2.2)):
            canvas.pen.line((x - radius, y + rise, x + radius, y + rise), STAMP_RED, canvas.px(0.4))
    elif damage is Damage.BLOT:
        _blot(canvas, left, (top + bottom) / 2, end)


def _blot(canvas: Canvas, left: float, middle: float, end: float) -> None:
    """Spill ink along the digits until none of them can be read."""
    rng, step = Random("ink"), canvas.px(2)  # noqa: S311 -- a lottery, no secret
    for x in range(round(left) - step, round(end) + step, step):
        radius, y = canvas.px(rng.uniform(3.0, 4.6)), middle + canvas.px(rng.uniform(-0.8, 0.8))
        canvas.pen.ellipse((x - radius, y - radius * 0.8, x + radius, y + radius * 0.8), INK)


def _font(canvas: Canvas) -> ImageFont.FreeTypeFont:
    return japanese_font(_PRINT.face, round(_PRINT.size_pt * canvas.dpi / 72))
