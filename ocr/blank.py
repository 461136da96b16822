"""Is there anything on a page? Looks at a small copy for marks that are neither line nor hole.

What shines through from the back is too faint, fold shadows are too wide, streaks and dark borders
are too long, specks are too small, and punch holes are dark in the middle and sit at the edge.
"""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Picture
from ocr.reading import Box

_LOOK_DPI = 100
_MARGIN = 0.035  # of each side
_INK_DEPTH = 50  # grey levels below the paper around it
_SHADOW = 15  # pixels of the small copy, 4 mm: what is wider is no writing
_LINE = 70  # pixels, 18 mm
_LEAST_MARK = 8  # pixels of ink in a mark
_LEAST_LENGTH = 6  # pixels
_HOLE = range(12, 41)  # pixels, 3–10 mm
_HOLE_ZONE = 0.1  # of the width, from either side
_LITTLE_INK = 0.001  # what a noisy scan of a thin sheet shows of its back
_LEAST_INK = 0.0005  # of the surface; the emptiest real page seen had nearly three times as much


def is_blank(picture: Picture, dpi: int) -> bool:
    """Say whether a grey page carries no ink worth reading."""
    return ink(picture, dpi) < _LEAST_INK


def is_nearly_blank(picture: Picture, dpi: int) -> bool:
    """Say whether a grey page carries so little that it is blank if no line on it can be read."""
    return ink(picture, dpi) < _LITTLE_INK


def ink(picture: Picture, dpi: int) -> float:
    """Give the part of the page that is covered with marks."""
    small = _small(picture, dpi)
    marks = _without_lines(_dark(small))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    black = float(np.median(small)) - _INK_DEPTH
    covered = sum(
        int(box[4]) for box in boxes[1:] if not _is_speck(box) and not _is_hole(box, small, black)
    )
    return covered / marks.size


def ink_beside(picture: Picture, dpi: int, boxes: Iterable[Box]) -> float:
    """Give the part of the page that is covered beside some codes."""
    bare, edge = picture.copy(), dpi // 12  # 2 mm
    for left, top, right, bottom in boxes:
        bare[max(top - edge, 0) : bottom + edge, max(left - edge, 0) : right + edge] = 255
    return ink(bare, dpi)


def _small(picture: Picture, dpi: int) -> NDArray[np.uint8]:
    scale = min(_LOOK_DPI / dpi, 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    y, x = int(small.shape[0] * _MARGIN), int(small.shape[1] * _MARGIN)
    return np.ascontiguousarray(small[y : small.shape[0] - y, x : small.shape[1] - x], np.uint8)


def _dark(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What is darker than the paper around it, which is smooth: half of its pixels tell it too."""
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_SHADOW, _SHADOW), np.uint8))
    size = max(paper.shape[1] // 2, 1), max(paper.shape[0] // 2, 1)
    half = cv2.resize(paper, size, interpolation=cv2.INTER_AREA)
    paper = cv2.resize(cv2.medianBlur(half, _SHADOW // 2), (small.shape[1], small.shape[0]))
    return (cv2.subtract(paper, small) > _INK_DEPTH).astype(np.uint8)


def _without_lines(marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    for shape in ((1, _LINE), (_LINE, 1)):
        lines = cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        marks = marks & (1 - cv2.dilate(lines, np.ones((3, 3), np.uint8))).astype(np.uint8)
    return marks


def _is_speck(box: NDArray[np.int32]) -> bool:
    _, _, width, height, area = (int(value) for value in box)
    return area < _LEAST_MARK or max(width, height) < _LEAST_LENGTH


def _is_hole(box: NDArray[np.int32], small: NDArray[np.uint8], black: float) -> bool:
    """A round mark near the left or right edge that is dark in its middle: a punch hole."""
    left, top, width, height, _ = (int(value) for value in box)
    off_edge = min(left, small.shape[1] - left - width)
    is_round = abs(width - height) <= _HOLE.start // 2 or off_edge == 0  # the margin cuts some
    if width not in _HOLE or height not in _HOLE or not is_round:
        return False
    middle = small[top + height // 2, left + width // 2]
    return off_edge < _HOLE_ZONE * small.shape[1] and float(middle) < black
