"""A real book for every test, copied from one that was migrated once."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from ledger.engine import open_engine, writing
from ledger.ids import ApplicationId
from ledger.migrations import upgrade
from ledger.records import NewEntry
from ledger.states import MailState, Stage, State
from tests.databases import KINDS, Databases, databases_of


@pytest.fixture(params=KINDS, scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    """Each kind of database that a ledger may be kept on."""
    return databases_of(request.param, tmp_path_factory.mktemp("databases"))


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    engine = open_engine(databases.like("book", _make))
    yield engine
    engine.dispose()


@pytest.fixture
def file_engine(tmp_path: Path) -> Iterator[Engine]:
    """The same on SQLite, for what only a file can do."""
    engine = open_engine(f"sqlite:///{tmp_path / 'book.db'}")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


@pytest.fixture
def now() -> datetime:
    return datetime(2025, 10, 20, 5, 0, tzinfo=UTC)


@pytest.fixture
def line() -> Callable[..., NewEntry]:
    """Make a line of a list: who it is does not matter, only what the test names."""

    def make(
        digits: str,
        stage: Stage = Stage.AT_OFFICE,
        mail: MailState = MailState.DISPATCHED,
        **facts: object,
    ) -> NewEntry:
        given: dict[str, object] = {
            "name": "髙橋　春樹",
            "kana": "タカハシ　ハルキ",
            "birth_date": date(1961, 3, 9),
            "office": "北区役所市民保険年金課",
            "tracking_number": "11223344556",
        }
        return NewEntry(ApplicationId(digits), state=State(stage, mail), **(given | facts))  # type: ignore[arg-type]

    return make


def _make(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
