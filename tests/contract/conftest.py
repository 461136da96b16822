"""What the suites of this folder run on."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import Engine

from hikae.office import migrate
from ledger.engine import open_engine
from tests import postgres


class Databases(Protocol):
    """One kind of database, and new ones of it."""

    def empty(self) -> str:
        """Make a database without tables; give its URL."""

    def made(self) -> str:
        """Make one with the tables of ledger and work engine; give its URL."""


class SQLite:
    """Files."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count()
        self._made = self._new()
        _migrate(_url(self._made))

    def empty(self) -> str:
        """See `Databases.empty`."""
        return _url(self._new())

    def made(self) -> str:
        """See `Databases.made`."""
        return _url(Path(shutil.copyfile(self._made, self._new())))

    def _new(self) -> Path:
        return self._folder / f"{next(self._numbers)}.db"


class Served:
    """Databases of the tests' own PostgreSQL."""

    def __init__(self) -> None:
        self._server = postgres.shared()
        self._made = "made"
        _migrate(self._server.database(self._made))

    def empty(self) -> str:
        """See `Databases.empty`."""
        return self._server.database()

    def made(self) -> str:
        """See `Databases.made`."""
        return self._server.database(options=f"TEMPLATE {self._made}")


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Databases:
    return Served()


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)], scope="session"
)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each kind of database that an office may be kept on."""
    found: Databases = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    """A database of this test's own, with all tables."""
    engine = open_engine(databases.made())
    yield engine
    engine.dispose()


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrate(url, engine)
    engine.dispose()


def _url(path: Path) -> str:
    return f"sqlite:///{path}"
