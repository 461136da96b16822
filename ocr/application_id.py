"""Candidates for the 23 digits of the application ID, from codes and from rows of text. Pure."""

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from ledger.evidence import COVER_READER, Candidate, Witness
from ledger.ids import APPLICATION_ID_LENGTH, ApplicationId
from ocr.form import FormLayout
from ocr.printed_numbers import lost_a_digit, other_number
from ocr.reading import Box, Code
from ocr.rows import Row, around

COVER_PREFIX = "HIKAE-COVER:"
_PLAIN = str.maketrans("０１２３４５６７８９‐‑–—−ー－―", "0123456789--------")
_RUN = re.compile(r"[0-9](?:[ -]{0,3}[0-9])*")
_GROUP_ENDS = {4, 8, 12, 16, 20}  # 4-4-4-4-4-3
_LONG = 16  # digits: a shorter number is no ID that lost some
_LABEL = re.compile(r"申請|請書|[IＩ][DＤ]")
_PART = 7  # digits: a shorter number is no part of one that goes on below
_MISCOUNTED = 1  # digits, by a fast net
_NEXT_ROW = 2.0  # heights
_SAME_SIZE = 0.75
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
    rows: Iterable[Row], page: int, reader: str, forms: Sequence[FormLayout] = ()
) -> tuple[Candidate, ...]:
    """Give every ID that stands in a row of its own accord, never a part of a longer number.

    `forms`: what other numbers they print is left out.
    """
    return tuple(
        Candidate(ApplicationId(digits), Witness.PRINT, reader, page, box)
        for row in rows
        for digits, box in _runs(row, forms)
    )


def long_numbers(rows: Iterable[Row]) -> tuple[LongNumber, ...]:
    """Give every number that may be an ID of which digits were lost or added in reading."""
    found = []
    for row in rows:
        for match in _RUN.finditer(row.text.translate(_PLAIN)):
            if sum(char.isdigit() for char in match[0]) >= _LONG:
                words = row.words_between(*match.span())
                height = statistics.median(word.bottom - word.top for word in words)
                found.append(LongNumber(around(words), round(height)))
    return tuple(found)


def broken_numbers(rows: Sequence[Row]) -> tuple[tuple[LongNumber, LongNumber], ...]:
    """Give every number that may be an ID which goes on in the row below.

    Its label must stand before it: a personal number above a telephone number has 23 digits, too.
    """
    parts = [(row, number, count) for row in rows for number, count in _parts(row)]
    return tuple(
        (upper, lower)
        for above, upper, count in parts
        for below, lower, more in parts
        if above is not below and _LABEL.search(above.text) and _goes_on_below(upper, lower)
        if abs(count + more - APPLICATION_ID_LENGTH) <= _MISCOUNTED
    )


def is_grouped_like_an_id(run: str) -> bool:
    """Say whether the breaks in a run of 23 digits are where the form prints them.

    A 24-digit number of which a reader lost a digit has its breaks elsewhere.
    """
    ends, digits, last_was_digit = set(), 0, False
    for char in run:
        if char.isdigit():
            digits += 1
        elif last_was_digit:
            ends.add(digits)
        last_was_digit = char.isdigit()
    return ends <= _GROUP_ENDS or (len(ends) >= _BOXED and "-" not in run)


def _parts(row: Row) -> Iterable[tuple[LongNumber, int]]:
    """The numbers of a row that are too short for an ID, and how many digits were read in each."""
    for match in _RUN.finditer(row.text.translate(_PLAIN)):
        count = sum(char.isdigit() for char in match[0])
        if _PART <= count < _LONG:
            words = row.words_between(*match.span())
            height = round(statistics.median(word.bottom - word.top for word in words))
            yield LongNumber(around(words), height), count


def _goes_on_below(upper: LongNumber, lower: LongNumber) -> bool:
    """Printed in one size, right below each other."""
    high = max(upper.height, lower.height)
    left, _, right, bottom = upper.box
    is_below = 0 < (lower.box[1] + lower.box[3]) / 2 - bottom < _NEXT_ROW * high
    is_under = lower.box[0] < right and left < lower.box[2]
    return is_below and is_under and min(upper.height, lower.height) > _SAME_SIZE * high


def _runs(row: Row, forms: Sequence[FormLayout]) -> Iterable[tuple[str, Box]]:
    for match in _RUN.finditer(row.text.translate(_PLAIN)):
        digits = re.sub(r"[ -]", "", match[0])
        if len(digits) != APPLICATION_ID_LENGTH or not is_grouped_like_an_id(match[0]):
            continue
        if not other_number(row.text, *match.span(), forms) and not lost_a_digit(
            row, *match.span()
        ):
            yield digits, around(row.words_between(*match.span()))
