"""Candidates for the 23 digits of the application ID, from codes and from rows of text. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from ledger.evidence import Candidate, Witness
from ledger.ids import APPLICATION_ID_LENGTH, ApplicationId
from ocr.claimed import parts_of
from ocr.form import ID_GROUPS, FormLayout, Groups, group_ends
from ocr.number_labels import plain_digits
from ocr.printed_numbers import lost_a_digit, other_number
from ocr.reading import Box, Code
from ocr.rows import Row

COVER_PREFIX = "HIKAE-COVER:"
COVER_READER = "cover-sheet"
_LONG = 16  # digits: a shorter number is no ID that lost some
_BOXED = 10  # so many breaks and more: each digit stands in a box of its own


@dataclass(frozen=True, slots=True)
class LongNumber:
    """A number of 16 digits and more somewhere in a row: where it stands, how high it is."""

    box: Box
    height: int


def in_codes(codes: Iterable[Code], page: int) -> tuple[Candidate, ...]:
    """Give the ID of every code whose payload holds exactly one run of 23 digits."""
    found = []
    for code in codes:
        application_id = in_payload(code.text)
        if application_id is not None:
            reader = COVER_READER if code.text.startswith(COVER_PREFIX) else "zxing"
            found.append(Candidate(application_id, Witness.CODE, reader, page, code.box))
    return tuple(found)


def in_payload(payload: str) -> ApplicationId | None:
    """Find the only run of 23 digits in a payload, as it stands or URL-decoded."""
    runs = {
        run
        for text in (payload, unquote(payload))
        for run in re.findall(r"[0-9]+", text)
        if len(run) == APPLICATION_ID_LENGTH
    }
    return ApplicationId(runs.pop()) if len(runs) == 1 else None


def in_rows(
    rows: Iterable[Row],
    page: int,
    reader: str,
    forms: Sequence[FormLayout] = (),
    id_groups: frozenset[Groups] | None = frozenset({ID_GROUPS}),
) -> tuple[Candidate, ...]:
    """Give every ID that stands in a row of its own accord, never a part of a longer number.

    `forms`: what other numbers they print is left out. `id_groups`: how the digits of an ID are set
    apart; None: in any groups, as the label of the ID stands there.
    """
    return tuple(
        Candidate(ApplicationId(digits), Witness.PRINT, reader, page, box)
        for row in rows
        for digits, box in _ids(row, forms, id_groups)
    )


def long_numbers(rows: Iterable[Row]) -> tuple[LongNumber, ...]:
    """Give every number that may be an ID of which digits were lost or added in reading."""
    return tuple(
        LongNumber(part.box, part.height)
        for row in rows
        for part in parts_of(row)
        if part.digits >= _LONG
    )


def is_grouped_like_an_id(run: str, id_groups: Iterable[Groups] = (ID_GROUPS,)) -> bool:
    """Say whether the breaks in a run of 23 digits are where a form prints them.

    A 24-digit number of which a reader lost a digit has its breaks elsewhere.
    """
    ends, digits, last_was_digit = set(), 0, False
    for char in run:
        if char.isdigit():
            digits += 1
        elif last_was_digit:
            ends.add(digits)
        last_was_digit = char.isdigit()
    if len(ends) >= _BOXED and "-" not in run:
        return True
    return any(ends <= group_ends(groups) for groups in id_groups)


def _ids(
    row: Row, forms: Sequence[FormLayout], id_groups: frozenset[Groups] | None
) -> Iterable[tuple[str, Box]]:
    plain = plain_digits(row.text)
    for part in parts_of(row):
        start, end = part.start, part.end
        digits = re.sub(r"[ -]", "", plain[start:end])
        if len(digits) != APPLICATION_ID_LENGTH or lost_a_digit(row, start, end):
            continue
        is_grouped = is_grouped_like_an_id(plain[start:end], id_groups or (ID_GROUPS,))
        if not is_grouped and not (id_groups is None and _is_clean(plain[start:end])):
            continue
        if not other_number(row.text, start, end, forms):
            yield digits, part.box


def _is_clean(run: str) -> bool:
    """Say whether groups are set apart in one way: one gap of another kind is a misread digit."""
    gaps = re.findall(r"[ -]+", run)
    return len({"-" in gap for gap in gaps}) <= 1 and not re.search(r"\b[0-9]\b", run)
