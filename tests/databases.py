"""New databases for tests, of each kind that an office may be kept on."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest

from tests import postgres

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)]


class Databases(Protocol):
    """One kind of database, and new ones of it."""

    def empty(self) -> str:
        """Make a database without tables; give its URL."""

    def like(self, name: str, make: Callable[[str], None]) -> str:
        """Make one like that which `make` makes of an empty one; it is asked once for a name."""


class SQLite:
    """Files."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count()
        self._first: dict[str, Path] = {}

    def empty(self) -> str:
        """See `Databases.empty`."""
        return _url(self._new())

    def like(self, name: str, make: Callable[[str], None]) -> str:
        """See `Databases.like`."""
        if name not in self._first:
            self._first[name] = self._new()
            make(_url(self._first[name]))
        return _url(Path(shutil.copyfile(self._first[name], self._new())))

    def _new(self) -> Path:
        return self._folder / f"{next(self._numbers)}.db"


_numbers = count()  # one server serves all of a process, and an `id` comes again


class Served:
    """Databases of the tests' own PostgreSQL."""

    def __init__(self) -> None:
        self._server = postgres.shared()
        self._first: dict[str, str] = {}

    def empty(self) -> str:
        """See `Databases.empty`."""
        return self._server.database()

    def like(self, name: str, make: Callable[[str], None]) -> str:
        """See `Databases.like`."""
        if name not in self._first:
            self._first[name] = f"first_{next(_numbers)}_{name}"
            make(self._server.database(self._first[name]))
        return self._server.database(options=f"TEMPLATE {self._first[name]}")


def databases_of(kind: str, folder: Path) -> Databases:
    """Give the databases of a kind; `folder` is for what lies in files."""
    return SQLite(folder) if kind == "sqlite" else Served()


def _url(path: Path) -> str:
    return f"sqlite:///{path}"
