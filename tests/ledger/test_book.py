"""The book against a small model of itself, and two writers at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_context

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine
from sqlmodel import Session

from ledger.book import Book, FiledPaper
from ledger.chain import verify
from ledger.engine import open_engine, reading, writing
from ledger.errors import MoveRefusedError, NotInLedgerError, StaleEntryError
from ledger.events import EventKind
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.migrations import upgrade
from ledger.records import NewEntry
from ledger.rules import Action, Move, Policy, Refused, judge, what_a_filing_means
from ledger.states import MailState, Stage, State

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)
IDS = [ApplicationId(f"{number:023d}") for number in range(3)]
PAPERS = [FiledPaper(f"d{n}", form, f"k{n}") for n, form in enumerate(FormKind)]

ids = st.sampled_from(IDS)
states = st.builds(State, st.sampled_from(Stage), st.sampled_from(MailState))


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> type[RuleBasedStateMachine]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('model') / 'book.db'}")
    upgrade(engine)

    class BookMachine(RuleBasedStateMachine):
        """A dictionary of states and a list of kinds say what the book must say."""

        @initialize(first=st.lists(states, min_size=len(IDS), max_size=len(IDS)))
        def open(self, first: list[State]) -> None:
            self.session = Session(engine)
            self.book = Book(self.session)
            self.states = dict(zip(IDS, first, strict=True))
            self.history = {one: [EventKind.IMPORTED] for one in IDS}
            self.hanging: dict[ApplicationId, list[FiledPaper]] = {one: [] for one in IDS}
            self.book.add(
                [
                    NewEntry(one, "名", "ナ", None, "北", state)
                    for one, state in self.states.items()
                ],
                NOW,
                "import",
            )

        @rule(one=ids, kind=st.sampled_from(EventKind))
        def record(self, one: ApplicationId, kind: EventKind) -> None:
            to = judge(self.states[one], kind)
            if isinstance(to, Refused):
                with pytest.raises(MoveRefusedError):
                    self.book.record(one, kind, NOW, "clerk")
                return
            self.book.record(one, kind, NOW, "clerk")
            self.history[one].append(kind)
            self.states[one] = to

        @rule(one=ids, paper=st.sampled_from(PAPERS), action=st.sampled_from(Action))
        def attach(self, one: ApplicationId, paper: FiledPaper, action: Action) -> None:
            policy = Policy({paper.form: action})
            result = self.book.attach(one, paper, policy, NOW, "hikae")
            if paper in self.hanging[one]:
                return
            self.hanging[one].append(paper)
            self.history[one].append(EventKind.DOCUMENT_ATTACHED)
            if result.moved:
                self.history[one].append(result.moved.kind)
            meaning = what_a_filing_means(paper.form, policy, self.states[one])
            if isinstance(meaning, Move):
                self.states[one] = meaning.to

        @rule(one=ids, to=states)
        def correct(self, one: ApplicationId, to: State) -> None:
            self.book.correct(one, to, NOW, "lead", "")
            self.history[one].append(EventKind.CORRECTED)
            self.states[one] = to

        @rule(one=ids, paper=st.sampled_from(PAPERS))
        def withdraw(self, one: ApplicationId, paper: FiledPaper) -> None:
            if paper not in self.hanging[one]:
                return
            event = self.book.withdraw(one, paper.document_id, NOW, "clerk", "")
            self.hanging[one].remove(paper)
            self.history[one].append(EventKind.DOCUMENT_WITHDRAWN)
            assert event.before == self.states[one]
            self.states[one] = event.after

        @invariant()
        def the_book_says_what_the_model_says(self) -> None:
            for one in IDS:
                entry, events = self.book.entry(one), self.book.events(one)
                assert entry.state == self.states[one] == events[-1].after
                assert [event.kind for event in events] == self.history[one]
                assert [event.seq for event in events] == list(range(1, entry.version + 1))
                assert all(a.after == b.before for a, b in pairwise(events))
            assert verify(self.session).holds

        def teardown(self) -> None:
            self.session.close()

    return BookMachine


def test_the_book_agrees_with_its_model(machine: type[RuleBasedStateMachine]) -> None:
    case = machine.TestCase
    case.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
    case("runTest").runTest()


def test_a_paper_withdrawn_from_an_unknown_entry_is_said(session: Session) -> None:
    with pytest.raises(NotInLedgerError):
        Book(session).withdraw(IDS[0], "d1", NOW, "clerk", "")


def send_again(url: str, digits: str, times: int) -> int:
    """Record `times` events, and count how often somebody else had been faster."""
    engine = open_engine(url)
    done = late = 0
    while done < times:
        with reading(engine) as session:
            version = Book(session).entry(ApplicationId(digits)).version
        try:
            with writing(engine) as session:
                Book(session).record(
                    ApplicationId(digits), EventKind.NOTICE_RESENT, NOW, "w", version=version
                )
        except StaleEntryError:
            late += 1
        else:
            done += 1
    engine.dispose()
    return late


def test_two_processes_never_write_over_each_other(
    engine: Engine, line: Callable[..., NewEntry]
) -> None:
    with writing(engine) as session:
        Book(session).add([line("1" * 23)], NOW, "import")
    url = engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        both = [pool.submit(send_again, url, "1" * 23, 20) for _ in range(2)]
        for one in both:
            one.result(timeout=60)
    with reading(engine) as session:
        assert Book(session).entry(ApplicationId("1" * 23)).version == 1 + 2 * 20
        assert verify(session).holds


def test_two_threads_never_write_over_each_other(
    engine: Engine, line: Callable[..., NewEntry]
) -> None:
    with writing(engine) as session:
        Book(session).add([line("1" * 23)], NOW, "import")
    url = engine.url.render_as_string(hide_password=False)
    both = [threading.Thread(target=send_again, args=(url, "1" * 23, 20)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    with reading(engine) as session:
        assert len(Book(session).events(ApplicationId("1" * 23))) == 1 + 2 * 20
        assert verify(session).holds
