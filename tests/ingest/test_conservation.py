"""Whatever people, scanners and power cuts do: every dropped file is in exactly one place."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ingest.points import Point
from ingest.rounds import Hands, Pace, Rounds
from ingest.settle import Settler
from ingest.spool import Spool
from ingest.take import take
from ingest.trouble import Troubles
from ingest.whole import inspect
from tests.ingest.fakes import FakeClock, Office

_MEMORY = Path("/dev/shm")  # noqa: S108 - a second file system, where there is one, and a quick one
_FILES = st.sampled_from(["1.pdf", "SCN_0001", "kita/1.pdf", "-rf", "か\u3099.tif"])
_KINDS = st.sampled_from(["pdf", "tiff", "jpeg", "png", "no scan"])


class PowerCutError(BaseException):
    """Nothing may catch it."""


class ReceivingDesk(RuleBasedStateMachine):
    """A drop folder, people who use it, and a desk that is cut off at any point."""

    whole_files: dict[str, bytes]

    def __init__(self) -> None:
        super().__init__()
        quick = _MEMORY if _MEMORY.is_dir() else None
        self.near, self.far = TemporaryDirectory(dir=quick), TemporaryDirectory()
        self.folder = Path(self.near.name) / "drop"
        self.folder.mkdir()
        self.clock, self.office = FakeClock(), Office()
        self.serial = 0
        self.lying: dict[Path, bytes] = {}  # what people know to lie in the folder
        self.used: set[bytes] = set()
        self.in_custody: set[str] = set()
        self.released: set[str] = set()

    def teardown(self) -> None:
        self.office.store_is_away = self.office.ledger_is_away = False
        self._start()
        for _ in range(60):
            self._go(10)
        self.everything_is_somewhere()
        assert not self.lying, "in the end nothing is left in the folder"
        assert list(self._spool().pending()) == []
        assert {one.sha256 for one in self.office.arrivals.values()} == self.in_custody
        assert set(self._spool().held()) == set(self.office.arrivals) - self.released
        self.near.cleanup()
        self.far.cleanup()

    @initialize(is_far=st.booleans())
    def open_the_office(self, is_far: bool) -> None:
        self.spool_root = Path((self.far if is_far else self.near).name) / "spool"
        self._start()

    @rule(kind=_KINDS, file=_FILES, share=st.sampled_from([0.0, 0.5, 1.0]))
    def somebody_drops(self, kind: str, file: str, share: float) -> None:
        """... a file, or begins to: the rest may follow."""
        path = self.folder / file
        if not path.exists():
            content = self._content(kind)
            self._write(path, content[: int(len(content) * share)])

    @rule(file=_FILES, kind=_KINDS)
    def a_scanner_overwrites(self, file: str, kind: str) -> None:
        path = self.folder / file
        if self._is_peoples(path):
            self._write(path, self._content(kind))

    @rule(file=_FILES)
    def a_scanner_writes_on(self, file: str) -> None:
        path = self.folder / file
        if self._is_peoples(path):
            self._write(path, self.lying[path] + b"%d more" % self.serial)

    @rule(file=_FILES, new=_FILES)
    def somebody_renames(self, file: str, new: str) -> None:
        path, target = self.folder / file, self.folder / new
        if self._is_peoples(path) and not target.exists():
            target.parent.mkdir(exist_ok=True)
            self.lying[target] = self.lying.pop(path)
            path.rename(target)

    @rule(file=_FILES)
    def somebody_takes_it_away(self, file: str) -> None:
        path = self.folder / file
        if self._is_peoples(path):
            del self.lying[path]
            path.unlink()

    @rule(seconds=st.sampled_from([1, 4, 10, 60, 400]))
    def time_passes(self, seconds: int) -> None:
        self._go(seconds)

    @rule(point=st.sampled_from(Point), seconds=st.sampled_from([4, 10, 60]))
    def the_power_is_cut(self, point: Point, seconds: int) -> None:
        self._start(_cut_at(point))
        with suppress(PowerCutError):
            self._go(6)
            self._go(seconds)
        self._start()

    @rule(store=st.booleans(), ledger=st.booleans())
    def store_and_ledger_go_or_come(self, store: bool, ledger: bool) -> None:
        self.office.store_is_away, self.office.ledger_is_away = store, ledger

    @precondition(lambda self: self.office.arrivals)
    @rule(point=st.none() | st.just(Point.EMPTIED))
    def the_archive_has_read_all_back(self, point: Point | None) -> None:
        spool = Spool(self.spool_root, _cut_at(point))
        for arrival_id in self.office.arrivals:
            self.released.add(arrival_id)
            with suppress(PowerCutError):
                spool.release(arrival_id)

    @invariant()
    def everything_is_somewhere(self) -> None:
        known = Counter(one.sha256 for one in self.office.arrivals.values())
        pending = self._pending()
        assert not known or max(known.values()) == 1, "no content is registered twice"
        for path, content in list(self.lying.items()):
            digest = sha256(content).hexdigest()
            if path.exists():
                assert path.read_bytes() == content, "nothing of ours touches a file in place"
            else:
                del self.lying[path]
                self.in_custody.add(digest)
        for digest in self.in_custody:
            assert known[digest] == 1 or pending[digest] == 1
        for arrival in self.office.arrivals.values():
            if arrival.arrival_id not in self.released:
                assert sha256(arrival.path.read_bytes()).hexdigest() == arrival.sha256

    def _pending(self) -> Counter[str]:
        held = Counter[str]()
        for arrival_id in self._spool().held():
            if arrival_id not in self.office.arrivals:
                content = self._spool().content(arrival_id)
                held[sha256(content.read_bytes()).hexdigest()] += 1
        return held

    def _is_peoples(self, path: Path) -> bool:
        """A file that we hold a copy of is ours: people who change it then make another file."""
        ours = {origin for origin, _ in self._spool().left_behind()}
        return path in self.lying and path not in ours

    def _content(self, kind: str) -> bytes:
        self.serial += 1
        whole = self.whole_files.get(kind, b"Dear Sir or Madam")
        return whole + b"\n%%%d\n" % self.serial

    def _write(self, path: Path, content: bytes) -> None:
        if content in self.used:
            return  # no two files are equal, not even beginnings
        self.used.add(content)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        self.lying[path] = content

    def _spool(self) -> Spool:
        return Spool(self.spool_root)

    def _start(self, reached: Callable[[Point], None] | None = None) -> None:
        spool = Spool(self.spool_root, reached) if reached else self._spool()
        hands = Hands(
            inspect=inspect,
            take_one=lambda claim: take(claim, inspect, self.office.keep, self.office.register),
            report=lambda report: None,
            left_alone=lambda left: None,
            clock=self.clock,
        )
        settler = Settler(quiet_s=3, tiff_quiet_s=8, patience_s=300)
        pace = Pace(retry_s=2, retry_most_s=5, slow_s=5)
        self.rounds = Rounds(
            self.folder, spool, settler, hands, pace, Troubles(lambda report: None)
        )

    def _go(self, seconds: int) -> None:
        """Look before, in the middle and after."""
        for _ in range(3):
            self.rounds.look_round(threading.Event())
            self.clock.pass_s(seconds / 2)


def _cut_at(wanted: Point | None) -> Callable[[Point], None]:
    def reached(point: Point) -> None:
        if point is wanted:
            raise PowerCutError

    return reached


def test_every_dropped_file_is_in_exactly_one_place(whole_files: dict[str, bytes]) -> None:
    ReceivingDesk.whole_files = whole_files
    run_state_machine_as_test(
        ReceivingDesk,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
