"""What each field of an entry says about a document: confirmed, contradicted, silent. Pure."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from ledger.evidence import Line, Person, Witness
from ledger.labelled import names_another
from ledger.second_ink import Paper, contradicted
from ledger.speaking import speaking


class FieldSays(StrEnum):
    """What one field of an entry says: is the document this person's?"""

    CONFIRMED = "confirmed"  # it stands on the paper
    CONTRADICTED = "contradicted"  # something else stands where it should
    SILENT = "silent"  # it was not found; that is no contradiction
    NOT_IN_LEDGER = "not_in_ledger"  # the entry does not have it


def fields_of(person: Person, lines: Iterable[Line]) -> Mapping[Witness, FieldSays]:
    """Hold every field of an entry against what stands on a document."""
    lines = tuple(lines)
    spoken = speaking(lines)
    confirming = Paper.of(lines).confirms(person)
    against = contradicted(person, lines)
    if Witness.NAME not in confirming and names_another(person, spoken):
        against |= {Witness.NAME}
    return {
        witness: _says(witness, known, confirming, against)
        for witness, known in (
            (Witness.NAME, person.name),
            (Witness.KANA, person.kana),
            (Witness.BIRTH_DATE, person.birth_date),
            (Witness.TRACKING_NUMBER, person.tracking_number),
            (Witness.NOTICE_NUMBER, person.notice_number),
        )
    }


def _says(
    witness: Witness,
    known: object,
    confirming: frozenset[Witness],
    against: frozenset[Witness],
) -> FieldSays:
    if not known:
        return FieldSays.NOT_IN_LEDGER
    if witness in against:
        return FieldSays.CONTRADICTED
    return FieldSays.CONFIRMED if witness in confirming else FieldSays.SILENT
