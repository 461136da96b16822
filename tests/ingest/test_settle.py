"""A drop is taken when it is quiet and whole, and not before."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.scan import Drop
from ingest.settle import Settler, Settling
from ingest.whole import State, Verdict
from ledger.scans import ScanKind
from ledger.why import Unreadable
from tests.ingest.fakes import FakeClock

_WHOLE = Verdict(ScanKind.PDF, State.WHOLE, pages=1)
_TIFF = Verdict(ScanKind.TIFF, State.WHOLE, pages=1)
_CUT = Verdict(ScanKind.PDF, State.INCOMPLETE, Unreadable.TRUNCATED)
_EMPTY = Verdict(None, State.INCOMPLETE, Unreadable.EMPTY_FILE)
_BROKEN = Verdict(None, State.BROKEN, Unreadable.UNKNOWN_KIND)
_QUIET_S, _TIFF_QUIET_S, _PATIENCE_S = 5.0, 20.0, 300.0


@pytest.fixture
def settler() -> Settler:
    return Settler(quiet_s=_QUIET_S, tiff_quiet_s=_TIFF_QUIET_S, patience_s=_PATIENCE_S)


def _drop(clock: FakeClock, *, size: int = 10, inode: int = 1, age_s: float = 0.0) -> Drop:
    mtime_ns = int((clock.at.timestamp() - age_s) * 1e9)
    return Drop(Path("/drop/scan.pdf"), "scan.pdf", size, mtime_ns, inode)


def _watched(settler: Settler, drop: Drop, clock: FakeClock, seconds: float) -> Settling:
    """Look at an unchanged drop once a second."""
    found = settler.look(drop, clock())
    for _ in range(int(seconds)):
        found = settler.look(drop, clock.pass_s(1))
    return found


class TestAWholeFile:
    def test_is_taken_when_nothing_changed_for_the_quiet_time(
        self, settler: Settler, clock: FakeClock
    ) -> None:
        drop = _drop(clock)
        assert _watched(settler, drop, clock, 4) is Settling.WAIT
        assert _watched(settler, drop, clock, 1) is Settling.CHECK
        assert settler.verdict(drop, _WHOLE, clock()) is Settling.TAKE

    def test_waits_however_old_its_time_stamp_is_because_a_copy_keeps_it(
        self, settler: Settler, clock: FakeClock
    ) -> None:
        assert settler.look(_drop(clock, age_s=86_400), clock()) is Settling.WAIT

    def test_waits_although_the_office_clock_jumped(
        self, settler: Settler, clock: FakeClock
    ) -> None:
        drop = _drop(clock)
        settler.look(drop, clock())
        clock.at = clock.at.replace(year=2035)
        assert settler.look(drop, clock()) is Settling.WAIT

    @pytest.mark.parametrize("change", ["size", "inode", "mtime"])
    def test_waits_anew_after_every_change(
        self, settler: Settler, clock: FakeClock, change: str
    ) -> None:
        _watched(settler, _drop(clock), clock, 4)
        changed = _drop(
            clock, size=11 if change == "size" else 10, inode=2 if change == "inode" else 1
        )
        assert _watched(settler, changed, clock, 4) is Settling.WAIT
        assert _watched(settler, changed, clock, 1) is Settling.CHECK

    def test_is_not_taken_for_a_verdict_on_an_earlier_look(
        self, settler: Settler, clock: FakeClock
    ) -> None:
        drop = _drop(clock)
        _watched(settler, drop, clock, 5)
        grown = _drop(clock, size=11)
        assert settler.verdict(grown, _WHOLE, clock()) is Settling.WAIT


class TestATiff:
    def test_waits_longer_because_it_is_whole_after_every_page(
        self, settler: Settler, clock: FakeClock
    ) -> None:
        drop = _drop(clock)
        assert _watched(settler, drop, clock, 5) is Settling.CHECK
        assert settler.verdict(drop, _TIFF, clock()) is Settling.WAIT
        assert _watched(settler, drop, clock, 14) is Settling.WAIT
        assert _watched(settler, drop, clock, 1) is Settling.CHECK
        assert settler.verdict(drop, _TIFF, clock()) is Settling.TAKE


class TestAFileWhoseEndIsMissing:
    @pytest.mark.parametrize("verdict", [_CUT, _EMPTY])
    def test_waits_until_patience_ends_and_is_refused_then(
        self, settler: Settler, clock: FakeClock, verdict: Verdict
    ) -> None:
        drop = _drop(clock)
        _watched(settler, drop, clock, 5)
        assert settler.verdict(drop, verdict, clock()) is Settling.WAIT
        assert _watched(settler, drop, clock, 294) is Settling.WAIT
        assert _watched(settler, drop, clock, 1) is Settling.CHECK
        assert settler.verdict(drop, verdict, clock()) is Settling.REFUSE

    def test_is_taken_after_all_if_the_rest_arrives(
        self, settler: Settler, clock: FakeClock
    ) -> None:
        drop = _drop(clock)
        _watched(settler, drop, clock, 5)
        settler.verdict(drop, _CUT, clock())
        _watched(settler, drop, clock, 250)
        grown = _drop(clock, size=20)
        assert _watched(settler, grown, clock, 5) is Settling.CHECK
        assert settler.verdict(grown, _WHOLE, clock()) is Settling.TAKE

    def test_need_not_wait_again_after_a_restart_if_its_time_stamp_is_old(
        self, settler: Settler, clock: FakeClock
    ) -> None:
        drop = _drop(clock, age_s=_PATIENCE_S)
        _watched(settler, drop, clock, 5)
        assert settler.verdict(drop, _CUT, clock()) is Settling.WAIT
        assert _watched(settler, drop, clock, _TIFF_QUIET_S - 5) is Settling.CHECK
        assert settler.verdict(drop, _CUT, clock()) is Settling.REFUSE


class TestAFileThatIsNoScan:
    def test_is_refused_after_the_longer_quiet_time(
        self, settler: Settler, clock: FakeClock
    ) -> None:
        drop = _drop(clock)
        _watched(settler, drop, clock, 5)
        assert settler.verdict(drop, _BROKEN, clock()) is Settling.WAIT
        assert _watched(settler, drop, clock, 15) is Settling.CHECK
        assert settler.verdict(drop, _BROKEN, clock()) is Settling.REFUSE


class TestTheStateOfAFile:
    def test_is_kept_until_the_file_is_gone(self, settler: Settler, clock: FakeClock) -> None:
        drop = _drop(clock)
        _watched(settler, drop, clock, 86_400)
        assert len(settler) == 1
        settler.keep_only(set())
        assert len(settler) == 0
        assert settler.look(drop, clock()) is Settling.WAIT


class TestWhateverHappens:
    @given(
        st.lists(
            st.tuples(st.floats(0.1, 40), st.booleans(), st.sampled_from([_WHOLE, _TIFF, _CUT])),
            max_size=60,
        )
    )
    def test_nothing_is_taken_that_changed_within_the_quiet_time(
        self, steps: list[tuple[float, bool, Verdict]]
    ) -> None:
        settler, clock = Settler(quiet_s=5, tiff_quiet_s=20, patience_s=300), FakeClock()
        drop, changed_at_s = _drop(clock), clock.steady_s
        settler.look(drop, clock())
        for seconds, is_written, verdict in steps:
            moment = clock.pass_s(seconds)
            if is_written:
                drop, changed_at_s = _drop(clock, size=drop.size + 1), clock.steady_s
            quiet_s = clock.steady_s - changed_at_s
            if settler.look(drop, moment) is Settling.CHECK:
                match settler.verdict(drop, verdict, moment):
                    case Settling.TAKE:
                        assert verdict.state is State.WHOLE
                        assert quiet_s >= (20 if verdict is _TIFF else 5)
                    case Settling.REFUSE:
                        assert verdict is _CUT
                        assert quiet_s >= 300
