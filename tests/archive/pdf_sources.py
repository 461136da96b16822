"""PDFs as scanners and their software write them, one kind of image each."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from tests.archive.sources import SIZE, WHOLE_PAGE, add_page, image_object, jpeg_object, picture

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


def jbig2(strip: bytes) -> bytes:
    """An embedded JBIG2 page of one generic region, coded in MMR: G4 data as JBIG2 packs it."""
    region = b"".join(value.to_bytes(4, "big") for value in (*SIZE, 0, 0)) + b"\0\x01" + strip
    page = b"".join(value.to_bytes(4, "big") for value in (*SIZE, 0, 0)) + b"\0\0\0"

    def segment(place: int, kind: int, body: bytes) -> bytes:
        head = place.to_bytes(4, "big") + bytes([kind, 0, 1]) + len(body).to_bytes(4, "big")
        return head + body

    return segment(0, 48, page) + segment(1, 38, region)


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
        "jbig2": lambda pdf: bilevel(pdf, jbig2(g4_strip(inverted)), Filter=Name.JBIG2Decode),
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
    *("g4", "g4 in arrays", "jbig2", "indexed", "calibrated", "inverted", "colour key mask"),
    "stencil mask",
)
