"""The steps of the product that the benches time by themselves: each one call, to follow its code.

They run in this process, or in children of the bench; what the pipeline adds (store, ledger, jobs)
is measured by taking scans through an office.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import cast

from archive.compose import About
from archive.sheet import Turn
from archive.text_layer import LayerWord, PageLayer
from hikae.composing import composed
from ingest.kind import HEAD_SIZE, kind_of
from ledger.scans import PageRole, ScanKind
from ocr.blank import is_blank
from ocr.engine import Engine
from ocr.engines import tesseract
from ocr.method import Closer, Method
from ocr.page import Page, grey, turned
from ocr.ppocr import PpOcr
from ocr.raster import open_page
from ocr.read import read_closer, read_page
from ocr.reading import Reading, Word
from ocr.stages import stage
from ocr.tesseract import Tesseract
from ocr.text import read_text
from ocr.upright import find_turn


class ToldBy(StrEnum):
    """How much of a page had to be read before the ledger could tell whose it is."""

    FIRST_LOOK = "the first look"
    LABEL_LINES = "label lines, too"
    NOTHING_YET = "more, or nothing on the page"


_ABOUT = About("bench", datetime(2025, 11, 5, tzinfo=UTC))


def until_decided(
    source: Path, number: int, how: Method, is_told: Callable[[Reading], bool]
) -> tuple[Reading, ToldBy]:
    """Read of a page what the decision whose it is needs.

    Where the ledger can tell by the first look (`is_told`), that is enough; else what stands beside
    labels is read, too. What cannot be told then is read in full: that is no decision, but a search
    for one.
    """
    first = read_page(source, kind_in(source), number, how)
    if is_told(first):
        return first, ToldBy.FIRST_LOOK
    if not first.can_be_read_closer:
        return first, ToldBy.NOTHING_YET
    closer = read_closer(source, kind_in(source), first, how, Closer.LABELS)
    return closer, ToldBy.LABEL_LINES if is_told(closer) else ToldBy.NOTHING_YET


def with_words(source: Path, reading: Reading, how: Method) -> Reading:
    """Read the words for the text layer of a page that is decided."""
    return reading.with_text(read_text(source, kind_in(source), reading, how))


def words_alone(source: Path, number: int, how: Method) -> Reading:
    """Read a page for its text layer and for nothing else, as the product does it by Tesseract.

    By default other nets read it, which share their work with the looks; alone they take longer.
    """
    engine = tesseract(how.languages, how.row_language, how.text_limit_s)
    return _words_by(engine, source, number)


def words_by_pytesseract(source: Path, number: int, how: Method) -> Reading:
    """The same by pytesseract, the reference."""
    return _words_by(Tesseract(how.languages, how.row_language, how.text_limit_s), source, number)


def searchable(source: Path, readings: Sequence[Reading]) -> bytes:
    """Make the PDF/A of pages with their words."""
    with stage("compose"):
        return composed(source, kind_in(source), tuple(map(_layer, readings)), _ABOUT)


@cache
def kind_in(source: Path) -> ScanKind:
    """Tell what kind of scan a file is.

    Raises:
        ValueError: none.
    """
    with source.open("rb") as file:
        kind = kind_of(file.read(HEAD_SIZE))
    if kind is None:
        raise ValueError(f"{source.name} is no scan")
    return kind


def opened(source: Path, number: int) -> Page:
    """Open a page as displayed."""
    return open_page(source, kind_in(source), number)


def _words_by(engine: Engine, source: Path, number: int) -> Reading:
    page = opened(source, number)
    picture = grey(page.picture)
    if is_blank(picture, page.dpi):
        return _reading(page, 0, PageRole.BLANK, ())
    turn = find_turn(picture, page.dpi, (), PpOcr())
    words = engine.read_words(turned(picture, turn), page.dpi)
    return _reading(page, turn, PageRole.CONTENT, words or ())


def _reading(page: Page, turn: int, role: PageRole, words: tuple[Word, ...]) -> Reading:
    size = (page.width, page.height) if turn % 180 == 0 else (page.height, page.width)
    return Reading(page.number, turn, *size, dpi=page.dpi, role=role, words=words)


def _layer(page: Reading) -> PageLayer:
    words = (LayerWord(word.text, *word.box, line=word.line) for word in page.words)
    return PageLayer(page.page, cast(Turn, page.turn), page.width, page.height, tuple(words))
