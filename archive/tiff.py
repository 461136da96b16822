"""The compressed strips of a TIFF page, taken out as they lie."""

from pathlib import Path

from pikepdf import Dictionary, Pdf
from PIL import TiffImagePlugin as Tiff

from archive.errors import CannotComposeError
from archive.lossless import Block, g4_image, jpeg_block

_IS_RGB = 2  # a kind of colours
_JPEG_SCAN = b"\xff\xda"


def stored_size(tiff: Tiff.TiffImageFile) -> tuple[int, int]:
    """Width and height as stored. Pillow itself tells them as turned by the orientation."""
    return tiff.tag_v2[Tiff.IMAGEWIDTH], tiff.tag_v2[Tiff.IMAGELENGTH]


def strips_as_they_lie(tiff: Tiff.TiffImageFile, path: Path, paper: Pdf) -> list[Block]:
    """Give the strips of the current page, or nothing if it has to be decoded.

    JPEG strips become one image each. G4 goes as it lies only in one piece: many strips would show
    as many images with seams, and G4 can be packed anew without loss.

    Raises:
        CannotComposeError: the page is not whole, or has more than 8 bits a sample.
    """
    tags = tiff.tag_v2
    if max(tags.get(Tiff.BITSPERSAMPLE, (1,))) > 8:
        raise CannotComposeError("a TIFF with more than 8 bits a sample")
    if Tiff.STRIPOFFSETS not in tags or tags.get(Tiff.PLANAR_CONFIGURATION, 1) != 1:
        return []
    in_one_piece = len(tags[Tiff.STRIPOFFSETS]) == 1 and tags.get(Tiff.FILLORDER, 1) == 1
    match tiff.info.get("compression"), tiff.mode:
        case ("group4", "1") if in_one_piece:
            return [_g4_strip(tiff, path, paper)]
        case ("jpeg", "L" | "RGB"):
            return _jpeg_strips(tiff, path, paper)
        case _:
            return []


def _g4_strip(tiff: Tiff.TiffImageFile, path: Path, paper: Pdf) -> Block:
    (strip,), size = _strips(tiff, path), stored_size(tiff)
    black_is_1 = tiff.tag_v2.get(Tiff.PHOTOMETRIC_INTERPRETATION) == 1
    tiff.load()  # raises if it cannot be decoded
    return Block(g4_image(paper, strip, size, black_is_1=black_is_1), size)


def _jpeg_strips(tiff: Tiff.TiffImageFile, path: Path, paper: Pdf) -> list[Block]:
    """Each strip as a JPEG of its own; the tables that all share are put into each."""
    tags = tiff.tag_v2
    tables = bytes(tags.get(Tiff.JPEGTABLES, b""))[2:-2]  # without start and end marker
    rows = tags.get(Tiff.ROWSPERSTRIP, tags[Tiff.IMAGELENGTH])
    is_rgb = tags.get(Tiff.PHOTOMETRIC_INTERPRETATION) == _IS_RGB
    blocks = []
    for place, strip in enumerate(_strips(tiff, path)):
        raw = strip[:2] + tables + strip[2:]
        block = jpeg_block(paper, raw, top=place * rows)
        if is_rgb and b"Adobe" not in raw[: raw.find(_JPEG_SCAN)]:
            block.image.DecodeParms = Dictionary(ColorTransform=0)
        blocks.append(block)
    return blocks


def _strips(tiff: Tiff.TiffImageFile, path: Path) -> list[bytes]:
    tags, strips = tiff.tag_v2, []
    with path.open("rb") as stream:
        for offset, length in zip(tags[Tiff.STRIPOFFSETS], tags[Tiff.STRIPBYTECOUNTS], strict=True):
            stream.seek(offset)
            strips.append(stream.read(length))
            if len(strips[-1]) < length:
                raise CannotComposeError("the file ends before its last strip")
    return strips
