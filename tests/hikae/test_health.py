"""Each role says on a port of its own whether it can work, and what it did; never about whom."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from hikae.health import CONSOLE, told
from hikae.jobs import ROLE
from tests.hikae.workday import ANNA, STRANGER, Workday
from tests.ports import free_port


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    day = Workday.begin(home)
    yield day
    day.end()


def asked(port: int, path: str) -> tuple[int, str]:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def health(day: Workday, role: str, worker: str | None = None) -> tuple[int, dict[str, str]]:
    port = free_port()
    with told(day.office, role, port, worker):
        status, said = asked(port, "/health")
    return status, json.loads(said)


class TestHealth:
    def test_is_fine_while_everything_is_there(self, day: Workday) -> None:
        assert health(day, "watch") == (200, {"status": "ok", "role": "watch"})

    def test_names_the_store_that_is_away(self, day: Workday) -> None:
        day.office.settings.archive.rename(day.office.settings.home / "away")
        status, said = health(day, CONSOLE)
        assert (status, said["waits_for"]) == (503, "store")

    def test_names_the_database_that_cannot_be_read(self, day: Workday) -> None:
        day.office.engine.dispose()
        for name in ("hikae.db", "hikae.db-wal", "hikae.db-shm"):
            (day.office.settings.home / name).unlink(missing_ok=True)
        (day.office.settings.home / "hikae.db").write_bytes(b"no database " * 1000)
        status, said = health(day, CONSOLE)
        assert (status, said["waits_for"]) == (503, "database")

    def test_of_a_worker_is_fine_only_while_its_lease_is(self, day: Workday) -> None:
        assert health(day, ROLE, "here-0")[1]["waits_for"] == "lease"
        day.office.leases.renew("here-0", ROLE)
        assert health(day, ROLE, "here-0")[0] == 200

    def test_is_told_only_where_somebody_wants_to_know(self, day: Workday) -> None:
        with told(day.office, CONSOLE, None):
            pass


class TestMetrics:
    def test_of_the_console_count_the_whole_office(self, day: Workday) -> None:
        day.drop(ANNA.digits, "blank", "separator")
        day.drop(STRANGER.digits)
        said = metrics(day, CONSOLE)
        assert 'hikae_arrivals{state="ended"} 2.0' in said
        assert 'hikae_pages{place="filed"} 1.0' in said
        assert 'hikae_pages{place="held"} 1.0' in said
        assert "hikae_held_documents 1.0" in said
        assert "hikae_balance_problems 0.0" in said
        assert "hikae_ledger_up 1.0" in said

    def test_of_any_role_speak_of_its_process_and_its_machine(self, day: Workday) -> None:
        said = metrics(day, "watch")
        assert "hikae_disk_free_bytes" in said
        assert "process_resident_memory_bytes" in said
        assert "hikae_arrivals" not in said

    def test_carry_no_number_of_a_person(self, day: Workday) -> None:
        day.drop(ANNA.digits, file="山田花子.pdf")
        said = metrics(day, CONSOLE)
        assert ANNA.digits not in said
        assert "山田" not in said

    def test_say_that_the_ledger_is_away(self, day: Workday) -> None:
        day.office.engine.dispose()
        for name in ("hikae.db", "hikae.db-wal", "hikae.db-shm"):
            (day.office.settings.home / name).unlink(missing_ok=True)
        (day.office.settings.home / "hikae.db").write_bytes(b"no database " * 1000)
        assert "hikae_ledger_up 0.0" in metrics(day, CONSOLE)


def metrics(day: Workday, role: str) -> str:
    port = free_port()
    with told(day.office, role, port):
        status, said = asked(port, "/metrics")
    assert status == 200
    return said


def test_anything_else_is_not_there(day: Workday) -> None:
    port = free_port()
    with told(day.office, CONSOLE, port):
        assert asked(port, "/documents")[0] == 404
