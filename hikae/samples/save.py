"""Saves scanned pages the ways office machines do."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PIL import Image

from hikae.samples.pdf import write_pdf
from hikae.samples.pictures import Packing, jpeg, packed
from hikae.samples.tiff import write_tiff


class How(StrEnum):
    """A kind of file; the words are those of truth.json."""

    PDF_JPEG = "pdf-jpeg"
    PDF_G4 = "pdf-g4"
    PDF_FLATE1 = "pdf-flate1"
    TIFF_G4 = "tif-g4"
    JPEG = "jpg"  # one page
    PNG = "png"  # one page


_BITONAL = frozenset({How.PDF_G4, How.PDF_FLATE1, How.TIFF_G4})
_PACKINGS = {
    How.PDF_JPEG: Packing.JPEG,
    How.PDF_G4: Packing.G4,
    How.PDF_FLATE1: Packing.FLATE1,
    How.TIFF_G4: Packing.G4,
}
JPEG_QUALITY = 80


def save(pages: Sequence[Image.Image], path: Path, how: How, dpi: int = 200) -> Path:
    """Write pages to a file of this kind; bitonal kinds make black and white of what is grey.

    Raises:
        ValueError: a kind of one page was asked for more pages, or any kind for none.
    """
    if not pages or (how in (How.JPEG, How.PNG) and len(pages) > 1):
        raise ValueError(f"{how} cannot hold {len(pages)} pages")
    if how is How.JPEG:
        path.write_bytes(jpeg(pages[0], dpi, JPEG_QUALITY))
    elif how is How.PNG:
        pages[0].save(path, "PNG", dpi=(dpi, dpi))
    else:
        _save_many(pages, path, how, dpi)
    return path


def truncate(path: Path, keep: float = 0.6) -> Path:
    """Cut the end off a file, as a cancelled scan leaves it."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    return path


def _save_many(pages: Sequence[Image.Image], path: Path, how: How, dpi: int) -> None:
    write = write_tiff if how is How.TIFF_G4 else write_pdf
    with path.open("wb") as out:
        write(out, (packed(_ready(page, how), dpi, _PACKINGS[how], JPEG_QUALITY) for page in pages))


def _ready(page: Image.Image, how: How) -> Image.Image:
    if how not in _BITONAL:
        return page
    return page.convert("1", dither=Image.Dither.NONE)
