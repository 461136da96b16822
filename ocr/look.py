"""A page while it is read: its lines, which net has read which of them, and what they say."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ocr.detector import FINE, LineBox, find_lines
from ocr.glyph_words import words_of
from ocr.page import Picture
from ocr.reading import Reading, Unread, Word
from ocr.recogniser import Recogniser, recognise
from ocr.rows import Row, rows_of

_LEAST_SURE = 0.5  # on average: less is read into a drawing
_STEEP = 3.0  # times as high as long: a rule, or a column


@dataclass(slots=True)
class Look:
    """The lines of an upright grey page. `words` and `unread` go by the number of a line."""

    picture: Picture
    dpi: int
    lines: dict[int, LineBox]
    words: dict[int, tuple[Word, ...]] = field(default_factory=dict)
    unread: set[int] = field(default_factory=set)

    @classmethod
    def fresh(cls, picture: Picture, dpi: int, lines: Sequence[LineBox]) -> "Look":
        """Begin with lines of which none has been read."""
        return cls(picture, dpi, dict(enumerate(lines)), unread=set(range(len(lines))))

    @classmethod
    def again(cls, picture: Picture, reading: Reading) -> "Look":
        """Go on where an earlier look ended; after a glance that is the beginning."""
        if reading.is_glance:
            return cls.fresh(picture, reading.dpi, find_lines(picture, FINE))
        lines = {
            one.number: LineBox(one.x, one.y, one.length, one.height, one.degrees)
            for one in reading.unread
        }
        words: dict[int, list[Word]] = {}
        for word in reading.words:
            words.setdefault(word.line, []).append(word)
        read = {number: tuple(some) for number, some in words.items()}
        return cls(picture, reading.dpi, lines, read, set(lines))

    @property
    def slope(self) -> float:
        """How far the lines sink per pixel to the right: the median, the longer half of them."""
        lines = sorted(self.lines.values(), key=lambda line: line.length)
        tilts = [line.degrees for line in lines[len(lines) // 2 :]]
        return math.tan(math.radians(statistics.median(tilts))) if tilts else 0.0

    @property
    def rows(self) -> tuple[Row, ...]:
        """What was read so far, from top to bottom."""
        return rows_of(word for number in sorted(self.words) for word in self.words[number])

    def read(self, numbers: Iterable[int], net: Recogniser, *, is_best: bool) -> None:
        """Read some lines; the best net's word stands for good."""
        for number in sorted(set(numbers) & self.unread):
            self.words[number] = read_line(self.picture, self.lines[number], number, net)
            if is_best:
                self.unread.discard(number)

    def left(self) -> tuple[Unread, ...]:
        """Say what a closer look may still read better."""
        return tuple(
            Unread(number, line.x, line.y, line.length, line.height, line.degrees)
            for number, line in sorted(self.lines.items())
            if number in self.unread
        )


def read_line(picture: Picture, line: LineBox, number: int, net: Recogniser) -> tuple[Word, ...]:
    """Read one line of an upright grey page; nothing where the net only guesses."""
    if line.height > _STEEP * line.length:
        return ()
    glyphs = recognise(line.cut(picture), net)
    if not glyphs or np.mean([one.confidence for one in glyphs]) < _LEAST_SURE:
        return ()
    return words_of(line, glyphs, number)
