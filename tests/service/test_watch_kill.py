"""Kill -9 at every point of the way in, and at random: each file is registered exactly once.

The victim is a process with the real watcher over a folder, a ledger in SQLite and a store that is
a folder.
"""

import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ingest.claim import Claim
from ingest.points import Point
from ingest.rounds import Hands, Pace
from ingest.scan import Refused, Scan
from ingest.settle import Settler
from ingest.spool import Spool
from ingest.take import Taken, take
from ingest.watch import Watcher
from ingest.whole import inspect
from ledger.scans import ScanKind

pytestmark = pytest.mark.service

_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])
_MEMORY = Path("/dev/shm")  # noqa: S108 - a second file system, where there is one
_DEADLINE_S = 60.0
_ON_THE_WAY_IN = [point for point in Point if point not in (Point.LINKED_BACK, Point.PUT_BACK)]


class Desk:
    """The victim's world on the disk; the test looks at it from outside."""

    def __init__(self, home: Path, spool: Path) -> None:
        self.home, self.spool = home, spool
        self.drop, self.store = home / "drop", home / "store"
        self.drop.mkdir(exist_ok=True)
        self.store.mkdir(exist_ok=True)
        self.ledger = home / "ledger.db"
        with sqlite3.connect(self.ledger) as ledger:
            ledger.execute("CREATE TABLE IF NOT EXISTS arrival (id TEXT PRIMARY KEY, sha256 TEXT)")

    def keep(self, path: Path, sha256: str, kind: ScanKind) -> None:
        part = self.store / f"{sha256}.part"
        shutil.copyfile(path, part)
        part.replace(self.store / sha256)

    def register(self, outcome: Scan | Refused) -> None:
        with sqlite3.connect(self.ledger, timeout=30) as ledger:
            row = (outcome.arrival_id, outcome.sha256)
            ledger.execute("INSERT OR IGNORE INTO arrival VALUES (?, ?)", row)

    def take_one(self, claim: Claim) -> Taken:
        taken = take(claim, inspect, self.keep, self.register)
        Spool(self.spool, claim.reached).release(taken.outcome.arrival_id)
        return taken

    def arrivals(self) -> list[str]:
        with sqlite3.connect(self.ledger) as ledger:
            return sorted(row[0] for row in ledger.execute("SELECT sha256 FROM arrival"))

    def is_done(self) -> bool:
        nothing_left = not any(path.is_file() for path in self.drop.rglob("*"))
        return nothing_left and not any(self.spool.glob("*/content"))

    def release_all(self) -> None:
        """Do what the archive does for arrivals that a killed process did not release."""
        with sqlite3.connect(self.ledger) as ledger:
            for (arrival_id,) in ledger.execute("SELECT id FROM arrival"):
                Spool(self.spool).release(arrival_id)

    def watch(self, stop: threading.Event, reached: Callable[[Point], None]) -> None:
        hands = Hands(inspect, self.take_one, lambda report: None, lambda left: None)
        settler = Settler(quiet_s=0.1, tiff_quiet_s=0.2, patience_s=2)
        pace = Pace(busy_s=0.05, poll_s=0.05, slow_s=0.1, retry_s=0.1)
        Watcher(self.drop, Spool(self.spool, reached), settler, hands, pace).run(stop)

    def start(self, point: Point | None, *, is_endless: bool = False) -> ForkServerProcess:
        """Watch in a process of its own until all is done, or die at a point."""
        victim = _PROCESSES.Process(target=_live, args=(self.home, self.spool, point, is_endless))
        victim.start()
        return victim

    def recover(self) -> None:
        """Watch once more and let nobody interrupt it; then let the archive release all."""
        victim = self.start(None)
        victim.join(_DEADLINE_S)
        assert victim.exitcode == 0


@pytest.fixture(params=["same file system", "another file system"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    if request.param == "same file system":
        yield Desk(tmp_path, tmp_path / "spool")
        return
    if not _MEMORY.is_dir() or _MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("only one file system here")
    with TemporaryDirectory(dir=_MEMORY) as folder:
        yield Desk(tmp_path, Path(folder))


class TestKilled:
    @pytest.mark.parametrize("point", _ON_THE_WAY_IN)
    def test_between_two_steps_it_loses_nothing_and_doubles_nothing(
        self, desk: Desk, point: Point
    ) -> None:
        digests = sorted(_drop(desk, number) for number in range(3))
        victim = desk.start(point)
        victim.join(_DEADLINE_S)
        assert victim.exitcode == (0 if point in _never_reached(desk) else -signal.SIGKILL)
        desk.recover()
        assert desk.arrivals() == digests
        for digest in digests:
            kept = (desk.store / digest).read_bytes()
            assert hashlib.sha256(kept).hexdigest() == digest

    def test_again_and_again_while_files_come_in_it_takes_each_once(self, desk: Desk) -> None:
        chance, digests, kills = random.Random(14), list[str](), 0
        while len(digests) < 30:
            victim = desk.start(None, is_endless=True)
            digests += [_drop(desk, len(digests) + number) for number in range(2)]
            victim.join(chance.random() * 0.4)
            kills += victim.is_alive()
            victim.kill()
            victim.join(_DEADLINE_S)
        assert kills == 15
        desk.recover()
        assert desk.arrivals() == sorted(digests)


def _drop(desk: Desk, number: int) -> str:
    # A scan with one picture: nothing about the way in depends on its kind.
    content = b"\xff\xd8\xff\xc0\x00\x02\xff\xda\x00\x02" + b"%d" % number * 5000 + b"\xff\xd9"
    (desk.drop / f"{number}.jpg").write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _never_reached(desk: Desk) -> set[Point]:
    copied = {Point.COPY_BEGUN, Point.COPIED, Point.SOURCE_REMOVED}
    is_near = desk.spool.is_relative_to(desk.home)
    return copied if is_near else {Point.MOVED}


def _live(home: Path, spool: Path, point: Point | None, is_endless: bool) -> None:
    desk, stop = Desk(home, spool), threading.Event()
    desk.release_all()

    def reached(here: Point) -> None:
        if here is point:
            os.kill(os.getpid(), signal.SIGKILL)

    thread = threading.Thread(target=desk.watch, args=(stop, reached))
    thread.start()
    deadline_s = time.monotonic() + _DEADLINE_S / 2
    while time.monotonic() < deadline_s and (is_endless or not desk.is_done()):
        thread.join(0.05)
    stop.set()
    thread.join()
    sys.exit(0 if desk.is_done() else 1)
