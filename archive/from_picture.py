"""Sheets of a TIFF, JPEG or PNG. The compressed data goes in as it lies where a PDF can hold it."""

import math
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Self

from pikepdf import Dictionary, Pdf, Stream
from PIL import Image, ImageOps, TiffImagePlugin, UnidentifiedImageError

from archive.errors import CannotComposeError
from archive.lossless import g4_image, image_of, is_plain_png, jpeg_image, png_image
from archive.sheet import Box, Sheet, Turn, number
from ledger.scans import ScanKind

_ORIENTATION = 274  # the EXIF tag; TIFF uses the same number
_UPRIGHT: dict[int, tuple[Turn, bool]] = {  # clockwise turn after the mirroring, mirrored?
    1: (0, False),
    2: (0, True),
    3: (180, False),
    4: (180, True),
    5: (270, True),
    6: (90, False),
    7: (90, True),
    8: (270, False),
}
_USUAL_DPI = 200.0  # where the file tells none, or nonsense
_SANE_DPI = (30.0, 4800.0)
_INSET = (
    0.0001  # points; viewers round outwards, and would touch the next pixel by a rounding error
)
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of a page: an image and where its upper left corner lies, in pixels."""

    image: Stream
    size: tuple[int, int]
    left: int = 0
    top: int = 0


class PictureFile:
    """An open picture file. Use as a context."""

    def __init__(self, path: Path, kind: ScanKind, paper: Pdf) -> None:
        self._path = path
        self._paper = paper
        try:
            self._file = Image.open(path, formats=_FORMATS[kind])
        except (UnidentifiedImageError, *_DAMAGE) as error:
            raise CannotComposeError(f"no sound {kind.value} file") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()

    def sheet(self, page: int) -> Sheet:
        """Give one page.

        Raises:
            CannotComposeError: there is no such page, it is damaged, or it holds more than a
                PDF/A-1b can.
        """
        try:
            self._file.seek(page - 1)
            turn, mirrored = _UPRIGHT.get(self._orientation(), (0, False))
            size, dpi = _stored_size(self._file), _dpi(self._file)
            blocks = self._as_it_lies()
            if not blocks:
                decoded = ImageOps.exif_transpose(self._file)
                if turn in (90, 270):
                    dpi = (dpi[1], dpi[0])
                size, turn, mirrored = decoded.size, 0, False
                blocks = [_Block(image_of(self._paper, decoded), size)]
        except _DAMAGE as error:
            raise CannotComposeError(f"page {page} cannot be decoded whole") from error
        return _sheet(blocks, size, dpi, turn, mirrored)

    def _orientation(self) -> int:
        if isinstance(self._file, TiffImagePlugin.TiffImageFile):
            return int(self._file.tag_v2.get(_ORIENTATION, 1))  # Pillow turns it when it decodes
        return int(self._file.getexif().get(_ORIENTATION, 1))

    def _as_it_lies(self) -> list[_Block]:
        """The page's compressed data, untouched; nothing if it has to be decoded."""
        if isinstance(self._file, TiffImagePlugin.TiffImageFile):
            return self._tiff_as_it_lies(self._file)
        raw = self._path.read_bytes()
        self._file.load()  # raises if the file is not whole
        if self._file.format == "PNG":
            if _png_bits(raw) > 8:
                raise CannotComposeError("a PNG with 16 bits a sample")
            return (
                [_Block(png_image(self._paper, raw), self._file.size)] if is_plain_png(raw) else []
            )
        if self._file.mode in {"L", "RGB"}:
            return [_jpeg_block(self._paper, raw)]
        return []

    def _tiff_as_it_lies(self, tiff: TiffImagePlugin.TiffImageFile) -> list[_Block]:
        tags = tiff.tag_v2
        if max(tags.get(258, (1,))) > 8:
            raise CannotComposeError("a TIFF with more than 8 bits a sample")
        match tags.get(259):
            case 7 if tags.get(284, 1) == 1 and tiff.mode in {"L", "RGB"}:
                return self._jpeg_strips(tiff)
            case 4 if len(tags.get(273, ())) == 1 and tags.get(266, 1) == 1 and tiff.mode == "1":
                strip = self._bytes_at(tags[273][0], tags[279][0])
                tiff.load()
                size, black_is_1 = _stored_size(tiff), tags.get(262) == 1
                return [_Block(g4_image(self._paper, strip, size, black_is_1=black_is_1), size)]
            case _:
                return []

    def _jpeg_strips(self, tiff: TiffImagePlugin.TiffImageFile) -> list[_Block]:
        """Each strip or tile as a JPEG of its own; the tables they share are put into each."""
        tags = tiff.tag_v2
        is_tiled = 324 in tags
        offsets, lengths = (tags[324], tags[325]) if is_tiled else (tags[273], tags[279])
        width = tags[322] if is_tiled else tags[256]
        height = tags[323] if is_tiled else tags.get(278, tags[257])
        across = math.ceil(tags[256] / width)
        shared = bytes(tags.get(347, b""))[2:-2]  # without its own start and end marker
        blocks = []
        for place, (offset, length) in enumerate(zip(offsets, lengths, strict=True)):
            strip = self._bytes_at(offset, length)
            raw = strip[:2] + shared + strip[2:]
            left, top = place % across * width, place // across * height
            block = _jpeg_block(self._paper, raw, left, top)
            if tags.get(262) == 2 and b"Adobe" not in raw[: raw.find(b"\xff\xda")]:
                block.image.DecodeParms = Dictionary(ColorTransform=0)
            blocks.append(block)
        return blocks

    def _bytes_at(self, offset: int, length: int) -> bytes:
        with self._path.open("rb") as stream:
            stream.seek(offset)
            found = stream.read(length)
        if len(found) < length:
            raise CannotComposeError("the file ends before its last strip")
        return found


_FORMATS = {
    ScanKind.TIFF: ("TIFF",),
    ScanKind.JPEG: ("JPEG", "MPO"),
    ScanKind.PNG: ("PNG",),
}


def _jpeg_block(paper: Pdf, raw: bytes, left: int = 0, top: int = 0) -> _Block:
    with Image.open(BytesIO(raw), formats=("JPEG", "MPO")) as jpeg:
        jpeg.load()  # raises if it is not whole
        return _Block(jpeg_image(paper, raw, jpeg.size, jpeg.mode), jpeg.size, left, top)


def _png_bits(raw: bytes) -> int:
    return raw[24]  # IHDR always comes first


def _stored_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height as stored: Pillow tells a TIFF's as turned by its orientation."""
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        return picture.tag_v2[256], picture.tag_v2[257]
    return picture.size


def _dpi(picture: Image.Image) -> tuple[float, float]:
    told = picture.info.get("dpi", (_USUAL_DPI, _USUAL_DPI))
    across, down = (float(value) for value in told)
    is_sane = all(_SANE_DPI[0] <= value <= _SANE_DPI[1] for value in (across, down))
    return (across, down) if is_sane else (_USUAL_DPI, _USUAL_DPI)


def _sheet(
    blocks: list[_Block],
    size: tuple[int, int],
    dpi: tuple[float, float],
    turn: Turn,
    mirrored: bool,
) -> Sheet:
    box = Box(0, 0, size[0] * 72 / dpi[0], size[1] * 72 / dpi[1])
    x, y = box.width / size[0], box.height / size[1]  # points a pixel
    lines = [f"-1 0 0 1 {number(box.width)} 0 cm"] if mirrored else []
    for place, block in enumerate(blocks):
        width, height = block.size
        bottom = size[1] - block.top - height
        sides = f"{number(width * x - 2 * _INSET)} 0 0 {number(height * y - 2 * _INSET)}"
        corner = f"{number(block.left * x + _INSET)} {number(bottom * y + _INSET)}"
        lines.append(f"q {sides} {corner} cm /Im{place} Do Q")
    images = {f"/Im{place}": block.image for place, block in enumerate(blocks)}
    return Sheet(box, box, turn, "\n".join(lines).encode(), images)
