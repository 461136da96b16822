"""Numbers that the label of the application ID claims: beside it, below it, over some rows. Pure.

What stands at the label is the ID however its digits are set apart, with wide gaps between them or
broken over rows; elsewhere only the groups tell it. It is only said where a number stands that may
be the ID: about 23 digits, of which a reader may have lost or added one.
"""

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.ids import APPLICATION_ID_LENGTH
from ocr.boxed_digits import is_legible
from ocr.form import FormLayout
from ocr.id_label import LEGIBLE_LABEL
from ocr.number_labels import is_right_behind, label_before, plain_digits
from ocr.reading import Box, Word
from ocr.rows import COLUMN_GAP, Row, around

NUMBER = re.compile(r"[0-9](?:[ -]{0,3}[0-9])*")
_PART = 3  # digits: what is shorter is no part of a number
_SURE_PART = 7  # digits: a shorter one must stand alone in its row
_MISCOUNTED = 1  # digits, by a fast net
_ROWS = 3  # that a number is broken over, at most
_BELOW = 3.0  # heights from a label to what stands below it
_NEXT_ROW = 2.0  # heights
_SAME_SIZE = 0.75
_EVEN = 1.5  # times the narrowest gap: the widest between the groups of one number
_GROUPS = 4  # and more, where they stand so far apart that they look like columns


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a row: of a number or all of it, digits with blanks and hyphens between them."""

    row: Row
    start: int
    end: int

    @property
    def words(self) -> tuple[Word, ...]:
        """The words it stands in."""
        return self.row.words_between(self.start, self.end)

    @property
    def box(self) -> Box:
        """The smallest box around it."""
        return around(self.words)

    @property
    def height(self) -> int:
        """How high its digits are."""
        return round(statistics.median(word.bottom - word.top for word in self.words))

    @property
    def digits(self) -> int:
        """How many were read."""
        return sum(char.isdigit() for char in self.row.text[self.start : self.end])


def parts_of(row: Row) -> tuple[Part, ...]:
    """Give every number of a row, as far as no wide gap breaks it."""
    return tuple(Part(row, *found.span()) for found in NUMBER.finditer(plain_digits(row.text)))


def claimed(rows: Sequence[Row], forms: Sequence[FormLayout]) -> tuple[tuple[Part, ...], ...]:
    """Give every number at a label of the ID, in its parts as they are read.

    Args:
        rows: of a page.
        forms: their labels count, and those of their other numbers claim theirs.
    """
    columns = tuple(_columns(rows))
    found = {
        part: label
        for row in rows
        for part in parts_of(row)
        if part.digits >= _PART and (label := _label_of(part, columns, rows, forms)) is not None
    }
    wholes = (_whole(first, label, rows, forms) for first, label in found.items())
    return tuple(parts for parts in wholes if _is_about_an_id(parts))


def _is_about_an_id(parts: Sequence[Part]) -> bool:
    return abs(sum(part.digits for part in parts) - APPLICATION_ID_LENGTH) <= _MISCOUNTED


def _label_of(
    part: Part, columns: Sequence[Part], rows: Sequence[Row], forms: Sequence[FormLayout]
) -> Box | None:
    """Say where the label stands that claims a number: right before it, else right above it."""
    if _is_behind_label(part.row.text, part.start, forms):
        return around(part.row.words_between(0, part.end))
    if _has_words_before(part):
        return None
    for column in columns:
        box = column.box
        if _is_right_below(part, box, rows) and _ends_with_label(column, forms):
            return box
    return None


def _is_behind_label(text: str, start: int, forms: Sequence[FormLayout]) -> bool:
    label = label_before(text, start, forms)
    if label is not None:
        return label.number is None
    misread = list(LEGIBLE_LABEL.finditer(text[:start]))
    return bool(misread) and is_right_behind(text[misread[-1].end() : start])


def _has_words_before(part: Part) -> bool:
    """Say whether something that reads as Japanese stands before it, in its own column."""
    return is_legible(part.row.text[: part.start].rpartition(COLUMN_GAP)[2])


def _columns(rows: Sequence[Row]) -> Iterator[Part]:
    for row in rows:
        for column in re.finditer(rf"[^{COLUMN_GAP}]+", row.text):
            yield Part(row, *column.span())


def _ends_with_label(column: Part, forms: Sequence[FormLayout]) -> bool:
    """Say whether a column ends with a label of the ID and has no number beside it."""
    text = column.row.text
    beside = text[column.end :].lstrip(COLUMN_GAP)
    return not beside[:1].isdigit() and _is_behind_label(text, column.end, forms)


def _is_right_below(part: Part, label: Box, rows: Sequence[Row]) -> bool:
    """Say whether a number is the first that stands below a label."""
    left, top, right, bottom = label
    number = part.box
    middle, high = (number[1] + number[3]) / 2, max(bottom - top, part.height)
    if not (bottom < middle < bottom + _BELOW * high and left < number[2] and number[0] < right):
        return False
    return not any(
        bottom < (word.top + word.bottom) / 2 < number[1] and left < word.right < right
        for row in rows
        for word in row.words
    )


def _whole(
    first: Part, label: Box, rows: Sequence[Row], forms: Sequence[FormLayout]
) -> tuple[Part, ...]:
    """Give a number with what goes on beside it, or else in the rows below."""
    beside = _far_apart(first)
    if _is_about_an_id(beside):
        return beside
    parts: tuple[Part, ...] = (first,)
    left = min(label[0], first.box[0])
    while len(parts) < _ROWS and not _is_about_an_id(parts):
        below = (part for row in rows for part in parts_of(row))
        more = next((one for one in below if _goes_on(parts[-1], one, left, forms)), None)
        if more is None:
            break
        parts = (*parts, more)
    return parts


def _far_apart(first: Part) -> tuple[Part, ...]:
    """Give the groups that follow in the row, if all gaps between them are alike.

    Two numbers of two columns have other gaps inside than between them.
    """
    parts = [first]
    for part in parts_of(first.row):
        gap = first.row.text[parts[-1].end : part.start]
        if part.start > parts[-1].end and not gap.strip(f" {COLUMN_GAP}-"):
            parts.append(part)
    words = [word for part in parts for word in part.words]
    gaps = [after.left - before.right for before, after in pairwise(words)]
    is_even = bool(gaps) and max(gaps) <= _EVEN * min(gaps)
    return tuple(parts) if is_even and len(words) >= _GROUPS else (first,)


def _goes_on(upper: Part, lower: Part, left: int, forms: Sequence[FormLayout]) -> bool:
    """Printed in one size, right below each other, and nothing says that it is another number."""
    if lower.row is upper.row or lower.digits < _PART or _has_words_before(lower):
        return False
    if label_before(lower.row.text, lower.start, forms) is not None:
        return False
    is_alone = lower.end - lower.start == len(lower.row.text)
    if lower.digits < _SURE_PART and not is_alone:
        return False
    one, other, high = upper.box, lower.box, max(upper.height, lower.height)
    is_below = 0 < (other[1] + other[3]) / 2 - one[3] < _NEXT_ROW * high
    is_under = other[0] < one[2] and left < other[2]
    return is_below and is_under and min(upper.height, lower.height) > _SAME_SIZE * high
