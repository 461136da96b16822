"""Which way is up: by a code if there is one, else by Tesseract's orientation detection."""

from collections.abc import Iterable
from typing import Protocol

import cv2
import numpy as np

from ocr.barcode import Found
from ocr.page import Picture
from ocr.reading import Box

_LOOK_DPI = 150


class Orienter(Protocol):
    """Sees which way the text of a page runs."""

    def read_turn(self, picture: Picture, dpi: int) -> int | None:
        """Say how far a page must be turned clockwise to stand upright; None: cannot tell."""


def find_turn(picture: Picture, dpi: int, codes: Iterable[Found], engine: Orienter) -> int:
    """Say how far a grey page must be turned clockwise; 0 where nothing tells."""
    turns = {code.turn for code in codes if code.turn is not None and _tells(code)}
    if len(turns) == 1:
        return turns.pop()
    scale = min(_LOOK_DPI / dpi, 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return engine.read_turn(small.astype(np.uint8), round(dpi * scale)) or 0


def _tells(code: Found) -> bool:
    """Bars are printed sideways on an upright page now and then, but not upside down."""
    return code.is_matrix or code.turn in (0, 180)


def turn_box(box: Box, clockwise: int, width: int, height: int) -> Box:
    """Give a box of a page, `width` × `height`, in pixels of the turned page."""
    left, top, right, bottom = box
    match clockwise % 360:
        case 90:
            return height - bottom, left, height - top, right
        case 180:
            return width - right, height - bottom, width - left, height - top
        case 270:
            return top, width - right, bottom, width - left
        case _:
            return box
