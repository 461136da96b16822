"""What would be filed wrongly if a part of the rule were missing, seen without touching the rule.

What goes into `identify` is changed so that the part has nothing to say:

- *the veto off*: rows that hold other words than those of the entry whose number was read are left
  out, nobody lives near, nobody else is named; the second ink must still confirm;
- *the ledger check off*: a number that nobody has is given an entry with the words of the paper's
  owner, so it is as good as any number in the ledger;
- *the second ink off*: instead of its own words the paper says those of the entry whose number was
  read, nobody lives near, nobody else is named; what is left is that a living number was read.
"""

from dataclasses import replace
from enum import StrEnum
from random import Random

from bench.case import Case
from bench.neighbourhood import Neighbourhood, named
from bench.rows import Legible, Papers
from bench.slips import Slips
from ledger.evidence import Candidate, DocumentFacts, Known, Person, Witness
from ledger.ids import ApplicationId


class Off(StrEnum):
    """Which part of the rule has nothing to say."""

    VETO = "the veto off"
    LEDGER = "the ledger check off"
    SECOND_INK = "the second ink off"


def without(off: Off, case: Case, around: Neighbourhood) -> tuple[DocumentFacts, Known]:
    """Give what `identify` is to be told of a case."""
    facts = case.facts
    if off is Off.LEDGER:
        known = around.known_beside(case.read, named(facts), facts.lines)
        return facts, _everybody_known(case, known)
    people = {one: around.town.by_id[one] for one in case.read if one in around.town.by_id}
    alone = Known(people, dict.fromkeys(case.read, ()))
    wrong = [one for one in people.values() if case.owner is None or one != case.owner]
    if not wrong:
        return facts, alone
    if off is Off.VETO:
        kept = tuple(row.line for row in case.rows if row.agrees_with(wrong[0]))
        return replace(facts, lines=kept), alone
    papers = Papers(Random(0), Slips({}, {}, 0, 0))  # noqa: S311
    rows = papers.written(_strongest(case.candidates, people), case.form, Legible.WELL)
    return replace(facts, lines=tuple(row.line for row in rows)), alone


def _everybody_known(case: Case, known: Known) -> Known:
    owner = case.owner or next((row.about for row in case.rows if row.about is not None), None)
    if owner is None:
        return known
    made_up = {one: replace(owner, application_id=one) for one in known.near}
    return replace(known, people=made_up | known.people)


def _strongest(candidates: tuple[Candidate, ...], people: dict[ApplicationId, Person]) -> Person:
    """The entry for which most readings speak; a code counts for all."""
    weights = dict.fromkeys(people, 0)
    for one in candidates:
        if one.application_id in weights:
            weights[one.application_id] += 9 if one.witness is Witness.CODE else 1
    return people[max(weights, key=lambda one: weights[one])]
