"""The lines of boxes around digits, taken out of a picture of one row."""

import cv2
import numpy as np

from ocr.page import Picture

_INK_DEPTH = 60  # grey levels below the paper
_HIGHER, _LONGER = 1.25, 1.35  # heights of a digit: a line of a box is, and no stroke of a digit
_LEAST = 12  # upright lines: fewer are no boxes, but strokes of high digits


def without_frames(row: Picture, digit_height: int) -> Picture | None:
    """Take the lines away; None where there are no boxes.

    Args:
        row: a grey picture of one row, level.
        digit_height: how high a digit in it is, in pixels.
    """
    paper = int(np.percentile(row, 90))
    ink = (row < paper - _INK_DEPTH).astype(np.uint8)
    upright = _runs(ink, 1, round(_HIGHER * digit_height))
    if cv2.connectedComponents(upright)[0] - 1 < _LEAST:
        return None
    lines = upright | _runs(ink, round(_LONGER * digit_height), 1)
    around = cv2.dilate(lines, np.ones((3, 3), np.uint8))  # their grey edges go, too
    return np.asarray(np.where(around > 0, paper, row), np.uint8)


def _runs(ink: Picture, across: int, down: int) -> Picture:
    """Keep what is part of a stroke at least so long."""
    kept = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((down, across), np.uint8))
    return np.asarray(kept, np.uint8)
