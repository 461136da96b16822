"""Files given by hand: what is no scan is left alone and named; what is not there stops at once."""

import os
import socket
from pathlib import Path

import pytest

from hikae.cli.exits import Exit
from tests.hikae.commands import Answer, hikae
from tests.hikae.sheets import a_pdf


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("LANGUAGE", "en"), ("QUIET_S", "0.1"), ("TIFF_QUIET_S", "0.1")):
        monkeypatch.setenv(f"HIKAE_{name}", value)
    monkeypatch.setenv("HIKAE_PATIENCE_S", "0.2")
    monkeypatch.setenv("HIKAE_WORKERS", "1")


def states(home: Path) -> list[tuple[str, str]]:
    return [(one["file"], one["state"]) for one in hikae(home, "scans", "--json").json]


def quarantined(home: Path) -> list[str]:
    folder = home / "quarantine"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


class TestAPath:
    def test_that_is_not_there_takes_nothing_not_even_the_others(
        self, home: Path, tmp_path: Path
    ) -> None:
        good = a_pdf(tmp_path / "good.pdf")
        answer = hikae(home, "take", str(good), str(tmp_path / "nothing.pdf"))
        assert answer.exit_code == Exit.NOT_FOUND
        assert "nothing.pdf" in answer.err
        assert "Nothing was taken in" in answer.err
        assert states(home) == []

    def test_stays_where_it_is(self, home: Path, tmp_path: Path) -> None:
        given = a_pdf(tmp_path / "good.pdf")
        before = given.read_bytes()
        assert hikae(home, "take", str(given)).exit_code == Exit.OK
        assert states(home) == [("good.pdf", "waiting")]
        assert given.read_bytes() == before

    def test_given_twice_is_a_duplicate(self, home: Path, tmp_path: Path) -> None:
        given = a_pdf(tmp_path / "good.pdf")
        assert hikae(home, "take", str(given), str(given)).exit_code == Exit.OK
        assert states(home) == [("good.pdf", "waiting"), ("good.pdf", "duplicate")]

    def test_from_tomorrow_is_not_waited_for(self, home: Path, tmp_path: Path) -> None:
        given = a_pdf(tmp_path / "good.pdf")
        tomorrow = given.stat().st_mtime + 86_400
        os.utime(given, (tomorrow, tomorrow))
        assert hikae(home, "take", str(given)).exit_code == Exit.OK
        assert states(home) == [("good.pdf", "waiting")]


class TestWhatIsNoScan:
    def test_a_link_is_left_alone_and_named(self, home: Path, tmp_path: Path) -> None:
        (tmp_path / "link.pdf").symlink_to(a_pdf(tmp_path / "good.pdf"))
        left_alone(hikae(home, "take", str(tmp_path / "link.pdf")), "link.pdf (a link)")
        assert states(home) == []

    def test_a_link_to_nowhere_is_left_alone_and_named(self, home: Path, tmp_path: Path) -> None:
        (tmp_path / "link.pdf").symlink_to(tmp_path / "gone.pdf")
        left_alone(hikae(home, "take", str(tmp_path / "link.pdf")), "link.pdf (a link)")

    def test_a_pipe_is_left_alone_and_not_waited_for(self, home: Path, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.pdf")
        left_alone(hikae(home, "take", str(tmp_path / "pipe.pdf")), "pipe.pdf (a pipe)")

    def test_a_socket_is_left_alone(self, home: Path, tmp_path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(tmp_path / "s.pdf"))
            left_alone(hikae(home, "take", str(tmp_path / "s.pdf")), "s.pdf (a socket)")

    def test_a_folder_named_like_a_file_is_named_and_its_files_are_taken(
        self, home: Path, tmp_path: Path
    ) -> None:
        given = tmp_path / "given"
        (given / "x.pdf").mkdir(parents=True)
        a_pdf(given / "x.pdf" / "inside.pdf")
        left_alone(hikae(home, "take", str(given)), "x.pdf (a folder named like a file)")
        assert states(home) == [("x.pdf/inside.pdf", "waiting")]

    def test_the_file_of_a_spreadsheet_program_is_left_alone(
        self, home: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "~$list.xlsx").write_text("locked")
        left_alone(hikae(home, "take", str(tmp_path / "~$list.xlsx")), "~$list.xlsx (a lock file")


class TestAFileThatIsNoScan:
    def test_goes_to_quarantine_with_its_reason_and_that_is_no_failure(
        self, home: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "letter.pdf").write_text("Dear mayor,")
        assert hikae(home, "take", str(tmp_path / "letter.pdf")).exit_code == Exit.OK
        assert states(home) == [("letter.pdf", "quarantined")]
        file, note = quarantined(home)
        assert (home / "quarantine" / file).read_text() == "Dear mayor,"
        said = (home / "quarantine" / note).read_text("utf-8-sig")
        assert "neither PDF, TIFF, JPEG nor PNG" in said
        assert "Save the scan in one of these formats and drop it again" in said


class TestANameWithAPersonalNumber:
    def test_is_kept_with_stars_and_the_given_file_keeps_its_own(
        self, home: Path, tmp_path: Path
    ) -> None:
        given = tmp_path / "田中 123456789012.pdf"
        given.write_text("Dear mayor,")
        assert hikae(home, "take", str(given)).exit_code == Exit.OK
        [(file, _state)] = states(home)
        assert file == "田中 ************.pdf"
        for name in quarantined(home):
            assert "123456789012" not in name
            assert b"123456789012" not in (home / "quarantine" / name).read_bytes()
        assert given.exists()


class TestRetrying:
    @pytest.fixture
    def letter(self, home: Path, tmp_path: Path) -> Path:
        (tmp_path / "letter.pdf").write_text("Dear mayor,")
        hikae(home, "take", str(tmp_path / "letter.pdf"))
        return home / "quarantine" / quarantined(home)[0]

    def test_what_is_still_no_scan_leaves_it_in_quarantine(self, home: Path, letter: Path) -> None:
        assert hikae(home, "retry", str(letter)).exit_code == Exit.OK
        assert [state for _, state in states(home)] == ["quarantined", "quarantined"]
        assert [name for name in quarantined(home) if name.endswith(".txt")] != []
        [kept] = [name for name in quarantined(home) if not name.endswith(".txt")]
        assert (home / "quarantine" / kept).read_text() == "Dear mayor,"

    def test_again_and_again_never_loses_a_file_with_a_long_name(
        self, home: Path, tmp_path: Path
    ) -> None:
        name = "あ" * 61 + ".pdf"
        (tmp_path / name).write_text("Dear mayor,")
        hikae(home, "take", str(tmp_path / name))
        for _ in range(3):
            [kept] = [one for one in quarantined(home) if not one.endswith(".txt")]
            assert hikae(home, "retry", str(home / "quarantine" / kept)).exit_code == Exit.OK
            [now] = [one for one in quarantined(home) if not one.endswith(".txt")]
            assert (home / "quarantine" / now).read_text() == "Dear mayor,"
        assert states(home) == [(name, "quarantined")] * 4

    def test_says_what_became_of_it(self, home: Path, letter: Path) -> None:
        said = hikae(home, "retry", str(letter)).out
        assert "letter.pdf is in quarantine again. The file is neither PDF" in said

    def test_what_is_a_scan_now_leaves_quarantine_and_waits_under_its_own_name(
        self, home: Path, letter: Path
    ) -> None:
        a_pdf(letter)
        said = hikae(home, "retry", str(letter)).out
        assert "letter.pdf left quarantine and waits to be read" in said
        assert states(home)[-1] == ("letter.pdf", "waiting")
        assert quarantined(home) == []

    def test_by_the_name_of_the_note_means_the_file_beside_it(
        self, home: Path, letter: Path
    ) -> None:
        note = letter.with_name(letter.name + ".txt")
        assert hikae(home, "retry", str(note)).exit_code == Exit.OK
        assert len(states(home)) == 2
        [kept] = [name for name in quarantined(home) if not name.endswith(".txt")]
        assert (home / "quarantine" / kept).read_text() == "Dear mayor,"

    def test_a_file_that_lies_elsewhere_does_nothing(self, home: Path, tmp_path: Path) -> None:
        given = a_pdf(tmp_path / "good.pdf")
        answer = hikae(home, "retry", str(given))
        assert answer.exit_code == Exit.USAGE
        assert "does not lie in quarantine" in answer.err
        assert "hikae take" in answer.err
        assert states(home) == []
        assert given.exists()

    def test_a_file_that_is_not_there_does_nothing(self, home: Path) -> None:
        answer = hikae(home, "retry", str(home / "quarantine" / "gone.pdf"))
        assert answer.exit_code == Exit.NOT_FOUND
        assert states(home) == []


class TestTheSpoolThatCannotBeWritten:
    def test_is_said_and_the_file_stays(self, home: Path, tmp_path: Path) -> None:
        (home / "spool").write_text("a file where a folder should be")
        given = a_pdf(tmp_path / "good.pdf")
        answer = hikae(home, "take", str(given))
        assert answer.exit_code == Exit.UNAVAILABLE
        assert "Taking in is not possible now" in answer.err
        assert "stays where it is" in answer.err
        (home / "spool").unlink()
        assert hikae(home, "take", str(given)).exit_code == Exit.OK
        assert states(home) == [("good.pdf", "waiting")]


class TestTheArchiveThatIsNotMounted:
    def test_is_said_and_what_was_copied_waits_in_the_spool(
        self, home: Path, tmp_path: Path
    ) -> None:
        (home / "archive").rename(home / "away")
        given = a_pdf(tmp_path / "good.pdf")
        answer = hikae(home, "take", str(given))
        assert answer.exit_code == Exit.UNAVAILABLE
        assert "taken in by itself later" in answer.err
        assert states(home) == []
        assert len(list((home / "spool").iterdir())) == 1
        assert not (home / "archive").exists()


def left_alone(answer: Answer, what: str) -> None:
    assert (answer.exit_code, answer.out) == (Exit.OK, "")
    assert f"left alone: {what}" in answer.err
