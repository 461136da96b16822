"""A child may fail in any way; the parent gets an error it can name and goes on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hikae.sandbox import ChildDiedError, Limits, Sandbox, TookTooLongError
from ledger.errors import BadApplicationIdError
from ledger.ids import ApplicationId


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(children=1, limits=Limits(wall_s=20, cpu_s=20, memory_mib=600))
    yield box
    box.close()


def spin(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def eat(mib: int) -> int:
    return len(bytearray(mib * 1024 * 1024))


def start_a_grandchild(pid_file: str) -> None:
    child = subprocess.Popen(["sleep", "600"])
    Path(pid_file).write_text(str(child.pid))
    child.wait()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


class TestAnAnswer:
    def test_comes_back_from_another_process(self, sandbox: Sandbox) -> None:
        assert sandbox.run(os.getpid) != os.getpid()

    def test_the_child_is_kept_for_the_next_call(self, sandbox: Sandbox) -> None:
        assert sandbox.run(os.getpid) == sandbox.run(os.getpid)

    def test_the_functions_own_error_comes_back_as_it_was(self, sandbox: Sandbox) -> None:
        with pytest.raises(BadApplicationIdError):
            sandbox.run(ApplicationId, "12")
        assert sandbox.run(eat, 1) > 0

    def test_calls_from_many_threads_wait_for_their_turn(self, sandbox: Sandbox) -> None:
        with ThreadPoolExecutor(8) as threads:
            assert sum(threads.map(lambda n: sandbox.run(abs, -n), range(40))) == sum(range(40))


class OddError(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(one + two)


def fail_oddly() -> None:
    raise OddError(1, 2)


class TestAMishap:
    def test_an_error_that_cannot_travel_is_named(self, sandbox: Sandbox) -> None:
        with pytest.raises(ChildDiedError, match="OddError"):
            sandbox.run(fail_oddly)

    def test_too_much_wall_time_is_ended(self) -> None:
        box = Sandbox(1, Limits(wall_s=0.5, cpu_s=20))
        with pytest.raises(TookTooLongError):
            box.run(time.sleep, 60)
        box.close()

    def test_too_much_cpu_time_is_ended(self) -> None:
        box = Sandbox(1, Limits(wall_s=60, cpu_s=1))
        with pytest.raises(TookTooLongError):
            box.run(spin, 30)
        box.close()

    def test_too_much_memory_is_ended_and_the_next_call_works(self, sandbox: Sandbox) -> None:
        with pytest.raises(ChildDiedError):
            sandbox.run(eat, 4000)
        assert sandbox.run(eat, 1) > 0

    def test_a_crash_is_an_error_with_a_name(self, sandbox: Sandbox) -> None:
        with pytest.raises(ChildDiedError):
            sandbox.run(os.abort)
        assert sandbox.run(abs, -1) == 1

    def test_programs_the_child_started_end_with_it(self, tmp_path: Path) -> None:
        box = Sandbox(1, Limits(wall_s=2))
        with pytest.raises(TookTooLongError):
            box.run(start_a_grandchild, str(tmp_path / "pid"))
        box.close()
        deadline = time.monotonic() + 10
        while alive(int((tmp_path / "pid").read_text())):
            assert time.monotonic() < deadline


@pytest.mark.service
def test_when_the_parent_is_killed_its_children_die(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from hikae.sandbox import Limits, Sandbox\n"
        "print(Sandbox(1, Limits()).run(os.getpid), flush=True)\n"
        "signal.pause()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 10
    while alive(child):
        assert time.monotonic() < deadline
