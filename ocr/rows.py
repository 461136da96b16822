"""Words → rows: what stands side by side on a page, whatever block the engine put it into."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.reading import Box, Word

_TOUCH = 0.45  # heights: a smaller gap is no gap
_COLUMN = 4.0  # heights: a wider gap separates columns
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


def rows_of(words: Sequence[Word]) -> tuple[Row, ...]:
    """Sort words into rows from top to bottom, each from left to right."""
    slope = _slope(words)
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: _middle(word, slope)):
        if rows and _belongs(word, rows[-1], slope):
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(_joined(sorted(row, key=lambda word: word.left)) for row in rows)


def around(words: Sequence[Word]) -> Box:
    """Give the smallest box around some words."""
    return (
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )


def _slope(words: Sequence[Word]) -> float:
    """How far the lines sink towards the right: the median over the engine's own long lines."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    slopes = []
    for line in lines.values():
        first, last = line[0], line[-1]
        if len(line) > 3 and last.left - first.left > 12 * (first.bottom - first.top):
            rise = (last.top + last.bottom - first.top - first.bottom) / 2
            slopes.append(rise / (last.left - first.left))
    return statistics.median(slopes) if len(slopes) > 2 else 0.0


def _middle(word: Word, slope: float) -> float:
    return (word.top + word.bottom) / 2 - slope * (word.left + word.right) / 2


def _belongs(word: Word, row: list[Word], slope: float) -> bool:
    middle = statistics.median(_middle(other, slope) for other in row)
    height = statistics.median(other.bottom - other.top for other in row)
    return abs(_middle(word, slope) - middle) < 0.5 * max(height, 8)


def _joined(words: list[Word]) -> Row:
    text, starts, last = "", [], None
    height = statistics.median(word.bottom - word.top for word in words)
    for word in words:
        if last is not None:
            gap = (word.left - last.right) / max(height, 8)
            text += NO_GAP if gap < _TOUCH else GAP if gap < _COLUMN else COLUMN_GAP
        starts.append(len(text))
        text += word.text
        last = word
    return Row(text, tuple(words), tuple(starts))
