"""What is in the spool is in our custody: found again after a crash, deleted only when released."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ingest.errors import (
    CannotClaimError,
    ChangedError,
    NotAFileError,
    SpoolDownError,
    VanishedError,
)
from ingest.note import Promise
from ingest.points import Point
from ingest.scan import Drop, Source
from ingest.spool import Spool
from ledger.scans import ScanKind

_AT = datetime(2025, 10, 20, 5, tzinfo=UTC)
_MEMORY = Path("/dev/shm")  # noqa: S108 - a second file system, where there is one
Dropped = Callable[..., Drop]


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool")


@pytest.fixture
def far_root(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system than the drop folder."""
    if not _MEMORY.is_dir() or _MEMORY.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("only one file system here")
    with TemporaryDirectory(dir=_MEMORY) as folder:
        yield Path(folder)


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class TestAClaim:
    def test_moves_the_drop_into_the_spool(self, spool: Spool, dropped: Dropped) -> None:
        drop = dropped(b"content")
        with spool.claim(drop, _AT) as claim:
            assert claim.path.read_bytes() == b"content"
            assert claim.path.stat().st_ino == drop.inode
            assert not drop.path.exists()

    def test_notes_name_time_and_source_before_it_touches_the_drop(
        self, tmp_path: Path, dropped: Dropped
    ) -> None:
        drop, seen = dropped(b"x", "kita/receipt/名前.pdf"), list[object]()

        def look(point: Point) -> None:
            if point is Point.NOTED:
                (note,) = tmp_path.glob("spool/*/claim.json")
                seen.append(json.loads(note.read_text())["file"])
                seen.append(drop.path.exists())

        Spool(tmp_path / "spool", look).claim(drop, _AT).close()
        assert seen == ["kita/receipt/名前.pdf", True]

    @pytest.mark.parametrize(
        "name",
        [b"\n", b"-rf", b"a" * 255, "か\u3099.pdf".encode(), b"\xff\xfe\x80.pdf", b"~", b'"\\'],
    )
    def test_survives_any_name_and_a_restart(
        self, spool: Spool, tmp_path: Path, name: bytes
    ) -> None:
        (tmp_path / "drop").mkdir()
        path = tmp_path / "drop" / os.fsdecode(name)
        path.write_bytes(b"content")
        drop = Drop.seen(path, "shown", path.lstat())
        spool.claim(drop, _AT).close()
        (claim,) = Spool(tmp_path / "spool").pending()
        assert (claim.note.origin, claim.note.file) == (path, "shown")
        claim.put_back()
        assert path.read_bytes() == b"content"

    def test_is_refused_if_the_drop_is_gone(self, spool: Spool, dropped: Dropped) -> None:
        drop = dropped(b"x")
        drop.path.unlink()
        with pytest.raises(VanishedError):
            spool.claim(drop, _AT)
        assert not list(spool.pending())

    def test_is_refused_if_the_drop_was_written_since_the_look(
        self, spool: Spool, dropped: Dropped
    ) -> None:
        drop = dropped(b"x")
        drop.path.write_bytes(b"xx")
        with pytest.raises(ChangedError):
            spool.claim(drop, _AT)
        assert drop.path.read_bytes() == b"xx"

    def test_is_refused_if_a_link_took_its_place(
        self, spool: Spool, dropped: Dropped, tmp_path: Path
    ) -> None:
        drop = dropped(b"x")
        drop.path.unlink()
        drop.path.symlink_to("/etc/hostname")
        with pytest.raises(NotAFileError):
            spool.claim(drop, _AT)
        assert drop.path.is_symlink()
        assert _names(tmp_path / "spool") == set()

    def test_is_locked_until_it_is_closed(self, spool: Spool, dropped: Dropped) -> None:
        claim = spool.claim(dropped(b"x"), _AT)
        assert list(spool.pending()) == []
        claim.close()
        assert [found.arrival_id for found in spool.pending()] == [claim.arrival_id]

    def test_is_free_when_closed_although_a_forked_child_still_has_it_open(
        self, spool: Spool, dropped: Dropped
    ) -> None:
        claim = spool.claim(dropped(b"x"), _AT)
        childs = os.dup(claim.lock.fileno())
        claim.close()
        assert [found.arrival_id for found in spool.pending()] == [claim.arrival_id]
        os.close(childs)


class TestAClaimAcrossFileSystems:
    def test_copies_and_leaves_the_drop_until_the_ledger_has_it(
        self, far_root: Path, dropped: Dropped
    ) -> None:
        drop, spool = dropped(b"content"), Spool(far_root)
        claim = spool.claim(drop, _AT)
        assert claim.path.read_bytes() == drop.path.read_bytes() == b"content"
        assert spool.left_behind() == {(drop.path, drop.look)}

    def test_knows_two_drops_that_had_the_same_name_apart(
        self, far_root: Path, dropped: Dropped
    ) -> None:
        spool, looks = Spool(far_root), set()
        for content in (b"1", b"22", b"333"):
            drop = dropped(content, "SCN_0001")
            spool.claim(drop, _AT).close()
            looks.add((drop.path, drop.look))
        assert spool.left_behind() == looks

    def test_is_given_up_if_the_drop_grows_meanwhile(
        self, far_root: Path, dropped: Dropped
    ) -> None:
        drop = dropped(b"content")

        def write_on(point: Point) -> None:
            if point is Point.COPY_BEGUN:
                drop.path.write_bytes(b"content and more")

        with pytest.raises(ChangedError):
            Spool(far_root, write_on).claim(drop, _AT)
        assert _names(far_root) == set()
        assert drop.path.read_bytes() == b"content and more"


class TestACopyOfAGivenFile:
    def test_leaves_the_file_where_it_is(self, spool: Spool, dropped: Dropped) -> None:
        drop = dropped(b"content")
        with spool.copy(drop.path, "given.pdf", _AT) as claim:
            claim.finish()
            assert claim.path.read_bytes() == b"content"
            assert claim.note.source is Source.TAKE
        assert drop.path.exists()
        spool.release(claim.arrival_id)
        assert drop.path.exists()
        assert list(spool.held()) == []

    def test_of_a_link_or_a_pipe_is_refused(self, spool: Spool, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to("/etc/hostname")
        os.mkfifo(tmp_path / "pipe")
        for name in ("link", "pipe"):
            with pytest.raises(NotAFileError):
                spool.copy(tmp_path / name, name, _AT)

    def test_of_nothing_is_refused(self, spool: Spool, tmp_path: Path) -> None:
        with pytest.raises(VanishedError):
            spool.copy(tmp_path / "gone", "gone", _AT)


class TestPuttingBack:
    def test_gives_the_old_name_again(self, spool: Spool, dropped: Dropped) -> None:
        drop = dropped(b"content")
        spool.claim(drop, _AT).put_back()
        assert drop.path.lstat().st_ino == drop.inode
        assert list(spool.held()) == []

    def test_never_overwrites_a_file_that_came_under_the_same_name(
        self, spool: Spool, dropped: Dropped
    ) -> None:
        drop = dropped(b"first", "ス" * 83 + ".pdf")
        claim = spool.claim(drop, _AT)
        drop.path.write_bytes(b"second")
        claim.put_back()
        assert {path.read_bytes() for path in drop.path.parent.iterdir()} == {b"first", b"second"}
        assert all(path.suffix == ".pdf" for path in drop.path.parent.iterdir())

    def test_makes_the_folder_anew_if_somebody_removed_it(
        self, spool: Spool, dropped: Dropped
    ) -> None:
        drop = dropped(b"content", "kita/scan.pdf")
        claim = spool.claim(drop, _AT)
        drop.path.parent.rmdir()
        claim.put_back()
        assert drop.path.read_bytes() == b"content"


class TestAfterACrash:
    def test_a_claim_that_holds_nothing_is_swept(self, spool: Spool, tmp_path: Path) -> None:
        for number, note in enumerate([None, b"", b'{"file": "a'], 1):
            folder = tmp_path / "spool" / f"{number:032x}"
            folder.mkdir(parents=True)
            if note is not None:
                (folder / "claim.json").write_bytes(note)
        assert list(spool.pending()) == []
        assert _names(tmp_path / "spool") == set()

    def test_what_two_left_who_tidied_at_once_is_swept(self, spool: Spool, tmp_path: Path) -> None:
        folder = tmp_path / "spool" / ("b" * 32)
        folder.mkdir(parents=True)
        (folder / "registered").touch()
        assert list(spool.pending()) == []
        assert not folder.exists()

    def test_content_without_a_readable_note_is_kept(self, spool: Spool, tmp_path: Path) -> None:
        folder = tmp_path / "spool" / ("a" * 32)
        folder.mkdir(parents=True)
        (folder / "claim.json").write_bytes(b"torn")
        (folder / "content").write_bytes(b"content")
        assert list(spool.pending()) == []
        assert list(spool.held()) == ["a" * 32]

    def test_a_strange_folder_is_not_touched(self, spool: Spool, tmp_path: Path) -> None:
        (tmp_path / "spool" / "lost+found").mkdir(parents=True)
        assert list(spool.pending()) == []
        assert _names(tmp_path / "spool") == {"lost+found"}


class TestReleasing:
    def test_deletes_the_content_and_may_be_done_twice(
        self, spool: Spool, dropped: Dropped, tmp_path: Path
    ) -> None:
        with spool.claim(dropped(b"x"), _AT) as claim:
            claim.finish()
        spool.release(claim.arrival_id)
        spool.release(claim.arrival_id)
        assert _names(tmp_path / "spool") == set()

    @pytest.mark.parametrize("name", ["../drop", "", "A" * 32, "/", "a" * 31])
    def test_goes_nowhere_but_into_the_spool(self, spool: Spool, name: str) -> None:
        with pytest.raises(ValueError, match="arrival"):
            spool.release(name)

    def test_remembers_a_drop_that_could_not_be_removed(
        self, far_root: Path, dropped: Dropped, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drop, spool = dropped(b"content"), Spool(far_root)
        claim = spool.claim(drop, _AT)
        claim.note_promise(Promise(sha256(b"content").hexdigest(), 7, ScanKind.PDF))

        def refuse(path: Path) -> None:
            raise PermissionError(13, "Permission denied")

        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", refuse)
            with pytest.raises(CannotClaimError):
                claim.finish()
        claim.close()
        spool.release(claim.arrival_id)
        assert Spool(far_root).left_behind() == {(drop.path, drop.look)}
        assert list(Spool(far_root).pending()) == []  # tries again, and tidies up
        assert not drop.path.exists()
        assert _names(far_root) == set()


class TestASpoolThatCannotBeWritten:
    def test_leaves_the_drop_where_it_is(self, dropped: Dropped, tmp_path: Path) -> None:
        (tmp_path / "a file").write_bytes(b"")
        drop = dropped(b"x")
        with pytest.raises(SpoolDownError):
            Spool(tmp_path / "a file").claim(drop, _AT)
        assert drop.path.read_bytes() == b"x"
