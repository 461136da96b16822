"""Workers on every database: what one leaves undone another does, and all of it once."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from hikae.jobs import SCAN, job_id
from ledger.engine import open_engine
from ledger.leases import Leases
from tests.contract.workers import FAILS, LEASE_S, Team, team, wait_until

pytestmark = pytest.mark.service


@pytest.fixture
def workers(database: str, tmp_path: Path) -> Iterator[Team]:
    with team(database, tmp_path) as workers:
        yield workers


class TestAJobUnderWay:
    def test_is_taken_over_from_a_worker_that_never_comes_back(self, workers: Team) -> None:
        both = {worker.pid: worker for worker in (workers.hire(), workers.hire())}
        workers.give("a")
        wait_until(lambda: bool(workers.begun("a")))
        both[workers.begun("a")[0]].kill()
        wait_until(lambda: len(workers.begun("a")) == 2)
        workers.go_on()
        wait_until(lambda: workers.written() == ["a"])

    def test_is_resumed_at_once_by_the_same_worker(self, workers: Team) -> None:
        first = workers.hire()
        workers.give("a")
        wait_until(lambda: bool(workers.begun("a")))
        first.kill()
        first.wait()
        again = workers.hire()
        assert workers.name(again) == workers.name(first)
        wait_until(lambda: len(workers.begun("a")) == 2)
        workers.go_on()
        wait_until(lambda: workers.written() == ["a"])

    def test_of_a_worker_that_froze_and_woke_is_done_once(self, workers: Team) -> None:
        both = {worker.pid: worker for worker in (workers.hire(), workers.hire())}
        workers.give("a")
        wait_until(lambda: bool(workers.begun("a")))
        frozen = workers.begun("a")[0]
        os.kill(frozen, signal.SIGSTOP)
        wait_until(lambda: len(workers.begun("a")) == 2)
        workers.go_on()
        wait_until(lambda: workers.written() == ["a"])
        os.kill(frozen, signal.SIGCONT)
        leases = Leases(open_engine(workers.database))
        wait_until(lambda: len(leases.alive(LEASE_S / 2)) == 2)
        workers.give("b")
        wait_until(lambda: workers.written() == ["a", "b"])
        assert all(worker.poll() is None for worker in both.values())


class TestAJobThatFails:
    def test_is_buried_and_forgotten(self, workers: Team) -> None:
        workers.hire()
        workers.give(FAILS)
        wait_until(lambda: job_id(SCAN, FAILS, 1) in workers.buried())


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
class TestMachinesOfOneName:
    def test_do_not_begin_the_jobs_of_each_other(self, workers: Team) -> None:
        one = workers.hire("here")
        workers.give("a")
        wait_until(lambda: bool(workers.begun("a")))
        other = workers.hire("there")
        assert workers.name(other) != workers.name(one)
        leases = Leases(open_engine(workers.database))
        wait_until(lambda: len(leases.alive(LEASE_S)) == 2)
        workers.go_on()
        wait_until(lambda: workers.written() == ["a"])
        assert workers.begun("a") == [one.pid]

    def test_do_not_take_the_name_of_one_that_is_frozen(self, workers: Team) -> None:
        one = workers.hire("here")
        one.send_signal(signal.SIGSTOP)
        assert workers.name(workers.hire("there")) != workers.name(one)
