"""The name of a worker: stable over a restart, and of one living worker in the whole office."""

import fcntl
import os
import socket
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO

from ledger.leases import Claim, Leases


@dataclass(frozen=True, slots=True)
class Slot:
    """A worker's place on this machine, and its name. It ends with the process."""

    worker: str
    lock: IO[str]
    claim: Claim

    def close(self) -> None:
        """Leave it to the next."""
        self.claim.give_up()
        self.lock.close()


def take_slot(run_folder: Path, leases: Leases, host: str | None = None) -> Slot:
    """Find the first free worker slot of this machine (`host`, if it goes by another name).

    The name must be stable over a restart (the engine then resumes its own jobs at once) and
    unique among living workers (or a restart would run a neighbour's job twice). A locked file
    keeps the workers of one machine apart; machines that go by the same name, such as copies of
    one another, are kept apart by the database.

    Raises:
        DatabaseDownError: nobody can say which names are free.
    """
    run_folder.mkdir(parents=True, exist_ok=True)
    for number in count():
        lock = (run_folder / f"worker-{number}.lock").open("w")
        worker = f"{host or socket.gethostname()}-{number}"
        if not _locked(lock) or (claim := leases.claim(worker)) is None:
            lock.close()
            continue
        lock.write(str(os.getpid()))
        lock.flush()
        return Slot(worker, lock, claim)
    raise AssertionError("numbers do not end")


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
