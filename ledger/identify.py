"""Candidates, second ink and what the ledger knows → one ID, or doubt with its reason. Pure.

An ID is accepted when the ledger knows it, and a code carries it or two different readers of the
print agree on it; without a code a second ink must say the same (readers of the same ink are one
witness: a number struck out and corrected by hand is read alike by all). And nothing may speak
against it. Whatever is not accepted waits for a person, with suggestions that somebody read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.evidence import (
    Candidate,
    DocumentFacts,
    Doubtful,
    Identified,
    Known,
    Line,
    Person,
    Proof,
    Witness,
)
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.labelled import names_another
from ledger.second_ink import Paper, contradicted
from ledger.speaking import speaking
from ledger.why import Why

_READERS_TO_AGREE = 2
_NAMES = frozenset({Witness.NAME, Witness.KANA})


def identify(facts: DocumentFacts, known: Known) -> Identified | Doubtful:
    """Say whose document this is, or why we cannot."""
    claims = _Claims.of(facts.candidates)
    why = _nothing_to_go_by(facts, claims) or _rivals(claims, known) or _unproven(claims, known)
    if why is None:
        person = known.people[claims.strongest[0]]
        near = known.near.get(person.application_id, ())
        inks = _Inks.of(person, near, facts.lines)
        why = inks.doubt(is_coded=bool(claims.coded))
        if why is None:
            return Identified(person.application_id, _proof(facts.candidates, person, inks))
    return Doubtful(why, claims.suggestions(known))


@dataclass(frozen=True, slots=True)
class _Claims:
    """Which IDs the candidates of one document speak for, in the order they were read."""

    everything: tuple[ApplicationId, ...]
    coded: tuple[ApplicationId, ...]
    printed: tuple[ApplicationId, ...]
    agreed: tuple[ApplicationId, ...]  # two readers of the print gave the same digits

    @classmethod
    def of(cls, candidates: tuple[Candidate, ...]) -> "_Claims":
        prints = [item for item in candidates if item.witness is Witness.PRINT]
        readers: dict[ApplicationId, set[str]] = {}
        for item in prints:
            readers.setdefault(item.application_id, set()).add(item.reader)
        return cls(
            everything=_distinct(candidates),
            coded=_distinct(item for item in candidates if item.witness is Witness.CODE),
            printed=_distinct(prints),
            agreed=tuple(one for one, by in readers.items() if len(by) >= _READERS_TO_AGREE),
        )

    @property
    def strongest(self) -> tuple[ApplicationId, ...]:
        """What a code says goes before what the print says."""
        return self.coded or self.agreed

    def suggestions(self, known: Known) -> tuple[ApplicationId, ...]:
        """Everything that was read, best first; never an ID that nobody read."""

        def rank(one: ApplicationId) -> tuple[bool, ...]:
            return one not in known.people, one not in self.coded, one not in self.agreed

        return tuple(sorted(self.everything, key=rank))


@dataclass(frozen=True, slots=True)
class _Inks:
    """What name, kana and birth date say about one person."""

    confirming: frozenset[Witness]  # fields that stand on the paper and are no neighbour's
    contradicting: frozenset[Witness]

    named_otherwise: bool  # a legible name beside a label is somebody else's

    @classmethod
    def of(cls, person: Person, near: Iterable[Person], lines: tuple[Line, ...]) -> "_Inks":
        spoken, near = speaking(lines), tuple(near)
        speaks, everything = Paper.of(spoken), Paper.of(lines)
        own, own_anywhere = speaks.confirms(person), everything.confirms(person)
        others, others_anywhere = _anyones(near, speaks), _anyones(near, everything)
        # A date on an attachment may be a proxy's: it takes back a misread one beside a name only.
        births = contradicted(person, lines)
        if not (own - others) & _NAMES:
            births |= contradicted(person, spoken)
        # The right name on an attachment tells that a label's name is a letter away by misreading.
        misread = 1 if Witness.NAME in own_anywhere - others_anywhere else 0
        return cls(
            confirming=own - others,
            contradicting=births | (others - own) | (others_anywhere - own_anywhere),
            named_otherwise=names_another(person, spoken, misread),
        )

    def doubt(self, *, is_coded: bool) -> Why | None:
        if self.contradicting:
            return Why.SECOND_INK_DIFFERS
        if is_coded or self.confirming - {Witness.BIRTH_DATE}:
            return None
        # Twins: of all fields the birth date alone may be another's without being wrong.
        return Why.NO_SECOND_INK if self.named_otherwise or not self.confirming else None


def _anyones(people: Iterable[Person], paper: Paper) -> frozenset[Witness]:
    return frozenset[Witness]().union(*map(paper.confirms, people))


def _nothing_to_go_by(facts: DocumentFacts, claims: _Claims) -> Why | None:
    if facts.form is FormKind.PIN_SETTING_REQUEST:
        return Why.PIN_VISIBLE
    if claims.everything:
        return None
    return Why.NO_KEY if facts.lines and facts.text_complete else Why.ILLEGIBLE


def _rivals(claims: _Claims, known: Known) -> Why | None:
    """Two IDs on one document, whoever read the second."""
    live = [one for one in claims.everything if one in known.people]
    if len(claims.coded) > 1:
        return Why.MULTI_PERSON
    if not claims.coded and len([one for one in claims.agreed if one in known.people]) > 1:
        return Why.MULTI_PERSON
    if len(set(claims.coded + claims.agreed)) > 1 or len(live) > 1:
        return Why.KEY_CONFLICT
    return None


def _unproven(claims: _Claims, known: Known) -> Why | None:
    if not claims.strongest:
        return Why.LOW_CONFIDENCE
    if claims.strongest[0] in known.people:
        return None
    # A live reading beside an agreed or coded one that is not live: they compete.
    return Why.KEY_CONFLICT if set(claims.everything) & set(known.people) else Why.KEY_NOT_IN_LEDGER


def _proof(candidates: tuple[Candidate, ...], person: Person, inks: _Inks) -> Proof:
    mine = [item for item in candidates if item.application_id == person.application_id]
    witnesses = {item.witness for item in mine} | inks.confirming
    return Proof(
        tuple(one for one in Witness if one in witnesses),
        tuple(sorted({item.reader for item in mine})),
    )


def _distinct(candidates: Iterable[Candidate]) -> tuple[ApplicationId, ...]:
    return tuple(dict.fromkeys(item.application_id for item in candidates))
