"""How far the second-best live entry is from the one a document is said to belong to. Pure.

An ID may be misread into another person's, and people who apply together have numbers that differ
in a digit; so a decision is worth what lies between it and the next one.
"""

from collections.abc import Iterable
from dataclasses import replace

from ledger.evidence import (
    DocumentFacts,
    Identified,
    Known,
    Line,
    Margin,
    Person,
    Proof,
    Witness,
)
from ledger.ids import ApplicationId
from ledger.second_ink import Paper


def margin(chosen: Person, others: Iterable[Person], lines: Iterable[Line]) -> Margin | None:
    """Find the other entry that the paper confirms most, of several the one with the next number.

    Args:
        chosen: the entry that the document is said to belong to.
        others: the live entries for which it may stand by mistake, and those that were read, too.
        lines: what stands on the document.

    Returns:
        None if there is no other.
    """
    paper = Paper.of(lines)
    found = [
        Margin(
            other.application_id,
            distance(chosen.application_id, other.application_id),
            _in_order(paper.confirms(other)),
        )
        for other in others
        if other.application_id != chosen.application_id
    ]
    return min(found, key=lambda one: (-len(one.shared), one.distance), default=None)


def on_record(
    found: Identified, facts: DocumentFacts, known: Known, versions: Iterable[str]
) -> Proof:
    """Give the proof with what may have changed when somebody asks why: versions and margin."""
    chosen = found.application_id
    newcomer = Person(chosen, "", "", None) if found.proof.opens_entry else None
    return replace(
        found.proof,
        versions=tuple(dict.fromkeys(versions)),
        margin=_margin(known.people.get(chosen, newcomer), facts, known),
    )


def margin_of(chosen: ApplicationId, facts: DocumentFacts, known: Known) -> Margin | None:
    """Give the margin of an ID over everything that the ledger knows around a document."""
    return _margin(known.people.get(chosen), facts, known)


def _margin(person: Person | None, facts: DocumentFacts, known: Known) -> Margin | None:
    if person is None:
        return None
    others = (*known.near.get(person.application_id, ()), *known.people.values())
    return margin(person, others, facts.lines)


def distance(one: ApplicationId, other: ApplicationId) -> int:
    """Count the digits in which two numbers differ."""
    return sum(a != b for a, b in zip(one.digits, other.digits, strict=True))


def _in_order(found: frozenset[Witness]) -> tuple[Witness, ...]:
    return tuple(witness for witness in Witness if witness in found)
