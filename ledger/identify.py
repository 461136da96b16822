"""Candidates, second ink and what the ledger knows → one ID, or doubt with its reason. Pure.

An ID is accepted when the ledger knows it and nothing speaks against it, and either a code carries
it and its print or a field of the entry stands there, too, or a reader of the print read it and two
fields of the entry do: a name (or its kana) and a date or number (birth, tracking, notice). One
field alone is anybody's: a name a namesake's, a date a twin's. Every page has to say whose it is.

An ID that the ledger does not know is accepted only on a form that may open an entry, if code and
print agree on it and nobody of the ledger stands on the paper; and so are further papers of such an
entry, until a list says whose it is.

Readers of the same ink are one witness: a number struck out and corrected by hand is read alike by
all, and it is another living person's. Where readers differ, the fields decide between what was
read; never for an ID that nobody read. Whatever is not accepted waits, with suggestions.

Last, when it is certain whose it is, the day of signing is asked for: no paper was signed tomorrow.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from ledger.claims import Claims
from ledger.every_page import unaccounted
from ledger.evidence import (
    Candidate,
    DocumentFacts,
    Doubtful,
    Identified,
    Known,
    Person,
    Proof,
    Witness,
)
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.inks import (
    Inks,
    is_proven,
    pages_naming,
    speak_against,
    speaks_of_another,
    stand_alone,
)
from ledger.speaking import speaking
from ledger.strangers import names_a_stranger
from ledger.why import Why

_YEARS = 2  # before and behind today's: what lies further off was misread


def identify(
    facts: DocumentFacts, known: Known, today: date, opening: Collection[str] = ()
) -> Identified | Doubtful:
    """Say whose document this is, or why we cannot.

    `opening`: the form files whose papers may open an entry.
    """
    claims = Claims.of(facts.candidates)
    found = _nothing_to_go_by(facts, claims) or _whose(facts, claims, known)
    if found is Why.KEY_NOT_IN_LEDGER and facts.form_file in opening:
        found = _newcomer(facts, claims, known)
    if isinstance(found, Why):
        return Doubtful(found, claims.suggestions(known))
    person, inks = found
    if speaks_of_another(person, facts, known) or names_a_stranger(person, speaking(facts.lines)):
        return Doubtful(Why.MULTI_PERSON, claims.suggestions(known))
    if unaccounted(person, facts):
        return Doubtful(Why.PAGE_UNCONFIRMED, _first(person, claims, known))
    if why := _out_of_time(facts, person, today):
        return Doubtful(why, _first(person, claims, known))
    proof = _proof(facts.candidates, person, inks)
    opens = person.application_id not in known.people
    return Identified(person.application_id, replace(proof, opens_entry=opens))


_Whose = tuple[Person, Inks]


def _nothing_to_go_by(facts: DocumentFacts, claims: Claims) -> Why | None:
    if facts.form is FormKind.PIN_SETTING_REQUEST:
        return Why.PIN_VISIBLE
    if claims.everything:
        return None
    return Why.NO_KEY if facts.lines and facts.text_complete else Why.ILLEGIBLE


def _whose(facts: DocumentFacts, claims: Claims, known: Known) -> _Whose | Why:
    return _by_code(facts, claims, known) if claims.coded else _by_print(facts, claims, known)


def _by_code(facts: DocumentFacts, claims: Claims, known: Known) -> _Whose | Why:
    """One code, a second ink for it, and nothing against it."""
    live = claims.live(known)
    if len(claims.coded) > 1:
        return Why.MULTI_PERSON
    if len({*claims.coded, *claims.agreed}) > 1 or len(live) > 1 or claims.is_far_from_print():
        return Why.KEY_CONFLICT
    if claims.coded[0] not in known.people:
        return Why.KEY_CONFLICT if live else Why.KEY_NOT_IN_LEDGER
    person = known.people[claims.coded[0]]
    inks = Inks.of(person, facts, known)
    if speak_against(inks):
        return Why.SECOND_INK_DIFFERS
    if person.is_bare and not stand_alone(person.application_id, facts, known):
        return Why.NO_SECOND_INK
    if not (inks.confirming or claims.has_print(person.application_id)):
        return Why.NO_SECOND_INK
    return person, inks


def _newcomer(facts: DocumentFacts, claims: Claims, known: Known) -> _Whose | Why:
    """Somebody of whom nothing is known but the number, in code and print."""
    person = Person(claims.everything[0], "", "", None)
    if not stand_alone(person.application_id, facts, known):
        return Why.KEY_NOT_IN_LEDGER
    return person, Inks.of(person, facts, known)


def _by_print(facts: DocumentFacts, claims: Claims, known: Known) -> _Whose | Why:
    """One live ID that was read and that two fields of its entry confirm."""
    live = claims.live(known)
    if len([one for one in live if one in claims.agreed]) > 1:
        return Why.MULTI_PERSON
    inks = {one: Inks.of(known.people[one], facts, known) for one in live}
    proven = [one for one in live if is_proven(inks[one])]
    if len(proven) == 1:
        person = known.people[proven[0]]
        if not _has_rival(person, claims, live, pages_naming(person, facts)):
            return person, inks[proven[0]]
    return _unproven(claims, inks)


def _has_rival(
    proven: Person, claims: Claims, live: Iterable[ApplicationId], own_pages: Collection[int]
) -> bool:
    """Say whether another ID, live or agreed, stands elsewhere on the document.

    Elsewhere, too, is a page that does not name the person: what was read there of the same digits
    is not decided by what stands on another page.
    """
    others = {*live, *claims.agreed} - {proven.application_id}
    return any(claims.stands_apart(other, proven.application_id) for other in others) or any(
        one.application_id in others and one.page not in own_pages for one in claims.prints
    )


def _unproven(claims: Claims, inks: dict[ApplicationId, Inks]) -> Why:
    if not claims.agreed:
        return Why.KEY_CONFLICT if len(inks) > 1 else Why.LOW_CONFIDENCE
    if len(claims.agreed) > 1 or len(inks) > 1:
        return Why.KEY_CONFLICT
    (agreed,) = claims.agreed
    if agreed not in inks:
        # A live reading beside an agreed one that is not live: they compete.
        return Why.KEY_CONFLICT if inks else Why.KEY_NOT_IN_LEDGER
    return Why.SECOND_INK_DIFFERS if speak_against(inks[agreed]) else Why.NO_SECOND_INK


def _first(person: Person, claims: Claims, known: Known) -> tuple[ApplicationId, ...]:
    """Suggest the one whose it is in all else."""
    others = (one for one in claims.suggestions(known) if one != person.application_id)
    return person.application_id, *others


def _out_of_time(facts: DocumentFacts, person: Person, today: date) -> Why | None:
    """Say whether the document was signed when it cannot have been."""
    dates = [day for day in facts.dates if abs(day.year - today.year) <= _YEARS]
    if any(day > today for day in dates):
        return Why.DATED_IN_FUTURE
    sent_on = person.notice_sent_on
    if facts.not_before_notice and sent_on and any(day < sent_on for day in dates):
        return Why.DATED_BEFORE_NOTICE
    return None


def _proof(candidates: tuple[Candidate, ...], person: Person, inks: Inks) -> Proof:
    mine = [item for item in candidates if item.application_id == person.application_id]
    witnesses = {item.witness for item in mine} | inks.confirming | inks.pair
    return Proof(
        tuple(one for one in Witness if one in witnesses),
        tuple(sorted({item.reader for item in mine})),
    )
