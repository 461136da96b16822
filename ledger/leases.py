"""Which workers are alive, by the database's own clock: the clocks of machines may differ."""

from sqlalchemy import Engine, delete, text
from sqlmodel import col, select

from ledger.engine import reading, writing
from ledger.tables import WorkerLease

_NOW = {
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400.0",
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())",
}


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
