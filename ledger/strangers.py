"""Does a paper name somebody whom the ledger need not know, beside the person it was taken for?

A household's table, the head of household, the second slip on a sheet carry an ID with name and
birth date: all of somebody else than who filled the form in. Pure.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ledger.evidence import Line, Person
from ledger.labelled import labelled_names
from ledger.names import fold_kana, fold_name
from ledger.paper_dates import complete_dates
from ledger.persons import letters_apart, parts_apart

_BIRTH = re.compile(r"生\s?年\s?月\s?日")
_SURELY_A_NAME = 3  # letters
_APART = 2  # letters of a name, parts of a date: one may be misread


def names_a_stranger(person: Person, lines: Iterable[Line]) -> bool:
    """Say whether on one page a name and a birth date stand beside labels that are not theirs."""
    if person.is_bare or person.birth_date is None:
        return False
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return any(
        any(is_anothers(name, person) for name in labelled_names(rows))
        and any(
            parts_apart(day, person.birth_date) >= _APART for row in rows for day in _births(row)
        )
        for rows in pages.values()
    )


def _births(row: Line) -> Iterator[date]:
    """Give the date behind each label, not the day of signing further on."""
    dates = complete_dates(row.text)
    for label in _BIRTH.finditer(row.text):
        yield from [one.day for one in dates if one.start >= label.end()][:1]


def is_anothers(name: str, person: Person) -> bool:
    """Say whether a name is beyond a misreading not this person's."""
    own = (_letters(fold_name(person.name)), _letters(fold_kana(person.kana)))
    folded = (fold_name(name), fold_kana(name))
    return len(name) >= _SURELY_A_NAME and all(
        letters_apart(one, other) >= _APART for one, other in zip(folded, own, strict=True)
    )


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)
