"""Composing a PDF in a child process. Imports no database: the children stay small."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from archive.compose import About, compose
from archive.errors import CannotComposeError
from archive.pdfa import promise_broken
from archive.text_layer import PageLayer
from ledger.scans import ScanKind
from ocr.errors import CannotOpenError, RenderFailedError
from ocr.raster import open_page, render_page

_RENDER_DPI = 300


def composed(source: Path, kind: ScanKind, layers: tuple[PageLayer, ...], about: About) -> bytes:
    """Compose a PDF and check what we promise of it.

    Raises:
        CannotComposeError: something would be lost, or the promise does not hold.
    """

    def render(number: int) -> Image.Image:
        with _refused():
            return render_page(source, number, _RENDER_DPI)

    def as_read(number: int) -> Image.Image:
        with _refused():
            return Image.fromarray(open_page(source, kind, number).picture)

    pdf = compose(source, kind, layers, about, render, as_read)
    if broken := promise_broken(pdf):
        raise CannotComposeError("; ".join(broken))
    return pdf


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except (CannotOpenError, RenderFailedError) as error:
        raise CannotComposeError(str(error)) from error
