"""Is there anything on a page? Looks at a small copy for marks that are neither line nor hole.

What shines through from the back is too faint, fold shadows are too wide, streaks and dark borders
are too long, specks are too small, and punch holes are solid and sit at the edge.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.page import Picture

_LOOK_DPI = 100
_MARGIN = 0.035  # of each side
_INK_DEPTH = 50  # grey levels below the paper around it
_SHADOW = 15  # pixels of the small copy, 4 mm: what is wider is no writing
_LINE = 70  # pixels, 18 mm
_LEAST_MARK = 8  # pixels of ink in a mark
_HOLE = range(12, 41)  # pixels, 3–10 mm
_HOLE_FILLED = 0.65
_LEAST_INK = 0.0005  # of the surface; the emptiest real page seen had nearly three times as much


def is_blank(picture: Picture, dpi: int) -> bool:
    """Say whether a grey page carries no ink worth reading."""
    return ink(picture, dpi) < _LEAST_INK


def ink(picture: Picture, dpi: int) -> float:
    """Give the part of the page that is covered with marks."""
    marks = _without_lines(_dark(_small(picture, dpi)))
    height, width = marks.shape
    _, _, boxes, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    covered = sum(int(box[4]) for box in boxes[1:] if not _is_dirt(box, width))
    return covered / int(height * width)


def _small(picture: Picture, dpi: int) -> NDArray[np.uint8]:
    scale = min(_LOOK_DPI / dpi, 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    y, x = int(small.shape[0] * _MARGIN), int(small.shape[1] * _MARGIN)
    return np.ascontiguousarray(small[y : small.shape[0] - y, x : small.shape[1] - x], np.uint8)


def _dark(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_SHADOW, _SHADOW), np.uint8))
    paper = cv2.medianBlur(paper, _SHADOW)
    return (cv2.subtract(paper, small) > _INK_DEPTH).astype(np.uint8)


def _without_lines(marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    for shape in ((1, _LINE), (_LINE, 1)):
        lines = cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        marks = marks & (1 - cv2.dilate(lines, np.ones((3, 3), np.uint8))).astype(np.uint8)
    return marks


def _is_dirt(box: NDArray[np.int32], page_width: int) -> bool:
    """A speck, or a punch hole near the left or right edge; box: left, top, width, height, area."""
    left, _, width, height, area = (int(value) for value in box)
    if area < _LEAST_MARK or max(width, height) < 6:
        return True
    is_round = width in _HOLE and height in _HOLE and area > _HOLE_FILLED * width * height
    return is_round and min(left, page_width - left - width) < 0.1 * page_width
