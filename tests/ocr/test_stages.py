"""The CPU time of stages is told to whoever listens."""

import subprocess
import sys
import time

import pytest

from ocr.stages import cpu_s, listening, stage

_WORK_S = 0.02


def work() -> None:
    """Keep this process busy for at least so long, by its own CPU clock."""
    until = time.process_time() + _WORK_S
    while time.process_time() < until:
        continue


@stage("open")
def fail() -> None:
    work()
    raise ValueError("broken")


class TestAStage:
    def test_tells_whoever_listens_what_it_took(self) -> None:
        with listening() as spent, stage("codes"):
            work()
        assert spent["codes"] >= _WORK_S

    def test_adds_up_when_it_comes_again(self) -> None:
        with listening() as spent:
            for _ in range(2):
                with stage("codes"):
                    work()
        assert spent["codes"] >= 2 * _WORK_S

    def test_counts_the_programs_it_ran(self) -> None:
        before = cpu_s()
        with listening() as spent, stage("turn"):
            subprocess.run([sys.executable, "-c", "sum(range(10**6))"], check=True)
        assert 0 < spent["turn"] <= cpu_s() - before

    def test_within_another_is_not_counted_twice(self) -> None:
        before = cpu_s()
        with listening() as spent, stage("text"):
            with stage("open"):
                work()
            with stage("text"):
                work()
        assert spent["open"] >= _WORK_S
        assert spent["text"] >= _WORK_S
        assert sum(spent.values()) <= cpu_s() - before

    def test_counts_although_it_fails(self) -> None:
        with listening() as spent, pytest.raises(ValueError, match="broken"):
            fail()
        assert spent["open"] >= _WORK_S

    def test_tells_nobody_where_nobody_listens(self) -> None:
        with listening() as spent:
            pass
        with stage("codes"):
            work()
        assert spent == {}


def test_of_two_who_listen_the_inner_one_hears() -> None:
    with listening() as outer:
        with listening() as inner, stage("codes"):
            work()
        with stage("blank"):
            work()
    assert (set(inner), set(outer)) == ({"codes"}, {"blank"})
