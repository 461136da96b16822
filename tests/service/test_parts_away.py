"""A part is away: whoever asks is told which, work waits, goes on by itself, and is done once."""

import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest

from hikae.samples import Batch, Profile, make
from tests.ports import free_port
from tests.service.endings import each_file_ended_once, one_object_and_one_event_each
from tests.service.office import RunningOffice
from tests.service.servers import Servers, servers

pytestmark = [pytest.mark.service, pytest.mark.timeout(300)]

SEED = 20251020
WATCH, WORK, CONSOLE = ROLES = ("watch", "work", "console")


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """Two small scans, cheap to read."""
    return make(tmp_path_factory.mktemp("samples"), SEED, Profile.KILL, 2)


@pytest.fixture
def its(tmp_path: Path) -> Iterator[Servers]:
    with servers(tmp_path) as its:
        yield its


@pytest.fixture
def office(tmp_path: Path, its: Servers, batch: Batch) -> RunningOffice:
    """An office on both servers that knows the people of the samples."""
    office = RunningOffice(tmp_path / "office", **its.settings)
    office.make()
    assert office.here("ledger", "import", str(batch.ledger)).exit_code == 0
    return office


@contextmanager
def machine(office: RunningOffice, name: str, role: str) -> Iterator[RunningOffice]:
    """A role on a machine of its own, which tells how it is."""
    there = office.beside(name, HIKAE_HEALTH_PORT=str(free_port()))
    there.start(role)
    try:
        there.wait_until(lambda: health(there) == {"status": "ok", "role": role})
        yield there
    finally:
        there.kill()


@pytest.fixture
def machines(office: RunningOffice) -> Iterator[dict[str, RunningOffice]]:
    """One for each role."""
    with ExitStack() as stack:
        yield {role: stack.enter_context(machine(office, role, role)) for role in ROLES}


def health(there: RunningOffice) -> dict[str, str] | None:
    """What a role says of itself; None: it does not answer."""
    answer = asked(int(there.environment["HIKAE_HEALTH_PORT"]), "/health")
    if answer is None:
        return None
    said: dict[str, str] = json.loads(answer[1])
    assert (answer[0] == 200) == (said["status"] == "ok")
    return said


def asked(port: int, path: str) -> tuple[int, str] | None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return None
    finally:
        connection.close()


def drop(watcher: RunningOffice, batch: Batch) -> None:
    for scan in batch.scans:
        shutil.copyfile(scan, watcher.drop / scan.name)


def all_say(machines: dict[str, RunningOffice], **said: str) -> None:
    """Wait until every role says so of itself."""
    for role, there in machines.items():
        there.wait_until(partial(says, there, {"role": role, **said}))


def says(there: RunningOffice, said: dict[str, str]) -> bool:
    return health(there) == said


def each_ends_once(office: RunningOffice, batch: Batch) -> None:
    office.wait_until_ended(len(batch.scans))
    each_file_ended_once(office, batch)
    one_object_and_one_event_each(office)
    assert office.is_sound()


def test_a_store_that_is_away_is_named_and_waited_for(
    office: RunningOffice, its: Servers, machines: dict[str, RunningOffice], batch: Batch
) -> None:
    its.store.kill()
    all_say(machines, status="waiting", waits_for="store")
    drop(machines[WATCH], batch)
    status, page = asked(machines[CONSOLE].port, "/") or (0, "")
    assert status == 200
    assert "archive: cannot be written" in page
    its.store.start()
    all_say(machines, status="ok")
    each_ends_once(office, batch)


def test_a_database_that_is_away_is_named_and_waited_for(
    office: RunningOffice, its: Servers, machines: dict[str, RunningOffice], batch: Batch
) -> None:
    its.database.stop_at_once()
    all_say(machines, status="waiting", waits_for="database")
    drop(machines[WATCH], batch)
    status, page = asked(machines[CONSOLE].port, "/") or (0, "")
    assert status == 503
    assert "The ledger cannot be used now" in page
    its.database.start()
    all_say(machines, status="ok")
    each_ends_once(office, batch)


def test_a_worker_frozen_past_its_lease_wakes_to_work_that_is_done(
    office: RunningOffice, its: Servers, batch: Batch
) -> None:
    with (
        machine(office, "watcher", WATCH) as watcher,
        machine(office, "frozen", WORK) as frozen,
    ):
        drop(watcher, batch)
        office.wait_until(lambda: bool(office.scans()))
        signalled(frozen, signal.SIGSTOP)
        with machine(office, "awake", WORK):
            office.wait_until_ended(len(batch.scans))
            before = its.versions()
            signalled(frozen, signal.SIGCONT)
            frozen.wait_until(lambda: health(frozen) == {"status": "ok", "role": WORK})
            each_ends_once(office, batch)
            assert its.versions() == before
            assert set(before.values()) == {1}


def signalled(there: RunningOffice, number: signal.Signals) -> None:
    for process in there.processes():
        os.kill(process.pid, number)
