"""Bad days with real processes: each is said, nothing is lost, and work goes on by itself."""

import shutil
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from hikae.cli.exits import Exit
from hikae.i18n import speak
from hikae.samples import How, Kind, applicant, one_receipt, paper, save, truncate
from hikae.sentences import why_unreadable
from ledger.records import ArrivalRecord
from ledger.scans import ArrivalState, Outcome
from ledger.why import Unreadable
from tests.service.office import RunningOffice, running

pytestmark = pytest.mark.service

PERSON, OTHER = applicant(1), applicant(2)


def outcomes(office: RunningOffice, file: str) -> list[Outcome | None]:
    """Say what became of the documents of a file that came in once."""
    [arrival] = [one for one in office.scans() if one.file == file]
    return [document.outcome for document in arrival.documents]


def is_filed(office: RunningOffice, file: str) -> bool:
    return outcomes(office, file) == [Outcome.FILED]


@dataclass(frozen=True, slots=True)
class Bad:
    """A file that is no scan, and the word for the reason."""

    path: Path
    why: Unreadable


class TestFilesThatAreNoScans:
    def test_lie_in_quarantine_until_the_office_allows_them(self, tmp_path: Path) -> None:
        bad = files_that_are_no_scans(tmp_path / "bad")
        narrow = {"HIKAE_MAX_PAGES": "2", "HIKAE_MAX_PIXELS": "4000000"}
        with running(tmp_path / "office", **narrow) as office:
            assert office.know(PERSON, OTHER).exit_code == Exit.OK
            for one in bad:
                shutil.copy(one.path, office.drop)
            one_receipt(office.drop / "good.pdf", OTHER)
            office.wait_until_ended(len(bad) + 1)
            they_lie_there_as_they_were_with_their_reason(office, bad)
            they_did_not_keep_others_from_being_filed(office)
            they_are_listed_with_what_is_to_be_done(office)
            office.stop()
            for name in narrow:
                office.environment.pop(name)
            office.start()
            retried_it_is_filed(office, "many.pdf")
            dropped_again_it_is_tried_again(office, tmp_path / "bad" / "large.png")
            assert office.is_sound()


def files_that_are_no_scans(folder: Path) -> list[Bad]:
    folder.mkdir()
    receipt = one_receipt(folder.with_name("receipt.pdf"), PERSON)
    (folder / "empty.pdf").touch()
    (folder / "letter.pdf").write_text("Dear mayor,")
    shutil.copy(receipt, folder / "cut.pdf")
    truncate(folder / "cut.pdf")
    # Its end is there, but the page tree leads nowhere.
    (folder / "damaged.pdf").write_bytes(receipt.read_bytes().replace(b"/Kids", b"/Sidk"))
    with pikepdf.open(receipt) as pdf:
        locked = pikepdf.Encryption(owner="owner", user="user")
        pdf.save(folder / "locked.pdf", encryption=locked)
    with pikepdf.new() as pdf:
        pdf.save(folder / "nothing.pdf")
    save([paper(Kind.BLANK, PERSON)], folder / "blank.pdf", How.PDF_G4)
    sheets = [paper(kind, PERSON) for kind in (Kind.RECEIPT, Kind.BLANK, Kind.BLANK)]
    save(sheets, folder / "many.pdf", How.PDF_JPEG)
    Image.new("1", (3000, 3000), 1).save(folder / "large.png", dpi=(200, 200))
    whys = {
        "empty.pdf": Unreadable.EMPTY_FILE,
        "letter.pdf": Unreadable.UNKNOWN_KIND,
        "cut.pdf": Unreadable.TRUNCATED,
        "damaged.pdf": Unreadable.DAMAGED_FILE,
        "locked.pdf": Unreadable.ENCRYPTED,
        "nothing.pdf": Unreadable.NO_PAGES,
        "blank.pdf": Unreadable.NO_CONTENT,
        "many.pdf": Unreadable.TOO_MANY_PAGES,
        "large.png": Unreadable.TOO_LARGE,
    }
    return [Bad(folder / name, why) for name, why in whys.items()]


def they_lie_there_as_they_were_with_their_reason(office: RunningOffice, bad: list[Bad]) -> None:
    speak("en")
    # What only reading shows is laid aside by the watcher, a moment after it has ended.
    office.wait_until(lambda: len(list(office.quarantine.iterdir())) == 2 * len(bad))
    found = {one.file: one for one in office.scans()}
    for one in bad:
        arrival = found[one.path.name]
        assert (arrival.state, arrival.why) == (ArrivalState.QUARANTINED, one.why), one.path.name
        kept = quarantined(office, arrival)
        assert kept.read_bytes() == one.path.read_bytes()
        note = kept.with_name(kept.name + ".txt").read_text("utf-8-sig")
        assert note.startswith(why_unreadable(one.why))
        assert one.path.name in note


def they_did_not_keep_others_from_being_filed(office: RunningOffice) -> None:
    assert is_filed(office, "good.pdf")
    assert list(office.drop.iterdir()) == []


def they_are_listed_with_what_is_to_be_done(office: RunningOffice) -> None:
    said = office.hikae("scans").out
    assert "The file is protected by a password" in said
    assert "Switch the scanner's protection off and scan again" in said


def retried_it_is_filed(office: RunningOffice, file: str) -> None:
    kept = quarantined(office, next(one for one in office.scans() if one.file == file))
    answer = office.hikae("retry", str(kept), "--wait")
    assert answer.exit_code == Exit.OK, answer.err
    assert f"{file} was read" in answer.out
    last = office.scans()[-1]
    assert (last.file, [one.outcome for one in last.documents]) == (file, [Outcome.FILED])
    assert not kept.exists()


def dropped_again_it_is_tried_again(office: RunningOffice, path: Path) -> None:
    """The picture is white: allowed to be so large, it is found to hold nothing."""
    before = len(office.scans())
    shutil.copy(path, office.drop / "again.png")
    office.wait_until_ended(before + 1)
    *others, again = office.scans()
    [first] = [one for one in others if one.sha256 == again.sha256]
    assert (first.state, first.why) == (ArrivalState.QUARANTINED, Unreadable.TOO_LARGE)
    assert (again.state, again.why) == (ArrivalState.QUARANTINED, Unreadable.NO_CONTENT)


def quarantined(office: RunningOffice, arrival: ArrivalRecord) -> Path:
    [kept] = [
        path
        for path in office.quarantine.iterdir()
        if arrival.sha256[:8] in path.name and path.suffix != ".txt"
    ]
    return kept


class TestAReaderThatIsMissing:
    def test_keeps_scans_waiting_until_it_is_installed(self, tmp_path: Path) -> None:
        programs, languages = tmp_path / "bin", tmp_path / "tessdata"
        programs.mkdir()
        there = _languages_of_the_machine()
        languages.mkdir()
        for path in there.iterdir():
            if not path.name.startswith("jpn"):
                (languages / path.name).symlink_to(path)
        tesseract = shutil.which("tesseract")
        assert tesseract is not None
        without = {
            "PATH": str(programs),
            "TESSDATA_PREFIX": str(languages),
            "HIKAE_TEXT_ENGINE": "tesseract",  # the other one may need no language
        }
        with running(tmp_path / "office", **without) as office:
            office.know(PERSON)
            one_receipt(office.drop / "scan.pdf", PERSON)
            office.wait_until_said("the command 'tesseract' is missing")
            assert "✗ Tesseract: is not installed" in office.log
            (programs / "tesseract").symlink_to(tesseract)
            office.wait_until_said("tesseract has no data for 'jpn'")
            [waiting] = office.scans()
            assert (waiting.state, waiting.why) == (ArrivalState.WORKING, None)
            nobody_waits_for_ever_in_front_of_it(office, tmp_path)
            (languages / "jpn.traineddata").symlink_to(there / "jpn.traineddata")
            office.wait_until_ended(2)
            assert is_filed(office, "scan.pdf")
            assert "work goes on" in office.log
            assert Unreadable.READING_FAILED not in {one.why for one in office.scans()}


def nobody_waits_for_ever_in_front_of_it(office: RunningOffice, folder: Path) -> None:
    said = office.hikae("check")
    assert said.exit_code == Exit.FAILED
    assert "Scans wait until they are there: apt install tesseract-ocr-jpn" in said.out
    given = save([paper(Kind.BLANK, OTHER)], folder / "given.pdf", How.PDF_G4)
    answer = office.hikae("take", "--wait", str(given))
    assert answer.exit_code == Exit.UNAVAILABLE
    assert "tesseract-ocr-jpn" in answer.err
    assert "Scans wait and nothing is lost" in answer.err


def _languages_of_the_machine() -> Path:
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=True
    ).stdout
    return Path(listed.split('"')[1])


class TestFoldersThatMayNotBeWritten:
    def test_keep_the_files_until_they_may(self, tmp_path: Path) -> None:
        office = RunningOffice(tmp_path / "office")
        office.make()
        office.know(PERSON)
        office.as_anybody = True
        office.quarantine.mkdir()
        closed = [office.home / "archive", office.quarantine]
        for folder in closed:
            folder.chmod(0o500)
        one_receipt(office.drop / "scan.pdf", PERSON)
        (office.drop / "letter.pdf").write_text("Dear mayor,")
        office.start()
        try:
            office.wait_until_said("Permission denied")
            assert "✗ archive: cannot be written" in office.log
            nothing_is_lost_and_a_person_is_told(office)
            for folder in closed:
                folder.chmod(0o700)
            office.wait_until_ended(2)
            assert is_filed(office, "scan.pdf")
            assert len(list(office.quarantine.iterdir())) == 2
            the_watched_folder_too(office)
        finally:
            office.drop.chmod(0o700)
            office.kill()


def nothing_is_lost_and_a_person_is_told(office: RunningOffice) -> None:
    assert office.scans() == ()
    office.wait_until(lambda: len(kept_files(office)) == 2)
    answer = office.hikae("check")
    assert answer.exit_code == Exit.FAILED
    assert "Nothing is lost; filing waits until it can" in answer.out


def kept_files(office: RunningOffice) -> list[Path]:
    return [*office.drop.iterdir(), *(office.home / "spool").rglob("content")]


def the_watched_folder_too(office: RunningOffice) -> None:
    """What may be read but not taken away stays there, is told, and comes in when it may."""
    one_receipt(office.drop / "second.pdf", OTHER)
    office.drop.chmod(0o500)
    office.wait_until_said('"trouble": "cannot_take"')
    assert [path.name for path in office.drop.iterdir()] == ["second.pdf"]
    assert len(office.scans()) == 2
    office.drop.chmod(0o700)
    office.wait_until_ended(3)
    assert list(office.drop.iterdir()) == []


class TestALedgerThatIsLocked:
    @pytest.mark.timeout(240)
    def test_is_waited_for_and_commands_say_so(self, tmp_path: Path) -> None:
        with running(tmp_path / "office") as office:
            office.know(PERSON)
            office.wait_until(lambda: any("work" in one.command for one in office.processes()))
            holder = sqlite3.connect(office.home / "hikae.db", isolation_level=None)
            holder.execute("BEGIN EXCLUSIVE")
            one_receipt(office.drop / "scan.pdf", PERSON)
            answer = office.hikae("ledger", "import", str(office.list_of(PERSON, OTHER)))
            assert answer.exit_code == Exit.UNAVAILABLE
            assert "database is locked" in answer.err
            assert "Nothing was changed" in answer.err
            assert "no other program holds the file" in answer.err
            office.wait_until_said('"trouble": "not_now"')
            assert len(kept_files(office)) == 1
            holder.execute("ROLLBACK")
            holder.close()
            office.wait_until_ended(1)
            assert is_filed(office, "scan.pdf")
            assert office.know(PERSON, OTHER).exit_code == Exit.OK
            assert office.is_sound()


class TestAnArchiveThatIsNotMounted:
    def test_is_waited_for_and_never_made_anew(self, tmp_path: Path) -> None:
        with running(tmp_path / "office") as office:
            office.know(PERSON)
            archive, away = office.home / "archive", office.home / "away"
            archive.rename(away)
            one_receipt(office.drop / "scan.pdf", PERSON)
            office.wait_until_said('"trouble": "not_now"')
            assert not archive.exists()
            assert len(kept_files(office)) == 1
            assert office.stop(deadline_s=20) == Exit.OK
            office.start()
            away.rename(archive)
            office.wait_until_ended(1)
            assert is_filed(office, "scan.pdf")
            assert office.is_sound()
