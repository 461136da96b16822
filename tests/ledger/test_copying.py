"""The ledger goes from one database into another: all of it, the same, or nothing."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine, text

from ledger import chain
from ledger.book import Book
from ledger.copying import CopyDiffersError, copy_ledger, held_still, is_untouched, survey
from ledger.engine import open_engine, reading, writing
from ledger.errors import DatabaseDownError
from ledger.migrations import upgrade
from ledger.records import ArrivalFacts, NewEntry
from ledger.register import Register
from ledger.scans import ScanKind
from tests.databases import KINDS, Databases, databases_of

ANNA, BERTA = "1" * 23, "2" * 23


@pytest.fixture(params=KINDS, scope="session")
def other_databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    """Each kind of database that a ledger may go to."""
    return databases_of(request.param, tmp_path_factory.mktemp("others"))


@pytest.fixture
def other(other_databases: Databases) -> Iterator[Engine]:
    """A second ledger in which nobody has worked."""
    engine = open_engine(other_databases.like("other", _make))
    yield engine
    engine.dispose()


@pytest.fixture
def begun(engine: Engine, now: datetime, line: Callable[..., NewEntry]) -> Engine:
    """A ledger with two entries and an arrival."""
    with writing(engine) as session:
        Book(session).add([line(ANNA), line(BERTA)], now, "test")
        Register(session).receive(
            ArrivalFacts("a1", "1.pdf", "a" * 64, 10, ScanKind.PDF, now, "watch", "originals/a")
        )
    return engine


def carry(source: Engine, target: Engine) -> None:
    with reading(source) as here, writing(target) as there:
        copy_ledger(here, there)


class TestACopy:
    def test_holds_the_same_rows_and_an_unbroken_chain(self, begun: Engine, other: Engine) -> None:
        carry(begun, other)
        with reading(begun) as here, reading(other) as there:
            assert survey(there) == survey(here)
            assert chain.verify(there).holds
            assert chain.verify(there).events == 2

    def test_goes_on_counting_where_the_original_stopped(
        self, begun: Engine, other: Engine, now: datetime, line: Callable[..., NewEntry]
    ) -> None:
        carry(begun, other)
        with writing(other) as session:
            Book(session).add([line("3" * 23)], now, "test")
            facts = ArrivalFacts("a2", "2.pdf", "b" * 64, 9, ScanKind.PDF, now, "watch", "o/b")
            Register(session).receive(facts)
        with reading(other) as session:
            assert chain.verify(session).holds
            assert session.execute(text("SELECT max(position) FROM arrival")).scalar() == 2

    def test_that_is_broken_off_leaves_nothing(self, begun: Engine, other: Engine) -> None:
        def carry_half() -> None:
            with reading(begun) as here, writing(other) as there:
                copy_ledger(here, there)
                raise InterruptedError

        with pytest.raises(InterruptedError):
            carry_half()
        with reading(other) as session:
            assert is_untouched(session)

    def test_that_reads_back_otherwise_is_refused(self, begun: Engine, file_engine: Engine) -> None:
        with file_engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER forget AFTER INSERT ON arrival BEGIN "
                "UPDATE arrival SET size = size + 1 WHERE position = new.position; END"
            )
        with pytest.raises(CopyDiffersError, match="arrival"):
            carry(begun, file_engine)


class TestUntouched:
    def test_is_a_ledger_in_which_nobody_has_worked(self, other: Engine) -> None:
        with reading(other) as session:
            assert is_untouched(session)

    def test_is_none_with_an_entry(self, begun: Engine) -> None:
        with reading(begun) as session:
            assert not is_untouched(session)


class TestASurvey:
    def test_sees_one_changed_value(self, begun: Engine, now: datetime) -> None:
        with reading(begun) as session:
            before = survey(session)
        with begun.begin() as connection:
            connection.exec_driver_sql("UPDATE entry SET office = 'x' WHERE name <> ''")
        with reading(begun) as session:
            after = survey(session)
        assert {table for table in after if after[table] != before[table]} == {"entry"}


def test_nobody_can_write_while_a_ledger_is_held_still(
    begun: Engine, now: datetime, line: Callable[..., NewEntry]
) -> None:
    impatient = open_engine(begun.url.render_as_string(hide_password=False), busy_ms=10)

    def write() -> None:
        with writing(impatient) as session:
            Book(session).add([line("3" * 23)], now, "test")

    with held_still(begun), pytest.raises(DatabaseDownError):
        write()
    impatient.dispose()


def _make(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
