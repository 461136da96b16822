"""Which troubles of a database pass by themselves: a full disk, a lock, a server that is away."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError

_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    }
)
_POSTGRESQL = (
    "08",  # no connection
    "25006",  # read-only: a standby that is not promoted yet, or a disk that is nearly full
    "25P03",  # ended, for we froze in the middle of a transaction
    "40001",  # somebody was faster
    "40P01",  # two waited for each other
    "53",  # no disk, no memory, no connection free
    "55P03",  # somebody holds a lock for long
    "57",  # shutting down, starting up, or it took too long
    "58030",  # the disk fails
)


def passes_on_file(error: Exception) -> bool:
    """Tell whether the same thing done later in a SQLite file may succeed."""
    theirs = error.orig if isinstance(error, DBAPIError) else None
    # The low byte is the kind of trouble, the rest tells more about it.
    return isinstance(theirs, sqlite3.Error) and theirs.sqlite_errorcode & 0xFF in _SQLITE


def passes_on_server(error: Exception) -> bool:
    """Tell whether the same thing done later on a PostgreSQL server may succeed."""
    theirs = error.orig if isinstance(error, DBAPIError) else None
    if not isinstance(theirs, psycopg.Error):
        return False
    if theirs.sqlstate:
        return theirs.sqlstate.startswith(_POSTGRESQL)
    return isinstance(theirs, psycopg.OperationalError)  # no word from the server: it is away
