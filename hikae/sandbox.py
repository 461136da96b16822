"""Child processes for whatever touches the content of a file.

A scan is a stranger's input: a decompression bomb, an endless loop or a crash in a C library may
cost one child, never the worker. A child has limits on wall time, CPU time and memory, no database
and no settings; it dies with its parent, and it is thrown away after some work or any mishap.
"""

import os
import pickle
import queue
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar, cast

from hikae.parent import die_with
from hikae.scratch import scratch_folder

P = ParamSpec("P")
R = TypeVar("R")

_MIB = 1024 * 1024
_CALLS_BEFORE_RENEWAL = 400  # a page takes two to four
_ONE_THREAD = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


class SandboxError(Exception):
    """The child could not give an answer; its parent is unharmed."""


class TookTooLongError(SandboxError):
    """The wall-time or CPU limit was reached."""


class ChildDiedError(SandboxError):
    """The child crashed, or ran into its memory limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may use: seconds of wall and CPU time, MiB of address space."""

    wall_s: float = 120.0
    cpu_s: int = 120
    memory_mib: int = 1536


class Children(Protocol):
    """Whoever runs functions for us; tests let a scripted reader do it."""

    def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a module-level function and give back what it returns."""

    def close(self) -> None:
        """Run nothing more."""


class Sandbox:
    """A few children that run functions for us. Thread-safe; a call waits for a free child."""

    def __init__(self, children: int, limits: Limits, scratch: Path | None = None) -> None:
        """`scratch`: where the children's temporary files go, and are swept from if they die."""
        self._limits = limits
        self._scratch = scratch
        # Children die with the thread that started them, so one lasting thread starts all.
        self._nursery = ThreadPoolExecutor(max_workers=1, thread_name_prefix="nursery")
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(children):
            self._idle.put(None)
        self._children = children

    def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call a module-level function in a child and give back what it returns.

        Raises:
            SandboxError: no answer within the limits.
            Exception: whatever the function itself raised.
        """
        child = self._idle.get()
        try:
            if child is None:
                child = self._nursery.submit(_Child, self._limits, self._scratch).result()
            succeeded, answer = child.call((function, args, kwargs), self._limits.wall_s)
            if child.calls >= _CALLS_BEFORE_RENEWAL:
                child.kill()
                child = None
        except BaseException:
            if child is not None:
                child.kill()
            child = None
            raise
        finally:
            self._idle.put(child)
        if succeeded:
            return cast(R, answer)
        raise cast(Exception, answer)

    def close(self) -> None:
        """End all children; waits for calls under way."""
        for _ in range(self._children):
            child = self._idle.get()
            if child is not None:
                child.kill()
        self._nursery.shutdown()


class _Child:
    def __init__(self, limits: Limits, scratch: Path | None) -> None:
        self._leaving = ExitStack()
        environment = {**os.environ, **_ONE_THREAD}
        if scratch is not None:
            own = self._leaving.enter_context(scratch_folder(scratch))
            environment["TMPDIR"] = str(own)
        self._pipe, theirs = Pipe()
        command = "from hikae.sandbox import _main; _main()"
        numbers = (theirs.fileno(), os.getpid(), limits.cpu_s, limits.memory_mib)
        self._process = subprocess.Popen(
            [sys.executable, "-c", command, *map(str, numbers)],
            env=environment,
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        self.calls = 0

    def call(self, task: object, wall_s: float) -> tuple[bool, object]:
        self.calls += 1
        try:
            self._pipe.send(task)
            if not self._pipe.poll(wall_s):
                raise TookTooLongError(f"no answer after {wall_s:.0f} s")
            return cast("tuple[bool, object]", self._pipe.recv())
        except (EOFError, OSError) as error:
            self.kill()
            if self._process.returncode == -signal.SIGXCPU:
                raise TookTooLongError("the CPU limit was reached") from error
            raise ChildDiedError(f"ended with {self._process.returncode}") from error

    def kill(self) -> None:
        """End the child and the programs it started (Tesseract, pdftoppm)."""
        if self._process.poll() is None or self._process.returncode is None:
            self._kill_group()
        self._process.wait()
        self._pipe.close()
        self._leaving.close()

    def _kill_group(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def _serve(pipe: Connection, cpu_s: int) -> None:
    while True:
        try:
            function, args, kwargs = pipe.recv()
        except EOFError:
            return
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + cpu_s
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
        _answer(pipe, function, args, kwargs)


def _answer(
    pipe: Connection, function: Callable[..., object], args: object, kwargs: object
) -> None:
    try:
        answer = (
            True,
            function(*cast("tuple[object, ...]", args), **cast("dict[str, object]", kwargs)),
        )
    except MemoryError:
        os._exit(signal.SIGKILL)  # what is left of this process cannot be trusted
    except Exception as error:  # noqa: BLE001  # it is the caller's, and travels there
        answer = (False, _picklable(error))
    pipe.send(answer)


def _picklable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    except Exception:  # noqa: BLE001  # exceptions with odd constructors
        return ChildDiedError(f"raised {type(error).__name__}")
    return error


def _main() -> None:
    pipe_fd, parent, cpu_s, memory_mib = map(int, sys.argv[1:5])
    if not die_with(parent, signal.SIGKILL):
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_mib * _MIB, memory_mib * _MIB))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _serve(Connection(pipe_fd), cpu_s)
