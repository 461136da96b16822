"""From a claim to a scan, once, whatever happens between two steps."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ingest.claim import Claim
from ingest.errors import ChangedError, NotAFileError, NotNowError
from ingest.points import Point
from ingest.scan import Drop, Refused, Scan, Source
from ingest.spool import Spool
from ingest.take import take
from ingest.whole import State, Verdict, inspect
from ledger.scans import ScanKind
from ledger.why import Unreadable
from tests.ingest.fakes import Office

_AT = datetime(2025, 10, 20, 5, tzinfo=UTC)
_MEMORY = Path("/dev/shm")  # noqa: S108 - a second file system, where there is one
_ON_THE_WAY_IN = [point for point in Point if point not in (Point.LINKED_BACK, Point.PUT_BACK)]
Dropped = Callable[..., Drop]


class PowerCutError(BaseException):
    """Nothing may catch it."""


@pytest.fixture(params=["same file system", "another file system"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Where the spool lies."""
    if request.param == "same file system":
        yield tmp_path / "spool"
        return
    if not _MEMORY.is_dir() or _MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("only one file system here")
    with TemporaryDirectory(dir=_MEMORY) as folder:
        yield Path(folder)


def _take(claim: Claim, office: Office) -> Scan | Refused:
    with claim:
        return take(claim, inspect, office.keep, office.register).outcome


def _cut_at(wanted: Point) -> Callable[[Point], None]:
    def reached(point: Point) -> None:
        if point is wanted:
            raise PowerCutError

    return reached


class TestAWholeFile:
    def test_becomes_a_scan_whose_original_is_kept(
        self, root: Path, dropped: Dropped, office: Office, a_pdf: bytes
    ) -> None:
        spool, drop = Spool(root), dropped(a_pdf, "kita/receipt/1.pdf")
        scan = _take(spool.claim(drop, _AT), office)
        assert scan == Scan(
            arrival_id=scan.arrival_id,
            file="kita/receipt/1.pdf",
            sha256=sha256(a_pdf).hexdigest(),
            size=len(a_pdf),
            kind=ScanKind.PDF,
            received_at=_AT,
            path=spool.content(scan.arrival_id),
            source=Source.WATCH,
            pages=3,
        )
        assert office.originals == {scan.sha256: a_pdf}
        assert office.arrivals == {scan.arrival_id: scan}
        assert not drop.path.exists()
        assert list(spool.pending()) == []
        assert list(spool.held()) == [scan.arrival_id]

    def test_is_kept_before_it_is_registered(
        self, root: Path, dropped: Dropped, office: Office, a_pdf: bytes
    ) -> None:
        def register(outcome: Scan | Refused) -> None:
            assert outcome.sha256 in office.originals

        with Spool(root).claim(dropped(a_pdf), _AT) as claim:
            take(claim, inspect, office.keep, register)

    def test_given_twice_is_two_arrivals_of_one_content(
        self, root: Path, dropped: Dropped, office: Office, a_pdf: bytes
    ) -> None:
        spool = Spool(root)
        for file in ("1.pdf", "2.pdf"):
            _take(spool.claim(dropped(a_pdf, file), _AT), office)
        assert len(office.arrivals) == 2
        assert len(office.originals) == 1


class TestAFileThatIsNoScan:
    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", Unreadable.EMPTY_FILE),
            (b"Dear Sir", Unreadable.UNKNOWN_KIND),
            (b"%PDF-1.4 and then nothing", Unreadable.TRUNCATED),
        ],
    )
    def test_is_refused_for_a_reason_and_not_kept_as_an_original(
        self, root: Path, dropped: Dropped, office: Office, content: bytes, why: Unreadable
    ) -> None:
        refused = _take(Spool(root).claim(dropped(content), _AT), office)
        assert isinstance(refused, Refused)
        assert refused.why is why
        assert refused.path.read_bytes() == content
        assert office.originals == {}


class TestAStoreOrLedgerThatIsAway:
    @pytest.mark.parametrize("what", ["store_is_away", "ledger_is_away"])
    def test_leaves_the_claim_pending_until_it_is_back(
        self, root: Path, dropped: Dropped, office: Office, a_pdf: bytes, what: str
    ) -> None:
        spool = Spool(root)
        setattr(office, what, True)
        with pytest.raises(NotNowError):
            _take(spool.claim(dropped(a_pdf), _AT), office)
        setattr(office, what, False)
        (claim,) = spool.pending()
        _take(claim, office)
        assert [scan.received_at for scan in office.scans] == [_AT]
        assert list(spool.pending()) == []

    def test_does_not_change_the_outcome_of_a_retry(
        self, root: Path, dropped: Dropped, office: Office, a_pdf: bytes
    ) -> None:
        spool, drop = Spool(root), dropped(a_pdf)

        def register_and_fail(outcome: Scan | Refused) -> None:
            office.register(outcome)
            raise NotNowError("committed, but the answer was lost")

        with spool.claim(drop, _AT) as claim, pytest.raises(NotNowError):
            take(claim, inspect, office.keep, register_and_fail)
        (claim,) = spool.pending()
        with claim:
            take(claim, lambda _: Verdict(None, State.BROKEN), office.keep, office.register)
        assert len(office.scans) == 1


class TestAScannerThatGoesOnWriting:
    def test_gets_its_file_back_and_starts_over(
        self, root: Path, dropped: Dropped, office: Office, a_pdf: bytes
    ) -> None:
        drop = dropped(a_pdf)
        with drop.path.open("ab", buffering=0) as scanner:

            def keep(path: Path, digest: str, kind: ScanKind) -> None:
                office.keep(path, digest, kind)
                scanner.write(b"one more page")

            with Spool(root).claim(drop, _AT) as claim, pytest.raises(ChangedError):
                take(claim, inspect, keep, office.register)
        assert drop.path.read_bytes() == a_pdf + b"one more page"
        assert office.arrivals == {}
        assert list(Spool(root).pending()) == []

    def test_before_we_looked_gets_its_file_back_too(
        self, root: Path, dropped: Dropped, office: Office, a_pdf: bytes
    ) -> None:
        drop = dropped(a_pdf)
        with drop.path.open("ab") as scanner:
            claim = Spool(root).claim(drop, _AT)
            scanner.write(b"one more page")
        with pytest.raises(ChangedError):
            _take(claim, office)
        assert drop.path.read_bytes() == a_pdf + b"one more page"

    def test_after_the_ledger_may_know_is_a_matter_for_a_person(
        self, tmp_path: Path, dropped: Dropped, office: Office, a_pdf: bytes
    ) -> None:
        spool = Spool(tmp_path / "spool", _cut_at(Point.PROMISED))
        drop = dropped(a_pdf)
        with drop.path.open("ab") as scanner:
            with pytest.raises(PowerCutError):
                _take(spool.claim(drop, _AT), office)
            scanner.write(b"one more page")
        (claim,) = Spool(tmp_path / "spool").pending()
        refused = _take(claim, office)
        assert isinstance(refused, Refused)
        assert refused.why is Unreadable.CHANGED_AFTER_INTAKE
        assert refused.path.read_bytes() == a_pdf + b"one more page"


class TestSomethingThatSlipsInUnderTheName:
    def test_in_the_last_moment_is_put_back_unread(
        self, tmp_path: Path, dropped: Dropped, office: Office, a_pdf: bytes
    ) -> None:
        claim = Spool(tmp_path / "spool").claim(dropped(a_pdf), _AT)
        claim.path.unlink()
        claim.path.symlink_to("/etc/hostname")
        with pytest.raises(NotAFileError):
            _take(claim, office)
        assert claim.note.origin.is_symlink()
        assert office.arrivals == {}


class TestAPowerCut:
    @pytest.mark.parametrize("point", _ON_THE_WAY_IN)
    @pytest.mark.parametrize("content", ["a pdf", "no scan"])
    def test_between_any_two_writes_loses_nothing_and_doubles_nothing(
        self,
        root: Path,
        dropped: Dropped,
        office: Office,
        a_pdf: bytes,
        point: Point,
        content: str,
    ) -> None:
        what = a_pdf if content == "a pdf" else b"no scan"
        drop = dropped(what)
        with suppress(PowerCutError):
            _whole_way(Spool(root, _cut_at(point)), drop, office)
        _recover(Spool(root), drop, office)
        assert [one.sha256 for one in office.arrivals.values()] == [sha256(what).hexdigest()]
        assert not drop.path.exists()
        assert list(root.iterdir()) == []

    @pytest.mark.parametrize("point", [Point.LINKED_BACK, Point.PUT_BACK])
    def test_while_a_file_is_put_back_leaves_it_once_in_the_drop_folder(
        self, tmp_path: Path, dropped: Dropped, point: Point
    ) -> None:
        spool, drop = Spool(tmp_path / "spool", _cut_at(point)), dropped(b"content")
        claim = spool.claim(drop, _AT)
        with claim, pytest.raises(PowerCutError):
            claim.put_back()
        assert list(Spool(tmp_path / "spool").pending()) == []
        assert list((tmp_path / "spool").iterdir()) == []
        assert drop.path.read_bytes() == b"content"
        assert drop.path.lstat().st_nlink == 1


def _whole_way(spool: Spool, drop: Drop, office: Office) -> None:
    outcome = _take(spool.claim(drop, _AT), office)
    spool.release(outcome.arrival_id)


def _recover(spool: Spool, drop: Drop, office: Office) -> None:
    """Do what the watcher and the archive do after a restart."""
    for claim in spool.pending():
        _take(claim, office)
    if drop.path.exists() and (drop.path, drop.look) not in spool.left_behind():
        _take(spool.claim(drop, _AT), office)
    for arrival_id in list(spool.held()):
        spool.release(arrival_id)
    assert list(spool.pending()) == []
