"""What a page gets on its way through the office: holes, dust, a shadow, its other side."""

from enum import StrEnum
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageOps


class Wear(StrEnum):
    """One blemish."""

    HOLES = "holes"  # two punched holes at the left edge
    STREAK = "streak"  # dust on the feeder's glass: a thin line down the page
    SHADOW = "shadow"  # the lid was open: the right edge grows dark


_HOLE_MM, _HOLES_APART_MM, _FROM_EDGE_MM = 6.0, 80.0, 12.0
_GHOST_STRENGTH = 0.07
_SHADOW_MM, _SHADOW_DARKEST = 8.0, 110


def worn(picture: Image.Image, wear: frozenset[Wear], dpi: int, rng: Random) -> Image.Image:
    """Give a copy with these blemishes."""
    picture = picture.copy()
    mm = dpi / 25.4
    if Wear.HOLES in wear:
        _punch(picture, mm)
    if Wear.STREAK in wear:
        x = round(rng.uniform(0.08, 0.92) * picture.width)
        grey = _same(picture, rng.randint(120, 190))
        ImageDraw.Draw(picture).line((x, 0, x, picture.height), fill=grey)
    if Wear.SHADOW in wear:
        _darken(picture, round(_SHADOW_MM * mm))
    return picture


def haunted(back: Image.Image, front: Image.Image) -> Image.Image:
    """Give a back through which its front shines, mirrored as it is on paper."""
    ghost = ImageOps.mirror(front.convert(back.mode))
    pale = ghost.point(lambda level: 255 - round((255 - level) * _GHOST_STRENGTH))
    return ImageChops.darker(back, pale)


def _punch(picture: Image.Image, mm: float) -> None:
    pen, radius, x = ImageDraw.Draw(picture), _HOLE_MM / 2 * mm, _FROM_EDGE_MM * mm
    for away in (-_HOLES_APART_MM / 2, _HOLES_APART_MM / 2):
        y = picture.height / 2 + away * mm
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), _same(picture, 70))


def _darken(picture: Image.Image, width: int) -> None:
    edge = Image.linear_gradient("L").rotate(90).resize((width, picture.height))
    edge = edge.point(lambda level: 255 - round(level * (255 - _SHADOW_DARKEST) / 255))
    place = (picture.width - width, 0, picture.width, picture.height)
    below = picture.crop(place)
    picture.paste(ImageChops.multiply(below, edge.convert(picture.mode)), place)


def _same(picture: Image.Image, level: int) -> tuple[int, ...]:
    return (level,) * len(picture.getbands())
