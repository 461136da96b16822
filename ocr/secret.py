"""Where PINs stand: right of their labels. What is there is neither read nor kept. Pure.

The evidence is the labels alone, so that the boxes beside them need never be read (`ocr.spaced` is
for pages on which none was read). Labels stand below each other at even distances: two that were
read badly tell where the others are.
"""

import math
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr.form import GOES_ON
from ocr.misread import end_of, folded, mistakes
from ocr.own_rows import outside_own_rows
from ocr.reading import Box, Word
from ocr.rows import Row, around

_WIDEST = 15  # heights from where a label begins to where the boxes begin, at most
_MARGIN = 1.2  # heights above and below a label: boxes are higher
_PITCH = 2.5  # heights from one label to the next, where it cannot be measured
_PITCHES = (1.2, 4.5)  # heights: what may be one
_WELL, _BADLY, _HARDLY = 0.25, 0.4, 0.6  # part of a label that was misread
_CLEAR = 0.75  # heights from a heading's middle to where boxes may begin
_EARLY = 0.5  # heights: by so much a line in a zone may begin before it
_PIN = re.compile(r"[0-9A-Za-z]")
_TELLING = 5  # rows
_STEP = 0.1  # of a zone's height: by so much each step of a leaning one is higher or lower


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
    return _leaning((*_bands(found, labels, width), *_other_zones(rows, labels, width)), rows)


def unexpected_zones(rows: Sequence[Row], labels: Iterable[str], width: int) -> tuple[Zone, ...]:
    """Say the same of a page whose form is another, or not known.

    Some papers without PINs name 利用者証明用電子証明書 too: so a label must be read well, or two.
    """
    labels = tuple(labels)
    found = [one for one in _in_line(rows, labels) if one.wrong <= _BADLY]
    if not found or (len(found) == 1 and found[0].wrong > _WELL):
        return ()
    return _leaning((*_bands(found, labels, width), *_other_zones(rows, labels, width)), rows)


def is_secret(line: Box, rows: Sequence[Row], labels: Iterable[str]) -> bool:
    """Say whether a line begins in a zone, as far as the labels have been read: leave it unread."""
    early = _EARLY * (line[3] - line[1])
    return any(_is_in(line[0] + early, line, one.box) for one in zones(rows, labels, line[2]))


def badly_read_headings(rows: Sequence[Row], labels: Iterable[str]) -> frozenset[int]:
    """Give the lines that may be headings and were not read well enough to be left out.

    They are worth the better net: a sentence beside which no PIN stands is part of the text.
    """
    best = _best(rows, tuple(labels)).values()
    return frozenset(
        word.line
        for one in best
        if one.is_heading and not _leaves_its_row_out(one)
        for word in one.row.words_between(0, one.end)
    )


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
    left, top, right, bottom = zone
    return left <= x <= right and top <= (box[1] + box[3]) / 2 <= bottom


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
    best = _best(rows, labels)
    if not best:
        return []
    first = min(best.values(), key=lambda one: one.wrong)
    return [first, *(one for one in best.values() if one is not first and _fits(first, one))]


def _best(rows: Sequence[Row], labels: Sequence[str]) -> dict[int, _Label]:
    """Give for each label, by its place in the list, the row in which it was read best.

    Labels resemble each other; a row is that of the one which was read best in it.
    """
    best: dict[int, _Label] = {}
    for one in _labels(rows, labels):
        if one.at not in best or one.wrong < best[one.at].wrong:
            best[one.at] = one
    of_row = {one.row: one for one in sorted(best.values(), key=lambda one: -one.wrong)}
    return {at: one for at, one in best.items() if of_row[one.row] is one}


def _fits(one: _Label, other: _Label) -> bool:
    pitch = (other.y - one.y) / (other.at - one.at) / one.height
    return _PITCHES[0] <= pitch <= _PITCHES[1]


def _bands(found: Sequence[_Label], labels: Sequence[str], width: int) -> Iterator[Zone]:
    """Give a zone for each label there is, read or not; together they leave nothing out."""
    read = {one.at: one for one in found}
    beside = [one for one in found if not one.is_heading] or found
    left = min([width, *(one.left_of_boxes for one in beside)])
    edges = _edges(found, len(labels))
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


def _edges(found: Sequence[_Label], count: int) -> list[float]:
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
            edges[one.at + 1] = one.y + _CLEAR * one.height
    return sorted(edges)


def _leaning(level: Iterable[Zone], rows: Sequence[Row]) -> tuple[Zone, ...]:
    """Let zones follow the rows of a tilted page, in steps from left to right."""
    slope = _slope(rows)
    steps = (piece for zone in level for piece in _steps(zone, slope))
    return tuple(piece for step in steps for piece in _beside_no_other(step, rows, slope))


def _beside_no_other(zone: Zone, rows: Sequence[Row], slope: float) -> Iterator[Zone]:
    """Leave the rows out that carry another label: a name, a birth date."""
    places = tuple(outside_own_rows(zone.box, rows, slope))
    for at, box in enumerate(places):
        yield Zone(box, zone.joined if at == 0 else ())
    if not places and zone.joined:
        yield Zone(around(zone.joined), zone.joined)


def _steps(zone: Zone, slope: float) -> Iterator[Zone]:
    left, top, right, bottom = zone.box
    count = max(math.ceil(abs(slope) * (right - left) / max((bottom - top) * _STEP, 1)), 1)
    xs = [left + round((right - left) * step / count) for step in range(count + 1)]
    for step, (first, last) in enumerate(pairwise(xs)):
        sinks = slope * (first - left), slope * (last - left)
        box = first, max(round(top + min(sinks)), 0), last, round(bottom + max(sinks))
        yield Zone(box, zone.joined if step == 0 else ())


def _slope(rows: Sequence[Row]) -> float:
    """How far the longest rows sink per pixel to the right; short ones tell it too roughly."""
    ends = [(row.words[0].box, row.words[-1].box) for row in rows if len(row.words) > 1]
    lean = [
        (last[0] + last[2] - first[0] - first[2], last[1] + last[3] - first[1] - first[3])
        for first, last in ends
    ]
    longest = sorted(one for one in lean if one[0] > 0)[-_TELLING:]
    return statistics.median(down / across for across, down in longest) if longest else 0.0


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
