"""Does every page of a document say that it is the person's whose ID one page carries? Pure.

Where a separator was forgotten, the next person's identity copy, power of attorney or reply lies
behind this one's papers and carries no ID. So a page without its code has to show a field of the
entry, or to name whom such a page names: the copy of a proxy's card. The print of the ID does not
tell: where families apply together, the next person's differs in a digit. Nor does a name with a
letter misread: 大田 浩樹 is no 大田 正樹.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from ledger.evidence import DocumentFacts, Line, Person, Witness
from ledger.forms import FormKind
from ledger.guidance import is_about_nobody
from ledger.labelled import labelled_names
from ledger.persons import Persons
from ledger.second_ink import Paper
from ledger.speaking import speaking
from ledger.strangers import is_anothers

_PROXYS = frozenset({FormKind.IDENTITY_DOCUMENT_COPY})


def unaccounted(person: Person, facts: DocumentFacts) -> tuple[int, ...]:
    """Give the pages on which nothing says that they are this person's.

    None where separators lie around the document: they say it.
    """
    if facts.is_set_apart:
        return ()
    pages: dict[int, list[Line]] = {}
    for line in facts.lines:
        pages.setdefault(line.page, []).append(line)
    codes = [one for one in facts.candidates if one.witness is Witness.CODE]
    theirs = {one.page for one in codes if one.application_id == person.application_id}
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
    found = Paper.of(rows).confirms(person)
    if Witness.NAME in found:
        return True
    # Some date or kana is shared by many.
    return bool(found) and not any(is_anothers(name, person) for name in labelled_names(rows))
