"""How we talk to a PostgreSQL server: few connections, and a server that hangs is an error.

Used by `ledger.engine` only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

KEPT, SPARE = 3, 7
LOOKING = "hikae_reading"  # an option of a connection that only looks
READING = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
_CONNECT_S = 5
_TURN_MS = 600_000
_TABLES = 0x68696B6165  # of our advisory lock; the name of the program in hexadecimal
_STATEMENT_MS = 300_000
# Who froze in the middle of a change must not hold the others up for ever.
_IDLE_IN_CHANGE_MS = 60_000
# A machine that is gone, or a cable: noticed within a minute, whether we wait or write.
_LINE = {
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


def engine(address: URL, busy_ms: int, spare: int) -> Engine:
    """Make an engine. It is connected when it is first used."""
    # Statements carry names and IDs: an error message must not show them.
    made = create_engine(
        address,
        connect_args=connect_args(address, busy_ms),
        hide_parameters=True,
        max_overflow=spare,
        pool_pre_ping=True,
        pool_size=KEPT,
    )
    event.listen(made, "begin", _begin)
    return made


def connect_args(address: URL, busy_ms: int) -> dict[str, Any]:
    """Say how to connect; what the URL says itself goes before it."""
    ours: dict[str, Any] = {"connect_timeout": _CONNECT_S, "application_name": "hikae", **_LINE}
    limits = {
        "lock_timeout": busy_ms,
        "statement_timeout": _STATEMENT_MS,
        "idle_in_transaction_session_timeout": _IDLE_IN_CHANGE_MS,
    }
    options = [f"-c {name}={milliseconds}" for name, milliseconds in limits.items()]
    given = address.query.get("options", "")
    return {
        **{name: value for name, value in ours.items() if name not in address.query},
        "options": " ".join([*options, given if isinstance(given, str) else " ".join(given)]),
    }


@contextmanager
def alone(made: Engine) -> Iterator[None]:
    """Hold the right to change tables; whoever else wants it waits.

    The right hangs on a connection of its own and ends with it, whatever becomes of us.
    """
    with made.connect() as connection:
        connection.detach()  # closed at the end and not given back with these settings
        connection.exec_driver_sql(f"SET lock_timeout = {_TURN_MS}")
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({_TABLES})")
        connection.commit()
        yield


def _begin(connection: Connection) -> None:
    # A long look, such as an export that somebody reads page by page, holds nobody up.
    if connection.get_execution_options().get(LOOKING):
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
