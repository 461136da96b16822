"""The row of an application ID, cut out of the page and read again by other readers.

A place is a row of digit-like marks, what the page's reader took for a long number, what stands at
the label of the ID, or a row where the form says that the ID stands. It is read until two readers
agree. Where the marks are exactly as many as an ID has digits, they are also laid out anew, side by
side on white paper: that takes the boxes around the digits away. Where the digits run into their
boxes, the lines are taken out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ledger.evidence import Candidate
from ledger.ids import APPLICATION_ID_LENGTH
from ocr.application_id import in_rows, long_numbers
from ocr.claimed import Part, claimed
from ocr.engine import DigitEngine
from ocr.form import FormLayout, Groups, id_groups
from ocr.frames import without_frames
from ocr.page import Picture
from ocr.reading import Box
from ocr.rows import Row, rows_of
from ocr.strips import Strip
from ocr.zones import InkedRow

_DIGIT_HEIGHT = 30  # pixels: what the engine reads best; larger is worse
_PAPER = 255


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an ID may stand: its box, how high and tilted it is, its digits if counted.

    `goes_on`: it does, in these boxes. `is_claimed`: by the label of the ID, so it may be set apart
    in any groups.
    """

    box: Box
    height: int
    slope: float = 0.0
    digits: tuple[Box, ...] = ()
    goes_on: tuple[Box, ...] = ()
    is_claimed: bool = False

    @classmethod
    def of_zone(cls, row: InkedRow) -> "_Place":
        return cls(row.box, row.height, row.slope)

    @classmethod
    def of_parts(cls, parts: Sequence[Part]) -> "_Place":
        first, *others = (part.box for part in parts)
        return cls(first, parts[0].height, goes_on=tuple(others), is_claimed=True)


def look_again(
    picture: Picture,
    rows: Sequence[Row],
    strips: Sequence[Strip],
    seen: Sequence[Candidate],
    page: int,
    engine: DigitEngine,
    known: Iterable[Box] = (),
    zones: Iterable[InkedRow] = (),
    forms: Sequence[FormLayout] = (),
) -> tuple[Candidate, ...]:
    """Read every place of an upright grey page that may hold an ID, for itself.

    Args:
        picture: the upright page.
        rows: what the page's reader read.
        strips: the rows of digit-like marks.
        seen: the candidates the page's reader found.
        page: its number.
        engine: with its readers of digits.
        known: boxes that were read for themselves before; they are left out.
        zones: rows in the zones of the page's form, whatever was read there before.
        forms: with their labels and groups of the ID.
    """
    groups = id_groups(forms)
    found: list[Candidate] = []
    labelled = [_Place.of_parts(parts) for parts in claimed(rows, forms)]
    new = [place for place in labelled if not _was_read(place, seen)]
    places = _places(rows, strips, new, known)
    for place in (*places, *map(_Place.of_zone, zones)):
        readings: list[Candidate] = []
        for reader in engine.digit_readers:
            if _is_agreed(readings, seen):
                break
            readings.extend(_read(picture, place, page, engine, reader, groups))
        found.extend(readings)
    return tuple(dict.fromkeys(found))


def _places(
    rows: Sequence[Row], strips: Sequence[Strip], labelled: Sequence[_Place], known: Iterable[Box]
) -> Iterable[_Place]:
    boxes = [*known, *(strip.box for strip in strips), *(place.box for place in labelled)]
    for strip in strips:
        counted = strip.marks if len(strip.marks) == APPLICATION_ID_LENGTH else ()
        yield _Place(strip.box, strip.height, strip.slope, counted)
    yield from labelled
    for number in long_numbers(rows):
        if not any(_overlap(number.box, box) for box in boxes):
            yield _Place(number.box, number.height)


def _was_read(place: _Place, seen: Sequence[Candidate]) -> bool:
    """Say whether an ID was found there; that digits were looked for is not enough."""
    return any(one.box is not None and _overlap(place.box, one.box) for one in seen)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_agreed(readings: Sequence[Candidate], seen: Sequence[Candidate]) -> bool:
    """Say whether another reader already gave the same digits."""
    return any(
        one.application_id == other.application_id and one.reader != other.reader
        for one in readings
        for other in (*readings, *seen)
    )


def _read(
    picture: Picture,
    place: _Place,
    page: int,
    engine: DigitEngine,
    reader: str,
    groups: frozenset[Groups],
) -> tuple[Candidate, ...]:
    """Read a place as it stands on the page, and while that gives no ID, as it stands better."""
    for row in _pictures(picture, place):
        words = engine.read_digits(row, reader)
        if found := in_rows(
            rows_of(words), page, reader, id_groups=None if place.is_claimed else groups
        ):
            return tuple(replace(one, box=place.box) for one in found)
    return ()


def _pictures(picture: Picture, place: _Place) -> Iterator[Picture]:
    """As it stands on the page; its digits laid out anew; its boxes taken out."""
    cut = _cut(picture, place)
    yield cut
    if place.digits:
        yield _laid_out(picture, place)
    elif (unframed := without_frames(cut, _DIGIT_HEIGHT)) is not None:
        yield unframed


def _cut(picture: Picture, place: _Place) -> Picture:
    """Cut a place out; where it goes on is set beside it."""
    pieces = [_cut_row(picture, replace(place, box=box)) for box in (place.box, *place.goes_on)]
    high = max(piece.shape[0] for piece in pieces)
    level = [
        cv2.copyMakeBorder(one, 0, high - one.shape[0], 0, 0, cv2.BORDER_REPLICATE)
        for one in pieces
    ]
    return np.asarray(np.hstack(level), np.uint8)


def _cut_row(picture: Picture, place: _Place) -> Picture:
    """Cut a row out with a margin, level, digits about 30 pixels high."""
    left, top, right, bottom = place.box
    margin = max(place.height // 2, 6)
    left, top = max(left - 2 * margin, 0), max(top - margin, 0)
    cut = picture[top : bottom + margin, left : right + 2 * margin]
    if abs(place.slope) * cut.shape[1] > place.height:
        shear = np.array([[1, 0, 0], [-place.slope, 1, place.slope * cut.shape[1] / 2]])
        size = cut.shape[1], cut.shape[0]
        level = cv2.warpAffine(cut, shear, size, borderMode=cv2.BORDER_REPLICATE)
        return _normal(level, place.height)
    return _normal(cut, place.height)


def _laid_out(picture: Picture, place: _Place) -> Picture:
    """Lay the digits of a place side by side on white paper, about 30 pixels high."""
    high = round(1.6 * place.height)
    gap = np.full((high, max(round(0.45 * place.height), 1)), _PAPER, np.uint8)
    pieces = [gap, gap]
    for left, top, right, bottom in place.digits:
        piece = np.full((high, right - left), _PAPER, np.uint8)
        above = max((high - (bottom - top)) // 2, 0)
        piece[above : above + bottom - top] = _whitened(picture[top:bottom, left:right])[:high]
        pieces += [piece, gap]
    return _normal(np.hstack([*pieces, gap]), place.height)


def _whitened(cut: Picture) -> NDArray[np.uint8]:
    """Stretch a cut so that its lightest part is white."""
    paper = max(float(np.percentile(cut, 95)), 1.0)
    return np.asarray(np.clip(cut * (_PAPER / paper), 0, _PAPER), np.uint8)


def _normal(cut: cv2.typing.MatLike, height: int) -> Picture:
    scale = _DIGIT_HEIGHT / max(height, 8)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = round(cut.shape[1] * scale), round(cut.shape[0] * scale)
    resized: Picture = np.asarray(cv2.resize(cut, size, interpolation=how), np.uint8)
    return resized
