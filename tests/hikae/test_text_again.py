"""A page that took too long is filed without its text, flagged, and read again later."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.settings import Settings
from hikae.auditing import verify_archive
from hikae.bookkeeping import import_entries
from hikae.deciding import refile, resolve
from hikae.decision import weigh_later
from hikae.explaining import explain
from hikae.intake import inspector, keeper, registrar
from hikae.office import Office
from hikae.pipeline import complete_text, file_document, process
from hikae.reading import readings_of
from hikae.text_again import read_again, readings_with
from hikae.upkeep import upkeep
from ingest.take import take
from ledger.accounts import arrivals, balance
from ledger.book import Book
from ledger.documents import Documents
from ledger.events import Differs, EventKind
from ledger.evidence import Doubtful, Identified
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord
from ledger.scans import Outcome
from ledger.why import Why
from tests.hikae.scripted import SEPARATOR, SLOW, InterruptedSteps, ScriptedReader, scan_file
from tests.hikae.test_conservation import LIVE, entry

SHE = replace(entry(LIVE[1]), name="見本　花子", kana="ミホン　ハナコ", birth_date=date(1990, 5, 2))
OWN = f"{SLOW}{LIVE[0]} 試験 一郎"  # a page of which the name is read at once
HERS = "氏名 見本 花子　生年月日 平成2年5月2日"
HERS_TOO = f"{OWN}|{HERS}"


@pytest.fixture
def empty(home: Path) -> Office:
    """An office into which nothing was dropped."""
    opened = Office.open(Settings.load(home))
    office = Office(opened.settings, opened.engine, children=ScriptedReader())
    import_entries(office, [entry(LIVE[0]), SHE], "test")
    return office


@pytest.fixture
def office(empty: Office) -> Office:
    """An office in which one slow page was filed."""
    return dropped(empty, OWN)


def dropped(office: Office, *pages: str) -> Office:
    path = office.settings.home / "slow.pdf"
    path.write_bytes(scan_file(list(pages), 1))
    with office.spool.copy(path, path.name, office.clock()) as claim:
        take(claim, inspector(office), keeper(office), registrar(office))
    with office.read() as session:
        [arrival] = arrivals(session)
    process(arrival.sha256, 1, steps(office))
    return office


def steps(office: Office) -> InterruptedSteps:
    return InterruptedSteps(office, {}, lambda: False)


def documents(office: Office) -> tuple[DocumentRecord, ...]:
    with office.read() as session:
        [arrival] = arrivals(session)
    return arrival.documents


def the_document(office: Office) -> DocumentRecord:
    [document] = documents(office)
    return document


def asked(office: Office) -> list[tuple[str, str | None, Differs]]:
    with office.read() as session:
        return [
            (one.application_id.digits, one.document_id, one.why)
            for one in Book(session).questions.open()
        ]


def test_it_is_filed_at_once_and_flagged(office: Office) -> None:
    document = the_document(office)
    assert document.outcome is Outcome.FILED
    assert not document.text_complete
    with office.read() as session:
        assert Documents(session).lacking_text() == (document,)


def test_later_the_same_pages_lie_there_with_their_text(office: Office) -> None:
    before = the_document(office)
    complete_text(before.document_id, steps(office))
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
    complete_text(the_document(office).document_id, steps(restarted))
    key = the_document(office).key
    assert key is not None
    (*_, [[_, _, masked]]) = json.loads(office.store.read(key))
    assert masked == [[0, 15, 100, 35]]  # as read, with an edge around it


def test_the_first_pdf_stays_and_everything_is_on_record(office: Office) -> None:
    before = the_document(office)
    complete_text(before.document_id, steps(office))
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


class TestWhatIsReadLater:
    def test_of_the_same_person_raises_no_question(self, office: Office) -> None:
        complete_text(the_document(office).document_id, steps(office))
        assert asked(office) == []

    def test_of_somebody_else_is_a_question_and_the_paper_stays_filed(self, empty: Office) -> None:
        office = dropped(empty, HERS_TOO)
        before = the_document(office)
        assert before.outcome is Outcome.FILED
        complete_text(before.document_id, steps(office))
        after = the_document(office)
        assert (after.outcome, after.application_id) == (Outcome.FILED, before.application_id)
        assert after.text_complete
        assert asked(office) == [(LIVE[0], before.document_id, Differs.READ_LATER)]

    def test_is_told_by_hikae_why(self, empty: Office) -> None:
        office = dropped(empty, HERS_TOO)
        document_id = the_document(office).document_id
        assert isinstance(explain(office, document_id).today, Identified)
        complete_text(document_id, steps(office))
        assert isinstance(explain(office, document_id).today, Doubtful)

    def test_is_asked_about_once(self, empty: Office) -> None:
        office = dropped(empty, HERS_TOO)
        document_id = the_document(office).document_id
        later = read_again(office, document_id)
        assert later is not None
        readings = readings_with(office, document_id, later)
        for _ in range(2):
            with office.write() as session:
                assert weigh_later(session, office, document_id, later, readings)
        assert len(asked(office)) == 1

    def test_ends_as_a_question_when_the_paper_is_filed_anew(self, empty: Office) -> None:
        office = dropped(empty, HERS_TOO)
        document_id = the_document(office).document_id
        complete_text(document_id, steps(office))
        refile(office, document_id, SHE.application_id, "clerk", "hers")
        assert asked(office) == []

    def test_of_two_papers_of_a_scan_is_kept_of_both(self, empty: Office) -> None:
        """Two workers read at once: who comes second reads again, beside what the first laid."""
        office = dropped(empty, HERS_TOO, SEPARATOR, HERS_TOO)
        first, second = (one.document_id for one in documents(office))
        later = read_again(office, first)
        assert later is not None
        complete_text(second, steps(office))
        readings = readings_with(office, first, later)
        with office.write() as session:
            assert not weigh_later(session, office, first, later, readings)
        complete_text(first, steps(office))
        assert all(page.text_complete for page in readings_of(office, first) if page.candidates)
        assert [document for _, document, _ in asked(office)] == [second, first]
        assert verify_archive(office).is_sound

    def test_on_a_paper_that_a_person_filed_is_no_question(self, empty: Office) -> None:
        office = dropped(empty, f"{SLOW}{LIVE[0]} |{HERS}")
        document_id = the_document(office).document_id
        resolve(office, document_id, SHE.application_id, "clerk")
        file_document(document_id, steps(office))
        complete_text(document_id, steps(office))
        assert the_document(office).text_complete
        assert asked(office) == []


class TestAPaperOfWhichNothingButTheNumberWasReadInTime:
    def test_is_held(self, empty: Office) -> None:
        held = the_document(dropped(empty, SLOW + LIVE[0]))
        assert (held.outcome, held.why) == (Outcome.HELD, Why.NO_SECOND_INK)
        assert held.candidates == (ApplicationId(LIVE[0]),)
