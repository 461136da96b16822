"""Pages of a scan and what was read on them → one searchable PDF/A-1b, the same bytes each time.

A new document is built from a whitelist; the old one is never cleaned. Page images stay as they
were scanned, unless a place on them must not be seen. What cannot be kept without loss is refused,
never quietly dropped.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeAlias

from pikepdf import Pdf
from PIL import Image

from archive.blackened import blackened
from archive.document import About, add_page, finished
from archive.errors import CannotComposeError
from archive.from_pdf import PdfFile
from archive.from_picture import PictureFile
from archive.lettering import Lettering
from archive.sheet import Sheet, turned
from archive.text_layer import PageLayer, laid_over, runs_of
from ledger.scans import ScanKind

__all__ = ["About", "Render", "compose"]

Render: TypeAlias = Callable[[int], Image.Image]


class _Source(Protocol):
    def sheet(self, page: int) -> Sheet: ...


def compose(
    source: Path,
    kind: ScanKind,
    layers: Sequence[PageLayer],
    about: About,
    render: Render | None = None,
    as_read: Render | None = None,
) -> bytes:
    """Make a document of the pages that the layers name, in their order.

    Args:
        source: the scan; untouched.
        kind: what the scan is.
        layers: one a page, with its words.
        about: title and date.
        render: gives a page (from 1) as it is displayed, unturned, at least as fine as its
            images; asked only for pages that show more than images and plain lines.
        as_read: gives the picture of a page as displayed on which its layer was read; asked only
            for pages with something to mask.

    Returns:
        The bytes of a PDF/A-1b.

    Raises:
        CannotComposeError: the source is damaged, or a page shows what a PDF/A-1b made of its
            images would lose.
        ValueError: no page is named, or one twice.
    """
    if not layers or len({layer.number for layer in layers}) < len(layers):
        raise ValueError("a document has pages, each once")
    runs = [runs_of(layer) for layer in layers]
    font = Lettering(run.text for page in runs for run in page)
    with Pdf.new() as paper:
        embedded = font.embed(paper)
        with _opened(source, kind, paper, render) as scan:
            for layer, page in zip(layers, runs, strict=True):
                sheet = scan.sheet(layer.number)
                if layer.masked:
                    sheet = blackened(paper, sheet, _picture(layer.number, as_read), layer)
                rotate = turned(sheet.rotate + layer.turn)
                text = laid_over(page, layer, sheet.visible, rotate, font)
                add_page(paper, sheet, text, rotate, embedded)
        return finished(paper, about)


def _picture(page: int, as_read: Render | None) -> Image.Image:
    if as_read is None:
        raise CannotComposeError(f"page {page} must be masked and nobody gives its picture")
    return as_read(page)


@contextmanager
def _opened(source: Path, kind: ScanKind, paper: Pdf, render: Render | None) -> Iterator[_Source]:
    if kind is ScanKind.PDF:
        with PdfFile(source, paper, render) as pdf:
            yield pdf
    else:
        with PictureFile(source, kind, paper) as picture:
            yield picture
