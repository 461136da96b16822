"""Pages a minute on real samples, with one core reading and with two."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.machine import busy_s, pss_mib, used_s
from bench.offices import LONG_AGO_S, Place, ended, roles, wait_until_all_ended
from hikae.office import Office
from hikae.samples import Profile, make

_SEED = 1


@dataclass(frozen=True, slots=True)
class Readers:
    """What was varied: processes of `hikae work`, and the pages that each reads at a time."""

    processes: int
    workers: int


@dataclass(frozen=True, slots=True)
class Pages:
    """One run. `others` is the part of the machine that everybody else used meanwhile."""

    readers: Readers
    pages: int
    pages_a_minute: float
    cpu_s_a_page: float
    mib_a_process: float
    others: float


WAYS = (Readers(1, 1), Readers(1, 2), Readers(2, 1))


def pages(sets: int, rounds: int) -> Iterator[Pages]:
    """Read the same samples in each way, the ways taking turns, each time in a fresh office."""
    with TemporaryDirectory() as folder:
        waiting = _with_samples(Path(folder), sets)
        for number in range(rounds):
            for way in WAYS[number % len(WAYS) :] + WAYS[: number % len(WAYS)]:
                home = Path(folder) / "now"
                shutil.copytree(waiting, home)
                yield _read(Place(home), way)
                shutil.rmtree(home)


def _with_samples(folder: Path, sets: int) -> Path:
    """Make an office whose samples wait for a worker."""
    batch, home = make(folder / "samples", _SEED, Profile.READING, sets), folder / "waiting"
    scans = batch.folder / "scans"
    for scan in scans.iterdir():
        os.utime(scan, (LONG_AGO_S, LONG_AGO_S))
    for words in (("ledger", "import", batch.ledger), ("take", scans)):
        subprocess.run(
            [sys.executable, "-m", "hikae", *words],
            env=Place(home).environment(),
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return home


def _read(place: Place, way: Readers) -> Pages:
    office = Office.open(place.settings())
    began, busy = time.monotonic(), busy_s()
    command = ("hikae", "work")
    with roles(place, [command] * way.processes, HIKAE_WORKERS=str(way.workers)) as running:
        for _ in wait_until_all_ended(office, running):
            continue
        cpu_s = sum(used_s(role.pid) for role in running)
        mib = sum(pss_mib(role.pid) for role in running) / way.processes
        wall_s, busy = time.monotonic() - began, busy_s() - busy
    done = ended(office)
    office.engine.dispose()
    return Pages(
        readers=way,
        pages=done.pages,
        pages_a_minute=round(done.pages / done.took_s * 60, 1),
        cpu_s_a_page=round(cpu_s / done.pages, 2),
        mib_a_process=round(mib, 1),
        others=round(max(0.0, busy - cpu_s) / wall_s / len(os.sched_getaffinity(0)), 2),
    )
