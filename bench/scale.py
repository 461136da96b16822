"""How far it scales: pages a minute, scans a second without the reading, and what idling costs.

Nothing is asserted: on a busy machine the figures are worse. The load before each part, and what
others used while pages were read, are told beside them.
"""

import argparse
import json
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from bench.machine import machine
from bench.scale_idle import Idle, idle
from bench.scale_jobs import BUCKET, FOLDER, POSTGRESQL, SQLITE, Rate, Setup, rate
from bench.scale_pages import WAYS, Pages, pages
from bench.servers import database_server, flushing_server
from tests.postgres import PostgreSQL

RESULTS = Path(__file__).with_name("results")
_POLL_S = 0.3  # the product's default
_SLOTS = (1, 2, 4, 8, 16)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long to look. Short runs show mostly the start."""

    sets: int
    rounds: int
    scans_a_slot: int
    idle_s: float


_USUAL = Sizes(sets=40, rounds=3, scans_a_slot=12, idle_s=30)
_QUICK = Sizes(sets=4, rounds=1, scans_a_slot=8, idle_s=5)


def main() -> None:
    """Measure the wanted parts; print and write each as soon as it is there."""
    options = argparse.ArgumentParser(prog="script/bench scale")
    options.add_argument("parts", nargs="*", metavar="PART", help=f"of: {', '.join(_PARTS)}")
    options.add_argument("--quick", action="store_true", help="few and short runs")
    given = options.parse_args()
    if unknown := set(given.parts) - set(_PARTS):
        options.error(f"no such part: {', '.join(sorted(unknown))}")
    for part in given.parts or _PARTS:
        seen = machine(Path(__file__))
        table, runs = _PARTS[part](_QUICK if given.quick else _USUAL)
        Console().print(table, seen.told())
        _write(part, {"machine": asdict(seen), "runs": [asdict(run) for run in runs]})


def _pages(sizes: Sizes) -> tuple[Table, list[Pages]]:
    runs = list(_told(pages(sizes.sets, sizes.rounds)))
    table = Table("processes × workers", "pages/min", "ratio", "CPU s/page", "MiB each", "others")
    table.title = f"reading {runs[0].pages} pages, median of {sizes.rounds}"
    by_way = {way: [run for run in runs if run.readers == way] for way in WAYS}
    one = _median(by_way[WAYS[0]], lambda run: run.pages_a_minute)
    for way, some in by_way.items():
        speed = _median(some, lambda run: run.pages_a_minute)
        table.add_row(
            f"{way.processes} × {way.workers}",
            f"{speed:.1f}",
            f"{speed / one:.2f}",
            f"{_median(some, lambda run: run.cpu_s_a_page):.2f}",
            f"{_median(some, lambda run: run.mib_a_process):.0f}",
            f"{_median(some, lambda run: run.others):.0%}",
        )
    return table, runs


def _jobs(sizes: Sizes) -> tuple[Table, list[Rate]]:
    setups = [_setup(kind, slots, sizes) for slots in _SLOTS for kind in (SQLITE, POSTGRESQL)]
    setups += [
        _setup(POSTGRESQL, 8, sizes, store=BUCKET),
        _setup(POSTGRESQL, 8, sizes, processes=2),
        _setup(POSTGRESQL, 16, sizes, poll_s=0.1),
    ]
    runs: dict[Setup, list[Rate]] = defaultdict(list)
    with TemporaryDirectory() as folder, _database() as ledgers:
        buckets = flushing_server(Path(folder))
        for _ in range(sizes.rounds):
            for setup in setups:
                runs[setup] += _told([rate(setup, ledgers, buckets)])
        buckets.stop()
    return _table_of_jobs(runs, sizes), [run for some in runs.values() for run in some]


def _table_of_jobs(runs: dict[Setup, list[Rate]], sizes: Sizes) -> Table:
    columns = ("database, store", "processes × slots, poll", "taken/s", "scans/s", "CPU ms worker")
    counts = ("+ server", "statements", "commits", "WAL KiB", "rows KiB", "connections")
    title = f"scans of 2 pages that are not read; a scan's share, median of {sizes.rounds}"
    table = Table(*columns, *counts, title=title)
    for setup, some in runs.items():
        figures: list[Callable[[Rate], float | None]] = [
            lambda run: run.taken_a_s,
            lambda run: run.scans_a_s,
            lambda run: run.worker_cpu_ms,
            lambda run: run.server_cpu_ms,
            lambda run: run.statements,
            lambda run: run.commits,
            lambda run: run.wal_kib,
            lambda run: run.stored_kib,
            lambda run: run.connections,
        ]
        table.add_row(
            f"{setup.database}, {setup.store}",
            f"{setup.processes} × {setup.slots}, {setup.poll_s}",
            *(_shown(some, figure) for figure in figures),
        )
    return table


def _idle(sizes: Sizes) -> tuple[Table, list[Idle]]:
    with _database() as ledgers:
        runs = list(_told(idle(sizes.idle_s, ledgers)))
    counts = ("statements/s", "server CPU %", "connections")
    table = Table("role", "database", "CPU %", "MiB", *counts, title="nothing to do")
    for run in runs:
        figures = (run.statements_a_s, run.server_cpu_percent, run.connections)
        shown = ("" if figure is None else str(figure) for figure in figures)
        table.add_row(run.role, run.database, str(run.cpu_percent), str(run.mib), *shown)
    return table, runs


_PARTS: dict[str, Callable[[Sizes], tuple[Table, list[Pages] | list[Rate] | list[Idle]]]] = {
    "pages": _pages,
    "jobs": _jobs,
    "idle": _idle,
}


def _setup(
    database: str,
    slots: int,
    sizes: Sizes,
    *,
    store: str = FOLDER,
    processes: int = 1,
    poll_s: float = _POLL_S,
) -> Setup:
    scans = max(2, slots) * processes * sizes.scans_a_slot
    return Setup(database, store, slots, processes, scans, poll_s)


@contextmanager
def _database() -> Iterator[PostgreSQL]:
    server = database_server()
    try:
        yield server
    finally:
        server.remove()


def _told(runs: Iterable[T]) -> Iterator[T]:
    """Say what each run gave as soon as it has ended; all of them take a while."""
    for run in runs:
        print(run, flush=True)
        yield run


def _shown(some: list[Rate], figure: Callable[[Rate], float | None]) -> str:
    figures = [found for run in some if (found := figure(run)) is not None]
    return f"{statistics.median(figures):.1f}" if figures else ""


def _median(some: list[Pages], figure: Callable[[Pages], float]) -> float:
    return statistics.median(figure(run) for run in some)


def _write(part: str, shown: dict[str, object]) -> None:
    """Put the part beside those of earlier runs."""
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / "scale.json"
    known = json.loads(file.read_text("utf-8")) if file.exists() else {}
    file.write_text(json.dumps({**known, part: shown}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
