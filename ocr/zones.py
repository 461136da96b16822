"""Where a form says that its ID stands: the rows of ink within these zones.

A zone holds more than the digits, a label or a frame; so it is cut between its rows. Nothing is
asked of their shape: here are looked for what no look found by its shape.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.form import ZoneMm
from ocr.page import Picture
from ocr.reading import Box

_MM_PER_INCH = 25.4
_INKED = 0.02  # of a zone's width; two lines of a table that cross it are less
_INK_DEPTH = 60  # grey levels below the paper
_HEIGHT_MM = (1.5, 15.0)  # of a row, its boxes included
_DIGIT = 0.6  # of the height of a row, if it has boxes
_APART = 4.0  # heights: a wider gap parts a row
_LEAST = 8.0  # times as long as high: no row of an ID is shorter


@dataclass(frozen=True, slots=True)
class InkedRow:
    """A row of ink: its box, how high digits in it may be, how far it sinks to the right."""

    box: Box
    height: int
    slope: float


def pixels(zone: ZoneMm, dpi: int) -> Box:
    """Give a zone in pixels of the upright page."""
    left, top, right, bottom = (round(side * dpi / _MM_PER_INCH) for side in zone)
    return left, top, right, bottom


def inked_rows(
    picture: Picture, dpi: int, zones: Iterable[ZoneMm], slope: float
) -> tuple[InkedRow, ...]:
    """Give the rows of ink in some zones of an upright grey page, from top to bottom.

    Args:
        picture: the page.
        dpi: its resolution.
        zones: in millimetres from the page's upper left corner.
        slope: how far lines sink per pixel to the right.
    """
    return tuple(
        InkedRow(box, round(_DIGIT * (box[3] - box[1])), slope)
        for zone in zones
        for box in _rows(picture, pixels(zone, dpi), dpi, slope)
    )


def _rows(picture: Picture, zone: Box, dpi: int, slope: float) -> Iterator[Box]:
    left, top, right, bottom = zone
    cut = picture[top:bottom, left:right]
    if cut.size == 0:  # the page is smaller than the form's
        return
    ink = _level(cut, slope)
    inked = (ink.mean(axis=1) > _INKED).astype(np.int8)
    edges = np.flatnonzero(np.diff(inked, prepend=0, append=0))
    least, most = (mm * dpi / _MM_PER_INCH for mm in _HEIGHT_MM)
    for first, last in edges.reshape(-1, 2).tolist():
        if least <= last - first <= most:
            for begin, end in _stretches(ink[first:last]):
                yield left + begin, top + first, left + end, top + last


def _stretches(row: NDArray[np.uint8]) -> Iterator[tuple[int, int]]:
    """Give from where to where a row of ink stands without a wide gap, if that is long enough."""
    height, places = len(row), np.flatnonzero(row.any(axis=0))
    gaps = np.flatnonzero(np.diff(places) > _APART * height)
    for stretch in np.split(places, gaps + 1):
        if len(stretch) and stretch[-1] - stretch[0] >= _LEAST * height:
            yield int(stretch[0]), int(stretch[-1]) + 1


def _level(cut: Picture, slope: float) -> NDArray[np.uint8]:
    """Give the ink of a zone, laid level about its middle."""
    paper = np.percentile(cut, 90)
    ink = (cut < paper - _INK_DEPTH).astype(np.uint8)
    height, width = ink.shape
    shear = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]])
    return np.asarray(cv2.warpAffine(ink, shear, (width, height)), np.uint8)
