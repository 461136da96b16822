"""What the suites of this folder run on."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from hikae.office import migrate
from ledger.engine import open_engine
from tests.databases import KINDS, Databases, databases_of


@pytest.fixture(params=KINDS, scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    """Each kind of database that an office may be kept on."""
    return databases_of(request.param, tmp_path_factory.mktemp("databases"))


@pytest.fixture
def database(databases: Databases) -> str:
    """The URL of a database of this test's own, with all tables."""
    return databases.like("made", _migrate)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """The same, opened."""
    engine = open_engine(database)
    yield engine
    engine.dispose()


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrate(url, engine)
    engine.dispose()
