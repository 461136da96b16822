"""The ledger beside the scans: every applicant, and the people with whom to confuse them."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from hikae.samples.numbers import application_id, neighbour, tracking_number
from hikae.samples.people import Applicant, Status, invent

COLUMNS = (
    "application_id",
    "name",
    "kana",
    "birth_date",
    "office",
    "status",
    "tracking_no",
    "notice_sent_on",
)


def with_others(applicants: Iterable[Applicant], rng: Random) -> list[Applicant]:
    """Add, for each applicant, neighbours at one and two digits and a namesake; then shuffle."""
    ledger: list[Applicant] = []
    for who in applicants:
        ledger += [who, *(_near(who, distance, rng) for distance in (1, 2)), _namesake(who, rng)]
        ledger.append(invent(rng, rng.choice(list(Status))))
    rng.shuffle(ledger)
    return ledger


def write_ledger(path: Path, applicants: Iterable[Applicant]) -> None:
    """Write the ledger as CSV."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_row(who) for who in applicants)


def _near(who: Applicant, distance: int, rng: Random) -> Applicant:
    """Invent another person whose number is a bad reading away."""
    near = neighbour(who.application_id, distance, rng)
    other = invent(rng, rng.choice(list(Status)))
    while other.name[:2] == who.name[:2]:  # else the second ink could confirm the neighbour
        other = invent(rng, other.status)
    return replace(other, application_id=near)


def _namesake(who: Applicant, rng: Random) -> Applicant:
    born = who.birth_date + timedelta(days=rng.randint(400, 4000))
    return replace(
        who,
        application_id=application_id(rng),
        birth_date=born,
        tracking_number=tracking_number(rng),
    )


def _row(who: Applicant) -> tuple[str, ...]:
    return (
        who.application_id.digits,
        who.name,
        who.kana,
        who.birth_date.isoformat(),
        who.office,
        who.status.value,
        who.tracking_number,
        who.notice_sent_on.isoformat(),
    )
