"""Numbers on a form that are not the application ID: card serials, references, telephones. Pure.

The form files name them. A run of digits is told by the label right in front of it, by the groups
it is printed in, by its length. A reader may have lost or added a digit or two, and it may have
glued the next number to it: so a run of 23 digits behind another number's label is not taken for an
ID that easily. In doubt it is the other number: then a person looks, and nobody is filed wrongly.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ledger.evidence import Candidate, Witness
from ocr.claimed import claimed
from ocr.form import ID_GROUPS, FormLayout, Groups, OtherNumber, id_groups
from ocr.number_labels import Label, label_before, plain_digits
from ocr.reading import Box
from ocr.rows import Row, around

_MISREAD = 2  # digits that a reader may lose or add
_DIGITS = re.compile(r"[0-9]+")
_RUN = re.compile(r"[0-9](?:[ -]{0,3}[0-9]){5,}")
_TELLING = 10  # digits: the length of a shorter number (a date, a postcode) tells nothing
_MOSTLY_INSIDE = 0.5  # of a number's width, to be the one that stands in a place
_WHOLE = 0.67  # of a place's width, to be all that stands there
_WIDE = 1.2  # times as wide as its digits ask: a group of which a digit was not read


def other_number(row: str, start: int, end: int, forms: Iterable[FormLayout]) -> str | None:
    """Name the number that a run of digits is, if it is one that forms print beside the ID.

    Args:
        row: the whole row of text, or as much of it as is known.
        start: where in it the run begins.
        end: where the run ends; blanks and hyphens inside it are its gaps.
        forms: those the page may be.

    Returns:
        The number's name in its form file; None: nothing says that it is not the ID.
    """
    forms = tuple(forms)
    known = {number: None for form in forms for number in form.other_numbers}
    run = _Run.of(row[start:end], id_groups(forms))
    label = label_before(row, start, forms)
    if label is not None:
        return _behind(label, run)
    return next((number.name for number in known if run.looks_like(number)), None)


def without_others(
    candidates: Iterable[Candidate], rows: Sequence[Row], forms: Sequence[FormLayout]
) -> tuple[Candidate, ...]:
    """Leave out what was read in print where the page's rows say that another number stands."""
    return tuple(
        one
        for one in candidates
        if one.witness is not Witness.PRINT
        or one.box is None
        or other_number_at(rows, one.box, forms) is None
    )


def other_numbers_in(
    rows: Sequence[Row], forms: Sequence[FormLayout]
) -> tuple[tuple[str, Box], ...]:
    """Give every other number on a page: its name and where it stands."""
    return tuple(
        (name, around(row.words_between(start, end)))
        for row, start, end in _unclaimed(rows, forms)
        if (name := other_number(row.text, start, end, forms)) is not None
    )


def other_number_at(rows: Sequence[Row], box: Box, forms: Sequence[FormLayout]) -> str | None:
    """Name the other number that stands in a place of the page, by what its rows say there.

    For digits that were cut out and read for themselves: their label stays on the page. A part of
    the number tells something only behind a label: half an ID is as long as other numbers are.
    """
    for row, start, end in _unclaimed(rows, forms):
        there = around(row.words_between(start, end))
        if _share(there, box) < _MOSTLY_INSIDE:
            continue
        is_whole = _share(box, there) >= _WHOLE
        if is_whole or label_before(row.text, start, forms) is not None:
            name = other_number(row.text, start, end, forms)
            if name is not None:
                return name
    return None


def lost_a_digit(row: Row, start: int, end: int) -> bool:
    """Say whether a group of a run is wider than its digits: one of them was not read.

    Where each group is a word of its own, the three digits that end an ID take three quarters of
    the room that four take. A 24-digit number that lost its last digit is told by nothing else.
    """
    words = [word for word in row.words_between(start, end) if _DIGITS.search(word.text)]
    groups = [word for word in words if word.text.isdigit() and len(word.text) > 1]
    if len(groups) < len(ID_GROUPS) or len(groups) < len(words):
        return False
    widths = sorted((word.right - word.left) / len(word.text) for word in groups)
    usual = widths[len(widths) // 2]
    return widths[-1] > _WIDE * usual


@dataclass(frozen=True, slots=True)
class _Run:
    """The groups of a run of digits, and whether they are those of an ID."""

    groups: Groups
    is_grouped_as_id: bool

    @classmethod
    def of(cls, text: str, known: frozenset[Groups]) -> "_Run":
        groups = tuple(len(one) for one in _DIGITS.findall(plain_digits(text)))
        return cls(groups, groups in known)

    @property
    def digits(self) -> int:
        return sum(self.groups)

    def nearly_has(self, digits: int) -> bool:
        return abs(self.digits - digits) <= _MISREAD

    def looks_like(self, number: OtherNumber) -> bool:
        """By its groups or its length, where no label tells."""
        if self.is_grouped_as_id:
            return False
        if number.groups and len(self.groups) == len(number.groups):
            off = [abs(a - b) for a, b in zip(self.groups, number.groups, strict=True)]
            return sum(off) <= _MISREAD and max(off) <= 1
        return self.digits == number.digits >= _TELLING and number.digits != sum(ID_GROUPS)


def _unclaimed(rows: Sequence[Row], forms: Sequence[FormLayout]) -> Iterator[tuple[Row, int, int]]:
    """Give every number that no label of the ID claims, whatever its groups look like."""
    ids = [part for parts in claimed(rows, forms) for part in parts]
    for row in rows:
        for run in _RUN.finditer(plain_digits(row.text)):
            start, end = run.span()
            if not any(one.row == row and one.start < end and start < one.end for one in ids):
                yield row, start, end


def _behind(label: Label, run: _Run) -> str | None:
    """What a label in front says of a run."""
    if label.number is None:
        return None
    # The groups of an ID and the length of one: the label's own number was left empty.
    is_another = run.is_grouped_as_id and not run.nearly_has(label.number.digits)
    return None if is_another else label.number.name


def _share(one: Box, other: Box) -> float:
    """How much of a box's width lies in another one, if they lie on one level."""
    if min(one[3], other[3]) <= max(one[1], other[1]):
        return 0.0
    wide = min(one[2], other[2]) - max(one[0], other[0])
    return max(wide, 0) / max(one[2] - one[0], 1)
