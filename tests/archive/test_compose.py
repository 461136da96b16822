"""A composed document: the same bytes each time, nothing left out without a word."""

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from archive.compose import About, compose
from archive.text_layer import LayerWord
from ledger.scans import ScanKind
from tests.archive.sources import ABOUT, SIZE, layer, picture, saved, scan_pdf

WORDS = [LayerWord("個人番号カード", 5, 5, 90, 20, 1), LayerWord("abc", 5, 30, 40, 50, 2)]


class TestTheSameInput:
    def test_gives_the_same_bytes_in_another_process(self, tmp_path: Path) -> None:
        source = scan_pdf(tmp_path / "scan.pdf", "RGB", "L")
        program = (
            "import sys, hashlib, pathlib, tests.archive.test_compose as t;"
            "print(hashlib.sha256(t.sample(pathlib.Path(sys.argv[1]))).hexdigest())"
        )
        told = {
            subprocess.run(
                [sys.executable, "-c", program, str(source)],
                env={**os.environ, "PYTHONHASHSEED": seed},
                check=True,
                capture_output=True,
                text=True,
            ).stdout.strip()
            for seed in ("1", "2")
        }
        assert told == {hashlib.sha256(sample(source)).hexdigest()}

    def test_leaves_the_source_as_it_was(self, tmp_path: Path) -> None:
        source = scan_pdf(tmp_path / "scan.pdf")
        before = source.read_bytes()
        sample(source, pages=1)
        assert source.read_bytes() == before
        assert [path.name for path in tmp_path.iterdir()] == ["scan.pdf"]

    def test_with_another_date_gives_other_bytes(self, tmp_path: Path) -> None:
        source = scan_pdf(tmp_path / "scan.pdf")
        later = About(ABOUT.title, datetime(2026, 1, 1, tzinfo=UTC))
        first = compose(source, ScanKind.PDF, [layer()], ABOUT)
        assert compose(source, ScanKind.PDF, [layer()], later) != first


def sample(source: Path, pages: int = 2) -> bytes:
    layers = [layer(page, words=WORDS) for page in range(1, pages + 1)]
    return compose(source, ScanKind.PDF, layers, ABOUT)


class TestThePages:
    def test_are_those_named_in_their_order(self, tmp_path: Path) -> None:
        source = scan_pdf(tmp_path / "scan.pdf", "L", "RGB", "L")
        pdf = compose(source, ScanKind.PDF, [layer(3), layer(2)], ABOUT)
        (tmp_path / "out.pdf").write_bytes(pdf)
        with pikepdf.open(tmp_path / "out.pdf") as document:
            spaces = [page.Resources.XObject.Im0.ColorSpace for page in document.pages]
        assert spaces == [pikepdf.Name.DeviceGray, pikepdf.Name.DeviceRGB]

    def test_none_makes_no_document(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="pages"):
            compose(scan_pdf(tmp_path / "scan.pdf"), ScanKind.PDF, [], ABOUT)

    def test_twice_the_same_makes_no_document(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="once"):
            compose(scan_pdf(tmp_path / "scan.pdf"), ScanKind.PDF, [layer(), layer()], ABOUT)


class TestWhatADocumentSaysOfItself:
    @pytest.mark.parametrize(
        "title", ["交付通知書", "a < b & c", "", "x\x00y\n\ufffez", "𠮷" * 300]
    )
    def test_is_the_same_in_info_and_xmp(self, tmp_path: Path, title: str) -> None:
        source = saved(picture(), tmp_path / "scan.png")
        about = About(title, ABOUT.received_at)
        (tmp_path / "out.pdf").write_bytes(compose(source, ScanKind.PNG, [layer()], about))
        with pikepdf.open(tmp_path / "out.pdf") as document:
            told = document.open_metadata()
            assert (told.get("dc:title") or "") == str(document.docinfo.Title)
            assert told["xmp:CreateDate"] == "2025-10-22T09:07:10+09:00"
            assert str(document.docinfo.CreationDate) == "D:20251022090710+09'00'"

    def test_needs_a_time_zone(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            About("x", datetime(2025, 1, 1))  # noqa: DTZ001 - that is the point

    def test_is_small(self, tmp_path: Path) -> None:
        source = saved(picture(), tmp_path / "scan.jpg")
        grown = len(compose(source, ScanKind.JPEG, [layer()], ABOUT)) - source.stat().st_size
        assert grown < 6000


def test_the_size_of_the_raster_is_free(tmp_path: Path) -> None:
    """The layer's pixels need not be the image's: OCR may have read a larger raster."""
    source = saved(picture(), tmp_path / "scan.png")
    large = layer(words=WORDS, size=(SIZE[0] * 3, SIZE[1] * 3))
    assert compose(source, ScanKind.PNG, [large], ABOUT)
