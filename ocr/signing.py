"""The day on which a paper says that it was signed: a date beside a label such as 受領日. Pure.

A paper must not wait because a date was misread: a day counts only if it is the only one beside
its label on the page, and everybody who read that row may have read it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from ledger.paper_dates import complete_dates, possible_dates

_COLUMN = "　"
_MISREAD_FROM = 3  # letters: in a label so long one may be misread
_DATE, _DIGITS = 16, 3  # letters of a date at most, digits at least
_BIRTH = re.compile(r"生\s?年\s?月\s?日")
# Between label and date; a word there gives the date another meaning.
_BESIDE = re.compile(r"(?:[(（][^)）]*[)）]|[^\w(（)）])*(?=[明大昭平令今合和MTSHR\d])")


def days_of_signing(lines: Sequence[str], labels: Iterable[str]) -> tuple[date, ...]:
    """Give the days beside these labels on one page, from all readings of its rows."""
    found = (_day_beside(_plain(label), lines) for label in labels)
    return tuple(sorted({day for day in found if day is not None}))


def _day_beside(label: str, lines: Sequence[str]) -> date | None:
    whole, misread = _pattern(label), _pattern_misread(label)
    read = {text for line in lines for text in _beside(whole, line)}
    days = {dated.day for text in read for dated in complete_dates(text)}
    if len(days) != 1:
        return None
    read.update(text for line in lines for text in _beside(misread, line) if _is_dated(text))
    (day,) = days
    return day if all(_may_say(text, day) for text in read) else None


def _is_dated(text: str) -> bool:
    """Say whether a date may stand there, misread as it may be: 申請前6か月以内 is none."""
    return sum(char.isdigit() for char in text[:_DATE]) >= _DIGITS


def _may_say(text: str, day: date) -> bool:
    """Say whether a reading can be of that day: the same digits, and no other date in full."""
    return day in possible_dates(text) and {one.day for one in complete_dates(text)} <= {day}


def _beside(label: re.Pattern[str], line: str) -> Iterator[str]:
    """Give what stands behind a label and may be a date, in its column or right of it."""
    columns = [_plain(column) for column in line.split(_COLUMN)]
    for column, following in zip(columns, [*columns[1:], ""], strict=True):
        for match in label.finditer(column):
            behind = column[match.end() :] if column[match.end() :].strip(" :") else following
            if begins := _BESIDE.match(behind):
                yield _BIRTH.split(behind[begins.end() :])[0]


def _pattern(label: str) -> re.Pattern[str]:
    """Match a label, not as the end of a longer word."""
    return re.compile(r"(?<!\w)" + r"\s?".join(map(re.escape, re.sub(r"\s", "", label))))


def _pattern_misread(label: str) -> re.Pattern[str]:
    """Match a label of which one letter may be another."""
    letters = [re.escape(letter) for letter in re.sub(r"\s", "", label)]
    if len(letters) < _MISREAD_FROM:
        return _pattern(label)
    wrong = (r"\s?".join((*letters[:at], r"\S", *letters[at + 1 :])) for at in range(len(letters)))
    return re.compile("|".join(wrong))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
