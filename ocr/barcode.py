"""Barcodes and QR codes on a page."""

from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from ocr.mirrored import is_mirror_of, is_mirrored
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


@dataclass(frozen=True, slots=True)
class Seen:
    """The codes on this side of the paper, and those that shine through from the other."""

    here: tuple[Found, ...]
    behind: tuple[Found, ...]


def see_codes(picture: Picture) -> Seen:
    """Read every code on a grey page, and say on which side of the paper it is."""
    here: list[Found] = []
    behind: list[Found] = []
    for barcode in zxingcpp.read_barcodes(picture):
        if barcode.text:
            (behind if _shines_through(picture, barcode) else here).append(_found(barcode))
    return Seen(tuple(here), tuple(behind))


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
    if barcode.format in (zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Aztec):
        return is_mirror_of(picture, _corners(barcode), _drawn(barcode))
    if barcode.format != zxingcpp.BarcodeFormat.QRCode or not isinstance(barcode.extra, dict):
        return False
    version = str(barcode.extra.get("Version", ""))
    return version.isdigit() and is_mirrored(picture, _corners(barcode), int(version))


def _drawn(barcode: zxingcpp.Barcode) -> NDArray[np.bool_]:
    """Draw a symbol with the same text: True where a module is dark."""
    try:
        anew = zxingcpp.create_barcode(barcode.text, barcode.format)
    except ValueError:  # a text that this format was made to hold by other means
        return np.zeros((0, 1), np.bool_)
    return np.asarray(np.asarray(anew.to_image(scale=1, add_quiet_zones=False)) == 0, np.bool_)
