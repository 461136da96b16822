"""What lies in the archive is handed out as it was filed, or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hikae.cli.exits import Exit
from tests.hikae.commands import Answer, hikae
from tests.hikae.workday import ANNA, BERTA, Workday


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIKAE_LANGUAGE", "en")


@pytest.fixture
def day(home: Path) -> Iterator[Workday]:
    """An office in which one document of Anna's is filed."""
    day = Workday.begin(home)
    day.drop(ANNA.digits)
    yield day
    day.end()


def said(day: Workday, *words: str) -> Answer:
    return hikae(day.office.settings.home, *words)


def object_of(day: Workday, key: str) -> Path:
    return day.office.settings.archive / key


def the_key(day: Workday) -> str:
    [found] = said(day, "find", ANNA.digits, "--json").json
    return str(found["key"])


def alter(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o640)
    path.write_bytes(content)


class TestFinding:
    def test_lists_what_is_filed(self, day: Workday) -> None:
        answer = said(day, "find", ANNA.digits)
        assert answer.exit_code == Exit.OK
        assert "receipt" in answer.out

    def test_takes_the_number_as_it_is_printed(self, day: Workday) -> None:
        printed = "1111-1111-1111-1111-1111-111"
        assert said(day, "find", printed).out == said(day, "find", ANNA.digits).out

    def test_nothing_says_so(self, day: Workday) -> None:
        answer = said(day, "find", BERTA.digits)
        assert (answer.exit_code, answer.out) == (
            Exit.OK,
            "nothing is filed under this application ID\n",
        )

    def test_something_that_is_no_id_says_so(self, day: Workday) -> None:
        answer = said(day, "find", "12345")
        assert answer.exit_code == Exit.USAGE
        assert "23 digits" in answer.err


class TestSaving:
    def test_writes_the_very_bytes(self, day: Workday, tmp_path: Path) -> None:
        out = tmp_path / "out"
        assert said(day, "find", ANNA.digits, "--save", str(out)).exit_code == Exit.OK
        [saved] = out.iterdir()
        assert saved.read_bytes() == object_of(day, the_key(day)).read_bytes()
        assert ANNA.digits not in saved.name

    def test_altered_bytes_is_refused(self, day: Workday, tmp_path: Path) -> None:
        key, out = the_key(day), tmp_path / "out"
        alter(object_of(day, key))
        answer = said(day, "find", ANNA.digits, "--save", str(out))
        assert answer.exit_code == Exit.FAILED
        assert key in answer.err
        assert "hikae archive verify" in answer.err
        assert "backup" in answer.err
        assert list(out.iterdir()) == []

    def test_what_is_missing_is_refused(self, day: Workday, tmp_path: Path) -> None:
        key = the_key(day)
        object_of(day, key).unlink()
        answer = said(day, "find", ANNA.digits, "--save", str(tmp_path / "out"))
        assert answer.exit_code == Exit.FAILED
        assert key in answer.err

    def test_while_the_archive_is_not_mounted_says_that_nothing_is_lost(
        self, day: Workday, tmp_path: Path
    ) -> None:
        archive = day.office.settings.archive
        archive.rename(archive.with_name("away"))
        answer = said(day, "find", ANNA.digits, "--save", str(tmp_path / "out"))
        assert answer.exit_code == Exit.UNAVAILABLE
        assert "Nothing is lost" in answer.err
        assert not archive.exists()

    def test_into_something_that_is_no_folder_says_so(self, day: Workday, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("a file")
        answer = said(day, "find", ANNA.digits, "--save", str(tmp_path / "out"))
        assert answer.exit_code == Exit.UNAVAILABLE
        assert str(tmp_path / "out") in answer.err
        assert (tmp_path / "out").read_text() == "a file"


class TestVerifyingTheArchive:
    def test_finds_it_sound(self, day: Workday) -> None:
        answer = said(day, "archive", "verify")
        assert answer.exit_code == Exit.OK
        assert "the archive is sound" in answer.out

    def test_names_an_object_that_was_altered(self, day: Workday) -> None:
        key = the_key(day)
        alter(object_of(day, key))
        answer = said(day, "archive", "verify")
        assert answer.exit_code == Exit.FAILED
        assert f"altered: {key}" in answer.out
        assert "NOT sound" in answer.out

    def test_names_an_object_that_is_missing(self, day: Workday) -> None:
        key = the_key(day)
        object_of(day, key).unlink()
        answer = said(day, "archive", "verify", "--json")
        assert answer.exit_code == Exit.FAILED
        assert answer.json["missing"] == [key]

    def test_names_an_object_that_nobody_filed(self, day: Workday) -> None:
        stranger = object_of(day, "documents/aa/aa/" + "a" * 64 + ".pdf")
        stranger.parent.mkdir(parents=True)
        stranger.write_bytes(b"%PDF-1.4 a stranger's")
        answer = said(day, "archive", "verify", "--json")
        assert answer.exit_code == Exit.FAILED
        assert answer.json["orphaned"] == ["documents/aa/aa/" + "a" * 64 + ".pdf"]

    def test_that_is_not_mounted_is_no_empty_archive(self, day: Workday) -> None:
        archive = day.office.settings.archive
        archive.rename(archive.with_name("away"))
        answer = said(day, "archive", "verify")
        assert answer.exit_code == Exit.UNAVAILABLE
        assert "The archive cannot be used now" in answer.err
        archive.with_name("away").rename(archive)
        assert said(day, "archive", "verify").exit_code == Exit.OK
