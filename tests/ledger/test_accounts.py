"""The sums hold after any sequence of work, crashes and repetitions; and a wrong sum is seen."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text
from sqlmodel import Session

from ledger.accounts import arrivals, balance, expected_objects
from ledger.book import Book, FiledPaper
from ledger.documents import Documents
from ledger.engine import open_engine
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.migrations import upgrade
from ledger.records import ArrivalFacts, NewDocument, NewEntry, Readings, RefusedFacts
from ledger.register import Received, Register
from ledger.rules import Policy
from ledger.scans import ArrivalState, Outcome, ScanKind
from ledger.why import Unreadable, Why

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)
ONE, TWO = ApplicationId("1" * 23), ApplicationId("2" * 23)


@dataclass(frozen=True)
class Filed:
    key: str
    sha256: str
    size: int = 123


class CrashError(Exception):
    """The machine stopped in the middle of a transaction."""


@dataclass
class Office:
    """Walks scans past the register as the pipeline does, one transaction a step."""

    session: Session
    chance: random.Random

    def transact(self, step: Callable[[], object]) -> None:
        """Do a step until it is committed: it may crash before, or be done again after."""
        while True:
            try:
                with self.session.begin_nested():
                    step()
                    if self.chance.random() < 0.3:
                        raise CrashError
            except CrashError:
                continue
            if self.chance.random() < 0.7:
                return

    def drop(self, number: int, content: int) -> None:
        sha256 = f"{content:064x}"
        register = Register(self.session)
        if content == 0:
            refused = RefusedFacts(str(number), "x", sha256, 0, NOW, "drop", Unreadable.EMPTY_FILE)
            self.transact(lambda: register.quarantine_arrival(refused))
            return
        facts = ArrivalFacts(
            str(number),
            f"{number}.pdf",
            sha256,
            10,
            ScanKind.PDF,
            NOW,
            "drop",
            f"originals/{sha256}",
        )
        received: list[Received] = []
        self.transact(lambda: received.append(register.receive(facts)))
        if received[-1] is not Received.DUPLICATE:
            self.work(sha256)

    def work(self, sha256: str) -> None:
        register, pages = Register(self.session), self.chance.randint(1, 8)
        fate = self.chance.random()
        if fate < 0.1:
            return  # still waiting
        self.transact(lambda: register.start(sha256, NOW))
        if fate < 0.2:
            return
        self.transact(lambda: register.opened(sha256, pages))
        if fate < 0.35:
            self.transact(lambda: register.quarantine_scan(sha256, Unreadable.READING_FAILED, NOW))
            return
        self.decide(sha256, pages)
        if fate < 0.45:
            return
        for document in register.documents.of_scan(sha256):
            self.end(document.document_id)
        if fate < 0.55:
            self.transact(lambda: register.quarantine_scan(sha256, Unreadable.READING_FAILED, NOW))
        else:
            self.transact(lambda: register.close(sha256, NOW))

    def decide(self, sha256: str, pages: int) -> None:
        numbers = list(range(1, pages + 1))
        roles = [self.chance.choice(["content", "content", "blank", "separator"]) for _ in numbers]
        roles[0] = "content"
        by_role = {
            role: [number for number, its in zip(numbers, roles, strict=True) if its == role]
            for role in ("content", "blank", "separator")
        }
        documents = [NewDocument((number,), FormKind.RECEIPT) for number in by_role["content"]]
        self.transact(
            lambda: Register(self.session).decide(
                sha256,
                documents,
                by_role["blank"],
                by_role["separator"],
                Readings(f"readings/{sha256}", sha256),
            )
        )

    def end(self, document_id: str) -> None:
        documents, fate = Documents(self.session), self.chance.random()
        if fate < 0.4:
            self.transact(lambda: self.hold(document_id))
        else:
            self.transact(lambda: self.file(document_id, ONE))
        if fate < 0.1:
            self.transact(lambda: documents.rejected(document_id, "other", NOW, "clerk"))
        if fate > 0.9:
            self.transact(lambda: self.refile(document_id))

    def hold(self, document_id: str) -> None:
        documents = Documents(self.session)
        if documents.get(document_id).outcome is not Outcome.REJECTED:
            documents.held(document_id, Why.NO_KEY, (), NOW, "hikae")

    def file(self, document_id: str, application_id: ApplicationId) -> None:
        paper = FiledPaper(document_id, FormKind.RECEIPT, f"documents/{document_id}")
        result = Book(self.session).attach(application_id, paper, Policy(), NOW, "hikae")
        filing = Filed(paper.evidence, document_id + document_id)
        event_id = result.attached.event_id
        Documents(self.session).filed(
            document_id, application_id, filing, None, event_id, NOW, "hikae"
        )

    def refile(self, document_id: str) -> None:
        Book(self.session).withdraw(ONE, document_id, NOW, "clerk", "wrong person")
        anew = Documents(self.session).replaced(document_id, NOW, "clerk")
        self.file(anew.document_id, TWO)


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('accounts') / 'book.db'}")
    upgrade(engine)
    return engine


@pytest.fixture
def entries(line: Callable[..., NewEntry]) -> list[NewEntry]:
    return [line(ONE.digits), line(TWO.digits)]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drops=st.lists(st.integers(0, 4), max_size=8), seed=st.integers(0, 2**32))
def test_whatever_crashes_and_is_repeated_the_sums_hold(
    shared_engine: Engine, entries: list[NewEntry], drops: list[int], seed: int
) -> None:
    with Session(shared_engine) as session:
        Book(session).add(entries, NOW, "import")
        office = Office(session, random.Random(seed))
        for number, content in enumerate(drops):
            office.drop(number, content)
        account = balance(session)
        assert account.problems == ()
        assert account.arrivals == len(drops) == sum(account.states.values())
        shown = arrivals(session)
        assert len(shown) == len(drops)
        for state in ArrivalState:
            assert account.states[state] == sum(arrival.state is state for arrival in shown)
        assert account.pages == (
            account.filed_pages
            + account.held_pages
            + account.rejected_pages
            + account.blank_pages
            + account.separator_pages
        )


@pytest.fixture
def office(session: Session, entries: list[NewEntry]) -> Office:
    """One scan of two pages: one document filed, one page blank."""
    Book(session).add(entries, NOW, "import")
    register, sha256 = Register(session), f"{1:064x}"
    register.receive(
        ArrivalFacts("1", "a.pdf", sha256, 10, ScanKind.PDF, NOW, "drop", "originals/1")
    )
    register.start(sha256, NOW)
    register.opened(sha256, 2)
    document = NewDocument((1,), FormKind.RECEIPT)
    (row,) = register.decide(sha256, [document], [2], [], Readings("readings/1", "c" * 64))
    office = Office(session, random.Random(1))
    office.file(row.document_id, ONE)
    register.close(sha256, NOW)
    return office


def test_a_filed_scan_is_in_the_accounts(office: Office) -> None:
    account = balance(office.session)
    assert account.holds
    assert (account.pages, account.filed_pages, account.blank_pages) == (2, 1, 1)


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("UPDATE scan SET pages = 3", "has pages without a place"),
        ("DELETE FROM scanpage WHERE number = 2", "1 of them have an ending"),
        ("UPDATE document SET key = NULL", "filed without an object"),
        ("UPDATE document SET event_id = 99", "filed without an event"),
        ("UPDATE document SET event_id = 1", "filed without an event"),
        ("UPDATE document SET application_id = NULL", "filed without an object"),
        ("UPDATE document SET outcome = NULL", "is undecided"),
        ("UPDATE document SET outcome = 'withdrawn'", "1 of them have an ending"),
        ("UPDATE document SET key = 'documents/of-another'", "names another object"),
        ("UPDATE scan SET state = 'quarantined'", "its scan is in quarantine"),
        ("DELETE FROM arrival", "has no arrival"),
    ],
)
def test_what_was_lost_is_seen(office: Office, damage: str, problem: str) -> None:

    office.session.execute(text(damage))
    account = balance(office.session)
    assert not account.holds
    assert any(re.search(problem, said) for said in account.problems)


def test_the_archive_must_hold_all_that_was_ever_filed(office: Office) -> None:
    (arrival,) = arrivals(office.session)
    (document,) = arrival.documents
    office.refile(document.document_id)
    (replacement,) = arrivals(office.session)[0].documents
    objects = expected_objects(office.session)
    assert set(objects) == {
        "originals/1",
        "readings/1",
        f"documents/{document.document_id}",
        f"documents/{replacement.document_id}",
    }
    assert objects["originals/1"] == f"{1:064x}"


def test_only_the_arrivals_asked_for(office: Office) -> None:
    assert [arrival.id for arrival in arrivals(office.session, ["1", "9"])] == ["1"]
    assert arrivals(office.session, []) == ()
