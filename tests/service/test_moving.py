"""An office goes to PostgreSQL and an S3 server, and back; what waited goes on there."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from hikae.samples import Batch, Profile, make
from tests import postgres, seaweed
from tests.service.endings import each_file_ended_once, one_object_and_one_event_each
from tests.service.office import RunningOffice, running

pytestmark = [pytest.mark.service, pytest.mark.timeout(600)]

SEED = 20251020
FILES = 6


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    """A few small scans, cheap to read."""
    made = make(tmp_path / "samples", SEED, Profile.KILL)
    return replace(made, scans=made.scans[:FILES])


@pytest.fixture
def servers(tmp_path: Path) -> dict[str, str]:
    """What an office on a fresh database and a bucket that is not there yet has to set."""
    url = tmp_path / "database.url"
    url.write_text(postgres.shared().database())
    return {
        "HIKAE_DATABASE_FILE": str(url),
        "HIKAE_STORE": seaweed.shared().url(f"moved-{tmp_path.name.replace('_', '-')[:40]}"),
        "HIKAE_STORE_ACCESS_KEY": seaweed.ACCESS_KEY,
        "HIKAE_STORE_SECRET_KEY": seaweed.SECRET_KEY,
    }


def keys_of(servers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in servers.items() if "_KEY" in name}


def to_servers(servers: dict[str, str]) -> tuple[str, ...]:
    database, store = servers["HIKAE_DATABASE_FILE"], servers["HIKAE_STORE"]
    return ("move", "--to-database-file", database, "--to-store", store)


def drop(office: RunningOffice, scans: tuple[Path, ...]) -> None:
    for scan in scans:
        shutil.copyfile(scan, office.drop / scan.name)


def kill_again_and_again(office: RunningOffice, command: tuple[str, ...]) -> None:
    """Start a command and kill it, each time a little later."""
    pause = threading.Event()
    for number in range(1, 5):
        office.start(*command)
        pause.wait(0.5 * number)
        office.kill()


def test_there_and_back(tmp_path: Path, batch: Batch, servers: dict[str, str]) -> None:
    half = FILES // 2
    with running(tmp_path / "office", **keys_of(servers)) as office:
        office.hikae("ledger", "import", str(batch.ledger))
        drop(office, batch.scans[:half])
        office.wait_until(lambda: len(office.scans()) == half)
        refused = office.hikae(*to_servers(servers))
        assert (refused.exit_code, "still at work" in refused.err) == (4, True)
        office.stop()
        kill_again_and_again(office, to_servers(servers))
        there = office.hikae(*to_servers(servers))
        assert there.exit_code == 0, there.err
        assert "hikae:" not in there.out + there.err  # nothing of a URL with a password
        assert servers["HIKAE_DATABASE_FILE"] in there.out

    served = RunningOffice(office.home, **servers)
    served.start()
    try:
        drop(served, batch.scans[half:])
        served.wait_until_ended(FILES)
        each_file_ended_once(served, batch)
        one_object_and_one_event_each(served)
        assert served.is_sound()
    finally:
        served.stop()

    (office.home / "hikae.db").rename(tmp_path / "hikae.db-of-yesterday")
    back = served.hikae("move", "--to-database", "sqlite", "--to-store", "folder")
    assert back.exit_code == 0, back.err
    assert office.scans() == served.scans()
    assert office.objects() == served.objects()
    each_file_ended_once(office, batch)
    one_object_and_one_event_each(office)
    assert office.is_sound()
