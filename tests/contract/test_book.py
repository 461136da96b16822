"""What the book promises on every database it is kept on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from ledger.book import Book, FiledPaper
from ledger.chain import verify
from ledger.engine import open_engine
from ledger.errors import (
    AlreadyInLedgerError,
    MoveRefusedError,
    NotInLedgerError,
    StaleEntryError,
)
from ledger.events import Differs, EventKind
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.known import known
from ledger.migrations import upgrade
from ledger.records import NewEntry
from ledger.rules import Policy
from ledger.search import Wanted, all_entries, find_entries
from ledger.states import MailState, Stage, State
from tests.databases import Databases

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)
LATER = datetime(2025, 10, 21, 5, 0, tzinfo=UTC)
ONE, TWO = ApplicationId("1" * 23), ApplicationId("1" * 22 + "2")
AT_OFFICE = State(Stage.AT_OFFICE, MailState.DISPATCHED)
DELIVERED = State(Stage.DELIVERED, MailState.DISPATCHED)
RECEIPT = FiledPaper("d1", FormKind.RECEIPT, "documents/d1")


@pytest.fixture(scope="module")
def book_engine(databases: Databases) -> Iterator[Engine]:
    """One for all tests of this file: they leave it empty."""
    engine = open_engine(databases.empty())
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(book_engine: Engine) -> Iterator[Session]:
    with Session(book_engine) as session:
        yield session  # rolled back: the next test finds an empty book


@pytest.fixture
def book(session: Session) -> Book:
    book = Book(session)
    book.add([line(ONE), line(TWO)], NOW, "import")
    return book


def line(
    application_id: ApplicationId, state: State = AT_OFFICE, name: str = "髙橋　春樹"
) -> NewEntry:
    return NewEntry(
        application_id,
        name=name,
        kana="タカハシ　ハルキ",
        birth_date=date(1961, 3, 9),
        office="北区役所市民保険年金課",
        state=state,
        tracking_number="11223344556",
        line=2,
    )


class TestEntriesAreOpened:
    def test_each_with_one_event(self, book: Book) -> None:
        (imported,) = book.events(ONE)
        assert imported.kind is EventKind.IMPORTED
        assert (imported.before, imported.after) == (None, AT_OFFICE)
        assert book.entry(ONE).version == 1

    def test_the_same_line_again_changes_nothing(self, book: Book) -> None:
        assert book.add([line(ONE)], LATER, "import") == ()
        assert len(book.events(ONE)) == 1

    def test_not_even_when_the_entry_has_moved_since(self, book: Book) -> None:
        book.record(ONE, EventKind.DELIVERED, LATER, "clerk")
        assert book.add([line(ONE)], LATER, "import") == ()
        assert book.entry(ONE).state == DELIVERED

    def test_other_facts_are_refused_with_the_line(self, book: Book) -> None:
        with pytest.raises(AlreadyInLedgerError, match="line 2") as refused:
            book.add([line(ONE, name="髙橋　春木")], LATER, "import")
        assert refused.value.field == "name"
        assert "春木" not in str(refused.value)

    def test_another_state_is_refused(self, book: Book) -> None:
        with pytest.raises(AlreadyInLedgerError, match="state"):
            book.add([line(ONE, State(Stage.CARD_RECEIVED))], LATER, "import")

    def test_the_new_ones_are_named(self, book: Book) -> None:
        new = ApplicationId("3" * 23)
        assert book.add([line(ONE), line(new)], LATER, "import") == (new,)

    def test_one_id_with_two_names_in_a_list_is_refused(self, session: Session) -> None:
        with pytest.raises(AlreadyInLedgerError):
            Book(session).add([line(ONE), line(ONE, name="別　人")], NOW, "import")


class TestEventsAreRecorded:
    def test_the_entry_moves_and_the_event_says_from_where(self, book: Book) -> None:
        event = book.record(ONE, EventKind.DELIVERED, LATER, "clerk", note="窓口")
        assert (event.before, event.after, event.seq) == (AT_OFFICE, DELIVERED, 2)
        entry = book.entry(ONE)
        assert (entry.state, entry.version, entry.updated_at) == (DELIVERED, 2, LATER)

    def test_what_the_rules_refuse_is_not_written(self, book: Book) -> None:
        book.record(ONE, EventKind.DELIVERED, LATER, "clerk")
        with pytest.raises(MoveRefusedError, match="already"):
            book.record(ONE, EventKind.DELIVERED, LATER, "clerk")
        assert len(book.events(ONE)) == 2

    def test_an_unknown_id_is_said(self, book: Book) -> None:
        with pytest.raises(NotInLedgerError):
            book.record(ApplicationId("9" * 23), EventKind.DELIVERED, NOW, "clerk")

    def test_who_saw_an_older_version_looks_again(self, book: Book) -> None:
        book.record(ONE, EventKind.NOTICE_RETURNED, LATER, "first")
        with pytest.raises(StaleEntryError):
            book.record(ONE, EventKind.DELIVERED, LATER, "second", version=1)

    def test_a_correction_may_lead_back_and_stays_in_the_history(self, book: Book) -> None:
        book.record(ONE, EventKind.DELIVERED, LATER, "clerk")
        event = book.correct(ONE, AT_OFFICE, LATER, "lead", "別の方の受領書でした")
        assert (event.kind, event.after) == (EventKind.CORRECTED, AT_OFFICE)
        assert [event.kind for event in book.events(ONE)] == [
            EventKind.IMPORTED,
            EventKind.DELIVERED,
            EventKind.CORRECTED,
        ]

    def test_an_event_is_never_changed(self, book: Book, session: Session) -> None:
        with pytest.raises(IntegrityError, match="never changed"), session.begin_nested():
            session.execute(text("UPDATE event SET note = 'x'"))
        with pytest.raises(IntegrityError, match="never changed"), session.begin_nested():
            session.execute(text("DELETE FROM event"))

    def test_every_event_is_linked_to_the_one_before(self, book: Book, session: Session) -> None:
        book.record(ONE, EventKind.DELIVERED, LATER, "clerk")
        book.attach(TWO, RECEIPT, Policy(), LATER, "hikae")
        report = verify(session)
        assert report.holds
        assert report.events == 5


class TestAPaperIsAttached:
    def test_a_receipt_delivers_and_is_the_evidence(self, book: Book) -> None:
        result = book.attach(ONE, RECEIPT, Policy(), LATER, "hikae")
        assert result.moved
        assert (result.moved.kind, result.moved.evidence) == (EventKind.DELIVERED, "documents/d1")
        assert book.entry(ONE).state == DELIVERED

    def test_the_same_paper_again_changes_nothing(self, book: Book) -> None:
        first = book.attach(ONE, RECEIPT, Policy(), LATER, "hikae")
        assert book.attach(ONE, RECEIPT, Policy(), LATER, "hikae") == first
        assert len(book.events(ONE)) == 3

    def test_a_move_that_is_refused_is_a_question_and_the_paper_is_attached(
        self, session: Session
    ) -> None:
        book = Book(session)
        book.add([line(ONE, State(Stage.CARD_RECEIVED))], NOW, "import")
        result = book.attach(ONE, RECEIPT, Policy(), LATER, "hikae")
        assert result.moved is None
        (question,) = book.questions.open()
        assert question.discrepancy_id == result.discrepancy_id
        assert (question.event_kind, question.why) == (EventKind.DELIVERED, Differs.TOO_EARLY)
        assert book.events(ONE)[-1].kind is EventKind.DOCUMENT_ATTACHED

    def test_a_second_receipt_is_attached_without_event_or_question(self, book: Book) -> None:
        book.attach(ONE, RECEIPT, Policy(), LATER, "hikae")
        again = FiledPaper("d2", FormKind.RECEIPT, "documents/d2")
        result = book.attach(ONE, again, Policy(), LATER, "hikae")
        assert (result.moved, result.discrepancy_id) == (None, None)
        assert book.questions.open() == ()

    def test_a_proposed_move_waits_until_a_person_records_it(self, book: Book) -> None:
        policy = Policy.from_mapping({"receipt": "propose"})
        book.attach(ONE, RECEIPT, policy, NOW, "hikae")
        assert book.entry(ONE).state == AT_OFFICE
        assert [question.why for question in book.questions.open(ONE)] == [
            Differs.NEEDS_CONFIRMATION
        ]
        book.record(ONE, EventKind.DELIVERED, LATER, "clerk")
        assert book.questions.open(ONE) == ()

    def test_a_question_may_be_closed_without_an_event(self, book: Book) -> None:
        policy = Policy.from_mapping({"receipt": "propose"})
        result = book.attach(ONE, RECEIPT, policy, NOW, "hikae")
        assert result.discrepancy_id
        book.questions.close(result.discrepancy_id, LATER, "clerk")
        assert book.questions.open() == ()


class TestAPersonCorrects:
    def test_and_what_was_asked_about_the_entry_is_answered(self, session: Session) -> None:
        book = Book(session)
        book.add([line(ONE, State(Stage.CARD_RECEIVED))], NOW, "import")
        book.attach(ONE, RECEIPT, Policy(), NOW, "hikae")
        book.correct(ONE, DELIVERED, LATER, "lead", "台帳の入力漏れ")
        assert book.questions.open() == ()


class TestAPaperIsInDoubt:
    def test_it_is_asked_about_once_and_nothing_moves(self, book: Book) -> None:
        book.attach(ONE, RECEIPT, Policy(), NOW, "hikae")
        before = book.entry(ONE)
        for _ in range(2):
            book.doubt(ONE, "d1", LATER)
        (question,) = book.questions.open(ONE)
        assert (question.why, question.document_id) == (Differs.READ_LATER, "d1")
        assert book.entry(ONE) == before

    def test_what_a_person_closed_is_not_asked_again(self, book: Book) -> None:
        book.attach(ONE, RECEIPT, Policy(), NOW, "hikae")
        book.doubt(ONE, "d1", LATER)
        book.correct(ONE, DELIVERED, LATER, "lead", "書類を確認した")
        book.doubt(ONE, "d1", LATER)
        assert book.questions.open() == ()

    def test_withdrawn_it_is_in_doubt_no_more(self, book: Book) -> None:
        book.attach(ONE, RECEIPT, Policy(), NOW, "hikae")
        book.doubt(ONE, "d1", LATER)
        book.withdraw(ONE, "d1", LATER, "clerk", "別の方の書類")
        assert book.questions.open() == ()


class TestAPaperIsWithdrawn:
    def test_the_move_that_it_made_is_taken_back(self, book: Book) -> None:
        book.attach(ONE, RECEIPT, Policy(), NOW, "hikae")
        event = book.withdraw(ONE, "d1", LATER, "clerk", "別の方の書類")
        assert (event.before, event.after) == (DELIVERED, AT_OFFICE)
        assert book.entry(ONE).state == AT_OFFICE

    def test_twice_is_once(self, book: Book) -> None:
        book.attach(ONE, RECEIPT, Policy(), NOW, "hikae")
        first = book.withdraw(ONE, "d1", LATER, "clerk", "")
        assert book.withdraw(ONE, "d1", LATER, "clerk", "") == first

    def test_where_later_events_build_on_it_a_person_is_asked(self, book: Book) -> None:
        book.attach(ONE, RECEIPT, Policy(), NOW, "hikae")
        book.record(ONE, EventKind.DOCUMENTS_ARCHIVED, NOW, "clerk")
        event = book.withdraw(ONE, "d1", LATER, "clerk", "")
        assert event.after.stage is Stage.DOCUMENTS_ARCHIVED
        assert [question.why for question in book.questions.open()] == [Differs.MOVED_ON]

    def test_where_another_paper_may_prove_the_move_a_person_is_asked(self, book: Book) -> None:
        book.attach(ONE, RECEIPT, Policy(), NOW, "hikae")
        book.attach(ONE, FiledPaper("d2", FormKind.RECEIPT, "documents/d2"), Policy(), NOW, "hikae")
        book.withdraw(ONE, "d1", LATER, "clerk", "")
        (question,) = book.questions.open(ONE)
        assert (question.event_kind, question.document_id) == (EventKind.DELIVERED, "d2")

    def test_a_paper_that_moved_nothing_takes_nothing_back(self, book: Book) -> None:
        copy = FiledPaper("d3", FormKind.IDENTITY_DOCUMENT_COPY, "documents/d3")
        book.attach(ONE, copy, Policy(), NOW, "hikae")
        book.record(ONE, EventKind.DELIVERED, NOW, "clerk")
        assert book.withdraw(ONE, "d3", LATER, "clerk", "").after == DELIVERED

    def test_its_question_is_closed(self, session: Session) -> None:
        book = Book(session)
        book.add([line(ONE, State(Stage.CARD_RECEIVED))], NOW, "import")
        book.attach(ONE, RECEIPT, Policy(), NOW, "hikae")
        book.withdraw(ONE, "d1", LATER, "clerk", "")
        assert book.questions.open() == ()

    def test_a_paper_of_another_entry_is_not_there(self, book: Book) -> None:
        book.attach(ONE, RECEIPT, Policy(), NOW, "hikae")
        with pytest.raises(NotInLedgerError):
            book.withdraw(TWO, "d1", LATER, "clerk", "")


class TestEntriesAreFound:
    @pytest.mark.parametrize(
        "wanted",
        [
            Wanted(name="高橋"),
            Wanted(name="髙橋 春樹"),
            Wanted(kana="たかはし"),
            Wanted(kana="ﾀｶﾊｼﾊﾙ"),
            Wanted(birth_date=date(1961, 3, 9)),
            Wanted(tracking_number="112-23-34455-6"),
            Wanted(stage=Stage.AT_OFFICE, office="北区役所市民保険年金課"),
        ],
    )
    def test_by_what_people_know(self, book: Book, session: Session, wanted: Wanted) -> None:
        assert [entry.application_id for entry in find_entries(session, wanted)] == [ONE, TWO]

    @pytest.mark.parametrize("wanted", [Wanted(name="橋"), Wanted(tracking_number="？")])
    def test_not_by_less(self, book: Book, session: Session, wanted: Wanted) -> None:
        assert find_entries(session, wanted) == ()

    def test_all_of_them_in_order(self, book: Book, session: Session) -> None:
        assert [entry.application_id for entry in all_entries(session)] == [ONE, TWO]

    def test_those_close_to_a_reading_are_known(self, book: Book, session: Session) -> None:
        misread = ApplicationId("1" * 21 + "31")
        found = known(session, [ONE, misread])
        assert list(found.people) == [ONE]
        assert [person.application_id for person in found.near[ONE]] == [TWO]
        assert [person.application_id for person in found.near[misread]] == [ONE, TWO]
