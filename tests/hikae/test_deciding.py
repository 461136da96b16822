"""What a person decides is carried out, is on record, and can be undone; nothing is overwritten."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hikae.auditing import verify_archive
from hikae.bookkeeping import import_entries
from hikae.deciding import refile, reject, resolve
from hikae.finding import find
from ledger import chain
from ledger.accounts import balance
from ledger.book import Book
from ledger.documents import Documents
from ledger.errors import AlreadyDecidedError, NotInLedgerError, NotOnRecordError
from ledger.events import EventKind
from ledger.ids import ApplicationId
from ledger.scans import Outcome
from ledger.states import Stage
from ledger.why import Why
from tests.hikae.workday import ANNA, BERTA, STRANGER, Workday, entry

CLERK = "tanaka"


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    day = Workday.begin(home)
    yield day
    assert_all_is_sound(day)
    day.end()


def assert_all_is_sound(day: Workday) -> None:
    with day.office.read() as session:
        assert balance(session).problems == ()
        assert chain.verify(session).holds
    assert verify_archive(day.office).is_sound


def events(day: Workday, application_id: ApplicationId) -> list[EventKind]:
    with day.office.read() as session:
        return [event.kind for event in Book(session).events(application_id)]


def stage(day: Workday, application_id: ApplicationId) -> Stage:
    with day.office.read() as session:
        return Book(session).entry(application_id).state.stage


class TestAHeldDocument:
    def test_is_filed_under_the_id_that_a_person_gave(self, day: Workday) -> None:
        held = day.document(day.drop("nobody"))
        resolve(day.office, held.document_id, ANNA, CLERK)
        day.work()
        [found] = find(day.office, ANNA)
        assert (found.document_id, found.filed_by) == (held.document_id, CLERK)

    def test_says_that_it_is_being_filed_until_it_lies_there(self, day: Workday) -> None:
        arrival = day.drop("nobody")
        resolve(day.office, day.document(arrival).document_id, ANNA, CLERK)
        waiting = day.document(arrival)
        assert (waiting.outcome, waiting.why) == (Outcome.HELD, Why.FILING)
        day.work()
        assert day.document(arrival).outcome is Outcome.FILED

    def test_is_not_decided_twice(self, day: Workday) -> None:
        document_id = day.document(day.drop("nobody")).document_id
        resolve(day.office, document_id, ANNA, CLERK)
        with pytest.raises(AlreadyDecidedError):
            resolve(day.office, document_id, BERTA, CLERK)
        with pytest.raises(AlreadyDecidedError):
            reject(day.office, document_id, "no entry", CLERK)
        day.work()
        assert find(day.office, BERTA) == ()

    def test_stays_held_if_the_ledger_does_not_know_the_id(self, day: Workday) -> None:
        arrival = day.drop("nobody")
        before = day.document(arrival)
        with pytest.raises(NotInLedgerError):
            resolve(day.office, before.document_id, STRANGER, CLERK)
        day.work()
        assert day.document(arrival) == before

    def test_that_belongs_to_no_entry_is_rejected_and_stays_on_record(self, day: Workday) -> None:
        arrival = day.drop("nobody")
        reject(day.office, day.document(arrival).document_id, "an advertisement", CLERK)
        rejected = day.document(arrival)
        assert rejected.outcome is Outcome.REJECTED
        assert (rejected.note, rejected.decided_by) == ("an advertisement", CLERK)
        with day.office.read() as session:
            assert balance(session).rejected_pages == 1

    def test_that_was_rejected_by_mistake_is_filed_after_all(self, day: Workday) -> None:
        arrival = day.drop("nobody")
        document_id = day.document(arrival).document_id
        reject(day.office, document_id, "an advertisement", CLERK)
        resolve(day.office, document_id, ANNA, CLERK)
        waiting = day.document(arrival)
        assert (waiting.outcome, waiting.why) == (Outcome.HELD, Why.FILING)
        assert waiting.note == "an advertisement"
        day.work()
        assert day.document(arrival).outcome is Outcome.FILED
        assert [found.document_id for found in find(day.office, ANNA)] == [document_id]
        with day.office.read() as session:
            assert balance(session).rejected_pages == 0

    def test_that_was_rejected_stays_so_if_the_ledger_does_not_know_the_id(
        self, day: Workday
    ) -> None:
        arrival = day.drop("nobody")
        document_id = day.document(arrival).document_id
        reject(day.office, document_id, "an advertisement", CLERK)
        with pytest.raises(NotInLedgerError):
            resolve(day.office, document_id, STRANGER, CLERK)
        assert day.document(arrival).outcome is Outcome.REJECTED

    def test_is_filed_by_itself_when_a_list_brings_its_id(self, day: Workday) -> None:
        arrival = day.drop(STRANGER.digits)
        assert day.document(arrival).why is Why.KEY_NOT_IN_LEDGER
        assert import_entries(day.office, [entry(STRANGER)], "import") == (1, 1)
        day.work()
        assert day.document(arrival).outcome is Outcome.FILED
        assert len(find(day.office, STRANGER)) == 1

    def test_is_left_alone_by_a_list_that_brings_only_others(self, day: Workday) -> None:
        arrival = day.drop("nobody")
        before = day.document(arrival)
        assert import_entries(day.office, [entry(STRANGER)], "import") == (1, 0)
        day.work()
        assert day.document(arrival) == before


class TestAWrongFiling:
    def test_is_filed_anew_under_the_right_id(self, day: Workday) -> None:
        wrong = day.document(day.drop(ANNA.digits))
        anew = refile(day.office, wrong.document_id, BERTA, CLERK, "two papers were swapped")
        day.work()
        assert [found.document_id for found in find(day.office, BERTA)] == [anew]
        assert find(day.office, ANNA) == ()

    def test_stays_on_record_with_who_and_why(self, day: Workday) -> None:
        wrong = day.document(day.drop(ANNA.digits))
        refile(day.office, wrong.document_id, BERTA, CLERK, "two papers were swapped")
        day.work()
        with day.office.read() as session:
            old = Documents(session).get(wrong.document_id)
            [withdrawn] = [
                event
                for event in Book(session).events(ANNA)
                if event.kind is EventKind.DOCUMENT_WITHDRAWN
            ]
        assert (old.outcome, old.key) == (Outcome.WITHDRAWN, wrong.key)
        assert (withdrawn.by, withdrawn.note) == (CLERK, "two papers were swapped")
        assert wrong.key is not None
        assert day.office.store.look(wrong.key) is not None

    def test_takes_back_what_it_moved_in_the_ledger(self, day: Workday) -> None:
        before = stage(day, ANNA)
        wrong = day.document(day.drop(ANNA.digits))
        assert stage(day, ANNA) is Stage.DELIVERED
        refile(day.office, wrong.document_id, BERTA, CLERK, "swapped")
        day.work()
        assert (stage(day, ANNA), stage(day, BERTA)) == (before, Stage.DELIVERED)

    def test_is_not_undone_twice(self, day: Workday) -> None:
        wrong = day.document(day.drop(ANNA.digits)).document_id
        refile(day.office, wrong, BERTA, CLERK, "swapped")
        day.work()
        with pytest.raises(AlreadyDecidedError):
            refile(day.office, wrong, BERTA, CLERK, "swapped")
        assert events(day, BERTA).count(EventKind.DOCUMENT_ATTACHED) == 1

    def test_may_be_undone_again_and_go_back(self, day: Workday) -> None:
        first = day.document(day.drop(ANNA.digits)).document_id
        second = refile(day.office, first, BERTA, CLERK, "swapped")
        day.work()
        third = refile(day.office, second, ANNA, CLERK, "no, they were right")
        day.work()
        assert [found.document_id for found in find(day.office, ANNA)] == [third]
        assert find(day.office, BERTA) == ()

    @pytest.mark.parametrize(
        ("to", "error"), [(ANNA, AlreadyDecidedError), (STRANGER, NotInLedgerError)]
    )
    def test_is_not_touched_if_it_cannot_be_filed_elsewhere(
        self, day: Workday, to: ApplicationId, error: type[Exception]
    ) -> None:
        arrival = day.drop(ANNA.digits)
        before = day.document(arrival)
        with pytest.raises(error):
            refile(day.office, before.document_id, to, CLERK, "swapped")
        assert day.document(arrival) == before


class TestADocumentThatIsNotOnRecord:
    def test_cannot_be_decided(self, day: Workday) -> None:
        nobody = "0" * 32
        with pytest.raises(NotOnRecordError):
            resolve(day.office, nobody, ANNA, CLERK)
        with pytest.raises(NotOnRecordError):
            reject(day.office, nobody, "no entry", CLERK)
        with pytest.raises(NotOnRecordError):
            refile(day.office, nobody, ANNA, CLERK, "swapped")
