"""Kind goes by the first bytes, whatever the name says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.kind import HEAD_SIZE, kind_of, may_become
from ledger.scans import ScanKind

_STARTS = {
    b"%PDF-1.7": ScanKind.PDF,
    b"II*\0": ScanKind.TIFF,
    b"MM\0*": ScanKind.TIFF,
    b"II+\0\x08\0\0\0": ScanKind.TIFF,
    b"MM\0+\0\x08\0\0": ScanKind.TIFF,
    b"\xff\xd8\xff\xe1": ScanKind.JPEG,
    b"\x89PNG\r\n\x1a\n": ScanKind.PNG,
}


class TestTheKindOfAFile:
    @pytest.mark.parametrize(("head", "kind"), _STARTS.items())
    def test_is_known_by_how_it_begins(self, head: bytes, kind: ScanKind) -> None:
        assert kind_of(head + b"anything") is kind

    def test_is_a_pdf_if_the_header_stands_in_the_first_1024_bytes(self) -> None:
        assert kind_of(b"x" * (HEAD_SIZE - 5) + b"%PDF-") is ScanKind.PDF
        assert kind_of(b"x" * (HEAD_SIZE - 4) + b"%PDF-") is None

    @given(st.binary(max_size=64))
    def test_is_none_for_anything_else(self, head: bytes) -> None:
        if not any(head.startswith(start[:4]) for start in _STARTS) and b"%PDF-" not in head:
            assert kind_of(head) in (None, ScanKind.JPEG)
            assert kind_of(b"?" + head) is None


class TestAFewBytes:
    @pytest.mark.parametrize("head", _STARTS)
    def test_of_a_known_beginning_may_become_a_scan(self, head: bytes) -> None:
        assert all(may_become(head[:count]) for count in range(4))
        assert all(may_become(head[:count].ljust(5000, b"\0")) for count in range(3))

    def test_of_a_print_job_may_become_a_pdf(self) -> None:
        assert may_become(b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n")

    @pytest.mark.parametrize("head", [b"Dear", b"PK\x03\x04", b"<xml", b"%!PS", b"GIF8"])
    def test_of_something_else_stay_something_else(self, head: bytes) -> None:
        assert not may_become(head)
