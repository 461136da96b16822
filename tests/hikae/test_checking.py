"""The check says of each part whether it is fine, and if not, what is safe and what to do."""

import re
import sqlite3
import sys
from pathlib import Path

import pytest

from config.settings import Settings
from hikae.checking import Finding, check_office, require_reader
from hikae.cli.exits import Exit
from hikae.i18n import speak
from ocr.errors import NoLanguageError, NoTesseractError
from tests.hikae.commands import hikae


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIKAE_LANGUAGE", "en")
    speak("en")


def finding(home: Path, part: str) -> Finding:
    """Look at everything and give what was found of one part."""
    [found] = [one for one in check_office(Settings.load(home)) if one.part == part]
    return found


def test_an_office_with_everything_is_fine(home: Path) -> None:
    assert [one for one in check_office(Settings.load(home)) if not one.is_fine] == []
    assert hikae(home, "check").exit_code == Exit.OK


def test_programs_are_told_the_same_as_people(home: Path) -> None:
    def timeless(says: str) -> str:
        return re.sub(r"\d", "", says)  # how much room is left changes all the time

    said = hikae(home, "check", "--json").json
    assert [(one["part"], one["fine"], timeless(one["says"])) for one in said] == [
        (one.part, one.is_fine, timeless(one.says)) for one in check_office(Settings.load(home))
    ]


class TestAPartThatIsMissing:
    def test_tesseract(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(home))
        assert "apt install tesseract-ocr" in trouble(home, "Tesseract")
        with pytest.raises(NoTesseractError):
            require_reader(Settings.load(home))

    def test_poppler(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(home))
        assert "apt install poppler-utils" in trouble(home, "Poppler")

    def test_a_language(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HIKAE_OCR_LANGUAGE", "jpn+xyz_vert")
        said = trouble(home, "Tesseract")
        assert "Scans wait until they are there: apt install tesseract-ocr-xyz-vert" in said
        with pytest.raises(NoLanguageError, match="tesseract-ocr-xyz-vert"):
            require_reader(Settings.load(home))

    def test_the_archive(self, home: Path) -> None:
        (home / "archive").rename(home / "away")
        assert "Nothing is lost; filing waits until it can" in trouble(home, "archive")
        assert not (home / "archive").exists()


class TestAPartThatCannotBeUsed:
    def test_the_watched_folder(self, home: Path) -> None:
        (home / "drop").rmdir()
        (home / "drop").write_text("a file where a folder should be")
        said = trouble(home, "watched folder")
        assert str(home / "drop") in said
        assert "Scans stay at the scanner" in said

    def test_the_ledger(self, home: Path) -> None:
        (home / "hikae.db").write_bytes(b"no database " * 1000)
        assert "Nothing was changed" in trouble(home, "ledger")

    def test_a_ledger_of_another_version(self, home: Path) -> None:
        with sqlite3.connect(home / "hikae.db") as database:
            database.execute("UPDATE alembic_version SET version_num = '0000'")
        assert "hikae migrate" in trouble(home, "ledger")

    def test_a_form_file_of_the_office(self, home: Path) -> None:
        (home / "config" / "forms").mkdir(parents=True)
        (home / "config" / "forms" / "receipt.toml").write_text("kind = ")
        assert "receipt.toml" in trouble(home, "tables of the office")

    def test_a_disk_with_little_room(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HIKAE_MIN_FREE_MIB", str(10**9))
        said = trouble(home, "free disk space")
        assert "Work stops before anything is lost, and goes on when there is room" in said


def test_which_tesseract_reads_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finding(home, "Tesseract").says == "jpn, in our own process"
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    found = finding(home, "Tesseract")
    assert (found.is_fine, found.says) == (True, "jpn, as a program")


def test_a_share_without_events_is_no_trouble(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIKAE_POLLING", "always")
    found = finding(home, "events of the folder")
    assert (found.is_fine, found.says) == (True, "none; looked at every 5 s")


def trouble(home: Path, part: str) -> str:
    """What is said about a part that is not fine; the command says it, too.

    Numbers aside: room on the disk comes and goes meanwhile.
    """
    found = finding(home, part)
    assert not found.is_fine
    answer = hikae(home, "check")
    assert answer.exit_code == Exit.FAILED
    assert _without_numbers(f"✗ {part}: {found.says}") in _without_numbers(answer.out)
    return found.says


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "#", text)
