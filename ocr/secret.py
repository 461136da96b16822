"""Where PINs stand: right of their labels. What is there is neither read nor kept. Pure.

The evidence is the labels, so that the boxes beside them need never be read; only where none was
read do scraps of one tell, with single letters behind them. Labels stand below each other at even
distances: two that were read badly tell where the others are.
"""

import re
import statistics
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from ocr.form import GOES_ON
from ocr.reading import Box, Word
from ocr.recognise import end_of, folded, mistakes
from ocr.rows import Row, around

_WIDEST = 15  # heights from where a label begins to where the boxes begin, at most
_MARGIN = 1.2  # heights above and below a label: boxes are higher
_PITCH = 2.5  # heights from one label to the next, where it cannot be measured
_PITCHES = (1.2, 4.5)  # heights: what may be one
_WELL, _BADLY, _HARDLY = 0.25, 0.4, 0.6  # part of a label that was misread
_EARLY = 0.5  # heights: by so much a line in a zone may begin before it
_PIN = re.compile(r"[0-9A-Za-z]")
_LETTER = re.compile(r"[0-9A-Za-z]{1,2}")  # two at most were read as one word
_PIN_LETTERS = range(4, 17)
_SCRAPS = 3  # letters of a label


@dataclass(frozen=True, slots=True)
class Zone:
    """A place of PINs, and the words in which a reader joined a label and what stands beside it."""

    box: Box
    joined: tuple[Word, ...] = ()


def zones(rows: Sequence[Row], labels: Iterable[str], width: int) -> tuple[Zone, ...]:
    """Say where PINs stand on a form that is known to ask for them, from what was read so far.

    A zone reaches from the end of a label to the edge of the page; beside a label that was not read
    well, from where the boxes of the others begin.

    Args:
        rows: the labels' at least; what else was read does no harm.
        labels: as the form prints them, from the top; one that ends in … is but a heading.
        width: of the page.
    """
    labels = tuple(labels)
    found = _in_line(rows, labels)
    if not found or (len(found) == 1 and found[0].wrong > _BADLY):
        return ()
    return (*_bands(found, labels, width), *_other_zones(rows, labels, width))


def unexpected_zones(rows: Sequence[Row], labels: Iterable[str], width: int) -> tuple[Zone, ...]:
    """Say the same of a page whose form is another, or not known.

    Some papers without PINs name 利用者証明用電子証明書 too: so a label must be read well, or two.
    """
    labels = tuple(labels)
    found = [one for one in _in_line(rows, labels) if one.wrong <= _BADLY]
    if not found or (len(found) == 1 and found[0].wrong > _WELL):
        return ()
    return (*_bands(found, labels, width), *_other_zones(rows, labels, width))


def spaced_zones(rows: Sequence[Row], labels: Iterable[str]) -> tuple[Zone, ...]:
    """Say where letters stand one by one behind the scraps of a label: where none was read.

    Four to sixteen of them, as in the boxes of a PIN. Scraps are three letters of the label, in
    their order; dates and other numbers have none. Four digits alone in their row count, too.
    """
    labels = [folded(label) for label in labels]
    return tuple(
        Zone(around(run))
        for row in rows
        for start, run in _spaced(row)
        if (len(run) == len(row.words) == _PIN_LETTERS.start and labels)
        or any(_in_common(label, folded(row.text[:start])) >= _SCRAPS for label in labels)
    )


def _spaced(row: Row) -> Iterator[tuple[int, list[Word]]]:
    """Give the runs of single letters in a row, and where in its text each begins."""
    words = zip(row.starts, row.words, strict=True)
    for is_letter, run in groupby(words, lambda one: _is_letter(one[1])):
        placed = [*run]
        if is_letter and len(placed) in _PIN_LETTERS:
            yield placed[0][0], [word for _, word in placed]


def _is_letter(word: Word) -> bool:
    return _LETTER.fullmatch(unicodedata.normalize("NFKC", word.text)) is not None


def _in_common(one: str, other: str) -> int:
    """Count the letters that stand in both in the same order."""
    row = [0] * (len(other) + 1)
    for char in one:
        last, row = row, [0]
        for at, theirs in enumerate(other):
            row.append(last[at] + 1 if char == theirs else max(last[at + 1], row[-1]))
    return row[-1]


def is_secret(line: Box, rows: Sequence[Row], labels: Iterable[str]) -> bool:
    """Say whether a line begins in a zone, as far as the labels have been read: leave it unread."""
    early = _EARLY * (line[3] - line[1])
    return any(_is_in(line[0] + early, line, one.box) for one in zones(rows, labels, line[2]))


def words_in(rows: Sequence[Row], secret: Iterable[Zone]) -> tuple[Word, ...]:
    """Give the words in the zones, and those that reach into one from a label."""
    secret = tuple(secret)
    return tuple(
        word
        for row in rows
        for word in row.words
        if any(
            word in zone.joined or _is_in((word.left + word.right) / 2, word.box, zone.box)
            for zone in secret
        )
    )


def _is_in(x: float, box: Box, zone: Box) -> bool:
    left, top, _, bottom = zone
    return x >= left and top <= (box[1] + box[3]) / 2 <= bottom


@dataclass(frozen=True, slots=True)
class _Label:
    """A row that may carry a label: the label's place in the list, its box, how it was read."""

    row: Row
    at: int
    end: int  # in the row's text
    box: Box
    wrong: float
    is_heading: bool

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]

    @property
    def y(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def left_of_boxes(self) -> int:
        return min(self.box[2], self.box[0] + _WIDEST * self.height)


def _labels(rows: Sequence[Row], labels: Sequence[str]) -> Iterator[_Label]:
    for at, label in enumerate(labels):
        wanted, is_heading = folded(label.removesuffix(GOES_ON)), _is_heading(label)
        for row in rows:
            text = folded(row.text)
            folded_end = end_of(wanted, text, _HARDLY)
            if folded_end is not None:
                end = _unfolded(row.text, folded_end)
                box = around(row.words_between(0, end))
                wrong = mistakes(wanted, text) / len(wanted)
                yield _Label(row, at, end, box, wrong, is_heading)


def _is_heading(label: str) -> bool:
    return label.endswith(GOES_ON)


def _in_line(rows: Sequence[Row], labels: Sequence[str]) -> list[_Label]:
    """Give the label that was read best, and the others that stand where they should."""
    best: dict[int, _Label] = {}
    for one in _labels(rows, labels):
        if one.at not in best or one.wrong < best[one.at].wrong:
            best[one.at] = one
    if not best:
        return []
    first = min(best.values(), key=lambda one: one.wrong)
    return [first, *(one for one in best.values() if one is not first and _fits(first, one))]


def _fits(one: _Label, other: _Label) -> bool:
    pitch = (other.y - one.y) / (other.at - one.at) / one.height
    return _PITCHES[0] <= pitch <= _PITCHES[1]


def _bands(found: Sequence[_Label], labels: Sequence[str], width: int) -> Iterator[Zone]:
    """Give a zone for each label there is, read or not; together they leave nothing out."""
    read = {one.at: one for one in found}
    beside = [one for one in found if not one.is_heading] or found
    left = min([width, *(one.left_of_boxes for one in beside)])
    edges = _edges(found, len(labels), width)
    for at, (top, bottom) in enumerate(pairwise(edges)):
        one, start = read.get(at), left
        if one is not None and one.wrong <= _WELL:
            start = min(one.left_of_boxes, width)
        if one is None or not _leaves_its_row_out(one):
            joined = tuple(_going_on(one)) if one is not None else ()
            yield Zone((start, max(round(top), 0), width, round(bottom)), joined)


def _leaves_its_row_out(one: _Label) -> bool:
    """Say whether this is a heading for sure: no PIN stands beside it."""
    return one.is_heading and one.wrong <= _WELL


def _edges(found: Sequence[_Label], count: int, width: int) -> list[float]:
    """Say where the zone of each label begins, and where that of the last one ends."""
    first, *others = found
    height = statistics.median(one.height for one in found)
    pitches = [(one.y - first.y) / (one.at - first.at) for one in others]
    pitch = statistics.median(pitches) if pitches else _PITCH * height
    read, reach = {one.at: one.y for one in found}, (0.5 + _MARGIN) * height
    middles = [read.get(at, first.y + pitch * (at - first.at)) for at in range(count)]
    edges = [middles[0] - reach, *map(statistics.fmean, pairwise(middles)), middles[-1] + reach]
    for one in found:
        if _leaves_its_row_out(one):  # the boxes below may be as high as the space there is
            rise = min(
                _slope(one.row.words_between(0, one.end)) * (width - one.box[0]), 0.0
            )  # of a tilted page
            edges[one.at + 1] = one.y + one.height / 2 + rise
    return sorted(edges)


def _slope(words: Sequence[Word]) -> float:
    """How far words in a row sink per pixel to the right."""
    first, last = words[0].box, words[-1].box
    across = (last[0] + last[2] - first[0] - first[2]) / 2
    return (last[1] + last[3] - first[1] - first[3]) / 2 / across if across > 0 else 0.0


def _other_zones(rows: Sequence[Row], labels: Sequence[str], width: int) -> Iterator[Zone]:
    """Each label that was read well has its zone, wherever it stands."""
    for one in _labels(rows, labels):
        if one.wrong <= _WELL and not one.is_heading:
            left, more = min(one.left_of_boxes, width), round(_MARGIN * one.height)
            box = left, max(one.box[1] - more, 0), width, one.box[3] + more
            yield Zone(box, tuple(_going_on(one)))


def _going_on(one: _Label) -> Iterator[Word]:
    """Give the word in which a label ends, if it goes on with what stands beside it."""
    for word, start in zip(one.row.words, one.row.starts, strict=True):
        if start < one.end and _PIN.search(folded(word.text[one.end - start :])):
            yield word


def _unfolded(text: str, end: int) -> int:
    """Say where in a text so many of its folded letters have passed."""
    passed = 0
    for at, char in enumerate(text, start=1):
        passed += len(folded(char))
        if passed >= end:
            return at
    return len(text)
