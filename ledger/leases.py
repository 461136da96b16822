"""Which workers are alive, by the database's own clock: the clocks of machines may differ."""

from typing import Self

from sqlalchemy import Connection, Engine, delete, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from ledger.engine import database_errors, reading, writing
from ledger.tables import WorkerLease

_NOW = {
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400.0",
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())",
}
_NAMES = 0x68696B61  # of our advisory locks on names; the program's name in hexadecimal
_TAKE = text("SELECT pg_try_advisory_lock(:names, hashtext(:worker))")


class Leases:
    """Renewed by every worker a few times a lease; who does not renew is taken over."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._now = text(_NOW[engine.dialect.name])

    def renew(self, worker: str, role: str) -> None:
        """Say that the worker is alive now."""
        with writing(self._engine) as session:
            now = float(session.execute(self._now).scalar_one())
            session.merge(WorkerLease(worker=worker, role=role, seen_at=now))

    def alive(self, lease_s: float, role: str | None = None) -> frozenset[str]:
        """Name the workers that renewed within the last `lease_s` seconds."""
        with reading(self._engine) as session:
            since = float(session.execute(self._now).scalar_one()) - lease_s
            wanted = select(WorkerLease.worker).where(col(WorkerLease.seen_at) > since)
            if role is not None:
                wanted = wanted.where(col(WorkerLease.role) == role)
            return frozenset(session.exec(wanted))

    def give_up(self, worker: str) -> None:
        """Say that the worker ends and needs no heir."""
        with writing(self._engine) as session:
            session.execute(delete(WorkerLease).where(col(WorkerLease.worker) == worker))

    def claim(self, worker: str) -> "Claim | None":
        """Take the name of a worker, as long as the process lives; None: another has it.

        Raises:
            DatabaseDownError: nobody can say who has it.
        """
        claim = Claim(self._engine, worker)
        return claim if claim.holds() else None


class Claim:
    """The sole right to a worker's name among all machines that share the database.

    On PostgreSQL it is a lock of a connection's own, which the server lifts when the process ends,
    however it ends; a worker that is only frozen keeps it. If the server was away meanwhile, the
    lock is taken anew. A SQLite database has one machine, where a locked file is enough.
    """

    def __init__(self, engine: Engine, worker: str) -> None:
        self._engine, self._worker = engine, worker
        self._connection: Connection | None = None

    def holds(self) -> bool:
        """Tell whether the name is still ours; it may be lost while the server is away.

        Raises:
            DatabaseDownError: the server is away now.
        """
        if self._engine.dialect.name != "postgresql":
            return True
        with database_errors():
            return self._answers() or self._take()

    def give_up(self) -> None:
        """Let the name go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.give_up()

    def _answers(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.exec_driver_sql("SELECT 1")
            self._connection.commit()
        except DBAPIError:
            self.give_up()
            return False
        return True

    def _take(self) -> bool:
        connection = self._engine.connect()
        connection.detach()  # closed when it is let go, and the lock with it
        mine = connection.execute(_TAKE, {"names": _NAMES, "worker": self._worker}).scalar_one()
        connection.commit()
        if not mine:
            connection.close()
            return False
        self._connection = connection
        return True
