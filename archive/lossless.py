"""Pictures as image objects of a PDF, without losing a pixel.

PNG's own compression is PDF's too, so a PNG goes in as it lies, and a decoded picture by way of
one. Bilevel pictures become one G4 stream.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from archive.errors import CannotComposeError
from archive.sheet import INSET, Box, Sheet, Turn, number

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB, _PALETTE = 0, 2, 3  # PNG colour types without alpha
_ALPHA_MODES = frozenset({"LA", "PA", "La", "RGBA", "RGBa"})
_COLOUR_MODES = frozenset({"CMYK", "RGBX", "YCbCr"})


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page, as wide as it: an image, its size, and the row of pixels it begins at."""

    image: Stream
    size: tuple[int, int]
    top: int = 0


def image_of(paper: Pdf, picture: Image.Image) -> Stream:
    """Make an image object that shows a decoded picture; what is transparent shows white paper.

    Raises:
        CannotComposeError: the picture holds more than 8 bits a sample.
    """
    plain = _plain(picture)
    if plain.mode == "1":
        return _g4_of(paper, plain)
    encoded = BytesIO()
    plain.save(encoded, "PNG")
    return png_image(paper, encoded.getvalue())


def sheet_of(paper: Pdf, picture: Image.Image, box: Box, rotate: Turn = 0) -> Sheet:
    """Make a page of its picture alone."""
    sides = f"{number(box.width - 2 * INSET)} 0 0 {number(box.height - 2 * INSET)}"
    content = f"{sides} {number(INSET)} {number(INSET)} cm /Im0 Do".encode()
    return Sheet(box, box, rotate, content, {"/Im0": image_of(paper, picture)})


def g4_image(paper: Pdf, strip: bytes, size: tuple[int, int], *, black_is_1: bool) -> Stream:
    """Make an image object of one G4 strip as it lies."""
    image = paper.make_stream(strip)
    _describe(image, size, bits=1, space=Name.DeviceGray)
    image.Filter = Name.CCITTFaxDecode
    image.DecodeParms = Dictionary(K=-1, Columns=size[0], Rows=size[1], BlackIs1=black_is_1)
    return image


def jpeg_block(paper: Pdf, raw: bytes, top: int = 0) -> Block:
    """Make a block of a grey or RGB JPEG as it lies.

    Raises:
        OSError: it is not whole.
    """
    with Image.open(BytesIO(raw), formats=("JPEG",)) as jpeg:
        jpeg.load()
        size, mode = jpeg.size, jpeg.mode
    image = paper.make_stream(raw)
    _describe(image, size, bits=8, space=Name.DeviceGray if mode == "L" else Name.DeviceRGB)
    image.Filter = Name.DCTDecode
    return Block(image, size, top)


def png_image(paper: Pdf, raw: bytes) -> Stream:
    """Make an image object of a PNG as it lies; see `is_plain_png`."""
    chunks = list(_chunks(raw))
    header = next(body for name, body in chunks if name == b"IHDR")
    size = (int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big"))
    bits, colour_type = header[8], header[9]
    palette = next((body for name, body in chunks if name == b"PLTE"), b"")
    space: pikepdf.Object = Name.DeviceRGB if colour_type == _RGB else Name.DeviceGray
    if colour_type == _PALETTE:
        last = len(palette) // 3 - 1
        space = Array([Name.Indexed, Name.DeviceRGB, last, pikepdf.String(palette)])
    image = paper.make_stream(b"".join(body for name, body in chunks if name == b"IDAT"))
    _describe(image, size, bits=bits, space=space)
    image.Filter = Name.FlateDecode
    image.DecodeParms = Dictionary(
        Predictor=15,
        Colors=3 if colour_type == _RGB else 1,
        BitsPerComponent=bits,
        Columns=size[0],
    )
    return image


def is_plain_png(raw: bytes) -> bool:
    """Whether a PNG's data can go in as it lies: no alpha, not interlaced.

    Raises:
        CannotComposeError: it has more than 8 bits a sample.
    """
    chunks = list(_chunks(raw))
    header = next((body for name, body in chunks if name == b"IHDR"), bytes(13))
    bits, colour_type, interlace = header[8], header[9], header[12]
    if bits > 8:
        raise CannotComposeError("a PNG with more than 8 bits a sample")
    has_clear_colour = any(name == b"tRNS" for name, _ in chunks)
    return colour_type in {_GREY, _RGB, _PALETTE} and not interlace and not has_clear_colour


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place + 8 <= len(raw):
        length = int.from_bytes(raw[place : place + 4], "big")
        yield raw[place + 4 : place + 8], raw[place + 8 : place + 8 + length]
        place += length + 12  # length, name and checksum


def _plain(picture: Image.Image) -> Image.Image:
    """Bring a picture to 1, L, P or RGB."""
    if picture.mode in _ALPHA_MODES or "transparency" in picture.info:
        return _on_white(picture)
    if picture.mode in _COLOUR_MODES:
        return picture.convert("RGB")
    if picture.mode not in {"1", "L", "P", "RGB"}:
        raise CannotComposeError(
            f"a picture of mode {picture.mode} holds more than 8 bits a sample"
        )
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    see_through = picture.convert("RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, see_through).convert("RGB")


def _g4_of(paper: Pdf, picture: Image.Image) -> Stream:
    """Let Pillow write a G4 TIFF of one strip, and take the strip out."""
    encoded = BytesIO()
    picture.save(encoded, "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(encoded) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]
        (offset,), (length,) = tags[273], tags[279]
        black_is_1 = tags[262] == 1
    strip = encoded.getvalue()[offset : offset + length]
    return g4_image(paper, strip, picture.size, black_is_1=black_is_1)


def _describe(image: Stream, size: tuple[int, int], bits: int, space: pikepdf.Object) -> None:
    image.Type = Name.XObject
    image.Subtype = Name.Image
    image.Width, image.Height = size
    image.BitsPerComponent = bits
    image.ColorSpace = space
