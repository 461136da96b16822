"""Carries the whole ledger from one database into another, and proves that it is the same.

The caller owns both transactions, so the target holds all of it or nothing. Leases of workers are
not carried: who is alive here is not alive there.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, Row, Table, delete, func, insert, select, text
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session

from ledger.engine import writing
from ledger.errors import LedgerError
from ledger.migrations import ours
from ledger.tables import ChainHead, WorkerLease, table_of

_BATCH = 1000
_WIDTH = 2**256


class CopyDiffersError(LedgerError):
    """What was written does not read back the same. Nothing is to be counted on."""

    def __init__(self, table: str) -> None:
        super().__init__(f"the table {table} reads back otherwise than it was written")
        self.table = table


@dataclass(frozen=True, slots=True)
class Extent:
    """What a table holds: how many rows, and a digest over them that does not know their order."""

    rows: int
    digest: str


Survey = Mapping[str, Extent]  # by table


def copy_ledger(source: OrmSession, target: OrmSession) -> Survey:
    """Write every row of the source into a target that nobody has worked in, and read it back.

    Raises:
        CopyDiffersError: the target gives back something else; the caller must not commit.
    """
    target.execute(delete(table_of(ChainHead)))  # a new ledger comes with its first link
    copied = {table.name: _copy(table, source, target) for table in _in_order()}
    _count_on(target)
    found = survey(target)
    for table, extent in copied.items():
        if found[table] != extent:
            raise CopyDiffersError(table)
    return copied


def survey(session: OrmSession) -> Survey:
    """Read all that the ledger holds, and say how much it is and what."""
    surveyed = {}
    for table in _in_order():
        tally = _Tally()
        for rows in _batches(session, table):
            tally.add(rows)
        surveyed[table.name] = tally.extent
    return surveyed


def is_untouched(session: OrmSession) -> bool:
    """Has nobody worked in this ledger yet? A new one has no row but the first link."""
    begun = session.scalar(select(func.max(table_of(ChainHead).c.event_id)))
    others = [table for table in _in_order() if table is not table_of(ChainHead)]
    return not begun and not any(
        session.scalar(select(func.count()).select_from(table)) for table in others
    )


@contextmanager
def held_still(engine: Engine) -> Iterator[Session]:
    """Open a session to read the ledger while nobody can change it: who wants to waits."""
    with writing(engine) as session:
        session.connection()  # a session begins with its first statement
        if engine.dialect.name == "postgresql":  # elsewhere, who may write has the only lock
            session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            names = ", ".join(table.name for table in ours().sorted_tables)
            session.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
        yield session


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    total: int = 0

    def add(self, rows: list[Row[tuple[object, ...]]]) -> None:
        """A sum, because two databases order texts in two ways."""
        self.rows += len(rows)
        for row in rows:
            digest = hashlib.sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest()
            self.total = (self.total + int.from_bytes(digest)) % _WIDTH

    @property
    def extent(self) -> Extent:
        return Extent(self.rows, f"{self.total:064x}")


def _in_order() -> list[Table]:
    """A row comes after those it points to."""
    return [table for table in ours().sorted_tables if table is not table_of(WorkerLease)]


def _copy(table: Table, source: OrmSession, target: OrmSession) -> Extent:
    tally = _Tally()
    for rows in _batches(source, table):
        tally.add(rows)
        target.execute(insert(table), [dict(row._mapping) for row in rows])
    return tally.extent


def _batches(session: OrmSession, table: Table) -> Iterator[list[Row[tuple[object, ...]]]]:
    rows = session.execute(select(table).execution_options(yield_per=_BATCH))
    for some in rows.partitions():
        yield list(some)


def _count_on(target: OrmSession) -> None:
    """Let numbers that the database gives go on after those that were written."""
    if target.get_bind().dialect.name != "postgresql":
        return
    for table in _in_order():
        column = table.autoincrement_column
        last = None if column is None else target.scalar(select(func.max(column)))
        if column is not None and last is not None:
            counter = func.pg_get_serial_sequence(table.name, column.name)
            target.execute(select(func.setval(counter, last)))
