"""Round after round every drop is taken once and whole, and no trouble with one stops another."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from ingest.claim import Claim
from ingest.errors import NotNowError
from ingest.rounds import Hands, Pace, Rounds
from ingest.scan import Scan
from ingest.settle import Settler
from ingest.spool import Spool
from ingest.take import Taken, take
from ingest.trouble import Report, Trouble, Troubles
from ingest.walk import Left
from ingest.whole import Verdict, inspect
from ledger.scans import ScanKind
from ledger.why import Unreadable
from tests.ingest.fakes import FakeClock, Office

_MEMORY = Path("/dev/shm")  # noqa: S108 - a second file system, where there is one


@dataclass
class Room:
    """The receiving desk with a drop folder, a fake clock and an office in memory."""

    folder: Path
    spool: Spool
    clock: FakeClock
    office: Office
    reports: list[Report] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    rounds: Rounds = field(init=False)
    stop: threading.Event = field(default_factory=threading.Event)
    keeps: Callable[[Path, str, ScanKind], None] = field(init=False)
    inspects: Callable[[Path], Verdict] = field(default=inspect)
    notes: Callable[[Left], None] = field(init=False)

    def __post_init__(self) -> None:
        self.keeps = self.office.keep
        self.notes = self.left.append
        self.restart()

    def restart(self) -> None:
        hands = Hands(
            inspect=lambda path: self.inspects(path),
            take_one=self.take_one,
            report=self.reports.append,
            left_alone=lambda left: self.notes(left),
            clock=self.clock,
        )
        self.rounds = Rounds(
            self.folder,
            self.spool,
            Settler(quiet_s=5, tiff_quiet_s=20, patience_s=300),
            hands,
            Pace(retry_s=5, retry_most_s=60),
            Troubles(self.reports.append),
        )

    def take_one(self, claim: Claim) -> Taken:
        return take(claim, inspect, self.keeps, self.office.register)

    def go(self, seconds: float) -> None:
        """Let time pass and go round every second."""
        for _ in range(int(seconds)):
            self.rounds.look_round(self.stop)
            self.clock.pass_s(1)

    def drop(self, content: bytes, file: str = "scan.pdf") -> Path:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    @property
    def files(self) -> list[str]:
        return sorted(arrival.file for arrival in self.office.arrivals.values())

    @property
    def troubles(self) -> list[tuple[Trouble, str | None, bool]]:
        return [(report.trouble, report.file, report.is_over) for report in self.reports]


@pytest.fixture
def room(tmp_path: Path, clock: FakeClock, office: Office) -> Room:
    (tmp_path / "drop").mkdir()
    return Room(tmp_path / "drop", Spool(tmp_path / "spool"), clock, office)


@pytest.fixture
def far_room(tmp_path: Path, clock: FakeClock, office: Office) -> Iterator[Room]:
    """The same, with the spool on another file system."""
    if not _MEMORY.is_dir() or _MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("only one file system here")
    (tmp_path / "drop").mkdir()
    with TemporaryDirectory(dir=_MEMORY) as folder:
        yield Room(tmp_path / "drop", Spool(Path(folder)), clock, office)


class TestAFileThatGrows:
    def test_for_several_seconds_is_taken_once_and_whole(self, room: Room, a_pdf: bytes) -> None:
        path, size = room.folder / "scan.pdf", -(-len(a_pdf) // 7)
        for start in range(0, len(a_pdf), size):
            with path.open("ab") as scanner:
                scanner.write(a_pdf[start : start + size])
            room.go(2)
        room.go(30)
        assert [room.office.originals[scan.sha256] for scan in room.office.scans] == [a_pdf]
        assert room.office.refused == []

    def test_with_a_long_pause_in_the_middle_is_waited_for(self, room: Room, a_pdf: bytes) -> None:
        path = room.drop(a_pdf[:700])
        room.go(120)
        with path.open("ab") as scanner:
            scanner.write(a_pdf[700:])
        room.go(10)
        assert [room.office.originals[scan.sha256] for scan in room.office.scans] == [a_pdf]

    def test_and_is_never_finished_is_refused_when_patience_ends(
        self, room: Room, a_pdf: bytes
    ) -> None:
        room.drop(a_pdf[:700])
        room.go(299)
        assert room.office.arrivals == {}
        room.go(3)
        assert [refused.why for refused in room.office.refused] == [Unreadable.TRUNCATED]
        assert list(room.folder.iterdir()) == []

    def test_page_by_page_is_taken_with_all_pages(self, room: Room) -> None:
        path = room.folder / "scan.tif"
        for number in (1, 2, 3, 4):
            with AppendingTiffWriter(str(path), new=number == 1) as writer:
                Image.new("1", (40 + number, 30)).save(writer, "TIFF", compression="group4")
            room.go(15)
        room.go(30)
        assert [scan.pages for scan in room.office.scans] == [4]

    def test_under_another_name_is_left_alone_until_it_gets_its_own(
        self, room: Room, a_pdf: bytes
    ) -> None:
        part = room.drop(a_pdf, "scan.pdf.part")
        room.go(600)
        assert room.office.arrivals == {}
        assert [left.file for left in room.left] == ["scan.pdf.part"]
        part.rename(room.folder / "scan.pdf")
        room.go(10)
        assert room.files == ["scan.pdf"]

    def test_out_of_an_empty_one_that_held_the_name_is_taken(
        self, room: Room, a_pdf: bytes
    ) -> None:
        path = room.drop(b"")
        room.go(120)
        path.write_bytes(a_pdf)
        room.go(10)
        assert len(room.office.scans) == 1
        assert room.office.refused == []


class TestANameThatIsUsedAgain:
    def test_is_another_arrival(self, room: Room, a_pdf: bytes, a_png: bytes) -> None:
        room.drop(a_pdf, "SCN_0001")
        room.go(10)
        room.drop(a_png, "SCN_0001")
        room.go(10)
        assert {scan.kind for scan in room.office.scans} == {ScanKind.PDF, ScanKind.PNG}

    def test_within_the_quiet_time_is_one_arrival_of_what_was_written_last(
        self, room: Room, a_pdf: bytes, a_png: bytes
    ) -> None:
        room.drop(a_pdf, "SCN_0001")
        room.go(3)
        room.drop(a_png, "SCN_0001")
        room.go(10)
        assert [scan.kind for scan in room.office.scans] == [ScanKind.PNG]


class TestOneFileWithATrouble:
    def test_does_not_stop_the_others(self, room: Room, a_pdf: bytes) -> None:
        def refuse(path: Path) -> Verdict:
            if path.name == "1.pdf":
                raise PermissionError(13, "Permission denied")
            return inspect(path)

        room.inspects = refuse
        for file in ("1.pdf", "2.pdf", "3.pdf"):
            room.drop(a_pdf, file)
        room.go(100)
        assert room.files == ["2.pdf", "3.pdf"]
        assert room.troubles == [(Trouble.CANNOT_TAKE, "1.pdf", False)]
        room.inspects = inspect
        room.go(100)
        assert room.files == ["1.pdf", "2.pdf", "3.pdf"]
        assert room.troubles[1:] == [(Trouble.CANNOT_TAKE, "1.pdf", True)]

    def test_that_the_store_never_takes_does_not_stop_the_others(
        self, room: Room, a_pdf: bytes, a_png: bytes
    ) -> None:
        def keep(path: Path, sha256: str, kind: ScanKind) -> None:
            if kind is ScanKind.PDF:
                raise NotNowError("too large for this store")
            room.office.keep(path, sha256, kind)

        room.keeps = keep
        room.drop(a_pdf, "1.pdf")
        room.go(20)
        for number in range(2, 7):
            room.drop(a_png, f"{number}.png")
        room.go(900)
        assert room.files == [f"{number}.png" for number in range(2, 7)]
        assert room.troubles == [(Trouble.NOT_NOW, None, False)]


class TestAStoreThatIsAway:
    def test_is_asked_again_until_it_is_back_and_nothing_is_lost(
        self, room: Room, a_pdf: bytes
    ) -> None:
        room.office.store_is_away = True
        for number in range(20):
            room.drop(a_pdf + b"\n" * number, f"{number}.pdf")
        room.go(600)
        assert room.office.arrivals == {}
        assert len(list(room.folder.iterdir())) > 5, "most stay where people see them"
        room.office.store_is_away = False
        room.go(200)
        assert len(room.office.scans) == 20
        assert room.troubles == [(Trouble.NOT_NOW, None, False), (Trouble.NOT_NOW, None, True)]

    def test_does_not_make_two_arrivals_of_a_drop_that_was_copied(
        self, far_room: Room, a_pdf: bytes
    ) -> None:
        far_room.office.ledger_is_away = True
        path = far_room.drop(a_pdf)
        far_room.go(300)
        assert path.exists()
        assert len(list(far_room.spool.held())) == 1
        far_room.office.ledger_is_away = False
        far_room.go(100)
        assert not path.exists()
        assert len(far_room.office.scans) == 1


class TestADropThatCannotBeRemoved:
    def test_is_taken_once_for_all(
        self, far_room: Room, a_pdf: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, unlink = far_room.drop(a_pdf), Path.unlink

        def refuse(it: Path, missing_ok: bool = False) -> None:
            if it == path:
                raise PermissionError(13, "Permission denied")
            unlink(it, missing_ok=missing_ok)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", refuse)
            far_room.go(30)
            for scan in far_room.office.scans:
                far_room.spool.release(scan.arrival_id)
            far_room.restart()
            far_room.go(300)
            assert len(far_room.office.arrivals) == 1
            assert far_room.troubles[:1] == [(Trouble.CANNOT_TAKE, "scan.pdf", False)]
        far_room.go(100)
        assert not path.exists()
        assert len(far_room.office.arrivals) == 1


class TestAfterARestart:
    def test_what_lies_in_the_folder_is_taken(self, room: Room, a_pdf: bytes) -> None:
        room.drop(a_pdf, "1.pdf")
        room.go(3)
        room.restart()
        room.go(10)
        assert room.files == ["1.pdf"]

    def test_what_lies_in_the_spool_goes_first(self, room: Room, a_pdf: bytes) -> None:
        room.office.ledger_is_away = True
        room.drop(a_pdf, "1.pdf")
        room.go(10)
        room.office.ledger_is_away = False
        room.restart()
        room.go(1)
        assert room.files == ["1.pdf"]


class TestAStop:
    def test_is_obeyed_between_two_files(self, room: Room, a_pdf: bytes) -> None:
        def stop_after_one(path: Path, sha256: str, kind: ScanKind) -> None:
            room.office.keep(path, sha256, kind)
            room.stop.set()

        room.keeps = stop_after_one
        for number in range(3):
            room.drop(a_pdf, f"{number}.pdf")
        room.go(20)
        assert len(room.office.scans) == 1
        assert len(list(room.folder.iterdir())) == 2


class TestTheDropFolder:
    def test_that_is_missing_is_reported_once_and_waited_for(
        self, room: Room, a_pdf: bytes
    ) -> None:
        room.folder.rmdir()
        room.go(100)
        room.folder.mkdir()
        room.drop(a_pdf)
        room.go(10)
        assert room.files == ["scan.pdf"]
        missing = Trouble.FOLDER_MISSING
        assert room.troubles == [(missing, None, False), (missing, None, True)]

    def test_names_what_is_no_drop_once(self, room: Room) -> None:
        (room.folder / "link.pdf").symlink_to("/etc/hostname")
        room.go(100)
        assert [left.file for left in room.left] == ["link.pdf"]
        assert room.office.arrivals == {}

    def test_names_it_again_if_the_ledger_was_away(self, room: Room, a_pdf: bytes) -> None:
        def refuse(left: Left) -> None:
            raise NotNowError("the ledger does not answer")

        noted, room.notes = room.notes, refuse
        (room.folder / "link.pdf").symlink_to("/etc/hostname")
        room.drop(a_pdf)
        room.go(20)
        assert room.files == ["scan.pdf"]
        assert room.left == []
        room.notes = noted
        room.go(20)
        assert [left.file for left in room.left] == ["link.pdf"]


class TestTheHostileNames:
    @pytest.mark.parametrize("spooled", ["near", "far"])
    def test_are_all_taken_and_come_back_as_they_were(
        self, request: pytest.FixtureRequest, spooled: str, a_pdf: bytes
    ) -> None:
        room: Room = request.getfixturevalue("room" if spooled == "near" else "far_room")
        names = [
            "-rf.pdf",
            "--help.pdf",
            "scan\nline2.pdf",
            "スキャン　全角 ①髙﨑.pdf",
            "か\u3099.pdf",
        ]
        names += [
            "あ" * 83 + ".pdf",
            "..%2F..%2Fetc%2Fpasswd.pdf",
            "$(touch pwned).pdf",
            ".hidden.pdf",
        ]
        names += ["it's; rm x.pdf", "UPPER.PDF", "nodot", "kita/receipt/1.pdf", "pdf_named.jpg"]
        for number, name in enumerate(names):
            room.drop(a_pdf + b"\n" * number, name)
        room.go(20)
        assert room.files == sorted(names)
        assert all(isinstance(one, Scan) for one in room.office.arrivals.values())


class TestEveryKindOfRefusal:
    def test_has_its_word(self, room: Room, whole_files: dict[str, bytes]) -> None:
        bad = {
            "zero_byte.pdf": b"",
            "text.pdf": b"no pdf at all",
            "zip.pdf": b"PK\x03\x04" + b"z" * 300,
            "random.tif": bytes(range(1, 256)) * 9,
            "half.pdf": whole_files["pdf"][:900],
            "half.jpg": whole_files["jpeg"][:300],
            "half.png": whole_files["png"][:90],
        }
        for file, content in bad.items():
            room.drop(content, file)
        room.go(320)
        assert {refused.file: refused.why for refused in room.office.refused} == {
            "zero_byte.pdf": Unreadable.EMPTY_FILE,
            "text.pdf": Unreadable.UNKNOWN_KIND,
            "zip.pdf": Unreadable.UNKNOWN_KIND,
            "random.tif": Unreadable.UNKNOWN_KIND,
            "half.pdf": Unreadable.TRUNCATED,
            "half.jpg": Unreadable.TRUNCATED,
            "half.png": Unreadable.TRUNCATED,
        }
        assert room.office.originals == {}
        assert list(room.folder.iterdir()) == []
