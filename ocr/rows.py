"""Words → rows: what stands side by side on a page, whatever block the engine put it into.

The engine's own lines stay together; lines of different blocks are joined where they lie on one
level, tilted pages included.
"""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr.reading import Box, Word

_TOUCH = 0.45  # heights: a smaller gap is no gap
_COLUMN = 4.0  # heights: a wider gap separates columns
_LEVEL = 0.5  # heights: lines that differ less lie on one level
_LEAST_HEIGHT = 8  # pixels; a row of dots and dashes is taken to be as high
NO_GAP, GAP, COLUMN_GAP = "", " ", "　"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of words; `starts` says where in the text each word begins."""

    text: str
    words: tuple[Word, ...]
    starts: tuple[int, ...]

    @property
    def box(self) -> Box:
        """The smallest box around all words."""
        return around(self.words)

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """Give the words that lie, wholly or in part, in this part of the text."""
        return tuple(
            word
            for word, at in zip(self.words, self.starts, strict=True)
            if at < end and at + len(word.text) > start
        )


def rows_of(words: Iterable[Word]) -> tuple[Row, ...]:
    """Sort words into rows from top to bottom, each from left to right."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    slope = _slope(lines.values())
    levels: list[list[_Line]] = []
    for line in sorted((_Line.of(line, slope) for line in lines.values()), key=_Line.level):
        for row in levels[-3:]:
            if all(line.continues(other) for other in row):
                row.append(line)
                break
        else:
            levels.append([line])
    return tuple(_joined([word for line in row for word in line.words]) for row in levels)


def around(words: Sequence[Word]) -> Box:
    """Give the smallest box around some words."""
    return (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the engine: where it lies once the page's tilt is taken out."""

    words: tuple[Word, ...]
    middle: float
    height: float
    left: int
    right: int

    @classmethod
    def of(cls, words: Sequence[Word], slope: float) -> "_Line":
        left, _, right, _ = around(words)
        middles = [
            (word.top + word.bottom) / 2 - slope * (word.left + word.right) / 2 for word in words
        ]
        return cls(tuple(words), statistics.median(middles), _height(words), left, right)

    def level(self) -> float:
        return self.middle

    def continues(self, other: "_Line") -> bool:
        lower = max(min(self.height, other.height), _LEAST_HEIGHT)
        beside = min(self.right, other.right) - max(self.left, other.left) < lower
        return beside and abs(self.middle - other.middle) < _LEVEL * lower


def _slope(lines: Iterable[Sequence[Word]]) -> float:
    """How far the lines sink per pixel to the right: the median over the long ones."""
    slopes = []
    for line in lines:
        first, last = line[0], line[-1]
        if len(line) > 3 and last.left - first.left > 12 * (first.bottom - first.top):
            sinks = (last.top + last.bottom - first.top - first.bottom) / 2
            slopes.append(sinks / (last.left - first.left))
    return statistics.median(slopes) if len(slopes) > 2 else 0.0


def _height(words: Sequence[Word]) -> float:
    return max(statistics.median(word.bottom - word.top for word in words), _LEAST_HEIGHT)


def _joined(words: list[Word]) -> Row:
    words = sorted(words, key=lambda word: word.left)
    height = _height(words)
    text, starts = "", []
    for last, word in zip([None, *words], words, strict=False):
        if last is not None:
            gap = (word.left - last.right) / height
            text += NO_GAP if gap < _TOUCH else GAP if gap < _COLUMN else COLUMN_GAP
        starts.append(len(text))
        text += word.text
    return Row(text, tuple(words), tuple(starts))
