"""The check before filing finds whatever we promised not to do."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf
from PIL import Image, ImageCms

from archive.pdfa import promise_broken
from archive.text_layer import LayerWord
from ledger.scans import ScanKind
from tests.archive.sources import composed, image_object, layer, picture, scan_pdf


@pytest.fixture
def sound(tmp_path: Path) -> bytes:
    words = [LayerWord("個人番号カード", 5, 5, 90, 20, 1)]
    return composed(scan_pdf(tmp_path / "scan.pdf", "L"), ScanKind.PDF, layer(words=words))


def edited(pdf: bytes, edit: Callable[[Pdf], object], **options: object) -> bytes:
    saved = BytesIO()
    how = {"force_version": "1.4", "object_stream_mode": ObjectStreamMode.disable, **options}
    with pikepdf.open(BytesIO(pdf)) as document:
        edit(document)
        document.save(saved, **how)
    return saved.getvalue()


def test_what_we_compose_keeps_the_promise(sound: bytes) -> None:
    assert promise_broken(sound) == ()


def test_editing_nothing_breaks_nothing(sound: bytes) -> None:
    assert promise_broken(edited(sound, lambda pdf: None)) == ()


def _icc_4(pdf: Pdf) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pdf.Root.OutputIntents[0].DestOutputProfile.write(profile)


def _16_bits(pdf: Pdf) -> None:
    pdf.pages[0].Resources.XObject.Im0.BitsPerComponent = 16


def _soft_mask(pdf: Pdf) -> None:
    image = pdf.pages[0].Resources.XObject.Im0
    image.SMask = image_object(pdf, Image.new("L", (4, 4)))


def _jpx(pdf: Pdf) -> None:
    encoded = BytesIO()
    picture().save(encoded, "JPEG2000")
    pdf.pages[0].Resources.XObject.Im0.write(encoded.getvalue(), filter=Name.JPXDecode)


def _seen_text(pdf: Pdf) -> None:
    content = pdf.pages[0].Contents
    content.write(content.read_bytes().replace(b"3 Tr", b"0 Tr"))


def _title(pdf: Pdf) -> None:
    pdf.docinfo.Title = "another"


def _date(pdf: Pdf) -> None:
    pdf.docinfo.CreationDate = "D:20200101000000Z"


def _print_colours(pdf: Pdf) -> None:
    pdf.pages[0].Resources.XObject.Im0.ColorSpace = Name.DeviceCMYK


BREAKS: dict[str, tuple[Callable[[Pdf], object], str]] = {
    "no intent": (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "output intent"),
    "ICC 4": (_icc_4, "version 2"),
    "another title": (_title, "/Title differs"),
    "another date": (_date, "/CreationDate differs"),
    "no XMP": (lambda pdf: pdf.Root.__delitem__("/Metadata"), "XMP"),
    "16 bits": (_16_bits, "8 bits"),
    "soft mask": (_soft_mask, "/SMask"),
    "JPEG 2000": (_jpx, "/JPXDecode"),
    "print colours": (_print_colours, "/DeviceCMYK"),
    "seen text": (_seen_text, "text of its own"),
    "script": (
        lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS="x")),
        "/OpenAction",
    ),
    "attachment": (lambda pdf: pdf.attachments.__setitem__("a.txt", b"x"), "/Names"),
    "form fields": (lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary()), "/AcroForm"),
    "annotation": (lambda pdf: pdf.pages[0].obj.__setitem__("/Annots", Array([])), "/Annots"),
    "transparency": (
        lambda pdf: pdf.pages[0].obj.__setitem__("/Group", Dictionary(S=Name.Transparency)),
        "/Group",
    ),
    "effects": (
        lambda pdf: pdf.pages[0].Resources.__setitem__("/ExtGState", Dictionary()),
        "/ExtGState",
    ),
    "no font program": (
        lambda pdf: (
            pdf.pages[0]
            .Resources.Font.F.DescendantFonts[0]
            .FontDescriptor.__delitem__("/FontFile2")
        ),
        "not embedded",
    ),
    "no pages": (lambda pdf: pdf.pages.__delitem__(0), "no pages"),
    "shading": (lambda pdf: pdf.pages[0].Contents.write(b"/Sh0 sh"), "uses sh"),
    "malformed page": (lambda pdf: pdf.pages[0].Contents.write(b"Tr"), "cannot be read"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_promise_is_named(sound: bytes, name: str) -> None:
    edit, why = BREAKS[name]
    broken = promise_broken(edited(sound, edit))
    assert any(why in each for each in broken), broken


LATER: dict[str, object] = {"force_version": "2.0"}
PACKED: dict[str, object] = {"object_stream_mode": ObjectStreamMode.generate, **LATER}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (PACKED, "cross-reference table"),
        (LATER, "PDF 1.4"),
        ({"encryption": pikepdf.Encryption(owner="x", user=""), **LATER}, "/Encrypt"),
        ({"encryption": pikepdf.Encryption(owner="x", user="y"), **LATER}, "cannot be read"),
    ],
)
def test_a_file_saved_another_way_is_named(
    sound: bytes, options: dict[str, object], why: str
) -> None:
    broken = promise_broken(edited(sound, lambda pdf: None, **options))
    assert any(why in each for each in broken), broken


@pytest.mark.parametrize("left", [0, 100, 2000, -100])
def test_a_file_that_is_cut_off_is_named(sound: bytes, left: int) -> None:
    assert promise_broken(sound[:left])
