"""Scan → Pages: how many pages a file has, and each of them as a picture.

The picture inside a PDF page is taken out directly where the page is that one picture and nothing
else (ten times faster than rendering, and not a pixel is changed); any other page is rendered.
Sizes are judged by what the file declares, before memory is taken.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
from pdf2image import convert_from_path
from pdf2image.exceptions import (
    PDFInfoNotInstalledError,
    PDFPageCountError,
    PDFPopplerTimeoutError,
    PDFSyntaxError,
)
from PIL import Image

from ledger.scans import ScanKind
from ledger.why import Unreadable
from ocr.errors import CannotOpenError, RenderFailedError
from ocr.page import WORKING_PIXELS, Limits, Page, turned
from ocr.picture import count_pictures, open_picture, to_page

_LOWEST_DPI, _HIGHEST_DPI = 150, 300  # for rendering; what OCR reads well
_FINEST_DPI = 600  # for rendering what is filed
_RENDER_LIMIT_S = 60
_DIRECT_COLOURS = {"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/ICCBased", "/Indexed"}
_HARMLESS = {"q", "Q", "cm", "Do", "gs", "cs", "CS", "g", "G", "rg", "RG", "w", "n", "W", "re", "i"}
_DEEPEST_FORM = 4
_BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError)


def count_pages(source: Path, kind: ScanKind, limits: Limits | None = None) -> int:
    """Count the pages of a scan.

    Raises:
        CannotOpenError: there are none or too many, or the file is encrypted or broken.
    """
    limits = limits or Limits()
    count = _count_pdf(source) if kind is ScanKind.PDF else count_pictures(source, limits)
    if count == 0:
        raise CannotOpenError(Unreadable.NO_PAGES)
    if count > limits.pages:
        raise CannotOpenError(Unreadable.TOO_MANY_PAGES)
    return count


def open_page(source: Path, kind: ScanKind, number: int, limits: Limits | None = None) -> Page:
    """Open one page, counted from 1, as displayed.

    Raises:
        CannotOpenError: the page is larger than the limits allow, or broken.
        RenderFailedError: the renderer gave up.
    """
    limits = limits or Limits()
    if kind is not ScanKind.PDF:
        return open_picture(source, number, limits)
    with _open_pdf(source) as pdf:
        try:
            sheet = _Sheet.of(pdf.pages[number - 1])
            images = tuple(_images(pdf.pages[number - 1].obj))
            _refuse_large(images, limits)
            placed = _sole_image(pdf.pages[number - 1], sheet)
            picture = _decode(placed) if placed is not None else None
            dpi = _rendering_dpi(images, sheet)
        except _BROKEN as error:
            raise CannotOpenError(Unreadable.DAMAGED_FILE) from error
        if picture is not None and placed is not None:
            page = to_page(number, picture, placed.dpi)
            return Page(number, turned(page.picture, sheet.rotate), page.dpi)
    return _rendered(source, number, _fitting_dpi(sheet, dpi, limits))


def render_page(source: Path, number: int, dpi: int, limits: Limits | None = None) -> Image.Image:
    """Render one PDF page as displayed, in colour.

    Args:
        dpi: at least so fine; finer where the page's images are, so that none of them loses.

    Raises:
        CannotOpenError: the page at this resolution is larger than the limits allow.
        RenderFailedError: the renderer gave up.
    """
    limits = limits or Limits()
    with _open_pdf(source) as pdf:
        try:
            sheet = _Sheet.of(pdf.pages[number - 1])
            images = tuple(_images(pdf.pages[number - 1].obj))
            _refuse_large(images, limits)
            dpi = max(dpi, min(math.ceil(_sharpest(images, sheet)), _FINEST_DPI))
        except _BROKEN as error:
            raise CannotOpenError(Unreadable.DAMAGED_FILE) from error
    if sheet.pixels(dpi) > limits.pixels:
        raise CannotOpenError(Unreadable.TOO_LARGE)
    return _poppler(source, number, dpi)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The visible part of a PDF page: lower left corner, size in points, turn when displayed."""

    left: float
    bottom: float
    width: float
    height: float
    rotate: int
    unit: float  # points of 1/72 inch in one unit

    @classmethod
    def of(cls, page: pikepdf.Page) -> "_Sheet":
        box = [float(value) for value in page.cropbox]
        left, right = sorted((box[0], box[2]))
        bottom, top = sorted((box[1], box[3]))
        rotate = int(page.obj.get("/Rotate", _inherited(page.obj, "/Rotate")))
        unit = float(page.obj.get("/UserUnit", 1))
        if right - left <= 0 or top - bottom <= 0 or unit <= 0 or rotate % 90:
            raise ValueError("a page without size")
        return cls(left, bottom, right - left, top - bottom, rotate % 360, unit)

    def pixels(self, dpi: int) -> float:
        return self.width * self.height * (self.unit * dpi / 72) ** 2


@dataclass(frozen=True, slots=True)
class _Placed:
    """The one image of a page and how densely it was laid."""

    image: pikepdf.Stream
    dpi: tuple[float, float]


def _open_pdf(source: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(source, suppress_warnings=True)
    except pikepdf.PasswordError as error:  # PasswordError is no PdfError
        raise CannotOpenError(Unreadable.ENCRYPTED) from error
    except _BROKEN as error:
        raise CannotOpenError(Unreadable.DAMAGED_FILE) from error


def _count_pdf(source: Path) -> int:
    with _open_pdf(source) as pdf:
        try:
            return len(pdf.pages)
        except _BROKEN as error:
            raise CannotOpenError(Unreadable.DAMAGED_FILE) from error


def _inherited(page: pikepdf.Object, key: str) -> int:
    """Look an attribute up through the page's parents; a loop of parents ends after a few."""
    node = page
    for _ in range(50):
        if "/Parent" not in node:
            return 0
        node = node["/Parent"]
        if key in node:
            return int(node[key])
    return 0


def _images(holder: pikepdf.Object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """Every image a page can draw, also inside its form XObjects."""
    if depth == 0:
        resources: pikepdf.Object = pikepdf.Page(holder).resources
    else:
        resources = holder.get("/Resources", pikepdf.Dictionary())
    for item in resources.get("/XObject", pikepdf.Dictionary()).values():
        if item.get("/Subtype") == "/Image":
            yield item
        elif depth < _DEEPEST_FORM:
            yield from _images(item, depth + 1)


def _refuse_large(images: tuple[pikepdf.Object, ...], limits: Limits) -> None:
    for image in images:
        masks = [image[key] for key in ("/SMask", "/Mask") if key in image]
        for item in (image, *(mask for mask in masks if isinstance(mask, pikepdf.Stream))):
            if int(item["/Width"]) * int(item["/Height"]) > limits.pixels:
                raise CannotOpenError(Unreadable.TOO_LARGE)


def _sole_image(page: pikepdf.Page, sheet: _Sheet) -> _Placed | None:
    """Give the image if the page shows exactly one, upright, covering all of it, and no more."""
    drawn: list[tuple[str, tuple[float, ...]]] = []
    matrix: tuple[float, ...] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    stack: list[tuple[float, ...]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, name = list(instruction.operands), str(instruction.operator)
        if name not in _HARMLESS:
            return None
        if name == "q":
            stack.append(matrix)
        elif name == "Q" and stack:
            matrix = stack.pop()
        elif name == "cm":
            matrix = _times(tuple(float(value) for value in operands[:6]), matrix)
        elif name == "Do":
            drawn.append((str(operands[0]), matrix))
    if len(drawn) != 1:
        return None
    image = page.resources["/XObject"][drawn[0][0]]
    if not isinstance(image, pikepdf.Stream) or not _is_plain(image):
        return None
    if not _covers(drawn[0][1], sheet):
        return None
    wide, high = drawn[0][1][0] * sheet.unit / 72, drawn[0][1][3] * sheet.unit / 72
    dpi = int(image["/Width"]) / wide, int(image["/Height"]) / high
    return _Placed(image, dpi if sheet.rotate % 180 == 0 else (dpi[1], dpi[0]))


def _times(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _is_plain(image: pikepdf.Object) -> bool:
    """An opaque image whose colours mean what they say; others are left to the renderer."""
    if image.get("/Subtype") != "/Image" or image.get("/ImageMask", False):
        return False
    if any(key in image for key in ("/SMask", "/Mask", "/Decode")):
        return False
    space = image.get("/ColorSpace")
    return str(space[0] if isinstance(space, pikepdf.Array) else space) in _DIRECT_COLOURS


def _covers(matrix: tuple[float, ...], sheet: _Sheet) -> bool:
    slack = 0.01 * max(sheet.width, sheet.height)
    lies = (matrix[4] - sheet.left, matrix[5] - sheet.bottom)
    size = (matrix[0] - sheet.width, matrix[3] - sheet.height)
    return matrix[1] == matrix[2] == 0 and all(abs(off) <= slack for off in (*lies, *size))


def _decode(placed: _Placed) -> Image.Image | None:
    try:
        return pikepdf.PdfImage(placed.image).as_pil_image()
    except (pikepdf.UnsupportedImageTypeError, NotImplementedError, OSError, *_BROKEN):
        return None  # JBIG2 without its decoder, a damaged stream …: the renderer may know better


def _rendering_dpi(images: tuple[pikepdf.Object, ...], sheet: _Sheet) -> int:
    """The resolution that reads well, near that of the sharpest image."""
    return round(min(max(_sharpest(images, sheet), _LOWEST_DPI), _HIGHEST_DPI))


def _sharpest(images: tuple[pikepdf.Object, ...], sheet: _Sheet) -> float:
    """The resolution of the sharpest image, in dpi, as if it covered the page."""
    inches = max(sheet.width, sheet.height) * sheet.unit / 72
    return max((max(int(i["/Width"]), int(i["/Height"])) / inches for i in images), default=300)


def _fitting_dpi(sheet: _Sheet, dpi: int, limits: Limits) -> int:
    if sheet.pixels(_LOWEST_DPI) > limits.pixels:
        raise CannotOpenError(Unreadable.TOO_LARGE)
    while sheet.pixels(dpi) > WORKING_PIXELS and dpi > _LOWEST_DPI:
        dpi = max(dpi - 25, _LOWEST_DPI)
    return dpi


def _rendered(source: Path, number: int, dpi: int) -> Page:
    return Page(number, np.asarray(_poppler(source, number, dpi).convert("RGB")), dpi)


def _poppler(source: Path, number: int, dpi: int) -> Image.Image:
    try:
        pages = convert_from_path(
            source,
            dpi=dpi,
            first_page=number,
            last_page=number,
            fmt="ppm",  # a PNG would cost twenty times as much as the rendering
            use_cropbox=True,
            timeout=_RENDER_LIMIT_S,
        )
    except (
        PDFInfoNotInstalledError,
        PDFPageCountError,
        PDFPopplerTimeoutError,
        PDFSyntaxError,
        OSError,
    ) as error:
        raise RenderFailedError(number) from error
    if len(pages) != 1:
        raise RenderFailedError(number)
    return pages[0]
