"""Writing by hand: letters of a font that stand a little askew, no two alike."""

from random import Random

from PIL import Image, ImageDraw

from hikae.samples.canvas import PEN_BLUE, Canvas, Field
from hikae.samples.lettering import Face, japanese_font

_TILT = 9.0  # degrees, at most, either way
_WANDER = 0.08  # of the letter's size, up or down


def write_by_hand(
    canvas: Canvas, x: float, y: float, text: str, size_pt: float = 15, name: str = ""
) -> None:
    """Write a line in blue pen, its middle at `y`; the same text always looks the same."""
    rng = Random(text)  # noqa: S311 -- a lottery, no secret
    size = round(size_pt * canvas.dpi / 72)
    left, middle = float(canvas.px(x)), canvas.px(y)
    start = left
    for letter in text:
        stamp = _letter(letter, size, rng)
        top = middle - stamp.height / 2 + rng.uniform(-_WANDER, _WANDER) * size
        canvas.picture.paste(PEN_BLUE, (round(left - size / 2), round(top)), stamp)
        left += japanese_font(Face.MINCHO, size).getlength(letter) * rng.uniform(0.96, 1.08)
    box = (start, middle - size / 2, left, middle + size / 2)
    canvas.fields.append(Field(name, text, "hand", box))


def _letter(letter: str, size: int, rng: Random) -> Image.Image:
    """Draw one letter as a mask of twice its size, tilted about its middle."""
    font = japanese_font(Face.MINCHO, round(size * rng.uniform(0.92, 1.1)))
    mask = Image.new("L", (size * 2, size * 2))
    pen = ImageDraw.Draw(mask)
    pen.text((size / 2, size), letter, fill=255, font=font, anchor="lm", stroke_width=0.4)
    return mask.rotate(rng.uniform(-_TILT, _TILT), Image.Resampling.BICUBIC)
