"""Sheets of an old PDF: its page images, or a lossless picture of a page that shows more.

A repaired PDF may have lost a page's image and still look sound, so nothing is ever repaired.
"""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, Rectangle, Stream
from PIL import Image

from archive.drawing import Drawing
from archive.errors import CannotComposeError, MoreThanImagesError
from archive.image import Images
from archive.lossless import sheet_of
from archive.sheet import Box, Sheet, number, turned

_MALFORMED = (pikepdf.PdfError, LookupError, TypeError, ValueError, AttributeError)
_HIDDEN = 0b100010  # annotation flags: hidden, not on screens
_NEVER_PAPER = (Name.Link, Name.Popup, Name.FileAttachment)


class PdfFile:
    """An open PDF. Use as a context."""

    def __init__(self, path: Path, paper: Pdf, render: Callable[[int], Image.Image] | None) -> None:
        self._paper = paper
        self._render = render
        self._images = Images(paper)
        try:
            self._pdf = pikepdf.open(path, attempt_recovery=False)
        except pikepdf.PasswordError as error:  # PasswordError is no PdfError
            raise CannotComposeError("the PDF asks for a password") from error
        except pikepdf.PdfError as error:
            raise CannotComposeError("the PDF is damaged") from error
        self._refuse_repairs()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._pdf.close()

    def sheet(self, page: int) -> Sheet:
        """Give one page, its objects copied into the new document.

        Raises:
            CannotComposeError: there is no such page, it is damaged, or it shows more than images
                and there is nobody to render it.
        """
        if page > len(self._pdf.pages):
            raise CannotComposeError(f"there is no page {page}")
        try:
            sheet = self._sheet(self._pdf.pages[page - 1], page)
        except _MALFORMED as error:  # whatever a malformed object makes of our reading it
            raise CannotComposeError(f"page {page} is malformed") from error
        self._refuse_repairs()
        return sheet

    def _sheet(self, page: Page, page_number: int) -> Sheet:
        media = _box(page.mediabox, page)
        visible = _box(page.cropbox, page).within(media)
        rotate = turned(int(page.obj.get("/Rotate", 0)))
        try:
            drawing = self._drawing(page)
        except MoreThanImagesError:
            if self._render is None:
                raise
            is_lying = rotate in (90, 270)
            seen = Box(0, 0, visible.height, visible.width) if is_lying else visible
            picture = self._render(page_number)  # as it is displayed
            return sheet_of(self._paper, picture, Box(0, 0, seen.width, seen.height))
        scale, content = number(_user_unit(page)), drawing.content
        if scale != "1":
            content = f"{scale} 0 0 {scale} 0 0 cm\n".encode() + content
        return Sheet(media, visible, rotate, content, drawing.images, drawing.colour_spaces)

    def _drawing(self, page: Page) -> Drawing:
        _refuse_seen_annotations(page)
        page.externalize_inline_images()
        drawing = Drawing(self._paper, self._images)
        drawing.trace(page, page.obj.get("/Resources", Dictionary()))
        if drawing.is_empty:
            raise CannotComposeError("a page that shows nothing")
        return drawing

    def _refuse_repairs(self) -> None:
        if self._pdf.get_warnings():
            raise CannotComposeError("the PDF is damaged and would have to be repaired")


def _refuse_seen_annotations(page: Page) -> None:
    """Stamps, notes and filled-in fields are seen on the page, but they are not in its images."""
    for annotation in page.obj.get("/Annots", []):
        if not isinstance(annotation, Dictionary) or annotation.get("/Subtype") in _NEVER_PAPER:
            continue
        if int(annotation.get("/F", 0)) & _HIDDEN:
            continue
        if isinstance(annotation.get("/AP", Dictionary()).get("/N"), (Stream, Dictionary)):
            raise MoreThanImagesError("an annotation that can be seen")


def _box(told: pikepdf.Object, page: Page) -> Box:
    """UserUnit is younger than PDF 1.4, so the page itself becomes larger."""
    sides, scale = Rectangle(Array(told)), _user_unit(page)
    return Box(sides.llx * scale, sides.lly * scale, sides.urx * scale, sides.ury * scale)


def _user_unit(page: Page) -> float:
    return float(page.obj.get("/UserUnit", 1))
