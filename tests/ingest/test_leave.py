"""Only what is certainly no scan is left alone; a strange name makes no difference."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.leave import LeftAlone, leave_alone

_FILE = stat.S_IFREG | 0o644
_FOLDER = stat.S_IFDIR | 0o755


class TestAFile:
    @pytest.mark.parametrize(
        "name",
        [
            ".hidden.pdf",
            "nodot",
            "-rf.pdf",
            "--help.pdf",
            "scan\nline2.pdf",
            "スキャン　全角空白 ①髙﨑.pdf",
            "か\u3099_NFD.pdf",
            "あ" * 83 + ".pdf",
            "..%2F..%2Fetc%2Fpasswd.pdf",
            "$(touch pwned).pdf",
            "it's; rm x.pdf",
            "UPPER.PDF",
            "partial.pdf",
            "tmp.tif",
            "thumbs.db.pdf",
            b"\xff\xfe.pdf",
        ],
    )
    def test_with_a_strange_name_is_a_drop(self, name: str | bytes) -> None:
        assert leave_alone(name, _FILE) is None

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("~$scan.pdf", LeftAlone.LOCK_FILE),
            (".~lock.scan.pdf#", LeftAlone.LOCK_FILE),
            ("SCAN0001.lck", LeftAlone.LOCK_FILE),
            ("scan.pdf.part", LeftAlone.TEMPORARY),
            ("scan.pdf.TMP", LeftAlone.TEMPORARY),
            ("a\nb.crdownload", LeftAlone.TEMPORARY),
            ("scan.pdf.filepart", LeftAlone.TEMPORARY),
            (".nfs000000000003", LeftAlone.TEMPORARY),
            ("Thumbs.db", LeftAlone.SYSTEM_FILE),
            ("desktop.ini", LeftAlone.SYSTEM_FILE),
            (".DS_Store", LeftAlone.SYSTEM_FILE),
            ("._scan.pdf", LeftAlone.SYSTEM_FILE),
        ],
    )
    def test_that_a_program_left_for_itself_is_none(self, name: str, why: LeftAlone) -> None:
        assert leave_alone(name, _FILE) is why


class TestSomethingElse:
    @pytest.mark.parametrize(
        ("mode", "why"),
        [
            (stat.S_IFLNK, LeftAlone.SYMLINK),
            (stat.S_IFIFO, LeftAlone.FIFO),
            (stat.S_IFSOCK, LeftAlone.SOCKET),
            (stat.S_IFCHR, LeftAlone.DEVICE),
            (stat.S_IFBLK, LeftAlone.DEVICE),
        ],
    )
    @given(name=st.text(min_size=1).map(lambda name: name + ".pdf"))
    def test_than_a_file_is_no_drop_whatever_its_name(
        self, mode: int, why: LeftAlone, name: str
    ) -> None:
        assert leave_alone(name.encode("utf-8", "replace"), mode | 0o666) is why


class TestAFolder:
    @pytest.mark.parametrize("name", ["kita", "receipt", ".hidden", "2025.10", "scan.tmp"])
    def test_is_just_walked(self, name: str) -> None:
        assert leave_alone(name, _FOLDER) is None

    @pytest.mark.parametrize("name", ["not_a_file.pdf", "x.TIFF"])
    def test_named_like_a_file_is_recorded(self, name: str) -> None:
        assert leave_alone(name, _FOLDER) is LeftAlone.FOLDER_NAMED_AS_FILE

    @pytest.mark.parametrize(
        "name", ["@eaDir", "#recycle", "$RECYCLE.BIN", "lost+found", ".Trash-1000"]
    )
    def test_of_the_system_is_left_alone(self, name: str) -> None:
        assert leave_alone(name, _FOLDER) is LeftAlone.SYSTEM_FOLDER
