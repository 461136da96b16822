"""Patch codes: four thick bars that divide a stack, without a payload for barcode readers.

Sheets with them are sold (Patch T, Patch 2 …) and copied. As printed two bars are 5 mm wide, two
2 mm, the gaps 2 mm; printers stretch them, and who draws them himself draws four alike. More than
four bars in a row are a barcode.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.barcode import Found
from ocr.page import Picture
from ocr.reading import Box

PATCH = "Patch"
_LOOK_DPI = 100
_CONTRAST = 60  # grey levels between bars and paper; ink that shines through the paper has less
_LEAST = 59  # pixels of the small copy, 15 mm; 19 mm is the shortest that scanners want
_THICK = (3.0, 36.0)  # pixels, 0.8–9 mm
_GAP = (3.0, 26.0)  # pixels; what is farther apart is another code
_FULL = 0.75  # part of a bar that is black
_PARALLEL = 2.5  # degrees
_FLUSH = 0.12  # of the length: so far may the ends of two bars lie apart
_ALIKE = 1.6  # times as wide
_BARS = 4
# From either side, since a sheet may lie upside down: T and 3 are one, 1 and 6 are one.
_NAMES = {"NWNW": "T", "WNWN": "T", "WNNW": "2", "NWWN": "4", "WWNN": "1", "NNWW": "1"}


@dataclass(frozen=True, slots=True)
class _Bar:
    x: float
    y: float
    length: float
    width: float
    degrees: float  # of its long side, -90 to 90
    box: Box

    def seen_along(self, degrees: float) -> tuple[float, float]:
        """Where its middle is, along and across a direction."""
        cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        return float(self.x * cos + self.y * sin), float(self.y * cos - self.x * sin)

    def lies_beside(self, other: "_Bar") -> bool:
        """As long, in the same direction, and the ends flush."""
        apart = abs(self.degrees - other.degrees)
        off = self.seen_along(other.degrees)[0] - other.seen_along(other.degrees)[0]
        slack = _FLUSH * other.length
        return (
            min(apart, 180 - apart) <= _PARALLEL
            and abs(off) <= slack
            and abs(self.length - other.length) <= slack
        )


def find_patches(picture: Picture, dpi: int) -> tuple[Found, ...]:
    """Find the patch codes of a grey page, whichever way it lies."""
    scale = min(_LOOK_DPI / dpi, 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    bars = tuple(_bars(_dark(np.asarray(small, np.uint8))))
    found = {code for one in bars for code in _codes([b for b in bars if b.lies_beside(one)], one)}
    return tuple(_scaled(code, 1 / scale) for code in sorted(found, key=lambda code: code.box))


def _dark(small: Picture) -> NDArray[np.uint8]:
    """Black on this paper; scratches and streaks thinner than half a millimetre are healed."""
    dark = (small.astype(np.int16) < np.median(small) - _CONTRAST).astype(np.uint8)
    dark = np.asarray(cv2.medianBlur(dark, 5), np.uint8)
    for how in (cv2.MORPH_OPEN, cv2.MORPH_CLOSE):
        dark = np.asarray(cv2.morphologyEx(dark, how, np.ones((3, 3), np.uint8)), np.uint8)
    return dark


def _bars(dark: NDArray[np.uint8]) -> Iterator[_Bar]:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    for label, (left, top, wide, high, area) in enumerate(stats.tolist()):
        if label == 0 or max(wide, high) < 0.7 * _LEAST:
            continue
        ys, xs = np.nonzero(labels[top : top + high, left : left + wide] == label)
        (x, y), (one, other), degrees = cv2.minAreaRect(np.stack([xs, ys], 1).astype(np.float32))
        length, width = max(one, other) + 1, min(one, other) + 1
        if length < _LEAST or not _THICK[0] <= width <= _THICK[1] or width > length / 2:
            continue
        if area >= _FULL * length * width:
            along = degrees if one >= other else degrees - 90
            box = (left, top, left + wide, top + high)
            yield _Bar(x + left, y + top, length, width, (along + 90) % 180 - 90, box)


def _codes(bars: Sequence[_Bar], one: _Bar) -> Iterator[Found]:
    """Every run of four bars, no more, in the direction of one of them."""
    bars = sorted(bars, key=lambda bar: bar.seen_along(one.degrees)[1])
    places = [bar.seen_along(one.degrees)[1] for bar in bars]
    gaps = [
        places[at + 1] - places[at] - (bar.width + after.width) / 2
        for at, (bar, after) in enumerate(pairwise(bars))
    ]
    ends = [0, *(at + 1 for at, gap in enumerate(gaps) if gap > _GAP[1]), len(bars)]
    for start, end in pairwise(ends):
        inside = gaps[start : end - 1]
        if end - start != _BARS or min(inside) < _GAP[0] or max(inside) > _ALIKE * min(inside):
            continue
        name = _name([bar.width for bar in bars[start:end]])
        if name is not None:
            yield Found(PATCH, f"PATCH-{name}", _around(bars[start:end]), None)


def _name(widths: Sequence[float]) -> str | None:
    """T, 2 …; X for four bars alike; None for bars that are neither."""
    narrow, wide = sorted(widths)[:2], sorted(widths)[2:]
    if widths and max(widths) <= _ALIKE * min(widths):
        return "X"
    if wide[0] <= _ALIKE * narrow[1] or narrow[1] > _ALIKE * narrow[0]:
        return None
    if wide[1] > _ALIKE * wide[0]:
        return None
    return _NAMES["".join("W" if width >= wide[0] else "N" for width in widths)]


def _around(bars: Sequence[_Bar]) -> Box:
    lefts, tops, rights, bottoms = zip(*(bar.box for bar in bars), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _scaled(code: Found, by: float) -> Found:
    left, top, right, bottom = (round(edge * by) for edge in code.box)
    return Found(code.symbology, code.text, (left, top, right, bottom), code.turn)
