"""When to go round: woken by events where they come, by the clock where they do not."""

import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver

from ingest import watch
from ingest.claim import Claim
from ingest.rounds import Hands, Pace
from ingest.settle import Settler
from ingest.spool import Spool
from ingest.take import Taken, take
from ingest.trouble import Report, Trouble
from ingest.watch import Hearing, Watcher
from ingest.whole import inspect
from tests.ingest.fakes import Office

_DEADLINE_S = 20.0


class Desk:
    """A watcher in a thread, with waits of a few hundredths of a second."""

    def __init__(self, home: Path) -> None:
        self.drop, self.spool = home / "drop", Spool(home / "spool")
        self.drop.mkdir()
        self.office, self.reports = Office(), list[Report]()
        self.stop, self.news = threading.Event(), threading.Semaphore(0)
        self.thread: threading.Thread | None = None

    def open(self, hearing: Hearing) -> None:
        hands = Hands(inspect, self.take_one, self.reports.append, lambda left: None)
        settler = Settler(quiet_s=0.05, tiff_quiet_s=0.05, patience_s=1)
        pace = Pace(busy_s=0.02, poll_s=0.05, slow_s=600)
        watcher = Watcher(self.drop, self.spool, settler, hands, pace, hearing)
        self.thread = threading.Thread(target=watcher.run, args=(self.stop,))
        self.thread.start()

    def take_one(self, claim: Claim) -> Taken:
        taken = take(claim, inspect, self.office.keep, self.office.register)
        self.news.release()
        return taken

    def close(self) -> None:
        self.stop.set()
        if self.thread is not None:
            self.thread.join(_DEADLINE_S)
            assert not self.thread.is_alive()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


class TestTheWatcher:
    @pytest.mark.parametrize("hearing", list(Hearing))
    def test_takes_what_was_there_and_what_comes(
        self, desk: Desk, hearing: Hearing, a_pdf: bytes, a_png: bytes
    ) -> None:
        (desk.drop / "before").write_bytes(a_pdf)
        desk.open(hearing)
        assert desk.news.acquire(timeout=_DEADLINE_S)
        (desk.drop / "after").write_bytes(a_png)
        assert desk.news.acquire(timeout=_DEADLINE_S)
        assert sorted(scan.file for scan in desk.office.scans) == ["after", "before"]

    def test_stops_when_told_to_however_slowly_it_looks(self, desk: Desk) -> None:
        desk.open(Hearing.EVENTS)
        desk.close()


class TestALimitOfTheKernel:
    @pytest.mark.parametrize("limit", [errno.ENOSPC, errno.EMFILE])
    def test_is_reported_once_and_makes_it_list_more_often(
        self, desk: Desk, a_pdf: bytes, limit: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def start(observer: BaseObserver) -> None:
            raise OSError(limit, "inotify limit reached")

        monkeypatch.setattr(BaseObserver, "start", start)
        desk.open(Hearing.EVENTS)
        for number in range(2):
            (desk.drop / f"{number}.pdf").write_bytes(a_pdf)
            assert desk.news.acquire(timeout=_DEADLINE_S)
        desk.close()
        assert [report.trouble for report in desk.reports] == [Trouble.NO_EVENTS]


class TestAFolderOnAnotherMachine:
    def test_is_listed_more_often_without_asking_for_events(
        self, desk: Desk, a_pdf: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def is_deaf(path: Path) -> bool:
            return False

        def start(observer: BaseObserver) -> None:
            raise AssertionError("no events wanted")

        monkeypatch.setattr(watch, "reaches_inotify", is_deaf)
        monkeypatch.setattr(BaseObserver, "start", start)
        desk.open(Hearing.AUTO)
        for number in range(2):
            (desk.drop / f"{number}.pdf").write_bytes(a_pdf)
            assert desk.news.acquire(timeout=_DEADLINE_S)
        assert desk.reports == []


class TestAFolderThatIsNotThereYet:
    def test_is_waited_for(self, desk: Desk, a_pdf: bytes) -> None:
        desk.drop.rmdir()
        desk.open(Hearing.EVENTS)
        desk.drop.mkdir()
        (desk.drop / "1.pdf").write_bytes(a_pdf)
        assert desk.news.acquire(timeout=_DEADLINE_S)
