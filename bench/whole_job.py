"""The whole job over some files: taken in, read, separated, identified, filed and recorded."""

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.contenders import JOBS
from bench.machine import used_s
from bench.offices import LONG_AGO_S, Place, roles, wait_until_all_ended
from bench.papers import Paper
from bench.taken import Cost, import_ledger, taking
from hikae.office import Office
from hikae.taking import take_paths

_WARM = b"\n% warm\n"  # behind the end of a PDF: the same pages, another file


def started_for_it(papers: Sequence[Paper], home: Path) -> Cost:
    """Take copies into a fresh office by one command, which starts what it needs and ends it."""
    place, scans = _office(papers, home)
    return taking(place, [scans], HIKAE_WORKERS=str(JOBS))


def in_a_running_office(papers: Sequence[Paper], home: Path) -> Cost:
    """Take copies into a fresh office whose worker has read a file before, as it has all day."""
    place, scans = _office(papers, home)
    first = home.with_name(f"{home.name} first.pdf")
    first.write_bytes(papers[0].source.read_bytes() + _WARM)
    os.utime(first, (LONG_AGO_S, LONG_AGO_S))
    office = Office.open(place.settings())
    with roles(place, [("hikae", "work")], HIKAE_WORKERS=str(JOBS)) as running:
        take_paths(office, [first], lambda _taken: None)
        _come_back(wait_until_all_ended(office, running))
        began, before = time.monotonic(), used_s(running[0].pid) + time.process_time()
        take_paths(office, [scans], lambda _taken: None)
        _come_back(wait_until_all_ended(office, running))
        wall_s = time.monotonic() - began
        cpu_s = used_s(running[0].pid) + time.process_time() - before
    office.engine.dispose()
    return Cost(wall_s, cpu_s, largest_mib=0.0)


def _office(papers: Sequence[Paper], home: Path) -> tuple[Place, Path]:
    """Make an office that knows the entries, and a folder of files that need not settle."""
    place, scans = Place(home), home.with_name(f"{home.name} scans")
    scans.mkdir()
    for at, paper in enumerate(papers):
        copy = scans / f"{at:04d}{paper.source.suffix}"
        shutil.copyfile(paper.source, copy)
        os.utime(copy, (LONG_AGO_S, LONG_AGO_S))
    for ledger in dict.fromkeys(paper.ledger for paper in papers):
        if ledger is not None:
            import_ledger(place, ledger)
    return place, scans


def _come_back(waiting: Iterator[None]) -> None:
    for _ in waiting:
        continue
