"""What each role costs while there is nothing to do."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.machine import pss_mib, used_s
from bench.offices import Place, roles
from bench.scale_jobs import POSTGRESQL, SQLITE
from bench.servers import Database, since
from hikae.office import Office
from tests.ports import free_port
from tests.postgres import PostgreSQL

_LOOK_S = 3.0
_SETTLED = 0.1  # of a core; a start uses all that it gets
_DEADLINE_S = 60.0


@dataclass(frozen=True, slots=True)
class Idle:
    """One role alone in an office without work."""

    role: str
    database: str
    seconds: float
    cpu_percent: float
    mib: float
    statements_a_s: float | None = None
    server_cpu_percent: float | None = None
    connections: int | None = None


def idle(seconds: float, ledgers: PostgreSQL) -> Iterator[Idle]:
    """Look at each role for so long, one after the other, so that each has its own figures."""
    for kind in (SQLITE, POSTGRESQL):
        for role in (("watch",), ("work",), ("console", "--port", str(free_port()))):
            database = Database(ledgers) if kind == POSTGRESQL else None
            with TemporaryDirectory() as home:
                place = Place(Path(home), database.named if database else ())
                yield _alone(place, role, database, seconds)


def _alone(place: Place, role: tuple[str, ...], database: Database | None, seconds: float) -> Idle:
    Office.open(place.settings()).engine.dispose()
    with roles(place, [("hikae", *role)], HIKAE_WORKERS="2") as running:
        pid = running[0].pid
        _wait_until_settled(pid)
        cpu_s, counted = used_s(pid), database.counted() if database else None
        time.sleep(seconds)
        cpu_s, mib = used_s(pid) - cpu_s, pss_mib(pid)
        if running[0].poll() is not None:
            raise RuntimeError(f"{role[0]} ended:\n{(place.home / 'roles.log').read_text()}")
        shown = (role[0], POSTGRESQL if database else SQLITE, seconds)
        percent = round(cpu_s / seconds * 100, 2)
        if database is None or counted is None:
            return Idle(*shown, percent, mib)
        did = since(counted, database.counted())
        return Idle(
            *shown,
            percent,
            mib,
            statements_a_s=round(did.statements / seconds, 1),
            server_cpu_percent=round(did.cpu_s / seconds * 100, 2),
            connections=database.connections(),
        )


def _wait_until_settled(pid: int) -> None:
    """Let it start, which on a busy machine takes its time."""
    until, used, before = time.monotonic() + _DEADLINE_S, 0.0, -1.0
    while used - before > _SETTLED * _LOOK_S and time.monotonic() < until:
        time.sleep(_LOOK_S)
        used, before = used_s(pid), used
