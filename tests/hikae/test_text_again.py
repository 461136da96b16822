"""A page that took too long is filed without its text, flagged, and read again later."""

import json
from pathlib import Path

import pytest

from config.settings import Settings
from hikae.auditing import verify_archive
from hikae.bookkeeping import import_entries
from hikae.intake import inspector, keeper, registrar
from hikae.office import Office
from hikae.pipeline import complete_text, process
from hikae.upkeep import upkeep
from ingest.take import take
from ledger.accounts import arrivals, balance
from ledger.book import Book
from ledger.documents import Documents
from ledger.events import EventKind
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord
from ledger.scans import Outcome
from tests.hikae.scripted import SLOW, InterruptedSteps, ScriptedReader, scan_file
from tests.hikae.test_conservation import LIVE, entry


@pytest.fixture
def office(home: Path, tmp_path: Path) -> Office:
    """An office in which one slow page was filed."""
    opened = Office.open(Settings.load(home))
    office = Office(opened.settings, opened.engine, children=ScriptedReader())
    import_entries(office, [entry(LIVE[0])], "test")
    path = tmp_path / "slow.pdf"
    path.write_bytes(scan_file([SLOW + LIVE[0]], 1))
    with office.spool.copy(path, path.name, office.clock()) as claim:
        take(claim, inspector(office), keeper(office), registrar(office))
    with office.read() as session:
        [arrival] = arrivals(session)
    process(arrival.sha256, 1, InterruptedSteps(office, {}, lambda: False))
    return office


def the_document(office: Office) -> DocumentRecord:
    with office.read() as session:
        [arrival] = arrivals(session)
    [document] = arrival.documents
    return document


def test_it_is_filed_at_once_and_flagged(office: Office) -> None:
    document = the_document(office)
    assert document.outcome is Outcome.FILED
    assert not document.text_complete
    with office.read() as session:
        assert Documents(session).lacking_text() == (document,)


def test_later_the_same_pages_lie_there_with_their_text(office: Office) -> None:
    before = the_document(office)
    complete_text(before.document_id, InterruptedSteps(office, {}, lambda: False))
    after = the_document(office)
    assert after.text_complete
    assert after.key is not None
    assert "個人番号カード" in str(json.loads(office.store.read(after.key)))
    assert (after.document_id, after.application_id) == (before.document_id, before.application_id)


def test_a_number_that_only_then_was_found_is_black_where_the_form_asks_for_it(
    office: Office,
) -> None:
    forms = office.settings.home / "config" / "forms"
    forms.mkdir(parents=True, exist_ok=True)
    ours = (Path(__file__).parents[2] / "config" / "forms" / "receipt.toml").read_text("utf-8")
    (forms / "receipt.toml").write_text(f"mask_image = true\n{ours}", "utf-8")
    restarted = Office(office.settings, office.engine, children=ScriptedReader())
    steps = InterruptedSteps(restarted, {}, lambda: False)
    complete_text(the_document(office).document_id, steps)
    key = the_document(office).key
    assert key is not None
    (*_, [[_, _, masked]]) = json.loads(office.store.read(key))
    assert masked == [[0, 15, 100, 35]]  # as read, with an edge around it


def test_the_first_pdf_stays_and_everything_is_on_record(office: Office) -> None:
    before = the_document(office)
    complete_text(before.document_id, InterruptedSteps(office, {}, lambda: False))
    with office.read() as session:
        kinds = [event.kind for event in Book(session).events(ApplicationId(LIVE[0]))]
        assert balance(session).holds
    assert kinds.count(EventKind.DOCUMENT_ATTACHED) == 1
    assert kinds[-1] is EventKind.TEXT_ADDED
    assert before.key is not None
    assert office.store.look(before.key) is not None
    assert verify_archive(office).is_sound


def test_the_upkeep_asks_for_it_once(office: Office) -> None:
    upkeep(office)
    upkeep(office)
    found = office.jobs.waiting()
    assert [job for job in found if job.startswith("text-")] == [
        f"text-{the_document(office).document_id}-1"
    ]
