"""How we talk to a PostgreSQL server: few connections, and a server that hangs is an error.

Used by `ledger.engine` only.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

_KEPT, _SPARE = 2, 8
LOOKING = "hikae_reading"  # an option of a connection that only looks
READING = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
_TURN_S, _EVER_S = 30, 86_400
_TABLES_MS = 600_000
_TABLES = 0x68696B6165  # of our advisory lock; the name of the program in hexadecimal
_STATEMENT_MS = 300_000
# Who froze in the middle of a change must not hold the others up for ever.
_IDLE_IN_CHANGE_MS = 60_000
# A machine that is gone, or a cable: noticed within a minute, whether we wait or write.
_LINE = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# The same at the server's end: it must not keep for hours what a machine holds that is gone.
_THERE = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}


def engine(address: URL, busy_ms: int, *, waits_for_its_turn: bool) -> Engine:
    """Make an engine. It is connected when it is first used.

    Many threads share few connections. In a rush some more are opened, or each
    `waits_for_its_turn`, however long that takes.
    """
    # Statements carry names and IDs: an error message must not show them.
    made = create_engine(
        address,
        connect_args=connect_args(address, busy_ms),
        hide_parameters=True,
        max_overflow=0 if waits_for_its_turn else _SPARE,
        pool_pre_ping=True,
        pool_size=_KEPT,
        pool_timeout=_EVER_S if waits_for_its_turn else _TURN_S,
    )
    event.listen(made, "begin", _begin)
    return made


def connect_args(address: URL, busy_ms: int) -> dict[str, Any]:
    """Say how to connect; what the URL says itself goes before it."""
    limits = {
        "lock_timeout": busy_ms,
        "statement_timeout": _STATEMENT_MS,
        "idle_in_transaction_session_timeout": _IDLE_IN_CHANGE_MS,
    }
    return {"application_name": "hikae", **_line(address, limits)}


def strangers_address(address: URL) -> URL:
    """Write into an address what libraries do not say that connect by themselves."""
    return address.update_query_dict({name: str(it) for name, it in _line(address, {}).items()})


def _line(address: URL, limits: Mapping[str, int]) -> dict[str, str | int]:
    ours = {name: value for name, value in _LINE.items() if name not in address.query}
    options = [f"-c {name}={value}" for name, value in (_THERE | dict(limits)).items()]
    given = address.query.get("options", "")
    options += [given] if isinstance(given, str) else given
    return {**ours, "options": " ".join(options).strip()}


@contextmanager
def alone(made: Engine) -> Iterator[None]:
    """Hold the right to change tables; whoever else wants it waits.

    The right hangs on a connection of its own and ends with it, whatever becomes of us.
    """
    with made.connect() as connection:
        connection.detach()  # closed at the end and not given back with these settings
        connection.exec_driver_sql(f"SET lock_timeout = {_TABLES_MS}")
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({_TABLES})")
        connection.commit()
        yield


def _begin(connection: Connection) -> None:
    # A long look, such as an export that somebody reads page by page, holds nobody up.
    if connection.get_execution_options().get(LOOKING):
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
