"""The two sheets that divide a stack: the separator (仕切り用紙) and the cover sheet (登録票).

Each says its word five times, in places that one dog-ear, one staple or one streak does not reach
together. Black on white with coarse codes, so a fax-quality copy still reads. No personal data
stands on a sheet but the application ID.
"""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from hikae.samples.codes import code128_picture, qr_picture
from hikae.samples.lettering import Face, japanese_font
from hikae.samples.numbers import grouped
from ledger.ids import ApplicationId

SEPARATOR_PAYLOAD = "HIKAE-SEPARATOR"
COVER_PREFIX = "HIKAE-COVER:"
_WHITE = 255  # Pillow keeps a byte a pixel even here; 1 would not be inverted to 0
_A4_MM = (210.0, 297.0)
_MARGIN_MM = 16.0  # printers keep off the edge, and feeders bend it
_QR_MODULE_MM = 1.1
_BAR_MODULE_MM = 0.42  # five dots at 300 dpi, so two and a half are left at 150
_BAR_HEIGHT_MM = 28.0
_BARS_TOP_MM = 128.0


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    text: tuple[str, ...]
    english: str
    number: str = ""


def separator_picture(dpi: int) -> Image.Image:
    """Draw a separator sheet, A4, black and white."""
    words = _Words(
        title="仕切り用紙",
        text=(
            "書類一式の前に、この用紙を１枚はさんでください。",
            "スキャンのとき抜き取らないでください。何度でも使えます。",
        ),
        english="Separator sheet: put one before each set of papers.",
    )
    return _sheet(SEPARATOR_PAYLOAD, words, dpi)


def cover_picture(application_id: ApplicationId, dpi: int) -> Image.Image:
    """Draw the cover sheet of one application, A4, black and white."""
    words = _Words(
        title="登録票",
        text=(
            "この申請の書類一式の前に、この用紙をはさんでください。",
            "ほかの人の書類には使わないでください。",
        ),
        english="Cover sheet: put it before the papers of this application only.",
        number=f"申請書ID　{grouped(application_id)}",
    )
    return _sheet(COVER_PREFIX + application_id.digits, words, dpi)


def _sheet(payload: str, words: _Words, dpi: int) -> Image.Image:
    width, height = (_px(side, dpi) for side in _A4_MM)
    sheet = Image.new("1", (width, height), _WHITE)
    qr, margin = qr_picture(payload, _px(_QR_MODULE_MM, dpi)), _px(_MARGIN_MM, dpi)
    for left in (margin, width - margin - qr.width):
        for top in (margin, height - margin - qr.height):
            sheet.paste(qr, (left, top))
    bars = code128_picture(payload, _px(_BAR_MODULE_MM, dpi), _px(_BAR_HEIGHT_MM, dpi))
    sheet.paste(bars, ((width - bars.width) // 2, _px(_BARS_TOP_MM, dpi)))
    _write(sheet, words, dpi)
    return sheet


def _write(sheet: Image.Image, words: _Words, dpi: int) -> None:
    """Write the lines, each centred: (top mm, letter mm, text)."""
    lines = [(82.0, 26.0, words.title), (171.0, 7.5, words.number)]
    lines += [(190.0 + 11 * at, 6.0, line) for at, line in enumerate(words.text)]
    lines += [(216.0, 4.5, words.english)]
    pen = ImageDraw.Draw(sheet)
    for top_mm, letter_mm, line in lines:
        font = japanese_font(Face.GOTHIC, _px(letter_mm, dpi))
        pen.text((sheet.width / 2, _px(top_mm, dpi)), line, fill=0, font=font, anchor="ma")


def _px(mm: float, dpi: int) -> int:
    return round(mm * dpi / 25.4)
