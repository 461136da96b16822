"""PDFs as scanners and their software write them, one kind of image each."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from archive.pdfa import promise_broken
from ledger.scans import ScanKind
from tests.archive.sources import (
    SIZE,
    WHOLE_PAGE,
    add_page,
    composed,
    image_object,
    jpeg_object,
    layer,
    picture,
    shown,
)

CALIBRATED = Array([Name.CalRGB, Dictionary(WhitePoint=[0.9505, 1, 1.089], Gamma=[2, 2, 2])])
Fill = Callable[[Pdf], object]


def g4_strip(image: Image.Image) -> bytes:
    encoded = BytesIO()
    image.save(encoded, "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(encoded) as tiff:
        (offset,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
    return encoded.getvalue()[offset : offset + length]


def bilevel(pdf: Pdf, raw: bytes, **entries: object) -> Stream:
    stream = image_object(pdf, picture("L"), BitsPerComponent=1, **entries)
    stream.write(raw, filter=entries.get("Filter"), decode_parms=entries.get("DecodeParms"))  # type: ignore[arg-type]
    return stream


def without(stream: Stream, entry: str) -> Stream:
    del stream[entry]
    return stream


def jbig2(strip: bytes) -> bytes:
    """An embedded JBIG2 page of one generic region, coded in MMR: G4 data as JBIG2 packs it."""
    region = b"".join(value.to_bytes(4, "big") for value in (*SIZE, 0, 0)) + b"\0\x01" + strip
    page = b"".join(value.to_bytes(4, "big") for value in (*SIZE, 0, 0)) + b"\0\0\0"
    return jbig2_segment(1, 48, page) + jbig2_segment(2, 38, region)


def jbig2_segment(place: int, kind: int, body: bytes, page: int = 1) -> bytes:
    head = place.to_bytes(4, "big") + bytes([kind, 0, page]) + len(body).to_bytes(4, "big")
    return head + body


JBIG2_GLOBALS = jbig2_segment(0, 62, b"\x20\0\0\0a comment", page=0)


def fill_of(name: str) -> Fill:
    """The images that scanners and their software put into PDFs, by name."""
    rgb, grey, black = picture(), picture("L"), picture("1")
    inverted = Image.eval(grey, lambda value: 255 - value).convert("1")
    g4 = {
        "Filter": Name.CCITTFaxDecode,
        "DecodeParms": Dictionary(K=-1, Columns=SIZE[0], Rows=SIZE[1], BlackIs1=True),
    }
    makers: dict[str, Callable[[Pdf], Stream]] = {
        "jpeg grey": lambda pdf: jpeg_object(pdf, grey),
        "jpeg colour": lambda pdf: jpeg_object(pdf, rgb),
        "jpeg progressive": lambda pdf: jpeg_object(pdf, rgb, progressive=True),
        "flate grey": lambda pdf: image_object(pdf, grey),
        "flate colour": lambda pdf: image_object(pdf, rgb),
        "flate 1 bit": lambda pdf: image_object(
            pdf, grey, BitsPerComponent=1
        ),  # the data is longer than asked for: viewers take what they need
        "g4": lambda pdf: bilevel(pdf, g4_strip(black), **g4),
        "g4 in arrays": lambda pdf: bilevel(
            pdf,
            g4_strip(black),
            Filter=Array([g4["Filter"]]),
            DecodeParms=Array([g4["DecodeParms"]]),
        ),
        "g4 that tells no bits": lambda pdf: without(
            bilevel(pdf, g4_strip(black), **g4), "/BitsPerComponent"
        ),
        "jbig2": lambda pdf: bilevel(pdf, jbig2(g4_strip(inverted)), Filter=Name.JBIG2Decode),
        "jbig2 with globals": lambda pdf: bilevel(
            pdf,
            jbig2(g4_strip(inverted)),
            Filter=Name.JBIG2Decode,
            DecodeParms=Dictionary(JBIG2Globals=pdf.make_stream(JBIG2_GLOBALS)),
        ),
        "indexed": lambda pdf: image_object(
            pdf,
            picture("L").point(lambda value: value // 64),
            ColorSpace=Array(
                [
                    Name.Indexed,
                    Name.DeviceRGB,
                    3,
                    pikepdf.String(b"\0\0\0\xff\0\0\0\xff\0\xff\xff\xff"),
                ]
            ),
        ),
        "calibrated": lambda pdf: image_object(
            pdf,
            rgb,
            ColorSpace=Array(
                [Name.CalRGB, Dictionary(WhitePoint=[0.9505, 1, 1.089], Gamma=[2, 2, 2])]
            ),
        ),
        "inverted": lambda pdf: image_object(pdf, grey, Decode=Array([1, 0])),
        "colour key mask": lambda pdf: image_object(pdf, grey, Mask=Array([250, 255])),
        "stencil mask": lambda pdf: image_object(
            pdf, rgb, Mask=bilevel(pdf, g4_strip(black), ImageMask=True, **g4)
        ),
    }
    return lambda pdf: add_page(pdf, WHOLE_PAGE, [makers[name](pdf)])


UNTOUCHED = (
    *("jpeg grey", "jpeg colour", "jpeg progressive", "flate grey", "flate colour", "flate 1 bit"),
    *(
        "g4",
        "g4 in arrays",
        "jbig2",
        "jbig2 with globals",
        "indexed",
        "calibrated",
        "inverted",
        "colour key mask",
    ),
    "stencil mask",
)


def unchanged(source: Path, page: int = 1, size: tuple[int, int] = SIZE) -> bytes:
    """Compose a PDF that must show what it showed; give the new one."""
    pdf = composed(source, ScanKind.PDF, layer(page))
    assert promise_broken(pdf) == ()
    assert np.array_equal(shown(pdf, 1, size), shown(source, page, size))
    return pdf


OLD_TEXT = b" BT 3 Tr /F1 9 Tf 5 5 Td (99999999999999999999999) Tj ET"


def with_font(pdf: Pdf, page: pikepdf.Page, subtype: Name = Name.Type1) -> None:
    font = Dictionary(Type=Name.Font, Subtype=subtype, BaseFont=Name.Helvetica)
    page.obj.Resources.Font = Dictionary(F1=pdf.make_indirect(font))


def stamp(pdf: Pdf, **entries: object) -> Dictionary:
    look = pdf.make_stream(b"1 0 0 rg 0 0 20 20 re f")
    look.Subtype, look.BBox = Name.Form, Array([0, 0, 20, 20])
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([5, 5, 25, 25]), AP=Dictionary(N=look)
    )
    for key, value in entries.items():
        annotation[f"/{key}"] = value
    return annotation


def more_than_images(name: str) -> Fill:
    """Pages that show what is in no image, or what PDF/A-1 forbids."""

    def fill(pdf: Pdf) -> None:
        contents = {
            "seen text": WHOLE_PAGE + b" BT /F1 9 Tf 5 5 Td (seen) Tj ET",
            "seen text after hidden text": WHOLE_PAGE + b" q 3 Tr Q BT /F1 9 Tf 5 5 Td (s) Tj ET",
            "drawn font": WHOLE_PAGE + b" BT 3 Tr /F1 9 Tf (a) Tj ET",
            "shading": WHOLE_PAGE + b" /Sh0 sh",
            "odd pattern": WHOLE_PAGE + b" /DeviceRGB cs /P0 scn 0 0 9 9 re f",
            "pattern": WHOLE_PAGE + b" /Pattern cs /P0 scn 0 0 9 9 re f",
            "print colours": WHOLE_PAGE + b" 0 1 0 0 k 0 0 9 9 re f",
            "print lines": WHOLE_PAGE + b" 0 1 0 0 K 0 0 9 9 re S",
            "transparency": b"/GS0 gs " + WHOLE_PAGE,
            "layer": b"/OC /MC0 BDC " + WHOLE_PAGE + b" EMC",
        }
        image = jpeg_object(pdf, picture())
        if name == "print image":
            image = image_object(pdf, picture("CMYK"))
        if name == "odd profile":
            profile = pdf.make_stream(b"\0" * 8 + b"\4" + b"\0" * 200)
            profile.N = 3
            image.ColorSpace = Array([Name.ICCBased, profile])
        if name == "layered image":
            image.OC = Dictionary(Type=Name.OCG, Name="x")
        if name == "transparent over others":
            over = image_object(pdf, picture(), SMask=image_object(pdf, picture("L")))
            page = add_page(pdf, WHOLE_PAGE + b" 20 0 0 20 0 0 cm /Im1 Do", [image, over])
        else:
            page = add_page(pdf, contents.get(name, WHOLE_PAGE), [image])
        with_font(pdf, page, Name.Type3 if name == "drawn font" else Name.Type1)
        page.obj.Resources.ExtGState = Dictionary(GS0=Dictionary(ca=0.5))
        if name == "default colours":
            page.obj.Resources.ColorSpace = Dictionary(DefaultRGB=Name.DeviceRGB)
        if name == "stamp":
            page.obj.Annots = Array([stamp(pdf)])

    return fill


MORE = (
    *(
        "seen text",
        "seen text after hidden text",
        "drawn font",
        "shading",
        "pattern",
        "odd pattern",
    ),
    *("print colours", "print lines", "print image", "transparency", "layer", "layered image"),
    *("odd profile", "transparent over others", "default colours", "stamp"),
)
