"""TIFF, JPEG and PNG files as pages."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ledger.why import Unreadable
from ocr.errors import CannotOpenError
from ocr.page import WORKING_PIXELS, Limits, Page

_PLAUSIBLE_DPI = range(72, 1201)
_A4_LONG_SIDE_INCHES = 11.69
_SHARPEST_DPI = 400  # finer pictures are halved: OCR gains nothing and costs four times as much
_KINDS = ("TIFF", "JPEG", "PNG")


def count_pictures(source: Path, limits: Limits) -> int:
    """Count the pictures of a file; stops counting once there are more than allowed."""
    with _opened(source) as image:
        count = 0
        while count <= limits.pages:
            try:
                image.seek(count)
            except EOFError:
                break
            count += 1
        return count


def open_picture(source: Path, number: int, limits: Limits) -> Page:
    """Open the picture with this number, counted from 1, turned as its orientation tag says."""
    with _opened(source) as image:
        try:
            image.seek(number - 1)
        except EOFError as error:
            raise CannotOpenError(Unreadable.DAMAGED_FILE) from error
        if image.width * image.height > limits.pixels:
            raise CannotOpenError(Unreadable.TOO_LARGE)
        dpi = _dpi(image)
        shown = ImageOps.exif_transpose(image)
        if shown.size != image.size:
            dpi = (dpi[1], dpi[0])
        return to_page(number, shown, dpi)


def to_page(number: int, image: Image.Image, dpi: tuple[float, float]) -> Page:
    """Make a page of a picture: square pixels, 8 bits grey or RGB, no finer than OCR can use."""
    image = _eight_bits(image)
    across, down = dpi
    if not 0.95 < across / down < 1.05:  # fax machines write 204 × 98 dpi
        finer = max(across, down)
        size = round(image.width * finer / across), round(image.height * finer / down)
        image, across = image.resize(size, Image.Resampling.BILINEAR), finer
    while across > _SHARPEST_DPI or image.width * image.height > WORKING_PIXELS:
        image, across = image.reduce(2), across / 2
    return Page(number, np.asarray(image), round(across))


@contextmanager
def _opened(source: Path) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own limit decides, not Pillow's warning
            with Image.open(source, formats=_KINDS) as image:
                yield image
    except Image.DecompressionBombError as error:
        raise CannotOpenError(Unreadable.TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError) as error:
        raise CannotOpenError(Unreadable.DAMAGED_FILE) from error


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode in ("L", "RGB"):
        return image
    if image.mode in ("1", "LA", "I", "I;16", "F"):
        return image.convert("L")
    if image.mode in ("RGBA", "P", "PA"):
        opaque = Image.new("RGBA", image.size, "white")
        opaque.alpha_composite(image.convert("RGBA"))
        return opaque.convert("RGB")
    return image.convert("RGB")


def _dpi(image: Image.Image) -> tuple[float, float]:
    """What the file says, or what makes it an A4 sheet where it says nothing of use."""
    across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    if round(across) in _PLAUSIBLE_DPI and round(down) in _PLAUSIBLE_DPI:
        return across, down
    guess = max(image.size) / _A4_LONG_SIDE_INCHES
    return guess, guess
