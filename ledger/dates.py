"""Dates as people write and readers read them, 和暦 and western. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_FULL = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_INITIALS = {"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018}
_HALF = {"和": 1925, "平": 1988, "成": 1988, "大": 1911, "正": 1911}
_BEFORE = {"": 0} | _FULL | _INITIALS | _HALF  # the year before the first one
_SURELY_SHOWA = 16  # 和16年 and later is no 令和 for some years to come

_FULL_ERA = r"明\s?治|大\s?正|昭\s?和|平\s?成|令\s?和"
_ERA = rf"({_FULL_ERA}|(?<![A-Za-z])[MTSHR])"
_TWO = r"(\d(?:\s?\d)?)"
_FOUR = r"(\d(?:\s?\d){3})"
_MARK = r"\s?[./\-]\s?"
_COMPLETE = (
    re.compile(rf"{_ERA}\s?(元|\d(?:\s?\d)?)\s?年\s?{_TWO}\s?月\s?{_TWO}\s?日"),
    re.compile(rf"{_ERA}\s?(元|\d{{1,2}}){_MARK}(\d{{1,2}}){_MARK}(\d{{1,2}})(?!\s?\d)"),
    re.compile(rf"(?<!\d)(?<!\d\s)(){_FOUR}\s?年\s?{_TWO}\s?月\s?{_TWO}\s?日"),
    re.compile(rf"(?<!\d)(?<!\d\s)()(\d{{4}}){_MARK}(\d{{1,2}}){_MARK}(\d{{1,2}})(?!\s?\d)"),
)
# What readers make of 年 月 日, and an era of which they got one half.
_BLURRED = re.compile(
    rf"({_FULL_ERA}|[和平成大正])[^\d]?\s?(元|\d(?:\s?\d)?)\s?[年征邊午仙]"
    rf"\s?{_TWO}\s?[月刊凡]\s?{_TWO}(?!\s?\d)"
)

# The first day of each era; its year 1 is the rest of that year.
_ERAS = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
    ("明治", "M", date(1868, 1, 25)),
)
_STARTS = {word: start for *words, start in _ERAS for word in words}
_WRITTEN = re.compile(
    r"(?P<era>令和|平成|昭和|大正|明治|[RHSTM])?(?P<year>\d{1,4}|元)"
    r"[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and where in its row it begins."""

    start: int
    day: date


def complete_dates(text: str) -> tuple[Dated, ...]:
    """Give every date with era or four-digit year, month and day, all legible."""
    plain = unicodedata.normalize("NFKC", text)
    found = (
        Dated(match.start(), day)
        for pattern in _COMPLETE
        for match in pattern.finditer(plain)
        for day in _days(*match.groups())
    )
    return tuple(sorted(found, key=lambda dated: (dated.start, dated.day)))


def possible_dates(text: str) -> frozenset[date]:
    """Give every date that the text may mean, were it read a little better.

    Year, month and day are as read; only 年, 月, 日 and one half of the era may be blurred.
    """
    plain = unicodedata.normalize("NFKC", text)
    blurred = (day for match in _BLURRED.finditer(plain) for day in _days(*match.groups()))
    return frozenset(dated.day for dated in complete_dates(text)) | frozenset(blurred)


def parse_date(text: str) -> date:
    """Read one date: `1995-02-26`, `1995/2/26`, `平成7年2月26日`, `H7.2.26`.

    Raises:
        ValueError: it is no date, or its era had ended or not begun on that day.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        raise ValueError("no date")
    year = 1 if found["year"] == "元" else int(found["year"])
    if found["era"] is None:
        if len(found["year"]) != len("1995"):
            raise ValueError("a year of four digits is wanted")
        return date(year, int(found["month"]), int(found["day"]))
    return _in_era(found["era"], year, int(found["month"]), int(found["day"]))


def _days(era: str, year: str, month: str, day: str) -> Iterator[date]:
    era, year, month, day = (re.sub(r"\s", "", part) for part in (era, year, month, day))
    number = 1 if year == "元" else int(year)
    if era == "和" and number < _SURELY_SHOWA:
        return
    try:
        yield date(_BEFORE[era] + number, int(month), int(day))
    except ValueError:  # the 31st of April: misread
        return


def _in_era(era: str, year: int, month: int, day: int) -> date:
    start = _STARTS[era]
    result = date(start.year + year - 1, month, day)
    later = [other for other in _STARTS.values() if other > start]
    if result < start or (later and result >= min(later)):
        raise ValueError("the era does not reach to this day")
    return result
