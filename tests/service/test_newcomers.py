"""A form of the office opens entries: a real scan with code and print, of somebody in no list."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from hikae.cli.exits import Exit
from hikae.samples import Applicant, How, IdCode, Kind, Look, Status, applicant, paper, save
from ledger.book import Book
from ledger.events import EventKind
from ledger.records import ArrivalRecord, DocumentRecord
from ledger.scans import Outcome
from ledger.states import MailState, Stage, State
from ledger.why import Why
from tests import postgres
from tests.service.office import RunningOffice

pytestmark = [pytest.mark.service, pytest.mark.timeout(420)]

NEWCOMER, KNOWN = applicant(5, Status.AWAITING_SETUP), applicant(6)
BOTH = Look(id_code=IdCode.QR_URL)
FORM = """
# 交付申請書, as the branch of Mihon prints it; it sends its list once a month
kind = "application_form"
titles = ["個人番号カード交付申請書"]
title_above = 0.3
starts_document = true
unknown_to_ledger = "open"

[application_id]
labels = ["申請書ID"]
"""
OPENED = [EventKind.OPENED_BY_PAPER, EventKind.DOCUMENT_ATTACHED]


@pytest.fixture
def office(tmp_path: Path) -> RunningOffice:
    return made(tmp_path / "office")


def made(home: Path, **settings: str) -> RunningOffice:
    """An office that knows one person, and of which one form opens entries."""
    office = RunningOffice(home, **settings)
    office.make()
    assert office.know(KNOWN).exit_code == Exit.OK
    folder = office.home / "config" / "forms"
    folder.mkdir(parents=True)
    (folder / "application_form.toml").write_text(FORM, "utf-8")
    return office


def scan(folder: Path, name: str, *papers: tuple[Kind, Applicant, Look]) -> Path:
    return save([paper(*one) for one in papers], folder / name, How.PDF_JPEG)


def kinds(office: RunningOffice, who: Applicant = NEWCOMER) -> list[EventKind]:
    with office.ledger() as session:
        return [event.kind for event in Book(session).events(who.application_id)]


def documents(arrivals: Sequence[ArrivalRecord]) -> list[DocumentRecord]:
    return [document for arrival in arrivals for document in arrival.documents]


def test_the_application_is_filed_and_a_list_says_afterwards_whose_it_is(
    office: RunningOffice, tmp_path: Path
) -> None:
    given = scan(tmp_path, "scan.pdf", (Kind.APPLICATION, NEWCOMER, BOTH))
    assert office.hikae("take", str(given), "--wait").exit_code == Exit.OK
    [application] = documents(office.scans())
    assert (application.outcome, application.why) == (Outcome.FILED, None)
    assert application.application_id == NEWCOMER.application_id
    assert application.proof is not None
    assert application.proof.opens_entry
    assert kinds(office) == OPENED
    shown = office.here("ledger", "show", NEWCOMER.application_id.digits)
    assert shown.out.startswith("opened by a paper, unlisted")
    assert office.know(KNOWN, NEWCOMER).exit_code == Exit.OK
    with office.ledger() as session:
        entry = Book(session).entry(NEWCOMER.application_id)
    assert (entry.name, entry.birth_date) == (NEWCOMER.name, NEWCOMER.birth_date)
    assert entry.state == State(Stage.CARD_RECEIVED, MailState.NONE)
    assert kinds(office) == [*OPENED, EventKind.FACTS_ADDED]
    assert office.is_sound()
    assert NEWCOMER.application_id.digits not in office.log


@pytest.mark.parametrize(
    ("kind", "look"), [(Kind.APPLICATION, Look()), (Kind.RECEIPT, BOTH)], ids=["print", "receipt"]
)
def test_print_alone_or_another_form_waits(
    office: RunningOffice, tmp_path: Path, kind: Kind, look: Look
) -> None:
    given = scan(tmp_path, "scan.pdf", (kind, NEWCOMER, look))
    assert office.hikae("take", str(given), "--wait").exit_code == Exit.OK
    [document] = documents(office.scans())
    assert (document.outcome, document.why) == (Outcome.HELD, Why.KEY_NOT_IN_LEDGER)
    assert kinds(office) == []


@pytest.mark.parametrize("is_served", [False, True], ids=["file", "server"])
def test_two_scans_of_it_at_once_and_a_worker_that_is_killed_open_one_entry(
    tmp_path: Path, is_served: bool
) -> None:
    database = {"HIKAE_DATABASE": postgres.shared().database()} if is_served else {}
    office = made(tmp_path / "office", HIKAE_WORKERS="2", **database)
    one = (Kind.APPLICATION, NEWCOMER, BOTH)
    files = [scan(tmp_path, "one.pdf", one), scan(tmp_path, "two.pdf", one, one)]
    for file in files:
        file.rename(office.drop / file.name)
    office.start()
    try:
        office.wait_until(lambda: bool(office.objects()))  # composed; perhaps not yet recorded
        office.kill_role("work")
        office.wait_until_ended(2)
    finally:
        office.kill()
    found = documents(office.scans())
    assert {document.outcome for document in found} == {Outcome.FILED}
    assert kinds(office)[0] is EventKind.OPENED_BY_PAPER
    assert set(kinds(office)[1:]) == {EventKind.DOCUMENT_ATTACHED}
    assert len(kinds(office)) == 1 + len(found)
    assert office.is_sound()
