"""Backup and restore: what a snapshot names is there again, or it is said what is not."""

import json
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.disk import DiskStore
from config.settings import Settings
from hikae.auditing import verify_archive
from hikae.backing_up import BackedUp, back_up
from hikae.bookkeeping import import_entries
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.deciding import resolve
from hikae.finding import find
from hikae.office import Office
from hikae.restoring import Restored, Wanted, restore
from hikae.snapshots import in_use
from ledger import chain
from ledger.accounts import arrivals, balance
from ledger.records import ArrivalRecord
from tests.hikae.commands import hikae
from tests.hikae.scripted import PowerCutError, ScriptedReader
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
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    return tmp_path / "backup"


@pytest.fixture
def to(tmp_path: Path) -> Settings:
    """A place without an office."""
    return Settings.load(tmp_path / "there")


def backed_up(day: Workday, folder: Path) -> BackedUp:
    return back_up(day.office, folder, lambda _done, _total: None)


def restored(folder: Path, to: Settings, name: str | None = None) -> Restored:
    return restore(Wanted(folder, name), to, lambda _done, _total: None)


@contextmanager
def opened(to: Settings) -> Iterator[Workday]:
    """The office in its new place; at the end it is sound."""
    office = Office.open(to)
    day = Workday(Office(to, office.engine, children=ScriptedReader()))
    yield day
    with office.read() as session:
        assert balance(session).holds
        assert chain.verify(session).holds
    assert verify_archive(day.office).is_sound
    day.end()


def came_in(office: Office) -> tuple[ArrivalRecord, ...]:
    with office.read() as session:
        return arrivals(session)


def flip(file: Path) -> None:
    """Turn one bit around in the middle of a file."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.chmod(0o600)
    file.write_bytes(content)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


class TestARestoredOffice:
    def test_holds_what_the_office_held(self, day: Workday, folder: Path, to: Settings) -> None:
        was, found = came_in(day.office), find(day.office, ANNA)
        made = backed_up(day, folder)
        done = restored(folder, to)
        with opened(to) as there:
            assert came_in(there.office) == was
            assert find(there.office, ANNA) == found
        assert (done.objects, done.events) == (made.manifest.objects, made.manifest.events)

    def test_is_that_of_the_snapshot(self, day: Workday, folder: Path, to: Settings) -> None:
        was = came_in(day.office)
        earlier = backed_up(day, folder)
        day.drop(BERTA.digits, file="later.pdf")
        backed_up(day, folder)
        restored(folder, to, earlier.name)
        with opened(to) as there:
            assert came_in(there.office) == was

    def test_is_without_a_name_the_newest(self, day: Workday, folder: Path, to: Settings) -> None:
        backed_up(day, folder)
        day.drop(BERTA.digits, file="later.pdf")
        newest = backed_up(day, folder)
        assert restored(folder, to).name == newest.name
        with opened(to) as there:
            assert came_in(there.office) == came_in(day.office)

    def test_goes_on_with_what_waited(self, day: Workday, folder: Path, to: Settings) -> None:
        arrival_id = day.take_in(BERTA.digits, file="waits.pdf")
        backed_up(day, folder)
        day.work()
        restored(folder, to)
        with opened(to) as there:
            there.work()
            [waited] = [one for one in came_in(there.office) if one.id == arrival_id]
            assert [document.application_id for document in waited.documents] == [BERTA]

    def test_goes_on_with_what_was_decided(self, day: Workday, folder: Path, to: Settings) -> None:
        filing, judging = came_in(day.office)[-1], day.drop(STRANGER.digits, file="9.pdf")
        resolve(day.office, day.document(filing).document_id, BERTA, "clerk")
        import_entries(day.office, [entry(STRANGER)], "test")
        backed_up(day, folder)
        restored(folder, to)
        with opened(to) as there:
            there.work()
            assert there.document(filing).application_id == BERTA
            assert there.document(judging).application_id == STRANGER

    def test_has_the_rules_of_the_office_but_not_its_settings(
        self, day: Workday, folder: Path, to: Settings
    ) -> None:
        home = day.office.settings.home
        (home / "config/forms").mkdir(parents=True)
        (home / "config/forms/様式.toml").write_text("# ours")
        (home / "hikae.toml").write_text('store = "https://s3.example/in-use"')
        backed_up(day, folder)
        done = restored(folder, to)
        assert (to.home / "config/forms/様式.toml").read_text() == "# ours"
        assert not (to.home / "hikae.toml").exists()
        assert done.settings is not None
        assert "in-use" in done.settings.read_text()

    def test_may_have_rules_of_its_own(self, day: Workday, folder: Path, to: Settings) -> None:
        for home, rules in ((day.office.settings.home, "# old"), (to.home, "# new")):
            (home / "config").mkdir(parents=True)
            (home / "config/policy.toml").write_text(rules)
        backed_up(day, folder)
        assert restored(folder, to).kept == ("config/policy.toml",)
        assert (to.home / "config/policy.toml").read_text() == "# new"


class TestABackup:
    def test_copies_only_what_is_new(self, day: Workday, folder: Path) -> None:
        first = backed_up(day, folder)
        assert first.new_objects == first.manifest.objects == len(list(day.office.store.keys()))
        assert backed_up(day, folder).new_objects == 0
        day.take_in(BERTA.digits, file="later.pdf")
        assert backed_up(day, folder).new_objects == 1

    def test_is_for_nobody_else_to_read(self, day: Workday, folder: Path) -> None:
        backed_up(day, folder)
        loose = [p for p in [folder, *folder.rglob("*")] if stat.S_IMODE(p.stat().st_mode) & 0o77]
        assert loose == []

    def test_leaves_the_office_as_it_was(self, day: Workday, folder: Path) -> None:
        archive = files(day.office.settings.archive)
        was = came_in(day.office)
        backed_up(day, folder)
        assert (files(day.office.settings.archive), came_in(day.office)) == (archive, was)
        assert list(day.office.settings.scratch.iterdir()) == []

    def test_is_of_one_moment(self, day: Workday, folder: Path, to: Settings) -> None:
        was = came_in(day.office)

        def work_meanwhile(done: int, _total: int) -> None:
            if done == 1:
                day.drop(BERTA.digits, file="meanwhile.pdf")

        back_up(day.office, folder, work_meanwhile)
        restored(folder, to)
        with opened(to) as there:
            assert came_in(there.office) == was

    def test_that_is_broken_off_does_not_count(
        self, day: Workday, folder: Path, to: Settings
    ) -> None:
        def power_cut(done: int, _total: int) -> None:
            if done == 2:
                raise PowerCutError

        with pytest.raises(PowerCutError):
            back_up(day.office, folder, power_cut)
        with in_use(folder) as backups:
            assert backups.names() == []
        with pytest.raises(GiveUpError, match=str(folder)):
            restored(folder, to)
        again = backed_up(day, folder)
        assert again.new_objects < again.manifest.objects
        assert [path.name for path in (folder / "snapshots").iterdir()] == [again.name]
        restored(folder, to)
        with opened(to) as there:
            assert came_in(there.office) == came_in(day.office)

    def test_names_what_the_archive_cannot_give_and_keeps_the_rest(
        self, day: Workday, folder: Path, to: Settings
    ) -> None:
        [lost] = find(day.office, ANNA)
        flip(day.office.settings.archive / lost.key)
        made = backed_up(day, folder)
        assert made.manifest.missing == (lost.key,)
        with pytest.raises(GiveUpError, match=lost.key):
            restored(folder, to)
        assert not (to.home / "hikae.db").exists()
        restore(Wanted(folder, incomplete=True), to, lambda _done, _total: None)
        office = Office.open(to)
        assert verify_archive(office).missing == (lost.key,)
        office.engine.dispose()

    def test_has_what_the_archive_lost_since_the_last_one(
        self, day: Workday, folder: Path, to: Settings
    ) -> None:
        backed_up(day, folder)
        [lost] = find(day.office, ANNA)
        (day.office.settings.archive / lost.key).unlink()
        assert backed_up(day, folder).manifest.is_sound
        restored(folder, to)
        with opened(to) as there:
            assert find(there.office, ANNA) == (lost,)

    def test_of_a_forged_ledger_says_so(self, day: Workday, folder: Path, to: Settings) -> None:
        with day.office.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER event_no_update")
            connection.exec_driver_sql("UPDATE event SET note = 'forged' WHERE id = 2")
        made = backed_up(day, folder)
        assert not made.manifest.is_sound
        with pytest.raises(GiveUpError, match=made.name):
            restored(folder, to)
        assert not (to.home / "hikae.db").exists()


class TestABackupIsRefused:
    def test_in_the_office_folder(self, day: Workday) -> None:
        with pytest.raises(GiveUpError):
            backed_up(day, day.office.settings.home / "backup")

    def test_beside_that_of_another_office(
        self, day: Workday, folder: Path, empty_office: Path, tmp_path: Path
    ) -> None:
        other = Workday.begin(shutil.copytree(empty_office, tmp_path / "other"))
        backed_up(other, folder)
        other.end()
        before = files(folder)
        with pytest.raises(GiveUpError, match=str(folder)):
            backed_up(day, folder)
        assert files(folder) == before

    def test_while_another_is_made(self, day: Workday, folder: Path) -> None:
        folder.mkdir()
        with in_use(folder), pytest.raises(GiveUpError, match=str(folder)):
            backed_up(day, folder)

    def test_where_no_disk_is_mounted(self, day: Workday, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            backed_up(day, tmp_path / "mnt/backup")


class TestARestoreIsRefused:
    def test_into_an_office(self, day: Workday, folder: Path) -> None:
        backed_up(day, folder)
        day.drop(BERTA.digits, file="later.pdf")
        was = came_in(day.office)
        with pytest.raises(GiveUpError, match=r"hikae\.db"):
            restored(folder, day.office.settings)
        assert came_in(day.office) == was

    def test_into_the_archive_of_another_office(
        self, day: Workday, folder: Path, to: Settings
    ) -> None:
        backed_up(day, folder)
        to.archive.mkdir(parents=True)
        DiskStore(to.archive).put_bytes("documents/x.pdf", b"another's")
        with pytest.raises(GiveUpError, match=str(to.archive)):
            restored(folder, to)
        assert not (to.home / "hikae.db").exists()

    def test_while_somebody_works_there(self, day: Workday, folder: Path, to: Settings) -> None:
        backed_up(day, folder)
        there = Office.open(to)
        there.leases.renew("pc-0", "work")
        with pytest.raises(GiveUpError, match="動いています"):
            restored(folder, to)
        there.engine.dispose()

    def test_where_files_of_an_office_are_in_custody(
        self, day: Workday, folder: Path, to: Settings
    ) -> None:
        day.take_in(BERTA.digits, file="waits.pdf")
        backed_up(day, folder)
        shutil.copytree(day.office.settings.home / "spool", to.home / "spool")
        with pytest.raises(GiveUpError, match="spool"):
            restored(folder, to)

    @pytest.mark.parametrize("file", ["ledger.db", "manifest.json"])
    def test_if_a_bit_of_the_snapshot_flipped(
        self, day: Workday, folder: Path, to: Settings, file: str
    ) -> None:
        made = backed_up(day, folder)
        flip(folder / "snapshots" / made.name / file)
        with pytest.raises(GiveUpError, match=made.name):
            restored(folder, to)
        assert not (to.home / "hikae.db").exists()

    def test_if_the_ledger_is_lost(self, day: Workday, folder: Path, to: Settings) -> None:
        made = backed_up(day, folder)
        (folder / "snapshots" / made.name / "ledger.db").unlink()
        with pytest.raises(GiveUpError, match=r"ledger\.db"):
            restored(folder, to)

    def test_if_the_ledger_is_not_that_of_the_manifest(
        self, day: Workday, folder: Path, to: Settings
    ) -> None:
        made = backed_up(day, folder)
        manifest = folder / "snapshots" / made.name / "manifest.json"
        said = json.loads(manifest.read_text())
        manifest.write_text(json.dumps({**said, "events": said["events"] + 1}))
        with pytest.raises(GiveUpError, match=made.name):
            restored(folder, to)

    def test_if_a_file_would_lie_elsewhere(self, day: Workday, folder: Path, to: Settings) -> None:
        made = backed_up(day, folder)
        manifest = folder / "snapshots" / made.name / "manifest.json"
        said = json.loads(manifest.read_text())
        manifest.write_text(json.dumps({**said, "files": {**said["files"], "../x": "0" * 64}}))
        with pytest.raises(GiveUpError, match=r"manifest\.json"):
            restored(folder, to)

    def test_if_a_bit_of_an_object_flipped(self, day: Workday, folder: Path, to: Settings) -> None:
        backed_up(day, folder)
        [document] = find(day.office, ANNA)
        flip(folder / "objects" / document.key)
        with pytest.raises(GiveUpError, match=document.key):
            restored(folder, to)
        assert not (to.home / "hikae.db").exists()


class TestARestoreThatWasBrokenOff:
    def test_goes_on_where_it_was(self, day: Workday, folder: Path, to: Settings) -> None:
        backed_up(day, folder)

        def power_cut(done: int, _total: int) -> None:
            if done == 2:
                raise PowerCutError

        with pytest.raises(PowerCutError):
            restore(Wanted(folder), to, power_cut)
        told: list[int] = []
        done = restore(Wanted(folder), to, lambda _done, total: told.append(total))
        assert told[0] < done.objects
        with opened(to) as there:
            assert came_in(there.office) == came_in(day.office)

    def test_late_is_done_already(self, day: Workday, folder: Path, to: Settings) -> None:
        backed_up(day, folder)
        assert restored(folder, to) == restored(folder, to)


def test_a_lost_ledger_comes_back_beside_its_archive(day: Workday, folder: Path) -> None:
    backed_up(day, folder)
    was = came_in(day.office)
    day.drop(BERTA.digits, file="later.pdf")
    day.end()
    home = day.office.settings.home
    for file in home.glob("hikae.db*"):
        file.unlink()
    done = restored(folder, day.office.settings)
    office = Office.open(day.office.settings)
    assert came_in(office) == was
    assert done.later == len(verify_archive(office).orphaned) == 4
    office.engine.dispose()


class TestTheCommands:
    def test_there_and_back(self, day: Workday, folder: Path, to: Settings) -> None:
        made = hikae(day.office.settings.home, "backup", str(folder))
        assert made.exit_code == Exit.OK
        back = hikae(to.home, "restore", str(folder))
        assert back.exit_code == Exit.OK
        for look in (("balance",), ("archive", "verify"), ("ledger", "verify")):
            assert hikae(to.home, *look).exit_code == Exit.OK

    def test_a_backup_of_a_damaged_office_fails_and_counts(
        self, day: Workday, folder: Path
    ) -> None:
        [lost] = find(day.office, ANNA)
        (day.office.settings.archive / lost.key).unlink()
        made = hikae(day.office.settings.home, "backup", str(folder))
        assert made.exit_code == Exit.FAILED
        assert lost.key in made.out
        with in_use(folder) as backups:
            [name] = backups.names()
        assert name in made.err

    def test_an_unknown_snapshot_is_not_found(self, day: Workday, folder: Path) -> None:
        made = backed_up(day, folder)
        answer = hikae(folder.parent / "there", "restore", str(folder), "--snapshot", "yesterday")
        assert answer.exit_code == Exit.NOT_FOUND
        assert made.name in answer.err

    def test_without_an_office_there_is_no_backup(self, tmp_path: Path, folder: Path) -> None:
        answer = hikae(tmp_path / "nothing", "backup", str(folder))
        assert answer.exit_code == Exit.NOT_FOUND
        assert not folder.exists()
