"""The full text of a page, for the layer over its picture and for searching.

It is read after it was decided whose page it is, so that nobody waits for it. What must not be kept
and is known by then is painted over first: it is not read at all.
"""

import time
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ledger.forms import FormKind
from ledger.scans import ScanKind
from ocr.engines import tesseract
from ocr.kept import keep, within
from ocr.look import Look
from ocr.method import Method, TextEngine
from ocr.page import Picture, grey, turned
from ocr.raster import open_page
from ocr.read import hidden_places
from ocr.reading import Box, Reading, Text, Word
from ocr.recognise import Recognised
from ocr.recogniser import SMALL
from ocr.rows import rows_of
from ocr.stages import stage

_PAPER = 255


def read_text(source: Path, kind: ScanKind, reading: Reading, method: Method) -> Text:
    """Read all text of a page that was looked at before; of a request for PINs the title only.

    Raises:
        CannotOpenError: the page is broken or larger than the limits allow.
        OcrError: a tool we need is missing or failed.
    """
    if reading.form is FormKind.PIN_SETTING_REQUEST:
        return Text(reading.page, reading.words)
    with stage("open"):
        page = open_page(source, kind, reading.page, method.limits)
        upright = turned(grey(page.picture), reading.turn)
    with stage("fast lines"):
        hidden = hidden_places(upright, reading, method)
        picture = _without(upright, hidden)
    with stage("text"):
        words = _words(picture, page.dpi, reading, method)
    seen = [word for word in words or () if not within(word, hidden)]
    form, size = Recognised(reading.form), (reading.width, reading.height)
    kept = keep(rows_of(seen), form, method.forms, reading.codes, size)
    lines = tuple(row.text for row in rows_of(kept.words))
    masked = tuple(dict.fromkeys((*hidden, *kept.masked)))
    return Text(
        reading.page, kept.words, lines, masked, complete=words is not None, search=_folded(lines)
    )


def _folded(lines: Iterable[str]) -> str:
    """Readers see blanks between characters where there are none, so none is kept."""
    rows = (unicodedata.normalize("NFKC", line) for line in lines)
    return "\n".join("".join(row.split()) for row in rows)


def _words(picture: Picture, dpi: int, reading: Reading, method: Method) -> tuple[Word, ...] | None:
    if method.text_engine is TextEngine.TESSERACT:
        engine = tesseract(method.languages, method.row_language, method.text_limit_s)
        return engine.read_words(picture, dpi)
    return _read_further(Look.again(picture, reading), method.text_limit_s)


def _read_further(look: Look, limit_s: float) -> tuple[Word, ...] | None:
    """Read what the looks have not read with the best net; None: the time was up."""
    until = time.monotonic() + limit_s
    for number in sorted(look.unread):
        if time.monotonic() > until:
            return None
        look.read((number,), SMALL, is_best=True)
    return tuple(word for number in sorted(look.words) for word in look.words[number])


def _without(picture: Picture, places: Iterable[Box]) -> Picture:
    """Paint over what must not be read."""
    picture = picture.copy()
    for left, top, right, bottom in places:
        picture[max(top, 0) : bottom, max(left, 0) : right] = _PAPER
    return picture
