"""Figures for Prometheus. No label ever carries a name, a number of a paper or a file's name."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from archive.errors import StoreDownError
from hikae.office import Office
from ingest.scan import Drop
from ingest.walk import Left, walk
from ledger.accounts import balance
from ledger.documents import Documents
from ledger.errors import DatabaseDownError
from ledger.pulse import Pulse, pulse
from ledger.questions import Questions
from ledger.records import Balance
from ledger.scans import ArrivalState

# Of this process. The engine's threads write them, so they live as long as the process does.
_OF_THIS_PROCESS = CollectorRegistry()
WAITS = Gauge(
    "hikae_steps_waiting",
    "Steps of this process that wait for a part that is away (store, database, disk, reader).",
    registry=_OF_THIS_PROCESS,
)
STEP_S = Histogram(
    "hikae_step_seconds",
    "How long the steps of this process took, waiting included.",
    ["step"],
    buckets=(0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000),
    registry=_OF_THIS_PROCESS,
)
TROUBLES = Gauge(
    "hikae_taking_in_troubles",
    "What keeps files from being taken in now, by the watcher's word for it.",
    ["trouble"],
    registry=_OF_THIS_PROCESS,
)
ProcessCollector(registry=_OF_THIS_PROCESS)


class Part(StrEnum):
    """Whom the figures of a process are about, beside itself and its machine."""

    DROP_FOLDER = "drop folder"  # the watcher's
    LEASE = "lease"  # a worker's
    WHOLE_OFFICE = "whole office"  # the same seen from anywhere, so one role tells it


def figures_of(office: Office, part: Part, worker: str | None = None) -> CollectorRegistry:
    """Give the figures of this process and its machine, and those of one part.

    Args:
        worker: the name under which a worker renews its lease.
    """
    registry = CollectorRegistry()
    registry.register(_AlreadyThere(_OF_THIS_PROCESS))
    registry.register(_Process(office, worker))
    match part:
        case Part.DROP_FOLDER:
            registry.register(_DropFolder(office))
        case Part.WHOLE_OFFICE:
            registry.register(_Ledger(office))
        case Part.LEASE:
            pass
    return registry


class _AlreadyThere(Collector):
    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        yield from self._registry.collect()


class _Process(Collector):
    """What this process needs, as it sees it from its machine."""

    def __init__(self, office: Office, worker: str | None) -> None:
        self._office = office
        self._worker = worker

    def collect(self) -> Iterator[GaugeMetricFamily]:
        of_program = GaugeMetricFamily(
            "hikae_version", "1; the label tells the version of the program.", labels=["version"]
        )
        of_program.add_metric([version("hikae")], 1)
        yield of_program
        free = shutil.disk_usage(self._office.settings.home).free
        yield _one("hikae_disk_free_bytes", "Free space where the office folder lies.", free)
        alive = self._alive()
        yield _one("hikae_ledger_up", "1: the ledger answers.", alive is not None)
        yield _one("hikae_store_up", "1: the archive answers.", self._store_answers())
        if self._worker is not None:
            holds = self._worker in (alive or ())
            yield _one("hikae_lease_held", "1: this worker renewed its lease.", holds)

    def _alive(self) -> frozenset[str] | None:
        try:
            return self._office.leases.alive(self._office.settings.lease_s)
        except DatabaseDownError:
            return None

    def _store_answers(self) -> bool:
        try:
            self._office.store.verify()
        except StoreDownError:
            return False
        return True


class _DropFolder(Collector):
    """What lies in the drop folder. While it cannot be listed only that is said."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            found = list(walk(self._office.settings.drop))
        except OSError:
            found = None
        yield _one("hikae_drop_up", "1: the drop folder can be listed.", found is not None)
        if found is None:
            return
        drops = [thing.path for thing in found if isinstance(thing, Drop)]
        yield _one("hikae_drop_files", "Files in the drop folder, not taken yet.", len(drops))
        oldest_s = self._office.clock().timestamp() - min(_laid_down(drops), default=float("inf"))
        yield _one(
            "hikae_drop_oldest_seconds", "How long the oldest of them lies.", max(0.0, oldest_s)
        )
        left = sum(isinstance(thing, Left) for thing in found)
        yield _one("hikae_drop_left_alone", "Things in the drop folder that are no scans.", left)


class _Ledger(Collector):
    """What the ledger says. While it is away nothing is said."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            figures = tuple(self._figures())
        except DatabaseDownError:
            figures = ()
        yield from figures

    def _figures(self) -> Iterator[GaugeMetricFamily]:
        office = self._office
        alive = len(office.leases.alive(office.settings.lease_s))
        with office.read() as session:
            sums = balance(session)
            held = Documents(session).waiting_for_a_person()
            questions = Questions(session).open()
            now = pulse(session)
        yield from _sums(sums)
        yield _one("hikae_held_documents", "Wait for a person.", len(held))
        since = [document.decided_at for document in held if document.decided_at is not None]
        yield _one(
            "hikae_held_oldest_seconds",
            "How long the oldest of them waits.",
            self._age_s(min(since, default=None)),
        )
        yield _one("hikae_discrepancies", "Papers that contradict their entry.", len(questions))
        yield _one("hikae_workers_alive", "Workers that renewed their lease.", alive)
        yield from self._pulse(now)

    def _pulse(self, now: Pulse) -> Iterator[GaugeMetricFamily]:
        yield _one(
            "hikae_under_way_oldest_seconds",
            "How long the oldest file waits or is worked on; 0: none does.",
            self._age_s(now.oldest_under_way_at),
        )
        yield _one("hikae_events", "Events in the ledger.", now.events)
        yield _time("hikae_last_event_timestamp_seconds", "The last event.", now.last_event_at)
        yield _time("hikae_last_arrival_timestamp_seconds", "The last file.", now.last_arrival_at)

    def _age_s(self, since: datetime | None) -> float:
        return (self._office.clock() - since).total_seconds() if since else 0.0


def _one(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value)


def _time(name: str, of: str, at: datetime | None) -> GaugeMetricFamily:
    says = f"{of}; seconds since 1970, 0: none yet."
    return GaugeMetricFamily(name, says, at.timestamp() if at else 0)


def _laid_down(paths: list[Path]) -> Iterator[float]:
    """Tell when each file came here: who copies one often keeps its time of writing."""
    for path in paths:
        with suppress(OSError):  # taken in this moment
            yield path.lstat().st_ctime


def _sums(sums: Balance) -> Iterator[GaugeMetricFamily]:
    arrivals = GaugeMetricFamily(
        "hikae_arrivals", "Files that came in, by how far they got.", labels=["state"]
    )
    for state in ArrivalState:
        arrivals.add_metric([state.value], sums.states[state])
    yield arrivals
    pages = GaugeMetricFamily(
        "hikae_pages", "Pages of ended files, by where they are.", labels=["place"]
    )
    for place, count in _places(sums):
        pages.add_metric([place], count)
    yield pages
    problems = len(sums.problems)
    yield _one("hikae_balance_problems", "Sums that do not hold; must be 0.", problems)


def _places(sums: Balance) -> tuple[tuple[str, int], ...]:
    return (
        ("filed", sums.filed_pages),
        ("held", sums.held_pages),
        ("rejected", sums.rejected_pages),
        ("blank", sums.blank_pages),
        ("separator", sums.separator_pages),
    )
