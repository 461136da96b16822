"""kill -9 on servers: two workers, the watcher, the database and the store, in any order.

Each role is a machine of its own. Whoever ends is started again, as an init system does: a role
that finds no database at its start says so and ends, too. No file is touched by hand.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import pytest

from hikae.samples import Batch, Profile, make
from ledger.scans import ArrivalState
from tests.service.endings import each_file_ended_once, one_object_and_one_event_each
from tests.service.office import RunningOffice
from tests.service.servers import Servers, servers

pytestmark = [pytest.mark.service, pytest.mark.timeout(600)]

SEED = 20251020
FILES, KILLS = 40, 24
SHORT = {"HIKAE_LEASE_S": "2", "HIKAE_WORKERS": "1"}


@dataclass(frozen=True, slots=True)
class Machines:
    """The watcher's machine and those of two workers; what they share is on the servers."""

    watcher: RunningOffice
    workers: tuple[RunningOffice, ...]
    servers: Servers

    def victims(self) -> list[Callable[[], int]]:
        """What may be killed, and comes back; each tells how many it hit."""
        roles = [partial(kill, machine, role) for machine, role in self._roles()]
        return [*roles, self._store_dies, self._database_dies]

    def tend(self) -> None:
        """Start again whoever ended."""
        for machine, role in self._roles():
            if not is_alive(machine, role):
                machine.kill()
                machine.start(role)

    def _roles(self) -> list[tuple[RunningOffice, str]]:
        return [(self.watcher, "watch"), *((worker, "work") for worker in self.workers)]

    def _store_dies(self) -> int:
        self.servers.store.kill()
        self.servers.store.start()
        return 1

    def _database_dies(self) -> int:
        self.servers.database.stop_at_once()
        self.servers.database.start()
        return 1


def is_alive(machine: RunningOffice, role: str) -> bool:
    return any(role in process.command for process in machine.processes())


def kill(machine: RunningOffice, role: str) -> int:
    return int(machine.kill_role(role))


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    with servers(folder) as its:
        watcher = RunningOffice(folder / "watcher", **SHORT, **its.settings)
        watcher.make()
        workers = tuple(watcher.beside(f"worker-{number}") for number in (1, 2))
        there = Machines(watcher, workers, its)
        try:
            there.tend()
            yield there
        finally:
            for machine in (watcher, *workers):
                machine.kill()


def drop_and_kill(machines: Machines, batch: Batch, random: Random) -> int:
    """Drop the files a few at a time, and kill somebody between; tell how many kills hit."""
    left, pause, hits = list(batch.scans), threading.Event(), 0
    victims = machines.victims()
    deaths = [victims[number % len(victims)] for number in range(KILLS)]
    random.shuffle(deaths)
    for death in deaths:
        for scan in [left.pop() for _ in range(-(-FILES // KILLS)) if left]:
            shutil.copyfile(scan, machines.watcher.drop / scan.name)
        pause.wait(random.uniform(0.1, 1.2))
        hits += death()
        machines.tend()
    return hits


def has_ended(machines: Machines, count: int) -> bool:
    machines.tend()
    found = machines.watcher.scans()
    return len(found) == count and all(one.state is ArrivalState.ENDED for one in found)


def test_every_file_is_filed_once_whoever_is_killed(tmp_path: Path) -> None:
    batch = make(tmp_path / "samples", SEED, Profile.KILL, FILES)
    with machines(tmp_path) as there:
        office = there.watcher
        assert office.here("ledger", "import", str(batch.ledger)).exit_code == 0
        assert drop_and_kill(there, batch, Random(SEED)) >= 20
        office.wait_until(lambda: has_ended(there, FILES), deadline_s=300)
        office.wait_until(lambda: not any((office.home / "spool").iterdir()))
        assert list(office.drop.iterdir()) == []
        each_file_ended_once(office, batch)
        one_object_and_one_event_each(office)
        assert set(there.servers.versions().values()) == {1}
        assert office.is_sound()
