"""A disk that is full while a scan is read: work stops, nothing is lost, and then it goes on."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from hikae.cli.exits import Exit
from hikae.samples import applicant, one_receipt
from ledger.scans import ArrivalState, Outcome
from tests.service.office import RunningOffice, limit_files

pytestmark = pytest.mark.service

PERSON, OTHER = applicant(1), applicant(2)
_TINY = "24m"
_LARGEST_FILE = 64 * 1024


class Disk(Protocol):
    """Where an office lies."""

    home: Path

    def fill(self, office: RunningOffice) -> None:
        """Leave no room."""

    def clear(self, office: RunningOffice) -> None:
        """Make room again."""


class TinyDisk:
    """A file system in memory that a file of no use fills up."""

    def __init__(self, place: Path) -> None:
        self.home = place / "office"
        self._ballast = place / "ballast"

    def fill(self, office: RunningOffice) -> None:
        """See `Disk`. What was freed meanwhile is taken, too."""
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(4096))
            except OSError:
                return

    def clear(self, office: RunningOffice) -> None:
        """See `Disk`."""
        self._ballast.unlink()


class LimitedDisk:
    """The kernel refuses the office's processes every write beyond 64 KiB: no mount is needed."""

    def __init__(self, place: Path) -> None:
        self.home = place / "office"

    def fill(self, office: RunningOffice) -> None:
        """See `Disk`."""
        log = office.home / "hikae.db-wal"
        office.wait_until(lambda: log.exists() and log.stat().st_size > _LARGEST_FILE)
        self._limit(office, _LARGEST_FILE)

    def clear(self, office: RunningOffice) -> None:
        """See `Disk`."""
        self._limit(office, None)

    def _limit(self, office: RunningOffice, largest: int | None) -> None:
        office.largest_file = largest
        for process in office.processes():
            limit_files(process.pid, largest)


@pytest.fixture(params=["tiny", "limited"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """A disk that can be filled; where nothing may be mounted, a limited one both times."""
    place = tmp_path / "disk"
    place.mkdir()
    if request.param == "limited" or not _mounted(place):
        yield LimitedDisk(place)
        return
    yield TinyDisk(place)
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def _mounted(place: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={_TINY}", "none", str(place)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_full_disk_is_waited_out_at_any_step(disk: Disk, tmp_path: Path) -> None:
    office = RunningOffice(disk.home)
    office.make()
    office.know(PERSON)
    scan = one_receipt(tmp_path / "scan.pdf", PERSON)
    given = one_receipt(tmp_path / "given.pdf", OTHER)
    office.start()
    try:
        (office.drop / "scan.pdf").write_bytes(scan.read_bytes())
        office.wait_until(lambda: [one.state for one in office.scans()] == [ArrivalState.WORKING])
        disk.fill(office)
        office.wait_until(lambda: "work waits" in office.log or "beat failed" in office.log)
        if isinstance(disk, LimitedDisk):  # on the other there is room again now and then
            commands_say_so_and_change_nothing(office, given)
        assert [one.state for one in office.scans()] == [ArrivalState.WORKING]
        disk.clear(office)
        office.wait_until_ended(1)
        assert outcomes(office) == [Outcome.FILED]
        assert office.is_sound()
    finally:
        office.kill()


def commands_say_so_and_change_nothing(office: RunningOffice, given: Path) -> None:
    listed = office.hikae("ledger", "import", str(office.list_of(PERSON, OTHER)))
    assert listed.exit_code == Exit.UNAVAILABLE
    assert "The ledger cannot be used now" in listed.err
    assert "Nothing was changed. See that the disk has room" in listed.err
    taken = office.hikae("take", str(given))
    assert taken.exit_code == Exit.UNAVAILABLE
    assert "File too large" in taken.err  # the spool has no room for the copy
    assert "The file stays where it is, or in the spool" in taken.err
    assert given.exists()


def outcomes(office: RunningOffice) -> list[Outcome | None]:
    return [document.outcome for one in office.scans() for document in one.documents]
