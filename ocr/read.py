"""The whole reading of one page, from the file to the Reading.

Runs in a child process with limits on time and memory; keeps no state.
"""

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from ledger.forms import FormKind
from ledger.scans import PageRole, ScanKind
from ocr import application_id, my_number
from ocr.barcode import Found, read_codes
from ocr.blank import is_blank
from ocr.engine import Engine
from ocr.form import FormLayout
from ocr.page import Limits, Page, Picture, grey, turned
from ocr.raster import open_page
from ocr.reading import Code, Reading, Word
from ocr.recognise import Recognised, by_title, by_words
from ocr.rows import Row, rows_of
from ocr.second_look import look_again
from ocr.secret import beside_labels
from ocr.separator import is_separator_code, is_separator_text
from ocr.strips import find_strips
from ocr.tesseract import PAGE_READER, Tesseract
from ocr.upright import find_turn, turn_box

_TITLE_ZONE = 0.4  # of the page's height
_TITLE_DPI = 100  # large letters set wide apart are read best in a small copy


@dataclass(frozen=True, slots=True)
class Method:
    """How pages are read: plain values, so that it can be sent to a child process."""

    forms: tuple[FormLayout, ...] = ()
    languages: str = "jpn"
    row_language: str = "eng"
    text_limit_s: float = 20.0
    separator_payloads: tuple[str, ...] = ("HIKAE-SEPARATOR", "PATCHT", "PATCH-T", "PATCH T")
    limits: Limits = field(default_factory=Limits)


def read_page(source: Path, kind: ScanKind, number: int, method: Method) -> Reading:
    """Read one page, counted from 1.

    Raises:
        CannotOpenError: the page is broken or larger than the limits allow.
        OcrError: a tool we need is missing or failed.
    """
    page = open_page(source, kind, number, method.limits)
    picture = grey(page.picture)
    if is_blank(picture, page.dpi):
        return _empty(page, PageRole.BLANK)
    codes = read_codes(picture)
    if any(is_separator_code(code.text, method.separator_payloads) for code in codes):
        return _empty(page, PageRole.SEPARATOR, codes)
    engine = Tesseract(method.languages, method.row_language, method.text_limit_s)
    turn = find_turn(picture, page.dpi, codes, engine)
    upright = turned(picture, turn)
    words = engine.read_words(upright, page.dpi)
    if is_separator_text([row.text for row in rows_of(words or ())], has_code=bool(codes)):
        return _empty(page, PageRole.SEPARATOR, codes)
    return _content(page, upright, turn, codes, words, engine, method)


def _content(
    page: Page,
    upright: Picture,
    turn: int,
    found: tuple[Found, ...],
    words: tuple[Word, ...] | None,
    engine: Engine,
    method: Method,
) -> Reading:
    rows = rows_of(words or ())
    codes = _codes(found, page, turn)
    silenced = my_number.silenced(codes)
    in_text = application_id.in_rows(rows, page.number, PAGE_READER)
    strips = find_strips(upright, page.dpi)
    again = look_again(upright, rows, strips, in_text, page.number, engine)
    form = _recognised(upright, page.dpi, rows, silenced, engine, method.forms)
    numbers = my_number.in_rows(rows)
    kept = _kept(rows, numbers, form, method.forms)
    return Reading(
        page=page.number,
        turn=turn,
        width=int(upright.shape[1]),
        height=int(upright.shape[0]),
        dpi=page.dpi,
        role=PageRole.CONTENT,
        form=form.kind,
        opens=form.opens,
        words=tuple(word for word in words or () if word in kept),
        lines=tuple(row.text for row in rows_of(tuple(kept))),
        codes=silenced,
        candidates=(*application_id.in_codes(codes, page.number), *in_text, *again),
        masked=my_number.boxes(numbers),
        text_complete=words is not None,
    )


def _recognised(
    upright: Picture,
    dpi: int,
    rows: tuple[Row, ...],
    codes: tuple[Code, ...],
    engine: Engine,
    forms: tuple[FormLayout, ...],
) -> Recognised:
    """By the title as read with the page, by the title read anew, by other words and codes."""
    height = int(upright.shape[0])
    form = by_title(rows, height, forms)
    if form.kind is FormKind.UNKNOWN:
        scale = min(_TITLE_DPI / dpi, 1.0)
        zone = upright[: round(height * _TITLE_ZONE)]
        small = cv2.resize(zone, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        again = rows_of(engine.read_zone(small.astype(np.uint8), round(dpi * scale)))
        form = by_title(again, round(height * scale), forms)
    return by_words(rows, codes, forms) if form.kind is FormKind.UNKNOWN else form


def _kept(
    rows: tuple[Row, ...],
    numbers: tuple[tuple[Word, ...], ...],
    form: Recognised,
    forms: tuple[FormLayout, ...],
) -> frozenset[Word]:
    """What may go into text layer and index: no personal number, no PIN."""
    words = frozenset(word for row in rows for word in row.words)
    if form.kind is FormKind.PIN_SETTING_REQUEST:
        return words & frozenset(form.title.words if form.title else ())
    labels = dict.fromkeys(label for layout in forms for label in layout.secret_labels)
    gone = (*(word for number in numbers for word in number), *beside_labels(rows, labels))
    return words - frozenset(gone)


def _codes(found: tuple[Found, ...], page: Page, turn: int) -> tuple[Code, ...]:
    return tuple(
        Code(code.symbology, code.text, *turn_box(code.box, turn, page.width, page.height))
        for code in found
    )


def _empty(page: Page, role: PageRole, found: tuple[Found, ...] = ()) -> Reading:
    """A page without content; of a cover sheet the ID it announces is kept."""
    codes = _codes(found, page, 0)
    candidates = application_id.in_codes(codes, page.number)
    return Reading(
        page=page.number,
        turn=0,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        role=role,
        codes=my_number.silenced(codes),
        candidates=tuple(one for one in candidates if one.reader == application_id.COVER_READER),
    )
