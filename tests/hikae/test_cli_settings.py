"""Wrong settings: each is named, nothing is done, and the exit code is that of the manual."""

import sqlite3
from pathlib import Path

import pytest

from hikae.cli.errors import explained
from hikae.cli.exits import Exit
from ledger.engine import refuse_network
from tests.hikae.commands import hikae


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIKAE_LANGUAGE", "en")


class TestASettingThatIsWrong:
    def test_by_its_name_is_named_with_the_nearest_real_one(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HIKAE_QUITE_S", "3")
        said = hikae(home, "scans")
        assert said.exit_code == Exit.SETTINGS
        assert "HIKAE_QUITE_S" in said.err
        assert "(there is HIKAE_QUIET_S). Nothing" in said.err
        assert "Nothing was done" in said.err

    def test_by_its_value_is_named_with_its_bounds_and_not_its_value(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HIKAE_PORT", "99999")
        said = hikae(home, "scans")
        assert said.exit_code == Exit.SETTINGS
        assert "HIKAE_PORT" in said.err
        assert "65535" in said.err
        assert "99999" not in said.err

    def test_in_the_offices_file_is_named(self, home: Path) -> None:
        (home / "hikae.toml").write_text("quiet_s = -1\n")
        said = hikae(home, "scans")
        assert said.exit_code == Exit.SETTINGS
        assert "HIKAE_QUIET_S" in said.err
        assert "hikae.toml" in said.err

    def test_in_a_file_that_is_no_toml_says_where_it_breaks(self, home: Path) -> None:
        (home / "hikae.toml").write_text('quiet_s = 2\nlanguage = "en\n')
        said = hikae(home, "scans")
        assert said.exit_code == Exit.SETTINGS
        assert "hikae.toml" in said.err
        assert "line 2" in said.err

    def test_because_no_office_is_named_says_how_to_name_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("HIKAE_HOME", raising=False)
        said = hikae(None, "scans")
        assert said.exit_code == Exit.SETTINGS
        assert "HIKAE_HOME" in said.err
        assert "--home" in said.err

    def test_is_told_in_the_language_of_the_office_even_so(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("HIKAE_LANGUAGE")
        (home / "hikae.toml").write_text('language = "en"\nno_such_thing = 1\n')
        assert "The setting" in hikae(home, "scans").err
        (home / "hikae.toml").write_text('language = "ja"\nno_such_thing = 1\n')
        assert "設定" in hikae(home, "scans").err


class TestTheOfficesOwnTables:
    @pytest.mark.parametrize("file", ["policy.toml", "status_words.toml"])
    def test_that_are_no_toml_are_named_by_the_check(self, home: Path, file: str) -> None:
        (home / "config").mkdir()
        (home / "config" / file).write_text("receipt = ")
        said = hikae(home, "check")
        assert said.exit_code == Exit.FAILED
        assert file in said.out

    def test_with_a_word_that_does_not_exist_are_named_by_the_check(self, home: Path) -> None:
        (home / "config").mkdir()
        (home / "config" / "policy.toml").write_text('receipt = "avdance"')
        said = hikae(home, "check")
        assert said.exit_code == Exit.FAILED
        assert "policy.toml" in said.out

    def test_stop_an_import_before_it_begins(self, home: Path, tmp_path: Path) -> None:
        (home / "config").mkdir()
        (home / "config" / "status_words.toml").write_text('"交付済" = { stage = "gone" }')
        (tmp_path / "list.csv").write_text("application_id,name,status\n")
        said = hikae(home, "ledger", "import", str(tmp_path / "list.csv"))
        assert said.exit_code == Exit.SETTINGS
        assert "status_words.toml" in said.err


class TestALedgerOfAnotherVersion:
    def test_that_is_older_is_not_touched_and_told_to_be_migrated(self, home: Path) -> None:
        schema(home, "0000")
        said = hikae(home, "scans")
        assert said.exit_code == Exit.UNAVAILABLE
        assert "Nothing was changed" in said.err
        assert "hikae migrate" in said.err

    def test_is_found_by_the_check_in_the_same_words(self, home: Path) -> None:
        schema(home, "0000")
        said = hikae(home, "check")
        assert said.exit_code == Exit.FAILED
        assert "hikae migrate" in said.out

    def test_that_is_newer_cannot_be_migrated_and_says_so(self, home: Path) -> None:
        schema(home, "9999")
        said = hikae(home, "migrate")
        assert said.exit_code == Exit.UNAVAILABLE
        assert "newer" in said.err
        assert "Nothing was changed" in said.err

    def test_that_is_current_may_be_migrated_again(self, home: Path) -> None:
        assert hikae(home, "migrate").exit_code == Exit.OK
        assert hikae(home, "scans").exit_code == Exit.OK


class TestALedgerThatCannotBeUsed:
    def test_because_the_file_is_something_else(self, home: Path) -> None:
        (home / "hikae.db").write_bytes(b"a letter to the mayor " * 1000)
        said = hikae(home, "scans")
        assert said.exit_code == Exit.UNAVAILABLE
        assert "not a database" in said.err
        assert "Nothing was changed" in said.err

    def test_because_it_lies_on_a_network_share(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mounts = tmp_path / "mountinfo"
        mounts.write_text(f"1 0 0:1 / / rw - ext4 x rw\n2 1 0:2 / {tmp_path} rw - cifs //s/o rw\n")
        hikae(tmp_path / "office", "check")  # speaks the office's language from here on
        with pytest.raises(SystemExit) as end, explained():
            refuse_network(tmp_path / "hikae.db", mounts)
        said = capsys.readouterr().err
        assert end.value.code == Exit.SETTINGS
        assert "network share (cifs)" in said
        assert "Nothing was done" in said
        assert "own disk" in said


def schema(home: Path, version: str) -> None:
    with sqlite3.connect(home / "hikae.db") as database:
        database.execute("UPDATE alembic_version SET version_num = ?", (version,))
