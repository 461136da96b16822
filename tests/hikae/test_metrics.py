"""What a role counts, so that an alarm can be set on it; never about whom."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from hikae.jobs import ROLE
from hikae.metrics import Part, figures_of
from hikae.office import Office, utc_now
from hikae.watching import hands
from ingest.trouble import Report, Trouble
from tests.hikae.workday import ANNA, STRANGER, Workday


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    day = Workday.begin(home)
    yield day
    day.end()


def figures(office: Office, part: Part, worker: str | None = None) -> dict[str, float]:
    """The samples by name and labels, as a scrape shows them."""
    said = generate_latest(figures_of(office, part, worker)).decode()
    samples = re.findall(r"^([^#\s].*) (\S+)$", said, re.MULTILINE)
    return {name: float(value) for name, value in samples}


@pytest.mark.parametrize("part", list(Part))
class TestEveryRole:
    def test_tells_its_version(self, day: Workday, part: Part) -> None:
        assert any(name.startswith("hikae_version{") for name in figures(day.office, part))

    def test_sees_ledger_and_archive(self, day: Workday, part: Part) -> None:
        said = figures(day.office, part)
        assert (said["hikae_ledger_up"], said["hikae_store_up"]) == (1, 1)

    def test_sees_that_the_archive_is_away(self, day: Workday, part: Part) -> None:
        day.office.settings.archive.rename(day.office.settings.home / "away")
        said = figures(day.office, part)
        assert (said["hikae_ledger_up"], said["hikae_store_up"]) == (1, 0)


class TestAWorker:
    def test_holds_its_lease_while_it_renews_it(self, day: Workday) -> None:
        assert figures(day.office, Part.LEASE, "here-0")["hikae_lease_held"] == 0
        day.office.leases.renew("here-0", ROLE)
        assert figures(day.office, Part.LEASE, "here-0")["hikae_lease_held"] == 1


class TestTheWatcher:
    def test_has_nothing_to_say_of_an_empty_folder(self, day: Workday) -> None:
        said = figures(day.office, Part.DROP_FOLDER)
        names = ("up", "files", "oldest_seconds", "left_alone")
        assert [said[f"hikae_drop_{name}"] for name in names] == [1, 0, 0, 0]

    def test_tells_how_long_a_file_lies(self, day: Workday) -> None:
        drop = day.office.settings.drop
        (drop / "scan.pdf").write_bytes(b"%PDF")
        (drop / "Thumbs.db").touch()
        day.office.clock = lambda: utc_now() + timedelta(hours=1)
        said = figures(day.office, Part.DROP_FOLDER)
        assert (said["hikae_drop_files"], said["hikae_drop_left_alone"]) == (1, 1)
        assert 3500 < said["hikae_drop_oldest_seconds"] < 3700

    def test_tells_that_the_folder_is_gone(self, day: Workday) -> None:
        day.office.settings.drop.rmdir()
        said = figures(day.office, Part.DROP_FOLDER)
        assert said["hikae_drop_up"] == 0
        assert "hikae_drop_files" not in said

    def test_counts_what_keeps_files_from_being_taken_in(self, day: Workday) -> None:
        report = hands(day.office).report
        report(Report(Trouble.CANNOT_TAKE, "a.pdf", "Permission denied"))
        report(Report(Trouble.CANNOT_TAKE, "a.pdf", "Input/output error"))
        report(Report(Trouble.CANNOT_TAKE, "b.pdf", "Permission denied"))
        name = 'hikae_taking_in_troubles{trouble="cannot_take"}'
        assert figures(day.office, Part.DROP_FOLDER)[name] == 2
        report(Report(Trouble.CANNOT_TAKE, "a.pdf", "Input/output error", is_over=True))
        assert figures(day.office, Part.DROP_FOLDER)[name] == 1


class TestTheWholeOffice:
    def test_tells_since_when_the_oldest_file_waits(self, day: Workday) -> None:
        day.take_in(ANNA.digits, file="scan.pdf")
        day.office.clock = lambda: utc_now() + timedelta(hours=1)
        oldest_s = figures(day.office, Part.WHOLE_OFFICE)["hikae_under_way_oldest_seconds"]
        assert 3500 < oldest_s < 3700

    def test_that_has_worked_it_all_off_waits_for_nothing(self, day: Workday) -> None:
        day.drop(STRANGER.digits)
        said = figures(day.office, Part.WHOLE_OFFICE)
        assert said["hikae_under_way_oldest_seconds"] == 0

    def test_tells_when_something_last_happened(self, day: Workday) -> None:
        began = utc_now().timestamp()
        day.drop(ANNA.digits)
        said = figures(day.office, Part.WHOLE_OFFICE)
        assert said["hikae_events"] >= 3  # two entries, and a paper
        assert said["hikae_last_arrival_timestamp_seconds"] >= began - 1
        assert said["hikae_last_event_timestamp_seconds"] >= began - 1
