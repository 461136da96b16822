"""An office is backed up while it works, is destroyed, and comes back from the backup."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from hikae.samples import Batch, Profile, make
from ledger.accounts import arrivals
from ledger.engine import open_engine, reading
from ledger.records import ArrivalRecord
from ledger.scans import ArrivalState
from tests import postgres, seaweed
from tests.service.endings import each_file_ended_once, one_object_and_one_event_each
from tests.service.office import RunningOffice, running

pytestmark = [pytest.mark.service, pytest.mark.timeout(300)]

SEED = 20251020
FILES, LAST = 6, 2
UNDER_WAY = {ArrivalState.WAITING, ArrivalState.WORKING}


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    """A few small scans, cheap to read."""
    return make(tmp_path / "samples", SEED, Profile.KILL, FILES)


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    """The other disk."""
    return tmp_path / "backup"


def servers(folder: Path, name: str) -> dict[str, str]:
    """What an office on a fresh database and a bucket that is not there yet has to set."""
    url = folder / f"{name}.url"
    url.write_text(postgres.shared().database())
    return {
        "HIKAE_DATABASE_FILE": str(url),
        "HIKAE_STORE": seaweed.shared().url(f"{name}-{folder.name.replace('_', '-')[:40]}"),
        "HIKAE_STORE_ACCESS_KEY": seaweed.ACCESS_KEY,
        "HIKAE_STORE_SECRET_KEY": seaweed.SECRET_KEY,
    }


def drop(office: RunningOffice, scans: tuple[Path, ...]) -> None:
    for scan in scans:
        shutil.copyfile(scan, office.drop / scan.name)


def kill_at(office: RunningOffice, *command: str, sign: Path, pattern: str = "*") -> None:
    """Start a command, and kill it as soon as there is such a file below a folder."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hikae", *command], env=office.environment, stderr=subprocess.DEVNULL
    )
    pause = threading.Event()
    while process.poll() is None and not any(p.is_file() for p in sign.rglob(pattern)):
        pause.wait(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()


def freeze_worker(office: RunningOffice) -> None:
    for process in office.processes():
        if "work" in process.command:
            os.kill(process.pid, signal.SIGSTOP)


def snapshots(backups: Path) -> list[Path]:
    return sorted(path for path in (backups / "snapshots").glob("*") if path.name[0] != ".")


def in_snapshot(snapshot: Path, scratch: Path) -> tuple[ArrivalRecord, ...]:
    """Look into a copy: a snapshot is not to be touched."""
    copy = Path(shutil.copyfile(snapshot / "ledger.db", scratch))
    engine = open_engine(f"sqlite:///{copy}")
    try:
        with reading(engine) as session:
            return arrivals(session)
    finally:
        engine.dispose()


def destroyed_and_restored(
    folder: Path, batch: Batch, backups: Path, here: Mapping[str, str], there: Mapping[str, str]
) -> None:
    with running(folder / "office", **here) as office:
        office.hikae("ledger", "import", str(batch.ledger))
        drop(office, batch.scans[:-LAST])
        office.wait_until(lambda: len(office.scans()) > 1)
        kill_at(office, "backup", str(backups), sign=backups / "snapshots", pattern="ledger.db")
        kill_at(office, "backup", str(backups), sign=backups / "objects")
        killed = snapshots(backups)  # none, unless one had just ended
        office.wait_until_ended(FILES - LAST)
        freeze_worker(office)
        drop(office, batch.scans[-LAST:])
        office.wait_until(lambda: len(office.scans()) == FILES)
        made = office.hikae("backup", str(backups))
        assert made.exit_code == 0, made.err
        office.kill()
    shutil.rmtree(office.home)

    [snapshot] = set(snapshots(backups)) - set(killed)
    was = in_snapshot(snapshot, folder / "copy.db")
    assert sum(one.state in UNDER_WAY for one in was) == LAST
    again = RunningOffice(folder / "again", **there)
    kill_at(again, "restore", str(backups), sign=again.home / "tmp", pattern="[0-9]")
    back = again.hikae("restore", str(backups))
    assert back.exit_code == 0, back.err
    assert again.scans() == was
    assert again.is_sound()
    again.start()
    try:
        again.wait_until_ended(FILES)
        each_file_ended_once(again, batch)
        one_object_and_one_event_each(again)
        assert again.is_sound()
    finally:
        again.kill()


def test_in_a_folder(tmp_path: Path, batch: Batch, backups: Path) -> None:
    destroyed_and_restored(tmp_path, batch, backups, {}, {})


def test_on_servers(tmp_path: Path, batch: Batch, backups: Path) -> None:
    here, there = servers(tmp_path, "here"), servers(tmp_path, "there")
    destroyed_and_restored(tmp_path, batch, backups, here, there)
