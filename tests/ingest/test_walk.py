"""The listing shows every drop below the folder, and what is none."""

import os
import socket
from pathlib import Path

import pytest

from ingest.leave import LeftAlone
from ingest.scan import Drop
from ingest.walk import Closed, Left, walk


class TestTheListing:
    def test_goes_into_folders_and_names_files_from_the_drop_folder_on(
        self, tmp_path: Path
    ) -> None:
        for file in ("a.pdf", "kita/receipt/b.pdf", "kita/か\u3099.pdf"):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_bytes(b"xy")
        drops = [thing for thing in walk(tmp_path) if isinstance(thing, Drop)]
        assert {drop.file for drop in drops} == {"a.pdf", "kita/receipt/b.pdf", "kita/か\u3099.pdf"}
        assert {drop.size for drop in drops} == {2}

    def test_shows_a_name_that_is_no_utf8(self, tmp_path: Path) -> None:
        (tmp_path / os.fsdecode(b"\xff\x81a\n.pdf")).write_bytes(b"")
        (drop,) = walk(tmp_path)
        assert isinstance(drop, Drop)
        assert drop.file == "\\xff\\x81a\n.pdf"
        assert drop.path.exists()

    def test_names_what_is_no_drop_without_opening_it(self, tmp_path: Path) -> None:
        (tmp_path / "link.pdf").symlink_to("/etc/hostname")
        (tmp_path / "loop").symlink_to(tmp_path)
        os.mkfifo(tmp_path / "pipe.pdf")
        (tmp_path / "folder.pdf").mkdir()
        (tmp_path / "@eaDir").mkdir()
        (tmp_path / "@eaDir" / "thumb.jpg").write_bytes(b"")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(tmp_path / "socket"))
            found = set(walk(tmp_path))
        assert found == {
            Left("link.pdf", LeftAlone.SYMLINK),
            Left("loop", LeftAlone.SYMLINK),
            Left("pipe.pdf", LeftAlone.FIFO),
            Left("folder.pdf", LeftAlone.FOLDER_NAMED_AS_FILE),
            Left("@eaDir", LeftAlone.SYSTEM_FOLDER),
            Left("socket", LeftAlone.SOCKET),
        }

    def test_goes_into_a_folder_named_like_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "folder.pdf").mkdir()
        (tmp_path / "folder.pdf" / "a").write_bytes(b"")
        assert {thing.file for thing in walk(tmp_path)} == {"folder.pdf", "folder.pdf/a"}

    def test_names_a_folder_that_may_not_be_listed_and_goes_on(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "b.pdf").write_bytes(b"")
        listed = os.listdir

        def refuse(path: Path) -> list[str]:
            if path.name == "a":
                raise PermissionError(13, "Permission denied")
            return listed(path)

        monkeypatch.setattr(os, "listdir", refuse)
        found = list(walk(tmp_path))
        assert Closed("a", "Permission denied") in found
        assert "b.pdf" in {thing.file for thing in found}

    def test_goes_as_deep_as_the_system_allows(self, tmp_path: Path) -> None:
        deep = tmp_path.joinpath(*["d"] * 900)
        deep.mkdir(parents=True)
        (deep / "a.pdf").write_bytes(b"")
        assert len(list(walk(tmp_path))) == 1

    def test_of_a_folder_that_is_missing_is_the_callers_trouble(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            list(walk(tmp_path / "gone"))
