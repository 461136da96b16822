"""Dates as people write them in lists, the Japanese calendar included. Pure."""

import re
import unicodedata
from datetime import date

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


def _in_era(era: str, year: int, month: int, day: int) -> date:
    start = _STARTS[era]
    result = date(start.year + year - 1, month, day)
    later = [other for other in _STARTS.values() if other > start]
    if result < start or (later and result >= min(later)):
        raise ValueError("the era does not reach to this day")
    return result
