"""Barcodes and QR codes on a page."""

from dataclasses import dataclass

import numpy as np
import zxingcpp

from ocr.page import Picture
from ocr.reading import Box

_CONTRAST = 60  # grey levels between bars and gaps; ink that shines through the paper has less


@dataclass(frozen=True, slots=True)
class Found:
    """A code as it lies on the displayed page."""

    symbology: str
    text: str
    box: Box
    turn: int | None  # clockwise degrees that set it upright; None: it lies askew


def read_codes(picture: Picture) -> tuple[Found, ...]:
    """Read every code on a grey page; what only shines through from the back is left out."""
    return tuple(
        found
        for barcode in zxingcpp.read_barcodes(picture)
        if (found := _found(barcode)) and _is_ink(picture, found.box)
    )


def _found(barcode: zxingcpp.Barcode) -> Found | None:
    if not barcode.text:
        return None
    at = barcode.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    xs, ys = [c.x for c in corners], [c.y for c in corners]
    off = (barcode.orientation + 45) % 90 - 45
    turn = -round(barcode.orientation / 90) * 90 % 360 if abs(off) < 20 else None
    return Found(str(barcode.format), barcode.text, (min(xs), min(ys), max(xs), max(ys)), turn)


def _is_ink(picture: Picture, box: Box) -> bool:
    height, width = picture.shape[:2]
    left, top = max(box[0], 0), max(box[1], 0)
    right, bottom = min(max(box[2], left + 1), width), min(max(box[3], top + 1), height)
    cut = picture[top:bottom, left:right]
    if not cut.size:
        return False
    dark, light = np.percentile(cut, (10, 90))
    return bool(light - dark >= _CONTRAST)
