"""The law of the house: pages of a scan = filed + held + blank + separator, whatever breaks.

Random batches, a scripted reader, and power cuts before and after every step.
"""

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from config.settings import Settings
from hikae.auditing import verify_archive
from hikae.bookkeeping import import_entries
from hikae.intake import inspector, keeper, registrar, release_settled
from hikae.office import Office
from hikae.pipeline import process
from ingest.take import take
from ledger import chain
from ledger.accounts import arrivals, balance
from ledger.book import Book
from ledger.events import EventKind
from ledger.ids import ApplicationId
from ledger.records import ArrivalRecord, NewEntry
from ledger.scans import ArrivalState, Outcome
from ledger.states import MailState, Stage, State
from tests.hikae.scripted import (
    BAD_STRUCTURE,
    BLANK,
    BROKEN,
    CRASH,
    SEPARATOR,
    InterruptedSteps,
    PowerCutError,
    ScriptedReader,
    scan_file,
)

LIVE = ["11111111111111111111111", "22222222222222222222222", "33333333333333333333333"]
STRANGER = "99999999999999999999999"
UNDER_WAY = {ArrivalState.WAITING, ArrivalState.WORKING}

PAGES = st.lists(
    st.sampled_from([*LIVE, *LIVE, STRANGER, "nobody", BLANK, SEPARATOR, CRASH]),
    min_size=1,
    max_size=5,
)
FILES = st.one_of(PAGES, PAGES, PAGES, st.sampled_from([[BROKEN], [BAD_STRUCTURE]]))
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None  # noqa: S108  # no disk to wait for
BATCHES = st.lists(FILES, min_size=1, max_size=5)


@dataclass(slots=True)
class Power:
    """Goes out at random, but not for ever."""

    random: Random
    rate: float
    cuts_left: int = 40

    def goes_out(self) -> bool:
        if self.cuts_left and self.random.random() < self.rate:
            self.cuts_left -= 1
            return True
        return False


@dataclass(slots=True)
class Day:
    """One office day: what was dropped, and a worker that is interrupted."""

    office: Office
    folder: Path
    power: Power
    scripts: dict[str, list[str]] = field(default_factory=dict)  # by file
    remembered: dict[str, dict[str, object]] = field(default_factory=dict)  # by scan

    def drop(self, pages: list[str], serial: int, name: str) -> None:
        path = self.folder / name
        path.write_bytes(scan_file(pages, serial))
        self.scripts[name] = pages
        with self.office.spool.copy(path, name, self.office.clock()) as claim:
            take(claim, inspector(self.office), keeper(self.office), registrar(self.office))

    def work(self) -> None:
        while waiting := [one for one in self.came_in() if one.state in UNDER_WAY]:
            scan = self.power.random.choice(waiting).sha256
            memory = self.remembered.setdefault(scan, {})
            try:
                process(scan, 1, InterruptedSteps(self.office, memory, self.power.goes_out))
            except PowerCutError:
                continue
        release_settled(self.office)

    def came_in(self) -> tuple[ArrivalRecord, ...]:
        with self.office.read() as session:
            return arrivals(session)


def entry(digits: str) -> NewEntry:
    state = State(Stage.AT_OFFICE, MailState.DISPATCHED)
    return NewEntry(ApplicationId(digits), "試験　一郎", "シケン　イチロウ", None, "北区", state)


@given(
    batch=BATCHES,
    dropped_again=st.booleans(),
    rate=st.sampled_from([0.0, 0.1, 0.4]),
    seed=st.integers(0, 2**32),
)
@settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking takes longer than the law
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_page_is_in_one_place_whatever_breaks(
    empty_office: Path, batch: list[list[str]], dropped_again: bool, rate: float, seed: int
) -> None:
    with TemporaryDirectory(dir=MEMORY) as folder:
        home = shutil.copytree(empty_office, Path(folder) / "office")
        opened = Office.open(Settings.load(home))
        office = Office(opened.settings, opened.engine, children=ScriptedReader())
        import_entries(office, [entry(digits) for digits in LIVE], "test")
        day = Day(office, Path(folder), Power(Random(seed), rate))
        for serial, pages in enumerate(batch):
            day.drop(pages, serial, f"{serial}.pdf")
        if dropped_again:
            day.drop(batch[0], 0, "again.pdf")
        day.work()
        the_sums_hold(day)
        nothing_was_filed_wrongly(day)
        one_object_and_one_event_each(day)
        office.jobs.close()
        office.engine.dispose()


def the_sums_hold(day: Day) -> None:
    with day.office.read() as session:
        sums = balance(session)
    assert sums.problems == ()
    assert sums.arrivals == len(day.scripts) == sum(sums.states.values())
    assert sums.states[ArrivalState.WAITING] == sums.states[ArrivalState.WORKING] == 0
    ended = [one for one in day.came_in() if one.state is ArrivalState.ENDED]
    assert sums.pages == sum(len(day.scripts[one.file]) for one in ended)
    assert list(day.office.spool.held()) == []


def nothing_was_filed_wrongly(day: Day) -> None:
    for arrival in day.came_in():
        script = day.scripts[arrival.file]
        for document in arrival.documents:
            if document.outcome is Outcome.FILED:
                papers = [script[page - 1] for page in document.pages]
                assert CRASH not in papers, "a page that nobody could read belongs to nobody"
                on_paper = {paper for paper in papers if paper.isdigit()}
                assert document.application_id is not None
                assert on_paper == {document.application_id.digits}


def one_object_and_one_event_each(day: Day) -> None:
    filed = [
        document
        for arrival in day.came_in()
        for document in arrival.documents
        if document.outcome is Outcome.FILED
    ]
    with day.office.read() as session:
        events = [event for digits in LIVE for event in Book(session).events(ApplicationId(digits))]
        assert chain.verify(session).holds
    attached = Counter(
        event.document_id for event in events if event.kind is EventKind.DOCUMENT_ATTACHED
    )
    assert attached == Counter(document.document_id for document in filed)
    assert verify_archive(day.office).is_sound
    on_disk = list(day.office.store.keys("documents/"))
    assert set(on_disk) == {document.key for document in filed}
