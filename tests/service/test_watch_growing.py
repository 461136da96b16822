"""A real scanner process writes into the watched folder, and real events wake the watcher."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from ingest.claim import Claim
from ingest.rounds import Hands, Pace
from ingest.settle import Settler
from ingest.spool import Spool
from ingest.take import Taken, take
from ingest.trouble import Report
from ingest.watch import Hearing, Watcher
from ingest.whole import inspect
from ledger.why import Unreadable
from tests.ingest.fakes import Office

pytestmark = pytest.mark.service

_DEADLINE_S = 40.0
_SLOWLY_S = 600.0  # a test that needs the slow listing fails at its deadline
# Copies standard input into a file, piece by piece, as a scanner does.
_SCANNER = """
import sys, time
content, pieces, pause_s = sys.stdin.buffer.read(), int(sys.argv[2]), float(sys.argv[3])
size = -(-len(content) // pieces)
with open(sys.argv[1], "wb", buffering=0) as file:
    for start in range(0, len(content), size):
        file.write(content[start : start + size])
        print("wrote", flush=True)
        time.sleep(pause_s)
"""
# Writes a TIFF, a page at a time, closing the file between.
_PAGE_SCANNER = """
import sys, time
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter
for number in range(int(sys.argv[2])):
    with AppendingTiffWriter(sys.argv[1], new=number == 0) as writer:
        Image.new("1", (400 + number, 300)).save(writer, "TIFF", compression="group4")
    time.sleep(float(sys.argv[3]))
"""


@dataclass
class Room:
    """The receiving desk in a thread, with short waits."""

    drop: Path
    spool: Path
    office: Office = field(default_factory=Office)
    reports: list[Report] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    news: threading.Condition = field(default_factory=threading.Condition)

    def run(self, hearing: Hearing) -> None:
        hands = Hands(inspect, self.take_one, self.reports.append, lambda left: None)
        settler = Settler(quiet_s=0.8, tiff_quiet_s=1.6, patience_s=4)
        pace = Pace(busy_s=0.1, poll_s=0.2, slow_s=_SLOWLY_S)
        Watcher(self.drop, Spool(self.spool), settler, hands, pace, hearing).run(self.stop)

    def take_one(self, claim: Claim) -> Taken:
        taken = take(claim, inspect, self.office.keep, self.office.register)
        with self.news:
            self.news.notify_all()
        return taken

    def wait_for(self, count: int) -> None:
        with self.news:
            assert self.news.wait_for(lambda: len(self.office.arrivals) >= count, _DEADLINE_S)


Opened = Callable[[Hearing], Room]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    room = Room(tmp_path / "drop", tmp_path / "spool")
    room.drop.mkdir()
    threads = []

    def open_it(hearing: Hearing) -> Room:
        threads.append(threading.Thread(target=room.run, args=(hearing,)))
        threads[0].start()
        return room

    yield open_it
    room.stop.set()
    threads[0].join(_DEADLINE_S)
    assert not threads[0].is_alive()


@pytest.fixture(scope="module")
def a_scan() -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(3):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.contents_add(pdf.make_stream(os.urandom(20_000)))
        file = BytesIO()
        pdf.save(file, compress_streams=False)
    return file.getvalue()


class TestAScannerThatWritesPieceByPiece:
    @pytest.mark.parametrize("hearing", [Hearing.EVENTS, Hearing.POLLING])
    def test_has_its_file_taken_once_and_whole(
        self, opened: Opened, a_scan: bytes, hearing: Hearing
    ) -> None:
        room = opened(hearing)
        _scan(room.drop / "scan.pdf", a_scan, pieces=7, pause_s=0.5).wait(_DEADLINE_S)
        room.wait_for(1)
        assert [room.office.originals[scan.sha256] for scan in room.office.scans] == [a_scan]
        assert room.office.refused == []

    def test_page_by_page_has_all_pages_taken(self, opened: Opened) -> None:
        room = opened(Hearing.EVENTS)
        command = [sys.executable, "-c", _PAGE_SCANNER, str(room.drop / "scan.tif"), "5", "0.9"]
        subprocess.run(command, check=True, timeout=_DEADLINE_S)
        room.wait_for(1)
        assert [scan.pages for scan in room.office.scans] == [5]

    def test_and_is_killed_in_the_middle_has_its_file_refused_never_filed(
        self, opened: Opened, a_scan: bytes
    ) -> None:
        room = opened(Hearing.EVENTS)
        scanner = _scan(room.drop / "scan.pdf", a_scan, pieces=7, pause_s=_DEADLINE_S)
        assert scanner.stdout is not None
        assert scanner.stdout.readline() == b"wrote\n"
        scanner.send_signal(signal.SIGKILL)
        scanner.wait(_DEADLINE_S)
        room.wait_for(1)
        assert [refused.why for refused in room.office.refused] == [Unreadable.TRUNCATED]


class TestAnEvent:
    def test_wakes_the_watcher_long_before_the_slow_listing(
        self, opened: Opened, a_scan: bytes
    ) -> None:
        room = opened(Hearing.AUTO)
        for number in range(3):
            (room.drop / "new").mkdir(exist_ok=True)
            (room.drop / "new" / f"{number}.pdf").write_bytes(a_scan)
            room.wait_for(number + 1)
        assert len(room.office.scans) == 3

    def test_of_our_own_making_does_not_keep_the_watcher_busy(
        self, opened: Opened, a_scan: bytes
    ) -> None:
        room = opened(Hearing.EVENTS)
        (room.drop / "1.pdf").write_bytes(a_scan)
        room.wait_for(1)
        began_s, used_s = time.monotonic(), time.process_time()
        room.stop.wait(2)
        assert time.process_time() - used_s < 0.5 * (time.monotonic() - began_s)

    def test_is_heard_again_after_the_drop_folder_was_replaced(
        self, opened: Opened, a_scan: bytes
    ) -> None:
        room = opened(Hearing.EVENTS)
        (room.drop / "1.pdf").write_bytes(a_scan)
        room.wait_for(1)
        room.drop.rename(room.drop.with_name("old"))
        room.drop.mkdir()
        (room.drop / "2.pdf").write_bytes(a_scan)
        room.wait_for(2)
        (room.drop / "3.pdf").write_bytes(a_scan)
        room.wait_for(3)


def _scan(path: Path, content: bytes, *, pieces: int, pause_s: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _SCANNER, str(path), str(pieces), str(pause_s)]
    scanner = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert scanner.stdin is not None
    scanner.stdin.write(content)
    scanner.stdin.close()
    return scanner
