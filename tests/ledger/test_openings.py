"""A paper opens an entry that no list has named, once; the first list with it adds the rest."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from ledger.book import Book, FiledPaper
from ledger.chain import verify
from ledger.engine import reading, writing
from ledger.errors import AlreadyInLedgerError
from ledger.events import EventKind
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.known import known
from ledger.openings import open_by_paper
from ledger.records import NewEntry
from ledger.rules import Policy
from ledger.search import Wanted, all_entries, find_entries
from ledger.states import MailState, Stage, State

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)
LATER = datetime(2025, 10, 21, 5, 0, tzinfo=UTC)
ONE = ApplicationId("1" * 23)
PAPER = FiledPaper("d1", FormKind.APPLICATION_FORM, "documents/d1")
APPLIED = State(Stage.APPLICATION_RECEIVED)
AT_OFFICE = State(Stage.AT_OFFICE, MailState.DISPATCHED)

Line = Callable[..., NewEntry]


def file_it(session: Session, paper: FiledPaper = PAPER) -> None:
    """What is done with a paper that may open its entry."""
    open_by_paper(session, ONE, paper, NOW, "hikae")
    Book(session).attach(ONE, paper, Policy(), NOW, "hikae")


def kinds(session: Session) -> list[EventKind]:
    return [event.kind for event in Book(session).events(ONE)]


class TestAPaperThatOpensAnEntry:
    def test_is_its_evidence_and_says_no_more_than_that_somebody_applied(
        self, session: Session
    ) -> None:
        event = open_by_paper(session, ONE, PAPER, NOW, "hikae")
        assert event == Book(session).events(ONE)[0]
        assert (event.kind, event.seq, event.at) == (EventKind.OPENED_BY_PAPER, 1, NOW)
        assert (event.by, event.evidence, event.document_id) == ("hikae", "documents/d1", "d1")
        assert (event.before, event.after) == (None, APPLIED)
        entry = Book(session).entry(ONE)
        assert (entry.name, entry.kana, entry.birth_date, entry.office) == ("", "", None, "")
        assert (entry.is_bare, entry.state, entry.version) == (True, APPLIED, 1)
        assert verify(session).holds

    def test_a_second_time_opens_nothing(self, session: Session) -> None:
        file_it(session)
        assert open_by_paper(session, ONE, PAPER, LATER, "hikae") is None
        other = FiledPaper("d2", FormKind.APPLICATION_FORM, "documents/d2")
        assert open_by_paper(session, ONE, other, LATER, "hikae") is None
        assert kinds(session) == [EventKind.OPENED_BY_PAPER, EventKind.DOCUMENT_ATTACHED]

    def test_does_not_touch_an_entry_that_is_there(self, session: Session, line: Line) -> None:
        Book(session).add([line("1" * 23)], NOW, "import")
        assert open_by_paper(session, ONE, PAPER, LATER, "hikae") is None
        assert kinds(session) == [EventKind.IMPORTED]

    def test_is_attached_to_it_once(self, session: Session) -> None:
        open_by_paper(session, ONE, PAPER, NOW, "hikae")
        first = Book(session).attach(ONE, PAPER, Policy(), NOW, "hikae")
        assert first.attached.kind is EventKind.DOCUMENT_ATTACHED
        assert Book(session).attach(ONE, PAPER, Policy(), LATER, "hikae") == first
        assert len(kinds(session)) == 2
        assert verify(session).holds

    def test_may_be_withdrawn_and_the_entry_stays(self, session: Session) -> None:
        file_it(session)
        event = Book(session).withdraw(ONE, "d1", LATER, "clerk", "別の方の書類")
        assert (event.before, event.after) == (APPLIED, APPLIED)
        assert Book(session).questions.open() == ()
        assert verify(session).holds

    def test_of_a_later_step_is_a_question(self, session: Session) -> None:
        file_it(session, FiledPaper("d1", FormKind.RECEIPT, "documents/d1"))
        [question] = Book(session).questions.open(ONE)
        assert question.event_kind is EventKind.DELIVERED

    def test_is_nobody_whose_name_could_be_mistaken(self, session: Session) -> None:
        file_it(session)
        assert [entry.application_id for entry in all_entries(session)] == [ONE]
        assert find_entries(session, Wanted(name="髙橋")) == ()
        neighbour = ApplicationId("1" * 22 + "2")
        [person] = known(session, [neighbour], [""]).near[neighbour]
        assert person.is_bare
        assert known(session, [], [""]).named == ()


def test_papers_of_one_application_that_come_at_once_open_one_entry(engine: Engine) -> None:
    papers = [FiledPaper(f"d{n}", FormKind.APPLICATION_FORM, f"documents/d{n}") for n in range(8)]
    together = Barrier(len(papers))

    def work(paper: FiledPaper) -> None:
        together.wait(60)
        with writing(engine) as session:
            file_it(session, paper)

    with ThreadPoolExecutor(len(papers)) as workers:
        for done in [workers.submit(work, paper) for paper in papers]:
            done.result(timeout=60)
    with reading(engine) as session:
        first, *others = Book(session).events(ONE)
        assert first.kind is EventKind.OPENED_BY_PAPER
        assert {event.kind for event in others} == {EventKind.DOCUMENT_ATTACHED}
        assert {event.document_id for event in others} == {paper.document_id for paper in papers}
        assert verify(session).holds


def test_a_list_that_comes_with_a_paper_adds_to_its_entry_or_was_first(
    engine: Engine, line: Line
) -> None:
    together = Barrier(2)

    def scan() -> None:
        together.wait(60)
        with writing(engine) as session:
            file_it(session)

    def bring() -> None:
        together.wait(60)
        with writing(engine) as session:
            Book(session).add([line(f"{n}" * 23) for n in range(9)], NOW, "import")

    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(scan), workers.submit(bring)]:
            done.result(timeout=60)
    with reading(engine) as session:
        assert Book(session).entry(ONE).name == "髙橋　春樹"
        assert kinds(session) in (
            [EventKind.IMPORTED, EventKind.DOCUMENT_ATTACHED],
            [EventKind.OPENED_BY_PAPER, EventKind.DOCUMENT_ATTACHED, EventKind.FACTS_ADDED],
        )
        assert verify(session).holds


class TestAListThatNamesIt:
    def test_adds_all_it_says_with_an_event_of_its_own(self, session: Session, line: Line) -> None:
        file_it(session)
        assert Book(session).add([line("1" * 23)], LATER, "tanaka") == (ONE,)
        entry, event = Book(session).entry(ONE), Book(session).events(ONE)[-1]
        assert (entry.name, entry.birth_date) == ("髙橋　春樹", date(1961, 3, 9))
        assert (event.kind, event.by, event.at) == (EventKind.FACTS_ADDED, "tanaka", LATER)
        assert [one.application_id for one in find_entries(session, Wanted(name="高橋"))] == [ONE]
        assert verify(session).holds

    def test_says_how_far_it_is_where_nothing_else_does(self, session: Session, line: Line) -> None:
        file_it(session)
        Book(session).add([line("1" * 23)], LATER, "import")
        event = Book(session).events(ONE)[-1]
        assert (event.before, event.after) == (APPLIED, AT_OFFICE)

    @pytest.mark.parametrize("said", [Stage.APPLICATION_RECEIVED, Stage.CARD_RECEIVED])
    def test_does_not_set_back_what_is_on_record(
        self, session: Session, line: Line, said: Stage
    ) -> None:
        file_it(session)
        Book(session).record(ONE, EventKind.CARD_RECEIVED, NOW, "clerk")
        Book(session).add([line("1" * 23, said, MailState.NONE)], LATER, "import")
        assert Book(session).entry(ONE).state == State(Stage.CARD_RECEIVED)

    def test_is_refused_where_the_ledger_says_otherwise(self, session: Session, line: Line) -> None:
        file_it(session)
        Book(session).record(ONE, EventKind.CARD_RECEIVED, NOW, "clerk")
        with pytest.raises(AlreadyInLedgerError, match="state"):
            Book(session).add([line("1" * 23)], LATER, "import")

    def test_is_a_list_like_any_other_from_then_on(self, session: Session, line: Line) -> None:
        file_it(session)
        Book(session).add([line("1" * 23)], NOW, "import")
        Book(session).record(ONE, EventKind.DELIVERED, NOW, "clerk")
        assert Book(session).add([line("1" * 23)], LATER, "import") == ()
        assert kinds(session)[2:] == [EventKind.FACTS_ADDED, EventKind.DELIVERED]
        with pytest.raises(AlreadyInLedgerError, match="kana"):
            Book(session).add([line("1" * 23, kana="タカハシ　ナツキ")], LATER, "import")
        with pytest.raises(AlreadyInLedgerError, match="state"):
            Book(session).add([line("1" * 23, Stage.PRECONFIGURED)], LATER, "import")
