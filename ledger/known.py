"""What the ledger knows around the numbers that were read: live IDs, and those mistaken for them.

Every number within two digits is looked up by its key, some 20,000 of them: that costs the same
whether IDs are strewn or issued one after the other, and needs no index of its own. Families apply
together, so the numbers right before and behind are looked up too (…099 and …100 differ in three
digits), and twins wherever they stand: the same day of birth and the same family name.
"""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import ARRAY, CHAR, ColumnElement, any_, cast, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger.evidence import Known, Person
from ledger.ids import APPLICATION_ID_LENGTH, ApplicationId
from ledger.names import fold_name
from ledger.tables import Entry

_DIGITS = "0123456789"
_ISSUED_TOGETHER = 20  # numbers before and behind


def known(session: Session, ids: Iterable[ApplicationId], names: Iterable[str] = ()) -> Known:
    """Give the people behind these IDs, and for each ID all others it may stand for by mistake.

    `names`: whole names that stand on the paper; whoever bears one of them is given, too.
    """
    people: dict[ApplicationId, Person] = {}
    near: dict[ApplicationId, tuple[Person, ...]] = {}
    for application_id in dict.fromkeys(ids):
        digits = application_id.digits
        found = _people(session, sorted({*neighbours(digits), *issued_together(digits)}))
        person = found.get(application_id)
        if person is not None:
            people[application_id] = person
            found |= _born_with(session, person)
        near[application_id] = tuple(found[one] for one in sorted(found) if one != application_id)
    return Known(people, near, _named(session, names))


def neighbours(digits: str) -> list[str]:
    """Write out a number and every other that differs from it in one or two places."""
    found = [digits]
    for first in range(len(digits)):
        for one in _changed(digits, first):
            found.append(one)
            for second in range(first + 1, len(digits)):
                found += _changed(one, second)
    return found


def issued_together(digits: str) -> list[str]:
    """Write out the numbers right before and behind a number."""
    here, end = int(digits), 10**APPLICATION_ID_LENGTH
    there = range(max(here - _ISSUED_TOGETHER, 0), min(here + _ISSUED_TOGETHER + 1, end))
    return [str(number).zfill(APPLICATION_ID_LENGTH) for number in there]


def _changed(digits: str, place: int) -> list[str]:
    left, here, right = digits[:place], digits[place], digits[place + 1 :]
    return [left + other + right for other in _DIGITS if other != here]


def _people(session: Session, candidates: Sequence[str]) -> dict[ApplicationId, Person]:
    """Look up numbers, given in their order: neighbours in the index are found together."""
    return _where(session, _among(session, candidates))


def _among(session: Session, candidates: Sequence[str]) -> ColumnElement[bool]:
    """Is the number of an entry one of these? They travel as one value.

    As so many values the statement alone costs ten times what the server needs to look them up.
    """
    here = col(Entry.application_id)
    if session.get_bind().dialect.name == "postgresql":
        sent = func.string_to_array(",".join(candidates), ",")
        # In the type of the column: compared as text, no index would help.
        return here == any_(cast(sent, ARRAY(CHAR(APPLICATION_ID_LENGTH))))
    return here.in_(select(func.json_each(json.dumps(candidates)).table_valued("value").c.value))


def _born_with(session: Session, person: Person) -> dict[ApplicationId, Person]:
    """Twins, and whoever else bears the family name and was born on that day."""
    if person.birth_date is None or not person.name.strip():
        return {}
    family, *given = person.name.split()
    # A name written in one: its first character stands for the family name.
    begins = fold_name(family if given else family[0])
    born = col(Entry.birth_date) == person.birth_date
    return _where(session, born, col(Entry.name_folded).startswith(begins, autoescape=True))


def _named(session: Session, names: Iterable[str]) -> tuple[Person, ...]:
    folded = sorted({fold_name(name) for name in names} - {""})
    if not folded:
        return ()
    found = _where(session, col(Entry.name_folded).in_(folded))
    return tuple(found[one] for one in sorted(found))


def _where(session: Session, *conditions: ColumnElement[bool]) -> dict[ApplicationId, Person]:
    columns = (
        col(Entry.application_id),
        col(Entry.name),
        col(Entry.kana),
        col(Entry.birth_date),
        col(Entry.tracking_number),
        col(Entry.notice_number),
        col(Entry.notice_sent_on),
    )
    people = (
        Person(ApplicationId(digits), name, kana, born, tracking, notice, sent_on)
        for digits, name, kana, born, tracking, notice, sent_on in session.execute(
            select(*columns).where(*conditions)
        )
    )
    return {person.application_id: person for person in people}
