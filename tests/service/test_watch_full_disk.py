"""A disk that is full, or a spool that may not be written: nothing is lost, and it is said once."""

import resource
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.rounds import Hands, Pace, Rounds
from ingest.settle import Settler
from ingest.spool import Spool
from ingest.take import take
from ingest.trouble import Report, Trouble, Troubles
from ingest.whole import inspect
from tests.ingest.fakes import FakeClock, Office

pytestmark = pytest.mark.service

_SCAN = b"\xff\xd8\xff\xc0\x00\x02\xff\xda\x00\x02" + b"x" * 20_000 + b"\xff\xd9"


class Room:
    """The receiving desk with a spool on a disk of its own."""

    def __init__(self, drop: Path, spool: Path) -> None:
        self.drop, self.spool = drop, Spool(spool)
        self.drop.mkdir(exist_ok=True)
        self.clock, self.office = FakeClock(), Office()
        self.reports: list[Report] = []
        hands = Hands(
            inspect=inspect,
            take_one=lambda claim: take(claim, inspect, self.office.keep, self.office.register),
            report=self.reports.append,
            left_alone=lambda left: None,
            clock=self.clock,
        )
        settler = Settler(quiet_s=3, tiff_quiet_s=8, patience_s=300)
        troubles = Troubles(self.reports.append)
        self.rounds = Rounds(self.drop, self.spool, settler, hands, Pace(), troubles)

    def go(self, rounds: int) -> None:
        for _ in range(rounds):
            self.rounds.look_round(threading.Event())
            self.clock.pass_s(2)

    def put(self, count: int) -> None:
        for number in range(count):
            (self.drop / f"{number}.jpg").write_bytes(_SCAN + b"%d" % number)

    @property
    def files_left(self) -> int:
        return len(list(self.drop.iterdir()))

    @property
    def troubles(self) -> list[tuple[Trouble, bool]]:
        return [(report.trouble, report.is_over) for report in self.reports]


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB, where we may mount one."""
    place = tmp_path / "tiny"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("not allowed to mount a file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@contextmanager
def no_file_may_grow() -> Iterator[None]:
    """Every write beyond 4 KiB fails, as on a full disk; for anybody, without a mount.

    No fixture: the limit is the whole process's, and would end the report of the test as well.
    """
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


class TestAFullDisk:
    def test_keeps_the_drops_where_they_are_until_there_is_room(
        self, tiny_disk: Path, tmp_path: Path
    ) -> None:
        room = Room(tmp_path / "drop", tiny_disk / "spool")
        room.put(8)
        room.go(100)
        taken = len(room.office.scans)
        assert 0 < taken < 8
        assert room.files_left == 8 - taken
        assert room.troubles == [(Trouble.NOT_NOW, False)]
        while len(room.office.scans) < 8:
            before = len(room.office.scans)
            for arrival_id in list(room.spool.held()):
                room.spool.release(arrival_id)
            room.go(60)
            assert len(room.office.scans) > before
        assert room.files_left == 0
        assert len(room.office.originals) == 8

    def test_so_full_that_not_even_a_note_fits_is_waited_for(
        self, tiny_disk: Path, tmp_path: Path
    ) -> None:
        room, ballast = Room(tmp_path / "drop", tiny_disk / "spool"), tiny_disk / "ballast"
        _fill(ballast)
        room.put(1)
        room.go(50)
        assert room.files_left == 1
        assert room.office.arrivals == {}
        ballast.unlink()
        room.go(60)
        assert len(room.office.scans) == 1
        assert room.troubles == [(Trouble.NOT_NOW, False), (Trouble.NOT_NOW, True)]

    def test_does_no_harm_to_a_drop_that_only_has_to_be_renamed(self, tmp_path: Path) -> None:
        room = Room(tmp_path / "drop", tmp_path / "spool")
        scan = tmp_path / "drop" / "small.jpg"
        scan.write_bytes(_SCAN[:2000] + b"\xff\xd9")
        with no_file_may_grow():
            room.go(50)
        assert len(room.office.scans) == 1


def _fill(path: Path) -> None:
    """Write until nothing more fits."""
    with path.open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(b"x" * 1024)
        except OSError:
            return
