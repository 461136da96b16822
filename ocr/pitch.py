"""Digits that stand evenly, as in boxes: pieces of a row joined, broken digits filled in. Pure.

Scanners break digits into specks that no longer look like one; in a row of boxes the place where
one must stand is known from the others.
"""

import statistics
from collections.abc import Sequence
from itertools import pairwise

from ocr.reading import Box

_EVEN = 0.15  # of the pitch
_MOST_EVEN = 0.7  # of the steps; the others cross a broken digit or two
_MOST_MISSING = 4  # steps
_OFF_LINE = 0.3  # heights


def joined(pieces: Sequence[Sequence[Box]]) -> list[tuple[Box, ...]]:
    """Join the pieces of a row, given from left to right, where they stand evenly together."""
    rows: list[tuple[Box, ...]] = []
    for piece in pieces:
        for at, row in enumerate(rows):
            if _continues(row, piece):
                rows[at] = (*row, *piece)
                break
        else:
            rows.append(tuple(piece))
    return rows


def filled(row: Sequence[Box]) -> tuple[Box, ...]:
    """Put a box wherever an even row leaves one out; an uneven row stays as it is."""
    pitch = _pitch(row)
    if pitch is None:
        return tuple(row)
    wide = statistics.median(right - left for left, _, right, _ in row)
    found = [row[0]]
    for before, after in pairwise(row):
        steps = _steps(before, after, pitch)
        for step in range(1, steps):
            middle = _middle(before) + (_middle(after) - _middle(before)) * step / steps
            left = round(middle - wide / 2)
            found.append((left, before[1], round(left + wide), before[3]))
        found.append(after)
    return tuple(found)


def _continues(row: Sequence[Box], piece: Sequence[Box]) -> bool:
    high = row[-1][3] - row[-1][1]
    if piece[0][0] <= row[-1][2] or abs(piece[0][3] - row[-1][3]) > _OFF_LINE * high:
        return False
    if abs((piece[0][3] - piece[0][1]) - high) > _OFF_LINE * high:
        return False
    one, other = _pitch(row), _pitch(piece)
    if one is None or other is None or abs(one - other) > _EVEN * one:
        return False
    return _steps(row[-1], piece[0], one) > 0


def _pitch(row: Sequence[Box]) -> float | None:
    """How far the digits stand apart; None if they do not stand evenly."""
    steps = [_middle(after) - _middle(before) for before, after in pairwise(row)]
    if not steps:
        return None
    pitch = statistics.median(steps)
    even = sum(abs(step - pitch) <= _EVEN * pitch for step in steps)
    return pitch if even >= _MOST_EVEN * len(steps) else None


def _steps(before: Box, after: Box, pitch: float) -> int:
    """How many steps lie between two digits; 0 if it is no whole number, or too many."""
    steps = (_middle(after) - _middle(before)) / pitch
    whole = round(steps)
    return whole if abs(steps - whole) <= 2 * _EVEN and whole <= _MOST_MISSING else 0


def _middle(box: Box) -> float:
    return (box[0] + box[2]) / 2
