"""Rows of digits, found by their shape: equally high marks on one base line, side by side.

Needs no label and no reading, so it finds an ID in boxes, on a tilted page and in any form.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ledger.ids import APPLICATION_ID_LENGTH
from ocr.page import Picture
from ocr.pitch import filled, joined
from ocr.reading import Box

_LOOK_DPI = 50  # for the paper behind the ink
_INK_DEPTH = 60  # grey levels below the paper
_HEIGHT = (0.06, 0.2)  # inches
_LEAST = 18  # marks: an ID of which some digits run together or were struck out
_PARENT = 3  # where OpenCV says which outline is around one
_PIECE = 4  # marks: fewer side by side are nothing
_NEXT = 2.6  # heights to the next digit at most: boxes in groups
_OFF_LINE, _OFF_HEIGHT = 0.22, 0.18  # heights: neighbours differ no more


@dataclass(frozen=True, slots=True)
class Strip:
    """Marks that look like the digits of one number, from left to right."""

    marks: tuple[Box, ...]

    @property
    def box(self) -> Box:
        """The smallest box around all marks."""
        left, top, right, bottom = np.array(self.marks).T
        return int(left.min()), int(top.min()), int(right.max()), int(bottom.max())

    @property
    def height(self) -> int:
        """How high a digit is, in pixels."""
        return int(np.median([bottom - top for _, top, _, bottom in self.marks]))

    @property
    def slope(self) -> float:
        """How far the base line sinks per pixel to the right."""
        xs = [(left + right) / 2 for left, _, right, _ in self.marks]
        return float(np.polyfit(xs, [bottom for *_, bottom in self.marks], 1)[0])


def find_strips(picture: Picture, dpi: int) -> tuple[Strip, ...]:
    """Find the rows of at least 18 digit-like marks on an upright grey page.

    Where a row has as many digits as an ID only once the broken ones are filled in, they are.
    """
    pieces = _pieces(_marks(_ink(picture, dpi), dpi))
    strips = []
    for row in joined(pieces):
        whole = row if len(row) == APPLICATION_ID_LENGTH else filled(row)
        if len(whole) == APPLICATION_ID_LENGTH:
            strips.append(Strip(whole))
        elif len(row) >= _LEAST:
            strips.append(Strip(row))
    return tuple(strips)


def _pieces(marks: NDArray[np.int32]) -> list[tuple[Box, ...]]:
    """Give the marks that follow each other without a gap, leftmost first."""
    following = _following(marks)
    followed = {after: at for at, after in sorted(following.items(), reverse=True)}
    pieces = []
    for start in range(len(marks)):
        if start in followed:
            continue
        chain = [start]
        while (after := following.get(chain[-1])) is not None and followed[after] == chain[-1]:
            chain.append(after)
        if len(chain) >= _PIECE:
            pieces.append(tuple(_box(marks[at]) for at in chain))
    return pieces


def _ink(picture: Picture, dpi: int) -> NDArray[np.uint8]:
    scale = min(_LOOK_DPI / dpi, 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 9)
    paper = cv2.resize(paper, (picture.shape[1], picture.shape[0]))
    return (cv2.subtract(paper, picture) > _INK_DEPTH).astype(np.uint8)


def _marks(ink: NDArray[np.uint8], dpi: int) -> NDArray[np.int32]:
    """Everything that has the size of a digit: left, top, width, height; left first.

    Outlines are found twenty times as fast as connected pieces are labelled.
    """
    outlines, within = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return np.zeros((0, 4), np.int32)
    around = within[0, :, _PARENT].tolist()  # of a hole that is another outline
    pieces = [outline for outline, other in zip(outlines, around, strict=True) if other < 0]
    boxes = np.array([cv2.boundingRect(outline) for outline in pieces], np.int32)
    width, height = boxes[:, 2], boxes[:, 3]
    digit_like = (
        (height >= _HEIGHT[0] * dpi)
        & (height <= _HEIGHT[1] * dpi)
        & (width >= 0.08 * height)
        & (width <= 0.95 * height)
    )
    marks = boxes[digit_like]
    return np.asarray(marks[np.argsort(marks[:, 0], kind="stable")], np.int32)


def _following(marks: NDArray[np.int32]) -> dict[int, int]:
    """For each mark the next one on its base line, if there is one near enough."""
    left, bottom, height = marks[:, 0], marks[:, 1] + marks[:, 3], marks[:, 3]
    following = {}
    for at in range(len(marks)):
        right = left[at] + marks[at, 2]
        first = np.searchsorted(left, right - 0.2 * height[at])
        last = np.searchsorted(left, right + _NEXT * height[at])
        near = np.arange(first, last)
        fits = (
            (np.abs(bottom[near] - bottom[at]) <= max(_OFF_LINE * height[at], 3))
            & (np.abs(height[near] - height[at]) <= max(_OFF_HEIGHT * height[at], 3))
            & (near != at)
        )
        if fits.any():
            following[at] = int(near[fits][0])
    return following


def _box(mark: NDArray[np.int32]) -> Box:
    left, top, width, height = (int(value) for value in mark)
    return left, top, left + width, top + height
