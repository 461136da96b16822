"""What name, kana, birth date and numbers on a paper say about one person. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.alike import taken_for
from ledger.evidence import DocumentFacts, Known, Line, Person, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.labelled import names_another, perhaps_names
from ledger.names import fold_name
from ledger.second_ink import Paper, as_number, contradicted, tracking_numbers
from ledger.speaking import speaking

_NAMES = frozenset({Witness.NAME, Witness.KANA})
_NUMBERS = frozenset({Witness.BIRTH_DATE, Witness.TRACKING_NUMBER, Witness.NOTICE_NUMBER})


@dataclass(frozen=True, slots=True)
class Inks:
    """The fields that stand on the paper and are no neighbour's, and those that are another's.

    `pair`: names, dates and numbers that stand there; of a name and one of the others no neighbour
    has both, nor would have if one letter was misread.
    `named_otherwise`: the name that stands beside a label is not this person's, whoever's it is.
    """

    confirming: frozenset[Witness]
    contradicting: frozenset[Witness]
    pair: frozenset[Witness]
    named_otherwise: bool

    @classmethod
    def of(cls, person: Person, facts: DocumentFacts, known: Known) -> "Inks":
        """Hold a paper against a person, the neighbours, and whoever is named on it."""
        spoken = speaking(facts.lines)
        near = known.near.get(person.application_id, ())
        speaks, everything = Paper.of(spoken, facts.payloads), Paper.of(facts.lines)
        own, own_anywhere = speaks.confirms(person), everything.confirms(person)
        near_speaks = [speaks.confirms(one) for one in near]
        near_may_speak = [
            found | taken_for(person, one, own)
            for one, found in zip(near, near_speaks, strict=True)
        ]
        others, others_anywhere = _all(near_speaks), _anyones(near, everything)
        # A date on an attachment may be a proxy's: it takes back a misread one beside a name only.
        against = contradicted(person, facts.lines)
        if not (own - others) & _NAMES:
            against |= contradicted(person, spoken)
        against |= _on_pages_of_others(person, known.named, facts, own_anywhere)
        if _sent_otherwise(person, facts):
            against |= {Witness.TRACKING_NUMBER}
        return cls(
            confirming=own - others,
            contradicting=against | (others - own) | (others_anywhere - own_anywhere),
            pair=_pair(own, near_may_speak),
            named_otherwise=names_another(person, spoken),
        )


def is_proven(inks: Inks) -> bool:
    """Say whether two fields confirm a person: who it is, and something that tells namesakes."""
    return bool(inks.pair) and not inks.contradicting


def speak_against(inks: Inks) -> bool:
    """Say whether something contradicts, or nothing confirms and another name is given."""
    return bool(inks.contradicting) or (inks.named_otherwise and not inks.confirming)


def speaks_of_another(person: Person, facts: DocumentFacts, known: Known) -> bool:
    """Say whether the paper names somebody else, too, and that person's date or number."""
    paper = Paper.of(speaking(facts.lines), facts.payloads)
    return any(
        Witness.NAME in found and bool(found & _NUMBERS - _shared(person, other))
        for other in _others(person, known.named)
        if (found := paper.confirms(other))
    )


def stand_alone(application_id: ApplicationId, facts: DocumentFacts, known: Known) -> bool:
    """Say whether code and print are enough where the ledger cannot say whose the ID is.

    Both carry it and nobody read another; all text was read, and nobody of the ledger is named on
    the paper, nor does any field of somebody with a number like this one stand on it.
    """
    paper = Paper.of(facts.lines, facts.payloads)
    return (
        facts.text_complete
        and all(one.application_id == application_id for one in facts.candidates)
        and {one.witness for one in facts.candidates} == {Witness.CODE, Witness.PRINT}
        and not _others_than(application_id, known.named)
        and not any(paper.confirms(one) for one in known.near.get(application_id, ()))
    )


def _shared(one: Person, other: Person) -> frozenset[Witness]:
    """What of two entries does not tell them apart: whoever applied twice has both."""
    is_same = fold_name(one.name) == fold_name(other.name) and one.birth_date == other.birth_date
    return frozenset({Witness.BIRTH_DATE}) if is_same else frozenset()


def _pair(own: frozenset[Witness], others: Iterable[frozenset[Witness]]) -> frozenset[Witness]:
    others = tuple(others)
    return _all(
        frozenset({name, number})
        for name in own & _NAMES
        for number in own & _NUMBERS
        if not any({name, number} <= other for other in others)
    )


def pages_naming(person: Person, facts: DocumentFacts) -> frozenset[int]:
    """Give the pages on which a person's name stands, or its kana."""
    pages = {line.page for line in facts.lines}
    return frozenset(page for page in pages if _stands_on(person, _on(page, facts.lines)))


def _on_pages_of_others(
    person: Person, named: Iterable[Person], facts: DocumentFacts, own: frozenset[Witness]
) -> frozenset[Witness]:
    """Say what contradicts on pages that do not name this person, whatever stands on others.

    The name of somebody else of the ledger, or another birth date. `own`: what stands of this
    person on any page. A name that is one letter off was misread, if another page has it right.
    """
    others = [
        one
        for one in _others(person, named)
        if not (own & _NAMES and taken_for(person, one, frozenset({Witness.NAME})))
    ]
    found, mine = set[Witness](), pages_naming(person, facts)
    spoken = speaking(facts.lines)
    for page in {line.page for line in spoken} - mine:
        rows = _on(page, spoken)
        found |= contradicted(person, rows)
        if any(_stands_on(one, rows) for one in others):
            found.add(Witness.NAME)
    return frozenset(found)


def _stands_on(person: Person, lines: tuple[Line, ...]) -> bool:
    """Say whether a person's name stands there, in two columns as well, or its kana."""
    if Paper.of(lines).confirms(person) & _NAMES:
        return True
    return fold_name(person.name) in {fold_name(name) for name in perhaps_names(lines)} - {""}


def _on(page: int, lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.page == page)


def _sent_otherwise(person: Person, facts: DocumentFacts) -> bool:
    """Say whether a tracking number stands there, and not the one that the entry has."""
    if not person.tracking_number:
        return False
    bars = facts.payloads if facts.form is FormKind.RETURNED_MAIL else ()
    found = tracking_numbers(facts.lines, bars)
    return bool(found) and as_number(person.tracking_number) not in found


def _others(person: Person, people: Iterable[Person]) -> tuple[Person, ...]:
    return _others_than(person.application_id, people)


def _others_than(application_id: ApplicationId, people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(one for one in people if one.application_id != application_id)


def _anyones(people: Iterable[Person], paper: Paper) -> frozenset[Witness]:
    return _all(map(paper.confirms, people))


def _all(found: Iterable[frozenset[Witness]]) -> frozenset[Witness]:
    return frozenset[Witness]().union(*found)
