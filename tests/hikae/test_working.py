"""A job that failed for good becomes something that a person sees; nothing of it is lost."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import SettingsError
from hikae.deciding import resolve
from hikae.filing import preview
from hikae.intake import release_settled
from hikae.jobs import DOCUMENT, JUDGEMENT, SCAN, job_id
from hikae.pipeline import complete_text, process
from hikae.working import bury, work
from ingest.errors import NotNowError
from ledger.accounts import arrivals, balance
from ledger.documents import Documents
from ledger.records import ArrivalRecord, DocumentRecord
from ledger.scans import ArrivalState, Outcome
from ledger.why import Unreadable, Why
from tests.hikae.scripted import APPLICATION, UNSEEN, InterruptedSteps, PowerCutError
from tests.hikae.workday import ANNA, Workday


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    day = Workday.begin(home)
    yield day
    with day.office.read() as session:
        assert balance(session).problems == ()
    day.end()


@pytest.fixture
def waiting(day: Workday) -> ArrivalRecord:
    """A scan that was taken in and that no worker began."""
    arrival_id = day.take_in(ANNA.digits, file="scan.pdf")
    with day.office.read() as session:
        [arrival] = arrivals(session, [arrival_id])
    return arrival


def now(day: Workday, arrival: ArrivalRecord) -> ArrivalRecord:
    with day.office.read() as session:
        [found] = arrivals(session, [arrival.id])
    return found


def quarantined(day: Workday) -> list[Path]:
    folder = day.office.settings.home / "quarantine"
    return sorted(path for path in folder.glob("*") if path.suffix != ".txt")


class TestAScanThatFailedBeforeItsTextWasRead:
    """Its documents were decided on a glance: nobody has looked for a personal number on them."""

    @pytest.fixture
    def held(self, day: Workday) -> DocumentRecord:
        paper = f"{APPLICATION}{ANNA.digits} {UNSEEN}試験 花子"
        arrival = day.take_in(paper, file="scan.pdf")

        def found() -> ArrivalRecord:
            with day.office.read() as session:
                [one] = arrivals(session, [arrival])
            return one

        steps = InterruptedSteps(day.office, {}, lambda: found().documents != ())
        with pytest.raises(PowerCutError):
            process(found().sha256, 1, steps)
        bury(day.office, job_id(SCAN, found().sha256, 1))
        [document] = found().documents
        assert document.why is Why.FILING_FAILED
        return document

    def test_is_shown_to_nobody(self, day: Workday, held: DocumentRecord) -> None:
        shown = preview(day.office, held.document_id)
        assert shown is not None
        (*_, [[_, _, black]]) = json.loads(shown)
        assert black == [[0, 0, 100, 100]]

    def test_is_read_later_if_a_person_files_it(self, day: Workday, held: DocumentRecord) -> None:
        resolve(day.office, held.document_id, ANNA, "clerk")
        day.work()
        with day.office.read() as session:
            [lacking] = Documents(session).lacking_text()
        complete_text(lacking.document_id, InterruptedSteps(day.office, {}, lambda: False))
        with day.office.read() as session:
            assert Documents(session).get(held.document_id).text_complete


class TestAScanThatFailedForGood:
    def test_lies_in_quarantine_with_its_reason(self, day: Workday, waiting: ArrivalRecord) -> None:
        bury(day.office, job_id(SCAN, waiting.sha256, 1))
        release_settled(day.office)
        found = now(day, waiting)
        assert (found.state, found.why) == (ArrivalState.QUARANTINED, Unreadable.READING_FAILED)
        [kept] = quarantined(day)
        assert kept.read_bytes() == (day.office.settings.home / "given").read_bytes()

    def test_is_buried_once_however_often_it_is_told(
        self, day: Workday, waiting: ArrivalRecord
    ) -> None:
        for _ in range(3):
            bury(day.office, job_id(SCAN, waiting.sha256, 1))
            release_settled(day.office)
        assert len(quarantined(day)) == 1

    def test_is_tried_again_when_it_is_dropped_again(
        self, day: Workday, waiting: ArrivalRecord
    ) -> None:
        bury(day.office, job_id(SCAN, waiting.sha256, 1))
        day.done.add(job_id(SCAN, waiting.sha256, 1))
        again = day.drop_again(ANNA.digits)
        assert [document.outcome for document in again.documents] == [Outcome.FILED]
        assert now(day, waiting).state is ArrivalState.QUARANTINED

    def test_stays_in_custody_while_the_quarantine_cannot_be_written(
        self, day: Workday, waiting: ArrivalRecord
    ) -> None:
        folder = day.office.settings.home / "quarantine"
        folder.write_text("a file where a folder should be")
        bury(day.office, job_id(SCAN, waiting.sha256, 1))
        with pytest.raises(NotNowError):
            release_settled(day.office)
        assert list(day.office.spool.held()) == [waiting.id]
        folder.unlink()
        release_settled(day.office)
        assert len(quarantined(day)) == 1
        assert list(day.office.spool.held()) == []

    def test_because_its_file_was_altered_does_not_keep_others_from_being_buried(
        self, day: Workday, waiting: ArrivalRecord
    ) -> None:
        [kept] = (day.office.settings.archive / "originals").rglob(f"{waiting.sha256}.*")
        kept.chmod(0o640)
        kept.write_bytes(b"something else")
        bury(day.office, job_id(SCAN, waiting.sha256, 1))
        assert now(day, waiting).state is ArrivalState.QUARANTINED


class TestADocumentWhoseFilingFailedForGood:
    @pytest.mark.parametrize("kind", [DOCUMENT, JUDGEMENT])
    def test_waits_for_a_person_with_the_id_that_was_given(self, day: Workday, kind: str) -> None:
        arrival = day.drop("nobody")
        document_id = day.document(arrival).document_id
        resolve(day.office, document_id, ANNA, "tanaka")
        bury(day.office, job_id(kind, document_id, 1))
        held = day.document(arrival)
        assert (held.outcome, held.why) == (Outcome.HELD, Why.FILING_FAILED)
        assert held.candidates == (ANNA,)

    def test_may_be_decided_again_and_is_filed(self, day: Workday) -> None:
        arrival = day.drop("nobody")
        document_id = day.document(arrival).document_id
        resolve(day.office, document_id, ANNA, "tanaka")
        bury(day.office, job_id(DOCUMENT, document_id, 1))
        resolve(day.office, document_id, ANNA, "tanaka")
        day.work()
        assert day.document(arrival).outcome is Outcome.FILED

    def test_stays_filed_if_it_is(self, day: Workday) -> None:
        arrival = day.drop(ANNA.digits)
        before = day.document(arrival)
        bury(day.office, job_id(JUDGEMENT, before.document_id, 1))
        assert day.document(arrival) == before


class TestAWorker:
    def test_does_not_begin_with_tables_that_it_cannot_read(self, day: Workday) -> None:
        (day.office.settings.home / "config").mkdir()
        (day.office.settings.home / "config" / "policy.toml").write_text('receipt = "avdance"')
        with pytest.raises(SettingsError, match="avdance"):
            work(day.office, threading.Event())
