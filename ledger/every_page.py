"""Does every page of a document say that it is the person's whose ID one page carries? Pure.

Where a separator was forgotten, the next person's identity copy, power of attorney or reply lies
behind this one's papers and carries no ID. So a page without the ID has to show a field of the
entry, be it with one letter misread, or name whom such a page names: the copy of a proxy's card.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_

from ledger.evidence import COVER_READER, DocumentFacts, Line, Person
from ledger.forms import FormKind
from ledger.guidance import is_about_nobody
from ledger.names import fold_kana, fold_name
from ledger.persons import Persons
from ledger.second_ink import Paper, birth_dates
from ledger.speaking import speaking

_NAME_LEAST, _KANA_LEAST = 3, 5  # letters: with one misread enough is left
_APART = 2  # parts of a date
_PROXYS = frozenset({FormKind.IDENTITY_DOCUMENT_COPY})
_COLUMN = "　"


def unaccounted(person: Person, facts: DocumentFacts) -> tuple[int, ...]:
    """Give the pages on which nothing says that they are this person's.

    None where separators lie around the document: they say it.
    """
    if facts.is_set_apart:
        return ()
    pages: dict[int, list[Line]] = {}
    for line in facts.lines:
        pages.setdefault(line.page, []).append(line)
    own = [one for one in facts.candidates if one.application_id == person.application_id]
    theirs = {one.page for one in own}
    if pages and any(one.reader == COVER_READER for one in own):
        theirs.add(min(pages))  # it speaks for the page behind it
    theirs |= {
        page for page, lines in pages.items() if _is_theirs(person, lines) or is_about_nobody(lines)
    }
    return tuple(sorted(_not_even_proxys(pages, theirs)))


def _not_even_proxys(pages: Mapping[int, Sequence[Line]], theirs: Iterable[int]) -> set[int]:
    """Leave out what concerns whoever is named on a page that is accounted for."""
    named = reduce(or_, (Persons.among(pages[page]) for page in theirs if page in pages), Persons())
    left = {page: Persons.among(lines) for page, lines in pages.items() if page not in set(theirs)}
    return {
        page
        for page, persons in left.items()
        if pages[page][0].form not in _PROXYS or not persons.touch(named)
    }


def _is_theirs(person: Person, lines: Sequence[Line]) -> bool:
    rows = speaking(Line(line.page, line.text) for line in lines)
    return bool(Paper.of(rows).confirms(person)) or _is_nearly_named(person, rows)


def _is_nearly_named(person: Person, rows: Sequence[Line]) -> bool:
    """Say whether the name stands there but for one letter, and no birth date speaks against it."""
    births = birth_dates(rows)
    if births and all(_are_apart(day, person.birth_date) for day in births):
        return False
    columns = [column for row in rows for column in row.text.split(_COLUMN)]
    name, kana = _letters(fold_name(person.name)), _letters(fold_kana(person.kana))
    return any(_nearly(name, map(fold_name, columns), _NAME_LEAST)) or any(
        _nearly(kana, map(fold_kana, columns), _KANA_LEAST)
    )


def _nearly(wanted: str, columns: Iterable[str], least: int) -> Iterator[bool]:
    if len(wanted) < least:
        return
    for text in map(_letters, columns):
        for start in range(len(text) - len(wanted) + 1):
            pairs = zip(wanted, text[start : start + len(wanted)], strict=True)
            yield sum(a != b for a, b in pairs) <= 1


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


def _are_apart(one: date, other: date | None) -> bool:
    if other is None:
        return False
    same = (one.year == other.year, one.month == other.month, one.day == other.day)
    return same.count(False) >= _APART
