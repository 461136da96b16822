"""Barcodes and QR codes on a page."""

from dataclasses import dataclass

import numpy as np
import zxingcpp

from ocr.mirrored import is_mirrored
from ocr.page import Picture
from ocr.reading import Box

_CONTRAST = 60  # grey levels between bars and gaps; ink that shines through the paper has less
_ASKEW = 20  # degrees off the nearest quarter turn


@dataclass(frozen=True, slots=True)
class Found:
    """A code as it lies on the displayed page."""

    symbology: str
    text: str
    box: Box
    turn: int | None  # clockwise degrees that set it upright; None: it lies askew

    @property
    def is_matrix(self) -> bool:
        """A QR code or its like: bars are printed sideways too, these are not."""
        return "QR" in self.symbology or self.symbology in ("Data Matrix", "Aztec")


def read_codes(picture: Picture) -> tuple[Found, ...]:
    """Read every code on a grey page; what shines through from the back is left out."""
    return tuple(
        _found(barcode)
        for barcode in zxingcpp.read_barcodes(picture)
        if barcode.text and not _shines_through(picture, barcode)
    )


def _found(barcode: zxingcpp.Barcode) -> Found:
    off = (barcode.orientation + 45) % 90 - 45
    turn = -round(barcode.orientation / 90) * 90 % 360 if abs(off) < _ASKEW else None
    return Found(str(barcode.format), barcode.text, _box(barcode), turn)


def _corners(barcode: zxingcpp.Barcode) -> tuple[tuple[int, int], ...]:
    at = barcode.position
    points = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    return tuple((point.x, point.y) for point in points)


def _box(barcode: zxingcpp.Barcode) -> Box:
    xs, ys = zip(*_corners(barcode), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _shines_through(picture: Picture, barcode: zxingcpp.Barcode) -> bool:
    """Too faint for ink on this side, or mirrored; bars look the same from behind."""
    left, top, right, bottom = _box(barcode)
    cut = picture[max(top, 0) : max(bottom, top + 1), max(left, 0) : max(right, left + 1)]
    if not cut.size:
        return True
    dark, light = np.percentile(cut, (10, 90))
    if light - dark < _CONTRAST:
        return True
    if barcode.format != zxingcpp.BarcodeFormat.QRCode or not isinstance(barcode.extra, dict):
        return False
    version = str(barcode.extra.get("Version", ""))
    return version.isdigit() and is_mirrored(picture, _corners(barcode), int(version))
