"""What we compose is PDF/A-1b for an independent judge, and poppler finds its text."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name, ObjectStreamMode, Pdf
from PIL import Image, ImageCms

from archive.compose import About, compose
from archive.text_layer import LayerWord
from ledger.scans import ScanKind
from tests.archive.pdf_sources import UNTOUCHED, fill_of
from tests.archive.sources import (
    ABOUT,
    SIZE,
    WHOLE_PAGE,
    add_page,
    composed,
    image_object,
    interlaced_png,
    layer,
    pdf_file,
    picture,
    saved,
    scan_pdf,
)
from tests.service.preflight import verdicts

pytestmark = pytest.mark.service

TITLE = "個人番号カード交付通知書"
DIGITS = "17570422013899561234567"
A4 = (1653, 2338)


def words() -> list[LayerWord]:
    """A title of single characters, an ID in groups, and some rarities."""
    title = [LayerWord(c, 200 + 60 * n, 100, 250 + 60 * n, 150, 1) for n, c in enumerate(TITLE)]
    groups = ("1757", "0422", "0138", "9956", "1234", "567")
    ids = [LayerWord(g, 200 + 130 * n, 300, 300 + 130 * n, 330, 2) for n, g in enumerate(groups)]
    return [*title, *ids, LayerWord("𠮷田髙﨑葛󠄀城", 200, 500, 600, 550, 3)]


EXTRA = [LayerWord(DIGITS, 200, 300, 950, 330, 1)]


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """One document of each kind of source."""
    for name in UNTOUCHED:
        yield name, composed(pdf_file(folder / "scan.pdf", fill_of(name)))
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        yield f"png {mode}", composed(saved(picture(mode), folder / "scan.png"), ScanKind.PNG)
    for mode in ("L", "RGB", "CMYK"):
        yield f"jpeg {mode}", composed(saved(picture(mode), folder / "scan.jpg"), ScanKind.JPEG)
    for mode, compression in (("1", "group4"), ("1", "packbits"), ("L", "jpeg"), ("RGB", "jpeg")):
        tiff = saved(picture(mode), folder / "scan.tif", compression=compression, strip_size=2000)
        yield f"tiff {mode} {compression}", composed(tiff, ScanKind.TIFF)
    (folder / "scan.png").write_bytes(interlaced_png(picture()))
    yield "png interlaced", composed(folder / "scan.png", ScanKind.PNG)
    soft = pdf_file(folder / "soft.pdf", _soft_masked)
    yield "soft mask", composed(soft)
    for turn in (0, 90, 180, 270):
        yield f"text turned by {turn}", with_text(folder, turn)
    for mode in ("1", "L", "RGB"):
        yield f"masked {mode}", _masked(folder, picture(mode))
    for title in ("", "a < b & c", "𠮷田\n様"):
        source = scan_pdf(folder / "scan.pdf")
        about = About(title, ABOUT.received_at)
        yield f"title {title!r}", compose(source, ScanKind.PDF, [layer()], about)


def _masked(folder: Path, image: Image.Image) -> bytes:
    source = saved(image, folder / "scan.png")
    black = replace(layer(words=words()), masked=((10, 42, 28, 70),))
    read = image.convert("L") if image.mode == "1" else image
    return compose(source, ScanKind.PNG, [black], ABOUT, as_read=lambda _: read)


def _soft_masked(pdf: Pdf) -> None:
    mask = image_object(pdf, Image.linear_gradient("L").resize(SIZE))
    add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture(), SMask=mask)])


def with_text(folder: Path, turn: int) -> bytes:
    size = A4 if turn in (0, 180) else A4[::-1]
    source = saved(picture("1", size), folder / "text.png")
    return composed(source, ScanKind.PNG, layer(1, turn, words(), EXTRA, size=size))


def test_every_kind_of_document_is_valid(tmp_path: Path) -> None:
    files, names = [], []
    for place, (name, pdf) in enumerate(everything(tmp_path)):
        files.append(tmp_path / f"out{place}.pdf")
        files[-1].write_bytes(pdf)
        names.append(name)
    assert dict(zip(names, verdicts(files), strict=True)) == dict.fromkeys(names, "VALID")


def _as_was(pdf: Pdf) -> None:
    """Saved another way is enough."""


def _icc_4(pdf: Pdf) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pdf.Root.OutputIntents[0].DestOutputProfile.write(profile)


def _no_intent(pdf: Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def _title(pdf: Pdf) -> None:
    pdf.docinfo.Title = "another"


def _print_colours(pdf: Pdf) -> None:
    pdf.pages[0].Resources.XObject.Im0.ColorSpace = Name.DeviceCMYK


def test_the_judge_refuses_what_is_wrong(tmp_path: Path) -> None:
    """A judge that lets everything pass would prove nothing."""
    sound = composed(scan_pdf(tmp_path / "scan.pdf", "L"))
    edits: tuple[Callable[[Pdf], None], ...] = (_as_was, _icc_4, _no_intent, _title, _print_colours)
    files = []
    for place, edit in enumerate(edits):
        mode = ObjectStreamMode.generate if edit is _as_was else ObjectStreamMode.disable
        version = "1.5" if edit is _as_was else "1.4"
        files.append(tmp_path / f"wrong{place}.pdf")
        with pikepdf.open(BytesIO(sound)) as document:
            edit(document)
            document.save(files[-1], object_stream_mode=mode, force_version=version)
    assert "VALID" not in verdicts(files)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_poppler_finds_title_and_id_unbroken(tmp_path: Path, turn: int) -> None:
    (tmp_path / "out.pdf").write_bytes(with_text(tmp_path, turn))
    found = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "out.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert TITLE in found
    assert DIGITS in found
    assert "1757 0422" in found
    assert "𠮷田髙﨑葛󠄀城" in found
