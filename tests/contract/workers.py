"""Workers in processes of their own, for tests that kill them: `python -m tests.contract.workers`.

A job is two steps: one that waits until it is told to go on, and one that writes the ledger. What
happens is written into the folder, where the test sees it.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from dbos import DBOS
from sqlalchemy import Engine
from sqlmodel import col, select

from hikae.jobs import MAX_RECOVERIES, SCAN, Jobs, Worker, job_id
from hikae.parent import die_with
from hikae.patience import patiently
from ledger.engine import open_engine, reading, writing
from ledger.leases import Leases
from ledger.tables import LeftAlone

DEADLINE_S = 60.0
LEASE_S = 2.0
_LOOK_S = 0.05
FAILS = "fails"  # a subject whose job always fails


class Team:
    """Workers, the jobs they are given, and what becomes of these."""

    def __init__(self, database: str, folder: Path) -> None:
        self.database, self.folder = database, folder
        self._processes = ExitStack()

    def hire(self, run: str = "run", concurrency: int = 4) -> subprocess.Popen[bytes]:
        """Start one more; machines that share no `run` folder are different machines."""
        command = [sys.executable, "-m", __name__, self.database, str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [*command, run, str(concurrency)], stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        self._processes.callback(_end, process)
        wait_until(lambda: self._file(f"name-{process.pid}").exists() or _ended(process, self))
        return process

    def name(self, process: subprocess.Popen[bytes]) -> str:
        """Tell by which name a worker goes."""
        return self._file(f"name-{process.pid}").read_text()

    def give(self, *subjects: str) -> None:
        """Give out a job each."""
        jobs, engine = Jobs(self.database), open_engine(self.database)
        with writing(engine) as session:
            for subject in subjects:
                jobs.enqueue(session, SCAN, job_id(SCAN, subject, 1), subject, "1")
        jobs.close()
        engine.dispose()

    def begun(self, subject: str) -> list[int]:
        """Give the processes that began a job, the first one first."""
        file = self._file(f"begun-{subject}")
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def go_on(self) -> None:
        """Let all jobs go on."""
        self._file("go").touch()

    def written(self) -> list[str]:
        """Give the subject of each row that a job has written."""
        engine = open_engine(self.database)
        with reading(engine) as session:
            found = session.exec(select(col(LeftAlone.why)).order_by(LeftAlone.why)).all()
        engine.dispose()
        return list(found)

    def buried(self) -> set[str]:
        """Give the jobs that failed for good."""
        file = self._file("buried")
        return set(file.read_text().split()) if file.exists() else set()

    def log(self) -> str:
        """All that they said."""
        return self._file("log").read_text("utf-8", "replace")

    def close(self) -> None:
        """Kill all that are left."""
        self._processes.close()

    def _file(self, name: str) -> Path:
        return self.folder / name


@contextmanager
def team(database: str, folder: Path) -> Iterator[Team]:
    """A team that ends with the test."""
    team = Team(database, folder)
    try:
        yield team
    finally:
        team.close()


def wait_until(true: Callable[[], bool], deadline_s: float = DEADLINE_S) -> None:
    """Come back as soon as it is true."""
    until, pause = time.monotonic() + deadline_s, threading.Event()
    while not true():
        assert time.monotonic() < until, f"not within {deadline_s:.0f} s"
        pause.wait(_LOOK_S)


def _ended(process: subprocess.Popen[bytes], team: Team) -> bool:
    assert process.poll() is None, team.log()
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _note(file: Path, words: str) -> None:
    with file.open("a") as open_file:
        open_file.write(words + "\n")


def _work(database: str, folder: Path, run: str, concurrency: int) -> None:
    die_with(os.getppid(), signal.SIGKILL)
    engine = open_engine(database)

    def bury(job: str) -> None:
        _note(folder / "buried", job)

    worker = Worker(database, folder / run, LEASE_S, Leases(engine), bury)
    _register(worker, engine, folder)
    worker.start(concurrency, poll_s=0.1)
    (folder / f"name-{os.getpid()}").write_text(worker.name)
    threading.Event().wait()


def _register(worker: Worker, engine: Engine, folder: Path) -> None:
    def wait(subject: str) -> None:
        _note(folder / f"begun-{subject}", str(os.getpid()))
        wait_until((folder / "go").exists)
        patiently(look, threading.Event())

    def look() -> None:  # as a real step does
        with reading(engine) as session:
            session.exec(select(LeftAlone)).all()

    def write(subject: str) -> None:
        row = LeftAlone(path=uuid4().hex, why=subject, seen_at=datetime.now(UTC))
        worker.ledger.sql_session().add(row)

    @DBOS.workflow(name=SCAN, max_recovery_attempts=MAX_RECOVERIES)
    def _scan(subject: str, _attempt: str) -> None:
        if subject == FAILS:
            raise ZeroDivisionError
        DBOS.run_step({"name": "wait"}, wait, subject)
        worker.ledger.run_tx_step({"name": "write"}, write, subject)


if __name__ == "__main__":
    _database, _folder, _run, _concurrency = sys.argv[1:]
    _work(_database, Path(_folder), _run, int(_concurrency))
