"""Whom a page names: names and birth dates beside their labels, and where they live. Pure.

Enough to say that two pages speak of one person, or surely of two; not to say who that is.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from ledger.evidence import Line
from ledger.labelled import labelled_names
from ledger.names import fold_name
from ledger.paper_dates import complete_dates
from ledger.speaking import speaking

_LABEL = re.compile(r"\W*(?:氏 ?名|お名前|生 ?年 ?月 ?日|住 ?所)\W*")
_BIRTH = re.compile(r"生\s?年\s?月\s?日")
_BORN = re.compile(r"日\s?生(?!\s?年)")
_KANJI = "[一-龠々〆ヶ]"
_ADDRESSEE = re.compile(rf"({_KANJI}[一-龠々〆ぁ-ゖァ-ヶー ]{{1,9}}?) ?[様樣](?:\s|$)")
# As on cards, without a label.
_ALONE = re.compile(rf"{_KANJI}{{1,3}} [一-龠々ぁ-ゖァ-ヶー]{{1,3}}")
_NOBODY = re.compile(
    r"[市区町村]長|知事|機構|御中|担当|各位|皆|申請|代理|受領|世帯主|氏名|署名|委任|書類|証明|番号|回答"
    r"|住所|性別|電話|年月|有効|期限|交付|自動|普通|免許|保険|資格|種類|条件|[状書証]$"
)
_POSTCODE = re.compile(r"(?<!\d)(\d{3})-?(\d{4})(?![\d-])")
_ABOVE = 4  # rows: so far above an addressee stands the postcode
_ADDRESS = re.compile(r"番地|丁目|\d番")
_OFFICES = re.compile(r"役所|支所|市役|庁|局|課|問.?合|交付場所")
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十](?=丁目)")
_TELLING = 4  # digits of an address: 1番1号 is everywhere
_APART = 2  # letters of a name, parts of a date: one may be misread


@dataclass(frozen=True, slots=True)
class Persons:
    """Names, folded, birth dates and homes that stand on some pages.

    A home is a postcode or the numbers of an address: enough beside a name.
    """

    names: frozenset[str] = frozenset()
    births: frozenset[date] = frozenset()
    homes: frozenset[str] = frozenset()

    @classmethod
    def among(cls, lines: Iterable[Line]) -> Self:
        """Everybody on one page, proxies too."""
        lines = tuple(_whole(lines))
        rows = [Line(one.page, unicodedata.normalize("NFKC", one.text), one.form) for one in lines]
        births = frozenset(day for line in rows for day in _births(line.text))
        alone = (
            column
            for line in lines
            for column in line.text.split("　")
            if births and _ALONE.fullmatch(column)
        )
        named = (*labelled_names(lines), *alone, *(one for row in rows for one in _addressees(row)))
        return cls(
            frozenset(name for name in map(fold_name, named) if not _NOBODY.search(name)),
            births,
            frozenset((*_postcodes(rows), *(home for row in rows for home in _addresses(row)))),
        )

    @classmethod
    def concerned(cls, lines: Iterable[Line]) -> Self:
        """Those whom the papers concern: on a power of attorney who gave it, not who acts."""
        return cls.among(speaking(Line(one.page, one.text) for one in _whole(lines)))

    def __or__(self, other: "Persons") -> "Persons":
        return Persons(
            self.names | other.names, self.births | other.births, self.homes | other.homes
        )

    def are_known(self) -> bool:
        """Say whether anybody is named at all."""
        return bool(self.names or self.births)

    def are_among(self, others: "Persons") -> bool:
        """Name, and birth date or home, stand on the other pages, and nobody else's beside."""
        if not self.names or not self.names <= others.names:
            return False
        if self.births and others.births and not self.births <= others.births:
            return False
        return bool(self.births & others.births or self.homes & others.homes)

    def touch(self, others: "Persons") -> bool:
        """Some name or some birth date stands on the other pages too."""
        return bool(self.names & others.names or self.births & others.births)

    def are_others_than(self, others: "Persons") -> bool:
        """Name and birth date, or all of the name and the home, differ beyond any misreading."""
        if not (self.names and others.names):
            return False
        if any(_are_alike(a, b) for a in self.homes for b in others.homes):
            return False
        if self.births and others.births:
            apart = all(parts_apart(a, b) >= _APART for a in self.births for b in others.births)
            return apart and all(
                letters_apart(a, b) >= _APART for a in self.names for b in others.names
            )
        nothing_shared = not any(set(a) & set(b) for a in self.names for b in others.names)
        return nothing_shared and bool(self.homes and others.homes)


def _whole(lines: Iterable[Line]) -> Iterator[Line]:
    """Lay a label and the row below it together where nothing stands beside the label."""
    label: Line | None = None
    for line in lines:
        if label is not None and label.page == line.page:
            yield Line(line.page, f"{label.text}　{line.text}", line.form)
        elif label is not None:
            yield label
        alone = label is None and _LABEL.fullmatch(unicodedata.normalize("NFKC", line.text))
        if label is None and not alone:
            yield line
        label = line if alone else None
    if label is not None:
        yield label


def _addressees(row: Line) -> Iterator[str]:
    for match in _ADDRESSEE.finditer(row.text):
        name = re.sub(r"\s", "", match[1])
        if len(name) > 2:
            yield name


def _births(text: str) -> Iterator[date]:
    """Give the dates behind 生年月日, and those that 生 stands behind."""
    label, born = _BIRTH.search(text), _BORN.search(text)
    for dated in complete_dates(text):
        if (label and dated.start >= label.end()) or (born and dated.start < born.start()):
            yield dated.day


def _postcodes(rows: Sequence[Line]) -> Iterator[str]:
    """Give the postcode that stands above each addressee."""
    for at, row in enumerate(rows):
        if any(not _NOBODY.search(name) for name in _addressees(row)):
            above = [
                "".join(found.groups())
                for one in rows[max(at - _ABOVE, 0) : at]
                for found in _POSTCODE.finditer(one.text)
                if one.page == row.page
            ]
            yield from above[-1:]


def _addresses(row: Line) -> Iterator[str]:
    if _ADDRESS.search(row.text) and not _OFFICES.search(row.text):
        numbers = _NUMBERS.findall(re.sub(r"\s", "", row.text))
        if len(numbers) > 1 and len("".join(numbers)) >= _TELLING:
            yield "-".join(numbers)


def letters_apart(one: str, other: str) -> int:
    """Count the letters in which two names differ; all of them where one is longer."""
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(a != b for a, b in zip(one, other, strict=True))


def parts_apart(one: date, other: date) -> int:
    """Count what differs of year, month and day."""
    return sum((one.year != other.year, one.month != other.month, one.day != other.day))


def _are_alike(one: str, other: str) -> bool:
    """Say whether two homes may be one; small numbers are in many."""
    return one == other or len(set(one.split("-")) & set(other.split("-"))) > 1
