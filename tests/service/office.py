"""A real office in a folder of its own, for tests: real processes, real Tesseract, short waits."""

import atexit
import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from config.settings import PREFIX, Settings
from hikae.office import Office, address_of_database, open_store
from hikae.samples import Applicant
from hikae.samples.ledger_csv import write_ledger
from ledger.accounts import arrivals
from ledger.engine import open_engine, reading
from ledger.records import ArrivalRecord
from ledger.scans import ArrivalState
from tests.hikae.commands import Answer, hikae
from tests.ports import free_port

DEADLINE_S = 90.0
_LOOK_S = 0.1
_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP = 1, 24
_ROOTS_RIGHTS = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
_LIBC = ctypes.CDLL(None)
_UNDER_WAY = {ArrivalState.WAITING, ArrivalState.WORKING}
_SHORT_WAITS = {
    "HIKAE_LANGUAGE": "en",
    "HIKAE_WORKERS": "1",
    "HIKAE_QUIET_S": "0.5",
    "HIKAE_TIFF_QUIET_S": "1",
    "HIKAE_PATIENCE_S": "2",
    "HIKAE_RESCAN_S": "1",
    "HIKAE_POLL_S": "0.1",
    "HIKAE_LEASE_S": "3",
    "OMP_THREAD_LIMIT": "1",
}


@dataclass(frozen=True, slots=True)
class Process:
    """A living process of an office."""

    pid: int
    command: tuple[str, ...]


class RunningOffice:
    """`hikae serve` (or one role of it) for one office folder, and the commands beside it.

    Settings are given as in the environment (`HIKAE_QUIET_S="2"`) and go over the short waits;
    they may name a database and a store, which then may be shared by several (see `beside`).
    Everything that all processes say is in `log`.
    """

    def __init__(self, home: Path, **settings: str) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.port = free_port()
        own = {"HIKAE_HOME": str(home), "HIKAE_PORT": str(self.port)}
        self.environment = {**_without_settings(os.environ), **_SHORT_WAITS, **own, **settings}
        self.as_anybody = False  # root is refused what anybody else is refused, too
        self.largest_file: int | None = None  # bytes; as on a disk that is full
        self._log = home.with_name(f"{home.name}.log")
        self._process: subprocess.Popen[bytes] | None = None

    def beside(self, name: str, **settings: str) -> "RunningOffice":
        """Give another machine of the same office: what they share is database and store."""
        settings = {**self.environment, **settings}
        own = ("HIKAE_HOME", "HIKAE_PORT")
        there = {key: settings[key] for key in settings if _is_setting(key) and key not in own}
        return RunningOffice(self.home.with_name(name), **there)

    @property
    def settings(self) -> Settings:
        """What its processes are told."""
        with self._as_told():
            return Settings.load(self.home)

    @property
    def drop(self) -> Path:
        """The watched folder."""
        return self.home / "drop"

    @property
    def quarantine(self) -> Path:
        """Where a clerk finds what could not be read."""
        return self.home / "quarantine"

    @property
    def address(self) -> str:
        """Where the status page is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that the started processes wrote so far."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    def start(self, *command: str) -> None:
        """Start `hikae serve`, or another command that lasts; come back at once."""
        assert self._process is None, "it runs already"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "hikae", *(command or ("serve",))],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=self._limit,
            )

    def stop(self, deadline_s: float = DEADLINE_S) -> int:
        """End it as the system does (SIGTERM); give the exit code."""
        process, self._process = self._process, None
        assert process is not None, "it does not run"
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(deadline_s)
        except subprocess.TimeoutExpired:
            _kill_group(process)
            raise

    def kill(self) -> None:
        """Kill the whole tree at once (SIGKILL), and wait until nothing of it is left."""
        process, self._process = self._process, None
        if process is not None:
            _kill_group(process)
        self.wait_until(lambda: self.processes() == ())

    def kill_role(self, role: str) -> bool:
        """Kill one role (`watch`, `work`, `console`); tell whether it was alive."""
        found = [process for process in self.processes() if role in process.command]
        for process in found:
            os.kill(process.pid, signal.SIGKILL)
        return bool(found)

    def processes(self) -> tuple[Process, ...]:
        """Every living process of this office, Tesseract and the other children included."""
        mark = b"HIKAE_HOME=" + os.fsencode(self.home)
        return tuple(
            process
            for process, environment in _living()
            if mark in environment and process.pid != os.getpid()
        )

    def hikae(self, *command: str, deadline_s: float = DEADLINE_S, **settings: str) -> Answer:
        """Run one command to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "hikae", *command],
            env={**self.environment, **settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=deadline_s,
            check=False,
            preexec_fn=self._limit,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def make(self) -> None:
        """Make the empty office, as the first command does."""
        settings = self.settings
        if settings.database or settings.store:
            Office.open(settings).engine.dispose()
        else:
            shutil.copytree(_empty_office(), self.home, dirs_exist_ok=True)

    def know(self, *people: Applicant) -> Answer:
        """Import people into the ledger, without a process of its own."""
        return self.here("ledger", "import", str(self.list_of(*people)))

    def here(self, *command: str) -> Answer:
        """Run one command to its end, without a process of its own."""
        with self._as_told():
            return hikae(self.home, *command)

    def list_of(self, *people: Applicant) -> Path:
        """Write a list of people beside the office."""
        file = self.home.with_name("people.csv")
        write_ledger(file, people)
        return file

    @contextmanager
    def ledger(self) -> Iterator[Session]:
        """Look at the ledger, without a process of its own."""
        engine = open_engine(address_of_database(self.settings))
        try:
            with reading(engine) as session:
                yield session
        finally:
            engine.dispose()

    def scans(self) -> tuple[ArrivalRecord, ...]:
        """What `hikae scans` shows."""
        with self.ledger() as session:
            return arrivals(session)

    def objects(self) -> frozenset[str]:
        """The keys of the documents in the archive."""
        return frozenset(open_store(self.settings).keys("documents/"))

    def wait_until(self, predicate: Callable[[], bool], deadline_s: float = DEADLINE_S) -> None:
        """Come back as soon as it is true; after the deadline the test fails and shows the log."""
        until, pause = time.monotonic() + deadline_s, threading.Event()
        while not predicate():
            if time.monotonic() > until:
                raise AssertionError(f"not within {deadline_s:.0f} s; the log ends:\n{self._end()}")
            pause.wait(_LOOK_S)

    def wait_until_ended(self, count: int, deadline_s: float = DEADLINE_S) -> None:
        """Come back when so many files have come in and none waits or is worked on."""

        def all_ended() -> bool:
            found = self.scans()
            return len(found) >= count and not any(one.state in _UNDER_WAY for one in found)

        self.wait_until(all_ended, deadline_s)

    def wait_until_said(self, words: str, deadline_s: float = DEADLINE_S) -> None:
        """Come back when the log holds these words."""
        self.wait_until(lambda: words in self.log, deadline_s)

    def is_sound(self) -> bool:
        """Do `balance`, `archive verify` and `ledger verify` all hold?"""
        looks = (("balance",), ("archive", "verify"), ("ledger", "verify"))
        return all(self.here(*look).exit_code == 0 for look in looks)

    @contextmanager
    def _as_told(self) -> Iterator[None]:
        """Give this process the settings of the office for a while."""
        own = {name: told for name, told in self.environment.items() if _is_setting(name)}
        before = {name: told for name, told in os.environ.items() if _is_setting(name)}
        _replace_settings(own)
        try:
            yield
        finally:
            _replace_settings(before)

    def _limit(self) -> None:
        """Runs in a new process, before its program. What a killed test began ends with it."""
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if self.as_anybody:
            _be_anybody()
        if self.largest_file is not None:
            limit_files(os.getpid(), self.largest_file)

    def _end(self) -> str:
        return "\n".join(self.log.splitlines()[-15:])


@contextmanager
def running(home: Path, *command: str, **settings: str) -> Iterator[RunningOffice]:
    """An office that exists and whose `hikae serve` is started; killed at the end if need be."""
    office = RunningOffice(home, **settings)
    office.make()
    office.start(*command)
    try:
        yield office
    finally:
        office.kill()


@cache
def _empty_office() -> Path:
    """An office that was made once in this process; copying it is faster than making one."""
    folder = TemporaryDirectory(prefix="office-")
    atexit.register(folder.cleanup)
    home = Path(folder.name) / "office"
    Office.open(Settings.load(home)).engine.dispose()
    return home


def limit_files(pid: int, largest: int | None) -> None:
    """Let every write of a process beyond that size fail; None: let it write again."""
    _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most if largest is None else largest, most))


def _without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not _is_setting(name)}


def _is_setting(name: str) -> bool:
    return name.startswith(PREFIX)


def _replace_settings(told: Mapping[str, str]) -> None:
    for name in filter(_is_setting, tuple(os.environ)):
        del os.environ[name]
    os.environ.update(told)


def _be_anybody() -> None:
    """Give up root's right to read and write whatever it likes; for anybody else, do nothing."""
    for right in _ROOTS_RIGHTS:
        _LIBC.prctl(_PR_CAPBSET_DROP, right, 0, 0, 0)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:  # or its number may be another's by now
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _living() -> Iterator[tuple[Process, list[bytes]]]:
    """Every process that we may look at; one that has ended meanwhile is passed over."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            command = (folder / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        except OSError:
            continue
        yield Process(int(folder.name), tuple(map(os.fsdecode, command))), environment
