"""What the ledger knows around the numbers that were read: live IDs, and live ones close by.

Every number within two digits is looked up by its key, some 20,000 of them: that costs the same
whether IDs are strewn or issued one after the other, and needs no index of its own.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger.evidence import Known, Person
from ledger.ids import ApplicationId
from ledger.tables import Entry

_CHUNK = 2000
_DIGITS = "0123456789"


def known(session: Session, ids: Iterable[ApplicationId]) -> Known:
    """Give the people behind these IDs, and all others within two digits of each."""
    people: dict[ApplicationId, Person] = {}
    near: dict[ApplicationId, tuple[Person, ...]] = {}
    for application_id in dict.fromkeys(ids):
        found = _people(session, neighbours(application_id.digits))
        person = found.pop(application_id, None)
        if person is not None:
            people[application_id] = person
        near[application_id] = tuple(found[other] for other in sorted(found))
    return Known(people, near)


def neighbours(digits: str) -> list[str]:
    """Write out a number and every other that differs from it in one or two places."""
    found = [digits]
    for first in range(len(digits)):
        for one in _changed(digits, first):
            found.append(one)
            for second in range(first + 1, len(digits)):
                found += _changed(one, second)
    return found


def _changed(digits: str, place: int) -> list[str]:
    left, here, right = digits[:place], digits[place], digits[place + 1 :]
    return [left + other + right for other in _DIGITS if other != here]


def _people(session: Session, candidates: list[str]) -> dict[ApplicationId, Person]:
    candidates.sort()  # neighbours in the index are looked up together
    columns = (
        col(Entry.application_id),
        col(Entry.name),
        col(Entry.kana),
        col(Entry.birth_date),
        col(Entry.tracking_number),
        col(Entry.notice_number),
    )
    people = (
        Person(ApplicationId(digits), name, kana, born, tracking, notice)
        for some in _chunks(candidates)
        for digits, name, kana, born, tracking, notice in session.execute(
            select(*columns).where(col(Entry.application_id).in_(some))
        )
    )
    return {person.application_id: person for person in people}


def _chunks(candidates: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(candidates), _CHUNK):
        yield candidates[start : start + _CHUNK]
