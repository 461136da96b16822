"""Moving house: all of an office is in the new place, and proved there, or nothing of it counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from archive.disk import DiskStore
from archive.errors import AlteredError
from config.settings import Settings
from hikae.auditing import verify_archive
from hikae.bookkeeping import import_entries
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.deciding import resolve
from hikae.finding import find
from hikae.moving import Moved, move
from hikae.office import Office
from hikae.pipeline import process
from ledger import chain
from ledger.accounts import arrivals, balance
from ledger.records import ArrivalRecord
from ledger.scans import Outcome
from tests.hikae.commands import hikae
from tests.hikae.scripted import InterruptedSteps, PowerCutError, ScriptedReader
from tests.hikae.workday import ANNA, BERTA, STRANGER, Workday, entry


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    """An office in which something is filed, something held, and a page blank."""
    day = Workday.begin(home)
    day.drop(ANNA.digits, "blank")
    day.drop("nobody", file="held.pdf")
    yield day
    day.end()


@pytest.fixture
def to(tmp_path: Path) -> Settings:
    """A second home; from the command line only servers and the own folder can be named."""
    home = tmp_path / "there"
    home.mkdir()
    return Settings.load(home)


def moved(day: Workday, to: Settings) -> Moved:
    return move(day.office, to, lambda _done, _total: None)


@contextmanager
def opened(to: Settings) -> Iterator[Workday]:
    """The office in its new place."""
    office = Office.open(to)
    day = Workday(Office(to, office.engine, children=ScriptedReader()))
    yield day
    assert is_sound(day.office)
    day.end()


def is_sound(office: Office) -> bool:
    with office.read() as session:
        return (
            balance(session).holds
            and chain.verify(session).holds
            and verify_archive(office).is_sound
        )


def came_in(office: Office) -> tuple[ArrivalRecord, ...]:
    with office.read() as session:
        return arrivals(session)


def fingerprint(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("hikae.db-")
    }


class TestAMovedOffice:
    def test_holds_what_the_old_one_held(self, day: Workday, to: Settings) -> None:
        was, found = came_in(day.office), find(day.office, ANNA)
        done = moved(day, to)
        with opened(to) as there:
            assert came_in(there.office) == was
            assert find(there.office, ANNA) == found
            assert done.objects == len(list(there.office.store.keys()))
            with there.office.read() as session:
                assert done.events == chain.verify(session).events

    def test_leaves_the_old_one_as_it_was(self, day: Workday, to: Settings) -> None:
        before = fingerprint(day.office.settings.home)
        moved(day, to)
        assert fingerprint(day.office.settings.home) == before

    def test_goes_on_with_what_waited(self, day: Workday, to: Settings) -> None:
        arrival_id = day.take_in(BERTA.digits, file="waits.pdf")
        moved(day, to)
        with opened(to) as there:
            there.work()
            [waited] = [one for one in came_in(there.office) if one.id == arrival_id]
            assert [document.application_id for document in waited.documents] == [BERTA]

    def test_goes_on_with_a_document_that_was_being_filed(self, day: Workday, to: Settings) -> None:
        held = came_in(day.office)[-1]
        resolve(day.office, day.document(held).document_id, BERTA, "clerk")
        moved(day, to)
        with opened(to) as there:
            there.work()
            assert there.document(held).application_id == BERTA

    def test_judges_what_was_to_be_judged_again(self, day: Workday, to: Settings) -> None:
        held = day.drop(STRANGER.digits)
        import_entries(day.office, [entry(STRANGER)], "test")
        moved(day, to)
        with opened(to) as there:
            there.work()
            assert there.document(held).application_id == STRANGER

    def test_goes_on_with_a_scan_wherever_it_was_broken_off(
        self, day: Workday, tmp_path: Path
    ) -> None:
        arrival_id = day.take_in(ANNA.digits, BERTA.digits, "nobody", file="broken-off.pdf")
        for steps in count():
            is_over = not broken_off(day, arrival_id, steps)
            to = Settings.load(tmp_path / f"after-{steps}")
            to.home.mkdir()
            moved(day, to)
            with opened(to) as there:
                there.work()
                [scan] = [one for one in came_in(there.office) if one.id == arrival_id]
                assert [document.outcome for document in scan.documents] == [
                    Outcome.FILED,
                    Outcome.FILED,
                    Outcome.HELD,
                ]
            if is_over:
                break


class TestAMoveIsRefused:
    def test_while_somebody_works(self, day: Workday, to: Settings) -> None:
        day.office.leases.renew("pc-0", "work")
        with pytest.raises(GiveUpError, match="動いています"):
            moved(day, to)

    def test_into_another_office(self, day: Workday, to: Settings) -> None:
        Workday.begin(to.home).end()
        before = fingerprint(to.home)
        with pytest.raises(GiveUpError, match=r"hikae\.db"):
            moved(day, to)
        assert fingerprint(to.home) == before

    def test_into_the_archive_of_another_office(self, day: Workday, to: Settings) -> None:
        to.archive.mkdir()
        DiskStore(to.archive).put_bytes("documents/x.pdf", b"another's")
        with pytest.raises(GiveUpError, match=str(to.archive)):
            moved(day, to)
        assert not (to.home / "hikae.db").exists()

    def test_if_the_archive_is_not_what_the_ledger_says(self, day: Workday, to: Settings) -> None:
        [document] = find(day.office, ANNA)
        place = day.office.settings.archive / document.key
        place.chmod(0o600)
        place.write_bytes(b"altered")
        with pytest.raises(AlteredError):
            moved(day, to)
        assert not (to.home / "hikae.db").exists()

    def test_if_an_event_was_altered(self, day: Workday, to: Settings) -> None:
        with day.office.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER event_no_update")
            connection.exec_driver_sql("UPDATE event SET note = 'forged' WHERE id = 2")
        with pytest.raises(GiveUpError, match="ledger verify"):
            moved(day, to)
        assert not (to.home / "hikae.db").exists()


class TestAMoveThatWasBrokenOff:
    def test_goes_on_where_it_was(self, day: Workday, to: Settings) -> None:
        def power_cut(done: int, _total: int) -> None:
            if done == 2:
                raise PowerCutError

        with pytest.raises(PowerCutError):
            move(day.office, to, power_cut)
        told: list[int] = []
        done = move(day.office, to, lambda _done, total: told.append(total))
        assert told[0] < (done.objects or 0)
        with opened(to) as there:
            assert came_in(there.office) == came_in(day.office)

    def test_late_is_done_already(self, day: Workday, to: Settings) -> None:
        assert moved(day, to) == moved(day, to)

    def test_may_find_an_empty_office(self, day: Workday, to: Settings) -> None:
        Office.open(to).engine.dispose()
        moved(day, to)
        with opened(to) as there:
            assert came_in(there.office) == came_in(day.office)


def broken_off(day: Workday, arrival_id: str, after: int) -> bool:
    """Work on a scan that began before, until so many steps were asked for; was it broken off?"""
    [scan] = [one for one in came_in(day.office) if one.id == arrival_id]
    left = count()
    try:
        process(scan.sha256, 1, InterruptedSteps(day.office, {}, lambda: next(left) == after))
    except PowerCutError:
        return True
    return False


class TestTheCommand:
    def test_has_nothing_to_do_where_the_office_is(self, day: Workday) -> None:
        home = day.office.settings.home
        answer = hikae(home, "move", "--to-store", "folder", "--to-database", "sqlite")
        assert answer.exit_code == Exit.OK
        assert "HIKAE_" not in answer.out

    def test_without_a_place_is_called_wrongly(self, home: Path) -> None:
        assert hikae(home, "move").exit_code == Exit.USAGE

    def test_with_two_databases_is_called_wrongly(self, home: Path, tmp_path: Path) -> None:
        given = ("--to-database", "sqlite", "--to-database-file", str(tmp_path / "url"))
        assert hikae(home, "move", *given).exit_code == Exit.USAGE

    def test_with_what_is_no_database_shows_no_password(self, home: Path, tmp_path: Path) -> None:
        (tmp_path / "url").write_text("mysql://hikae:open-sesame@db/hikae")
        answer = hikae(home, "move", "--to-database-file", str(tmp_path / "url"))
        assert answer.exit_code == Exit.SETTINGS
        assert "open-sesame" not in answer.err + answer.out
