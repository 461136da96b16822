"""kill -9 at any moment, of any part: every file ends once, with one object and one event."""

import shutil
import threading
from pathlib import Path
from random import Random

import pytest

from hikae.samples import Batch, Profile, make
from tests.service.endings import each_file_ended_once, one_object_and_one_event_each
from tests.service.office import RunningOffice, running

pytestmark = [pytest.mark.service, pytest.mark.timeout(600)]

SEED = 20251020
KILLS = 24  # at least 20 must hit a living process
TREE = "tree"
VICTIMS = ["work", "work", "watch", TREE]


def test_every_file_ends_once_whoever_is_killed(tmp_path: Path) -> None:
    batch = make(tmp_path / "samples", SEED, Profile.KILL)
    with running(tmp_path / "office", HIKAE_WORKERS="2", HIKAE_LEASE_S="2") as office:
        assert office.hikae("ledger", "import", str(batch.ledger)).exit_code == 0
        kills = drop_and_kill(office, batch, Random(SEED))
        office.wait_until_ended(len(batch.scans), deadline_s=300)
        office.wait_until(lambda: not any((office.home / "spool").iterdir()))
        assert kills >= 20
        assert list(office.drop.iterdir()) == []
        each_file_ended_once(office, batch)
        one_object_and_one_event_each(office)
        assert office.is_sound()


def drop_and_kill(office: RunningOffice, batch: Batch, random: Random) -> int:
    """Drop the files a few at a time, and kill somebody between; tell how many kills hit."""
    left, hits, pause = list(batch.scans), 0, threading.Event()
    for _ in range(KILLS):
        for _scan in range(-(-len(batch.scans) // KILLS)):
            if left:
                scan = left.pop(0)
                shutil.copyfile(scan, office.drop / scan.name)
        pause.wait(random.uniform(0.1, 1.6))
        hits += kill(office, random.choice(VICTIMS))
    return hits


def kill(office: RunningOffice, victim: str) -> bool:
    """Kill, after waiting for somebody to kill; a whole tree is started again."""
    role = "work" if victim == TREE else victim
    office.wait_until(lambda: any(role in process.command for process in office.processes()))
    if victim != TREE:
        return office.kill_role(victim)
    office.kill()
    office.start()
    return True
