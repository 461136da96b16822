"""Dates in a row of text that was read from paper, 和暦 and western. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ledger.dates import parse_date

_ERA = r"明\s?治|大\s?正|昭\s?和|平\s?成|令\s?和"
_TWO = r"\d(?:\s?\d)?"
_FOUR = r"\d(?:\s?\d){3}"
_MARK = r"\s?[./・\-]\s?"
_FREE = r"(?<!\d)(?<!\d\s)"  # no digit before a year
_KANJI = "〇一二三四五六七八九"
_NUMERAL = rf"[{_KANJI}十]{{1,4}}"
_COMPLETE = (
    re.compile(rf"(?:{_ERA})?\s?(?:元|{_NUMERAL})\s?年\s?{_NUMERAL}\s?月\s?{_NUMERAL}\s?日"),
    re.compile(rf"(?:{_ERA})\s?(?:元|{_TWO})\s?年\s?{_TWO}\s?月\s?{_TWO}\s?日"),
    re.compile(rf"(?:{_ERA}|(?<![A-Za-z])[MTSHR])\s?(?:元|\d\d?){_MARK}\d\d?{_MARK}\d\d?(?!\s?\d)"),
    re.compile(rf"{_FREE}{_FOUR}\s?年\s?{_TWO}\s?月\s?{_TWO}\s?日"),
    re.compile(rf"{_FREE}\d{{4}}{_MARK}\d\d?{_MARK}\d\d?(?!\s?\d)"),
)
# What readers make of 年 月 日, and an era of which they got one half.
_LIKE_REIWA, _LIKE_SHOWA = "今合冷领領含", "照招沼昌"
_BLURRED = re.compile(
    rf"({_ERA}|[{_LIKE_REIWA}]\s?和|[{_LIKE_SHOWA}]\s?和|[和平成大正])[^\d]?\s?(元|{_TWO})\s?[年征邊午仙]"
    rf"\s?({_TWO})\s?[月刊凡]\s?({_TWO})(?!\s?\d)"
)
_WHOLE_ERAS = {
    **dict.fromkeys("平成", ("平成",)),
    **dict.fromkeys("大正", ("大正",)),
    **{f"{like}和": ("令和",) for like in _LIKE_REIWA},
    **{f"{like}和": ("昭和",) for like in _LIKE_SHOWA},
    "和": ("昭和", "令和"),
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and where in its row it begins."""

    start: int
    day: date


@lru_cache(maxsize=1 << 14)
def complete_dates(text: str) -> tuple[Dated, ...]:
    """Give every date with era or four-digit year, month and day, all legible."""
    plain = unicodedata.normalize("NFKC", text)
    found = (
        Dated(match.start(), day)
        for pattern in _COMPLETE
        for match in pattern.finditer(plain)
        for day in _parsed(_in_digits(re.sub(r"\s", "", match[0]).replace("・", ".")))
    )
    return tuple(sorted(found, key=lambda dated: (dated.start, dated.day)))


@lru_cache(maxsize=1 << 14)
def possible_dates(text: str) -> frozenset[date]:
    """Give every date that the text may mean, were it read a little better.

    Year, month and day are as read; only 年, 月, 日 and one half of the era may be blurred. Where
    the half that is left belongs to two eras, both days may be meant.
    """
    plain = unicodedata.normalize("NFKC", text)
    blurred = (day for match in _BLURRED.finditer(plain) for day in _guessed(*match.groups()))
    return frozenset(dated.day for dated in complete_dates(text)) | frozenset(blurred)


def _in_digits(text: str) -> str:
    """Write 三十七 as 37, 二〇二五 as 2025."""
    return re.sub(rf"{_NUMERAL}(?=[年月日])", lambda match: _number(match[0]), text)


def _number(numeral: str) -> str:
    tens, ten, units = numeral.rpartition("十")
    if ten:
        return str(10 * (_KANJI.find(tens) if tens else 1) + (_KANJI.find(units) if units else 0))
    return "".join(str(_KANJI.index(char)) for char in numeral)


def _guessed(era: str, year: str, month: str, day: str) -> Iterator[date]:
    era, year, month, day = (re.sub(r"\s", "", part) for part in (era, year, month, day))
    for whole in _WHOLE_ERAS.get(era, (era,)):
        yield from _parsed(f"{whole}{year}年{month}月{day}日")


def _parsed(text: str) -> Iterator[date]:
    try:
        yield parse_date(text)
    except ValueError:  # the 31st of April, 昭和70年: misread
        return
