"""Sheets of a TIFF, JPEG or PNG. The compressed data goes in as it lies where a PDF can hold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pikepdf import Pdf
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import TiffImageFile

from archive.errors import CannotComposeError
from archive.lossless import Block, image_of, is_plain_png, jpeg_block, png_image
from archive.sheet import INSET, Box, Sheet, Turn, number
from archive.tiff import stored_size, strips_as_they_lie
from ledger.scans import ScanKind

_USUAL_DPI = (200.0, 200.0)  # where the file tells none, or nonsense
_SANE_DPI = (30, 4800)
_ORIENTATION = 274  # the number of the tag, in EXIF and TIFF alike
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class _Pose:
    """How stored pixels are shown: mirrored left to right first, then turned clockwise."""

    turn: Turn = 0
    is_mirrored: bool = False


_POSES = {
    1: _Pose(0),
    2: _Pose(0, is_mirrored=True),
    3: _Pose(180),
    4: _Pose(180, is_mirrored=True),
    5: _Pose(270, is_mirrored=True),
    6: _Pose(90),
    7: _Pose(90, is_mirrored=True),
    8: _Pose(270),
}


class PictureFile:
    """An open picture file. Use as a context."""

    def __init__(self, path: Path, kind: ScanKind, paper: Pdf) -> None:
        self._path = path
        self._paper = paper
        try:
            self._file = Image.open(path, formats=(kind.name,))
        except _DAMAGE as error:
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
            return self._as_it_lies() or self._decoded()
        except _DAMAGE as error:
            raise CannotComposeError(f"page {page} is not there or not whole") from error

    def _as_it_lies(self) -> Sheet | None:
        """The page with its compressed data untouched; None if it has to be decoded."""
        pose = _POSES.get(_orientation(self._file), _Pose())
        dpi = _dpi(self._file)
        if isinstance(self._file, TiffImageFile):
            size = stored_size(self._file)
            blocks = strips_as_they_lie(self._file, self._path, self._paper)
        else:
            size, blocks = self._file.size, self._single()
        return _sheet(blocks, size, dpi, pose) if blocks else None

    def _single(self) -> list[Block]:
        raw = self._path.read_bytes()
        if self._file.format != "PNG":  # JPEG, or MPO: a camera's JPEG with a second one behind it
            return [jpeg_block(self._paper, raw)] if self._file.mode in {"L", "RGB"} else []
        self._file.load()  # raises if the file is not whole
        return [Block(png_image(self._paper, raw), self._file.size)] if is_plain_png(raw) else []

    def _decoded(self) -> Sheet:
        lies = _POSES.get(_orientation(self._file), _Pose()).turn in (90, 270)
        across, down = _dpi(self._file)
        picture = ImageOps.exif_transpose(self._file)
        block = Block(image_of(self._paper, picture), picture.size)
        return _sheet([block], picture.size, (down, across) if lies else (across, down), _Pose())


def _orientation(picture: Image.Image) -> int:
    if isinstance(picture, TiffImageFile):
        return int(picture.tag_v2.get(_ORIENTATION, 1))
    return int(picture.getexif().get(_ORIENTATION, 1))


def _dpi(picture: Image.Image) -> tuple[float, float]:
    across, down = (float(value) for value in picture.info.get("dpi", _USUAL_DPI))
    is_sane = all(_SANE_DPI[0] <= value <= _SANE_DPI[1] for value in (across, down))
    return (across, down) if is_sane else _USUAL_DPI


def _sheet(
    blocks: Sequence[Block], size: tuple[int, int], dpi: tuple[float, float], pose: _Pose
) -> Sheet:
    x, y = 72 / dpi[0], 72 / dpi[1]  # points a pixel
    box = Box(0, 0, size[0] * x, size[1] * y)
    lines = [f"-1 0 0 1 {number(box.width)} 0 cm"] if pose.is_mirrored else []
    for place, block in enumerate(blocks):
        width, height = block.size
        bottom = (size[1] - block.top - height) * y + INSET
        sides = f"{number(width * x - 2 * INSET)} 0 0 {number(height * y - 2 * INSET)}"
        lines.append(f"q {sides} {number(INSET)} {number(bottom)} cm /Im{place} Do Q")
    images = {f"/Im{place}": block.image for place, block in enumerate(blocks)}
    return Sheet(box, box, pose.turn, "\n".join(lines).encode(), images)
