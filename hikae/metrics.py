"""Figures for Prometheus. No label ever carries a name, a number of a paper or a file's name."""

import shutil
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hikae.office import Office
from ledger.accounts import balance
from ledger.documents import Documents
from ledger.errors import DatabaseDownError
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
ProcessCollector(registry=_OF_THIS_PROCESS)


def figures_of(office: Office, *, whole_office: bool) -> CollectorRegistry:
    """Give the figures of this process and its machine, and those of the whole office if wanted.

    One role tells of the whole office: what stands in the ledger is the same seen from anywhere.
    """
    registry = CollectorRegistry()
    registry.register(_AlreadyThere(_OF_THIS_PROCESS))
    registry.register(_Machine(office))
    if whole_office:
        registry.register(_Ledger(office))
    return registry


class _AlreadyThere(Collector):
    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        yield from self._registry.collect()


class _Machine(Collector):
    def __init__(self, office: Office) -> None:
        self._office = office

    def collect(self) -> Iterator[GaugeMetricFamily]:
        free = shutil.disk_usage(self._office.settings.home).free
        yield GaugeMetricFamily(
            "hikae_disk_free_bytes", "Free space where the office folder lies.", free
        )


class _Ledger(Collector):
    """What the ledger says. While it is away only that is said."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            figures = tuple(self._figures())
        except DatabaseDownError:
            figures = ()
        yield GaugeMetricFamily("hikae_ledger_up", "1: the ledger answers.", bool(figures))
        yield from figures

    def _figures(self) -> Iterator[GaugeMetricFamily]:
        office = self._office
        alive = len(office.leases.alive(office.settings.lease_s))
        with office.read() as session:
            sums = balance(session)
            held = Documents(session).waiting_for_a_person()
            questions = Questions(session).open()
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
        yield GaugeMetricFamily(
            "hikae_balance_problems", "Sums that do not hold; must be 0.", len(sums.problems)
        )
        yield GaugeMetricFamily("hikae_held_documents", "Wait for a person.", len(held))
        since = [document.decided_at for document in held if document.decided_at is not None]
        yield GaugeMetricFamily(
            "hikae_held_oldest_seconds",
            "How long the oldest of them waits.",
            (office.clock() - min(since)).total_seconds() if since else 0,
        )
        yield GaugeMetricFamily(
            "hikae_discrepancies", "Papers that contradict their entry.", len(questions)
        )
        yield GaugeMetricFamily("hikae_workers_alive", "Workers that renewed their lease.", alive)


def _places(sums: Balance) -> tuple[tuple[str, int], ...]:
    return (
        ("filed", sums.filed_pages),
        ("held", sums.held_pages),
        ("rejected", sums.rejected_pages),
        ("blank", sums.blank_pages),
        ("separator", sums.separator_pages),
    )
