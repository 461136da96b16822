"""A page on which places must not be seen: its picture with those places black.

They are gone from the document, not covered: of the source's page nothing is taken over but its
size. Around them not a pixel changes.
"""

import math

from pikepdf import Pdf
from PIL import Image, ImageChops, ImageDraw

from archive.lossless import sheet_of
from archive.sheet import Box, Sheet, Turn, turned
from archive.text_layer import PageLayer

_TRANSPOSED = {
    90: Image.Transpose.ROTATE_270,  # Pillow turns the other way
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def blackened(paper: Pdf, sheet: Sheet, picture: Image.Image, layer: PageLayer) -> Sheet:
    """Make a sheet of a page's picture, black where the layer says.

    Args:
        paper: the new document.
        sheet: the page as it is, which tells how large it is.
        picture: the page as displayed, 8 bits grey or RGB.
        layer: tells where, on the upright page, and how far that is turned.

    Returns:
        A sheet that lies as the page was displayed after the layer's turn.
    """
    upright = _upright(picture, layer.turn)
    across, down = upright.width / layer.width, upright.height / layer.height
    draw = ImageDraw.Draw(upright)
    for left, top, right, bottom in layer.masked:
        corner = math.floor(left * across), math.floor(top * down)
        opposite = math.ceil(right * across) - 1, math.ceil(bottom * down) - 1
        draw.rectangle((corner, opposite), fill="black")
    width, height = sheet.visible.width, sheet.visible.height
    if (sheet.rotate + layer.turn) % 180:
        width, height = height, width
    return sheet_of(paper, _frugal(upright), Box(0, 0, width, height), turned(-layer.turn))


def _upright(picture: Image.Image, turn: Turn) -> Image.Image:
    """Give a copy to paint on."""
    return picture.transpose(_TRANSPOSED[turn]) if turn else picture.copy()


def _frugal(picture: Image.Image) -> Image.Image:
    """Give the same pixels without colours that are none, and black on white as one bit."""
    if picture.mode == "RGB":
        red, green, blue = picture.split()
        if any(ImageChops.difference(red, other).getbbox() for other in (green, blue)):
            return picture
        picture = red
    shades = {shade for _, shade in picture.getcolors(2) or [(0, None)]}
    return picture.convert("1", dither=Image.Dither.NONE) if shades <= {0, 255} else picture
