"""A sheet to draw on in millimetres, which remembers what was drawn where."""

from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from hikae.samples.codes import CodeKind, code128_picture, qr_picture
from hikae.samples.lettering import Face, japanese_font

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels
Colour = tuple[int, int, int]
INK: Colour = (25, 25, 30)
PALE: Colour = (150, 150, 150)
PEN_BLUE: Colour = (35, 50, 130)
STAMP_RED: Colour = (205, 40, 45)
A4_MM = (210.0, 297.0)
_POINTS_PER_INCH, _MM_PER_INCH = 72, 25.4


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of text on a paper. `kind` is printed, hand or stamp."""

    name: str
    text: str
    kind: str
    box: Box


@dataclass(frozen=True, slots=True)
class DrawnCode:
    """One code on a paper."""

    kind: CodeKind
    payload: str
    box: Box


@dataclass(frozen=True, slots=True)
class Style:
    """How text is written."""

    size_pt: float = 10.5
    face: Face = Face.MINCHO
    colour: Colour = INK
    anchor: str = "la"  # Pillow's: left, middle, right · ascender, middle, baseline
    kind: str = "printed"


BODY = Style()
LABEL = Style(9.5, Face.GOTHIC)
TITLE = Style(17, Face.GOTHIC, anchor="ma")


@dataclass
class Canvas:
    """A white sheet. Draw on it; then take `picture`, `fields` and `codes`."""

    dpi: int
    size_mm: tuple[float, float] = A4_MM
    fields: list[Field] = field(default_factory=list)
    codes: list[DrawnCode] = field(default_factory=list)
    picture: Image.Image = field(init=False)
    pen: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        width, height = (self.px(side) for side in self.size_mm)
        self.picture = Image.new("RGB", (width, height), "white")
        self.pen = ImageDraw.Draw(self.picture)

    def px(self, mm: float) -> int:
        """Turn millimetres into pixels."""
        return round(mm * self.dpi / _MM_PER_INCH)

    def text(self, x: float, y: float, text: str, style: Style = BODY, name: str = "") -> Box:
        """Write one line and remember it."""
        size_px = round(style.size_pt * self.dpi / _POINTS_PER_INCH)
        font, at = japanese_font(style.face, size_px), (self.px(x), self.px(y))
        self.pen.text(at, text, fill=style.colour, font=font, anchor=style.anchor)
        box = self.pen.textbbox(at, text, font=font, anchor=style.anchor)
        self.fields.append(Field(name, text, style.kind, box))
        return box

    def line(self, x0: float, y0: float, x1: float, y1: float, width_mm: float = 0.2) -> None:
        """Draw a straight line."""
        ends = (self.px(x0), self.px(y0), self.px(x1), self.px(y1))
        self.pen.line(ends, fill=INK, width=max(1, self.px(width_mm)))

    def frame(self, x: float, y: float, width: float, height: float, fill: str = "") -> None:
        """Draw a box."""
        corners = (self.px(x), self.px(y), self.px(x + width), self.px(y + height))
        self.pen.rectangle(corners, outline=INK, fill=fill or None, width=max(1, self.px(0.2)))

    def row(self, x: float, y: float, label: str, value: str, name: str, width: float) -> None:
        """Draw a row of a table: the label left, the value right."""
        height, label_width = 11.0, 36.0
        self.frame(x, y, width, height)
        self.frame(x, y, label_width, height, "#eeeeee")
        middle = y + height / 2
        self.text(x + 3, middle, label, Style(9.5, Face.GOTHIC, anchor="lm"))
        self.text(x + label_width + 4, middle, value, Style(12, anchor="lm"), name)

    def qr(self, right: float, y: float, payload: str, module_mm: float = 0.6) -> None:
        """Draw a QR code with its right edge at `right`."""
        drawn = qr_picture(payload, max(1, self.px(module_mm)), "M")
        self._paste(drawn, right, y, CodeKind.QR, payload)

    def code128(self, right: float, y: float, payload: str, module_mm: float = 0.26) -> None:
        """Draw a Code 128 barcode, 10 mm high, with its right edge at `right`."""
        drawn = code128_picture(payload, max(1, self.px(module_mm)), self.px(10))
        self._paste(drawn, right, y, CodeKind.CODE128, payload)

    def _paste(
        self, drawn: Image.Image, right: float, y: float, kind: CodeKind, payload: str
    ) -> None:
        left, top = self.px(right) - drawn.width, self.px(y)
        self.picture.paste(drawn, (left, top))
        box = (left, top, left + drawn.width, top + drawn.height)
        self.codes.append(DrawnCode(kind, payload, box))
