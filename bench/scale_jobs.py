"""What the way of a scan costs without the reading: scans a second, and what the database does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.machine import pss_mib, used_s
from bench.offices import Place, ended, fill, roles, wait_until_all_ended
from bench.scripted import scripted
from bench.servers import Counted, Database, Named, new_bucket, since
from tests.postgres import PostgreSQL
from tests.seaweed import SeaweedFS

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
FOLDER, BUCKET = "folder", "SeaweedFS"
_WORKER = ("bench.scripted",)


@dataclass(frozen=True, slots=True)
class Setup:
    """What was varied. `slots` is HIKAE_WORKERS of each process: so many scans at a time."""

    database: str
    store: str
    slots: int
    processes: int
    scans: int
    poll_s: float


@dataclass(frozen=True, slots=True)
class Rate:
    """One run. What the database counted is a scan's share, the polling of the run included."""

    setup: Setup
    taken_a_s: float
    scans_a_s: float
    worker_cpu_ms: float
    worker_mib: float
    server_cpu_ms: float | None = None
    statements: float | None = None
    commits: float | None = None
    wal_kib: float | None = None
    stored_kib: float | None = None
    connections: int | None = None


def rate(setup: Setup, ledgers: PostgreSQL, buckets: SeaweedFS) -> Rate:
    """Let scans wait, start the workers, and see how fast all have ended."""
    with _office(setup, ledgers, buckets) as (place, database):
        taken = fill(place, setup.scans)
        office = scripted(place.settings())
        size = database.counted() if database else None
        slots = {"HIKAE_WORKERS": str(setup.slots), "HIKAE_POLL_S": str(setup.poll_s)}
        open_at_most = 0
        with roles(place, [_WORKER] * setup.processes, **slots) as running:
            for _ in wait_until_all_ended(office, running):
                open_at_most = max(open_at_most, database.connections() if database else 0)
            now = database.counted() if database else None
            cpu_s = sum(used_s(role.pid) for role in running)
            mib = sum(pss_mib(role.pid) for role in running) / len(running)
        done = ended(office)
        office.engine.dispose()
    n = done.scans
    shown = Rate(setup, _short(taken), _short(n / done.took_s), _short(cpu_s / n * 1000), mib)
    return _with_counts(shown, since(size, now), n, open_at_most) if size and now else shown


def _with_counts(shown: Rate, did: Counted, n: int, connections: int) -> Rate:
    return replace(
        shown,
        server_cpu_ms=_short(did.cpu_s / n * 1000),
        statements=_short(did.statements / n),
        commits=_short(did.commits / n),
        wal_kib=_short(did.wal_bytes / n / 1024),
        stored_kib=_short(did.size / n / 1024),
        connections=connections,
    )


@contextmanager
def _office(
    setup: Setup, ledgers: PostgreSQL, buckets: SeaweedFS
) -> Iterator[tuple[Place, Database | None]]:
    database = Database(ledgers) if setup.database == POSTGRESQL else None
    servers: Named = database.named if database else ()
    if setup.store == BUCKET:
        servers += new_bucket(buckets)
    with TemporaryDirectory() as home:
        yield Place(Path(home), servers), database


def _short(value: float) -> float:
    return round(value, 1)
