"""Where lines of text stand on a page, tilted ones too: the tiny detector of PP-OCRv6.

The net gives for each place how likely it belongs to a line; each connected piece is a line, a
little thinner than its letters. It looks at no more of a page than the part that has ink on it.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from ocr import models
from ocr.page import Picture
from ocr.reading import Box

FINE = 1088  # pixels of the long side in which a page's lines are looked for
_STEP = 32  # pixels: the net takes multiples of it
_INK_DEPTH = 12  # grey levels off the usual one: fainter than what anybody can read
_MARGIN = 32  # pixels of the small copy around the ink: with less the net finds lines in pieces
_MEAN, _SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_LIKELY = 0.2  # for a place
_SURE = 0.4  # for a line, on average
_GROWTH = 1.5  # of a piece: its letters reach out by so much of area / circumference
_LEAST = 3  # pixels of the small copy
_MOST = 2000  # lines
_STEEP = 45.0  # degrees


@dataclass(frozen=True, slots=True)
class LineBox:
    """A line of text as it lies on the page: its middle, its size along and across, its tilt."""

    x: float
    y: float
    length: float
    height: float
    degrees: float  # clockwise; the line's own direction, within 45° of level or of upright

    def at(self, along: float) -> tuple[float, float]:
        """Where the middle line of the text is, so many pixels from its left end."""
        turn = math.radians(self.degrees)
        off = along - self.length / 2
        return self.x + off * math.cos(turn), self.y + off * math.sin(turn)

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.x - self.length / 2

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the line, were it level."""
        half = self.height / 2
        return (
            round(self.left),
            round(self.y - half),
            round(self.left + self.length),
            round(self.y + half),
        )

    def cut(self, picture: Picture) -> Picture:
        """Cut the line out, level."""
        width, height = max(round(self.length), 1), max(round(self.height), 1)
        turn = math.radians(self.degrees)
        cos, sin = math.cos(turn), math.sin(turn)
        left = self.x - cos * width / 2 + sin * height / 2
        top = self.y - sin * width / 2 - cos * height / 2
        to_page = np.array([[cos, -sin, left], [sin, cos, top]])
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        cut = cv2.warpAffine(
            picture, to_page, (width, height), flags=how, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(cut, np.uint8)


def find_lines_above(picture: Picture, part: float) -> tuple[LineBox, ...]:
    """Find the lines of the upper part of a page, as fine as on all of it."""
    upper = picture[: math.ceil(picture.shape[0] * part)]
    return find_lines(upper, round(FINE * max(upper.shape) / max(picture.shape)))


def find_lines(picture: Picture, long_side: int) -> tuple[LineBox, ...]:
    """Find the lines of an upright grey page, from top to bottom.

    Args:
        picture: the page.
        long_side: pixels of the copy that the net looks at; finer finds smaller print.

    Raises:
        NoModelError: the net is not there.
    """
    height, width = picture.shape[:2]
    scale = min(long_side / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    left, top, part = _inked(small)
    if not part.size:
        return ()
    likely = models.run(models.DETECTOR, _normal(part))[0, 0]
    found = _pieces(likely, (left, top), (width / size[0], height / size[1]))
    return tuple(sorted(found, key=lambda line: (line.y, line.x)))


def _inked(small: Picture) -> tuple[int, int, Picture]:
    """Cut out what has ink on it, with a margin, in the size that the net takes.

    On a dark ground that is what is lighter: a card that was scanned with the lid open.

    Returns:
        Where the part begins from the left and from above, and the part.
    """
    usual = np.int16(np.median(small))
    ink = np.abs(np.asarray(cv2.medianBlur(small, 3), np.int16) - usual) > _INK_DEPTH
    across, down = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    if not len(across):
        return 0, 0, small[:0, :0]
    left, top = max(int(across[0]) - _MARGIN, 0), max(int(down[0]) - _MARGIN, 0)
    part = small[top : int(down[-1]) + _MARGIN, left : int(across[-1]) + _MARGIN]
    below, behind = -part.shape[0] % _STEP, -part.shape[1] % _STEP
    whole = cv2.copyMakeBorder(part, 0, below, 0, behind, cv2.BORDER_REPLICATE)
    return left, top, np.asarray(whole, np.uint8)


def _normal(small: Picture) -> models.Array:
    grey = small.astype(np.float32) / 255
    planes = [(grey - mean) / spread for mean, spread in zip(_MEAN, _SPREAD, strict=True)]
    return np.asarray(np.stack(planes)[None], np.float32)


def _pieces(
    likely: models.Array, start: tuple[int, int], scale: tuple[float, float]
) -> list[LineBox]:
    mask = (likely > _LIKELY).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines[:_MOST]:
        (x, y), (wide, high), degrees = cv2.minAreaRect(outline)
        if min(wide, high) < _LEAST or _mean(likely, outline) < _SURE:
            continue
        out = wide * high * _GROWTH / (2 * (wide + high)) * 2
        place = x + start[0], y + start[1]
        found.append(_line((*place, wide + out, high + out, degrees), *scale))
    return found


def _mean(likely: models.Array, outline: cv2.typing.MatLike) -> float:
    left, top, width, height = cv2.boundingRect(outline)
    inside = np.zeros((height, width), np.uint8)
    cv2.fillPoly(inside, [outline - np.array([left, top])], 1)
    return float(cv2.mean(likely[top : top + height, left : left + width], inside)[0])


def _line(
    rectangle: tuple[float, float, float, float, float], across: float, down: float
) -> LineBox:
    x, y, wide, high, degrees = rectangle
    while degrees > _STEEP:  # OpenCV turns until one side is level
        wide, high, degrees = high, wide, degrees - 90
    while degrees <= -_STEEP:
        wide, high, degrees = high, wide, degrees + 90
    return LineBox(x * across, y * down, wide * across, high * down, degrees)
