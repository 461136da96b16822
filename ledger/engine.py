"""Open the database: durable, one writer at a time, and never on a network share."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy import exc as theirs
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session

from ledger import postgresql
from ledger.errors import DatabaseDownError, DatabaseOnNetworkError

_BUSY_MS = 30_000
_LOOK_AGAIN_S = 0.02
_DOWN = (theirs.DatabaseError, theirs.OperationalError, theirs.InternalError)
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_MOUNTS = Path("/proc/self/mountinfo")
# SQLite's locks and its shared memory do not work across machines.
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|9p|ncpfs|afs|ceph|lustre|gpfs|beegfs|davfs|glusterfs"
    r"|fuse\.(sshfs|glusterfs|ceph|s3fs|rclone|davfs2?|smbnetfs|curlftpfs|goofys)"
)


def database_url(text: str) -> str:
    """Read the address of a database as people write it; give it with the driver we use.

    Raises:
        ValueError: it cannot be understood, or is of a kind that the ledger is not kept on. The
            message says what is wrong and never what was given, for that may hold a password.
    """
    try:
        address = make_url(text)
    except (theirs.ArgumentError, ValueError):
        raise ValueError("not the address of a database (postgresql://…)") from None
    driver = _DRIVERS.get(address.drivername)
    if driver is None:
        raise ValueError("the ledger is kept on postgresql:// or sqlite:///, on nothing else")
    if not address.database and driver != "sqlite":
        raise ValueError("the address names no database (postgresql://user@host/database)")
    return address.set(drivername=driver).render_as_string(hide_password=False)


def url_of_file(file: Path) -> str:
    """Give the SQLAlchemy URL of a database in a file, whatever letters its name has."""
    return f"sqlite:///{quote(str(file))}"


def is_served(url: str) -> bool:
    """Tell whether the database is a server's, or a file of this machine."""
    return make_url(database_url(url)).get_backend_name() == "postgresql"


def strangers_address(url: str) -> str:
    """Give an address for a library that connects by itself: time-outs are written into it."""
    address = make_url(database_url(url))
    if is_served(url):
        address = postgresql.strangers_address(address)
    return address.render_as_string(hide_password=False)


def open_engine(url: str, *, busy_ms: int = _BUSY_MS, waits_for_its_turn: bool = False) -> Engine:
    """Open the database of an office. A SQLite file that is not there yet is created empty.

    Args:
        url: see `database_url`.
        busy_ms: so long a locked database is waited for.
        waits_for_its_turn: where many ask at once for the few connections to a server, each waits
            as long as it takes; otherwise some more are opened, and who waits long is told.

    Raises:
        ValueError: see `database_url`.
        DatabaseOnNetworkError: the file would lie on a network share.
        DatabaseDownError: the file or the server cannot be opened.
    """
    address = make_url(database_url(url))
    engine = (
        postgresql.engine(address, busy_ms, waits_for_its_turn=waits_for_its_turn)
        if is_served(url)
        else _on_file(address, busy_ms)
    )
    try:
        with database_errors(), engine.connect():
            return engine
    except theirs.DatabaseError as error:  # such as an option of the URL that does not exist
        raise DatabaseDownError(_plain(error)) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Open a session that holds the write lock from its start and commits at the end."""
    with database_errors(), Session(engine) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session on one steady view of the database; it never waits for a writer."""
    options: dict[str, Any] = {postgresql.LOOKING: True}
    if engine.dialect.name == "postgresql":
        options |= postgresql.READING
    with database_errors(), Session(engine.execution_options(**options)) as session:
        yield session


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Let nobody else change tables for a while. (SQLite has one writer anyway.)"""
    turn = postgresql.alone(engine) if engine.dialect.name == "postgresql" else nullcontext()
    with database_errors(), turn:
        yield


def holds_what_it_reads(session: OrmSession) -> bool:
    """Tell whether a row that is looked up is to be held until the session ends.

    So it is where something may be written, for what was read decides what is written; a session
    of `reading` may not even ask for it. (SQLite has one writer anyway and ignores FOR UPDATE.)
    """
    return not session.get_bind().get_execution_options().get(postgresql.LOOKING)


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn what a database says when it is locked, full, damaged or away into our own error."""
    try:
        yield
    except theirs.TimeoutError as error:
        raise DatabaseDownError("no connection is free") from error
    except theirs.DatabaseError as error:
        if type(error) not in _DOWN:
            raise  # a broken promise of our own, such as an event that would be changed
        raise DatabaseDownError(_plain(error)) from error


def refuse_network(database: Path, mounts: Path = _MOUNTS) -> None:
    """Look up on what kind of file system the file lies; unknown systems are trusted.

    Raises:
        DatabaseOnNetworkError: it is a network share.
    """
    if not mounts.exists():
        return
    kind = filesystem_of(database, mounts.read_text(encoding="utf-8", errors="surrogateescape"))
    if _NETWORK.fullmatch(kind):
        raise DatabaseOnNetworkError(database, kind)


def filesystem_of(path: Path, mountinfo: str) -> str:
    """Name the file system of the deepest mount above a path, from the text of mountinfo."""
    resolved = path.resolve()
    best, kind = -1, ""
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        point = Path(re.sub(r"\\(\d{3})", lambda m: chr(int(m[1], 8)), left.split(" ")[4]))
        depth = len(point.parts)
        # A later line lies over an earlier one at the same place.
        if depth >= best and resolved.is_relative_to(point):
            best, kind = depth, right.split(" ")[0]
    return kind


def _on_file(address: URL, busy_ms: int) -> Engine:
    if address.database and address.database != ":memory:":
        refuse_network(Path(address.database))
    # Statements carry names and IDs: an error message must not show them.
    engine = create_engine(address, hide_parameters=True)
    event.listen(engine, "connect", _settings(busy_ms))
    event.listen(engine, "begin", _begin)
    return engine


def _settings(busy_ms: int) -> Any:  # noqa: ANN401  # SQLAlchemy's untyped listener
    def set_up(dbapi_connection: Any, _record: object) -> None:  # noqa: ANN401
        dbapi_connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (f"busy_timeout={busy_ms}", "synchronous=FULL", "foreign_keys=ON"):
            dbapi_connection.execute(f"PRAGMA {pragma}")
        _write_ahead(dbapi_connection, busy_ms)

    return set_up


def _write_ahead(dbapi_connection: Any, busy_ms: int) -> None:  # noqa: ANN401
    """Switch to the write-ahead log, once in the life of a file.

    SQLite does not wait for another connection here, whatever the busy time-out says.
    """
    until = time.monotonic() + busy_ms / 1000
    while dbapi_connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            dbapi_connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(_LOOK_AGAIN_S)


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once with "database is locked",
    # whatever the time-out: who may write takes the lock first.
    is_reading = bool(connection.get_execution_options().get(postgresql.LOOKING))
    connection.exec_driver_sql(f"PRAGMA query_only={int(is_reading)}")
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _plain(error: theirs.DatabaseError) -> str:
    return str(error.orig).splitlines()[0] if error.orig else type(error).__name__
