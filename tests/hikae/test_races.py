"""Two who decide or work at the same time: the person's word stands, and nothing is done twice."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from archive.errors import AlteredError
from hikae.bookkeeping import import_entries
from hikae.deciding import resolve
from hikae.intake import inspector, keeper, registrar
from hikae.jobs import SCAN, job_id
from hikae.pipeline import file_document, process
from hikae.reading import load
from hikae.working import bury
from ingest.take import take
from ledger.accounts import balance
from ledger.documents import Documents
from ledger.ids import ApplicationId
from ledger.register import Register
from ledger.scans import ArrivalState, Outcome
from ledger.why import Unreadable
from tests.hikae.scripted import BROKEN, InterruptedSteps
from tests.hikae.workday import ANNA, BERTA, STRANGER, Workday, entry

R = TypeVar("R")


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    day = Workday.begin(home)
    yield day
    day.end()


def never() -> bool:
    return False


class TestAJudgementThatComesLate:
    def test_does_not_override_what_a_person_decided(self, day: Workday) -> None:
        held = day.document(day.drop(STRANGER.digits))
        import_entries(day.office, [entry(STRANGER)], "test")  # a judgement waits now
        resolve(day.office, held.document_id, ANNA, "clerk")
        day.work()
        with day.office.read() as session:
            document = Documents(session).get(held.document_id)
        assert (document.application_id, document.decided_by) == (ANNA, "clerk")


class TestADecisionThatChangesWhileItIsCarriedOut:
    def test_is_carried_out_as_it_stands_in_the_end(self, day: Workday) -> None:
        held = day.document(day.drop("nobody"))
        resolve(day.office, held.document_id, ANNA, "clerk")
        steps = ChangingSteps(day, held.document_id, BERTA)
        file_document(held.document_id, steps)
        with day.office.read() as session:
            document = Documents(session).get(held.document_id)
            assert balance(session).holds
        assert (document.outcome, document.application_id) == (Outcome.FILED, BERTA)
        assert steps.composed == 2


class ChangingSteps(InterruptedSteps):
    """Between composing and recording, another person decides otherwise."""

    def __init__(self, day: Workday, document_id: str, otherwise: ApplicationId) -> None:
        super().__init__(day.office, {}, never)
        self._day, self._document_id, self._otherwise = day, document_id, otherwise
        self.composed = 0

    def do(self, name: str, step: Callable[..., R], *args: object) -> R:
        """Compose, and change the decision the first time."""
        answer = super().do(name, step, *args)
        self.composed += 1
        if self.composed == 1:
            with self._day.office.write() as session:
                Documents(session).identified(
                    self._document_id, self._otherwise, None, self._day.office.clock(), "lead"
                )
        return answer


class TestAJobThatIsBuriedTwice:
    def test_does_not_give_up_the_attempt_that_came_after_it(self, day: Workday) -> None:
        arrival = day.drop(BROKEN)
        assert arrival.state is ArrivalState.QUARANTINED
        again = day.office.settings.home / "given"
        with day.office.spool.copy(again, "again.pdf", day.office.clock()) as claim:
            take(claim, inspector(day.office), keeper(day.office), registrar(day.office))
        bury(day.office, job_id(SCAN, arrival.sha256, 1))
        with day.office.read() as session:
            assert Register(session).scan(arrival.sha256).state is ArrivalState.WAITING

    def test_a_job_of_an_attempt_that_was_given_up_does_nothing(self, day: Workday) -> None:
        arrival = day.drop(ANNA.digits)
        with day.office.write() as session:
            Register(session).quarantine_scan(
                arrival.sha256, Unreadable.READING_FAILED, day.office.clock()
            )
        process(arrival.sha256, 7, InterruptedSteps(day.office, {}, never))
        with day.office.read() as session:
            assert balance(session).holds


def test_readings_that_somebody_altered_are_not_believed(day: Workday) -> None:
    arrival = day.drop(STRANGER.digits)
    with day.office.read() as session:
        scan = Register(session).scan(arrival.sha256)
    assert scan.readings is not None
    place = day.office.settings.archive / scan.readings.key
    place.chmod(0o600)
    place.write_text(place.read_text().replace(STRANGER.digits, ANNA.digits))
    with pytest.raises(AlteredError):
        load(day.office, scan.readings)
