"""How a page's picture is packed: the compressions that office scanners write."""

import io
import zlib
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageChops
from PIL.TiffImagePlugin import TiffImageFile

_STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_SIZES = 273, 278, 279


class Packing(StrEnum):
    """A compression of one picture."""

    JPEG = "jpeg"
    G4 = "g4"  # fax group 4, black and white
    FLATE1 = "flate1"  # one bit a pixel, deflated


@dataclass(frozen=True, slots=True)
class Packed:
    """One picture, compressed once; what holds it (PDF) copies the bytes."""

    packing: Packing
    content: bytes
    width: int
    height: int
    dpi: int
    colours: int = 1  # 3 for colour


def packed(picture: Image.Image, dpi: int, packing: Packing, quality: int = 80) -> Packed:
    """Compress a picture; G4 and FLATE1 want it black and white (mode "1")."""
    content = {Packing.JPEG: jpeg, Packing.G4: _g4, Packing.FLATE1: _flate1}
    colours = 3 if picture.mode == "RGB" else 1
    return Packed(
        packing,
        content[packing](picture, dpi, quality),
        picture.width,
        picture.height,
        dpi,
        colours,
    )


def jpeg(picture: Image.Image, dpi: int, quality: int) -> bytes:
    """Write a picture as JPEG, grey or in colour."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    return out.getvalue()


def _g4(picture: Image.Image, _dpi: int, _quality: int) -> bytes:
    """Let libtiff compress the picture into one strip and take the strip out of the TIFF.

    Fax takes a set bit for black, Pillow for white: hence the inversion, without which paper
    would be coded as ink.
    """
    out = io.BytesIO()
    ink = ImageChops.invert(picture)
    ink.save(out, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: picture.height})
    out.seek(0)
    with TiffImageFile(out) as tiff:
        starts, sizes = tiff.tag_v2[_STRIP_OFFSETS], tiff.tag_v2[_STRIP_SIZES]
    return out.getvalue()[starts[0] : starts[0] + sizes[0]]


def _flate1(picture: Image.Image, _dpi: int, _quality: int) -> bytes:
    return zlib.compress(picture.tobytes(), 6)
