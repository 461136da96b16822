"""The whole reading of one page, from the file to the Reading.

Runs in a child process with limits on time and memory; keeps no state.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np

from ledger.forms import FormKind
from ledger.scans import PageRole, ScanKind
from ocr import application_id, my_number
from ocr.barcode import Found, read_codes
from ocr.blank import ink, is_blank
from ocr.engine import Engine
from ocr.form import FormLayout
from ocr.page import Limits, Page, Picture, grey, turned
from ocr.raster import open_page
from ocr.reading import Code, Reading, Word
from ocr.recognise import Recognised, by_title, by_words
from ocr.rows import Row, rows_of
from ocr.second_look import look_again
from ocr.secret import beside_labels
from ocr.separator import is_separator_code, is_separator_sheet, is_separator_text
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
    divides = any(is_separator_code(code.text, method.separator_payloads) for code in codes)
    engine = Tesseract(method.languages, method.row_language, method.text_limit_s)
    turn = find_turn(picture, page.dpi, codes, engine)
    upright = turned(picture, turn)
    words = engine.read_words(upright, page.dpi)
    rows = rows_of(words or ())
    if is_separator_text([row.text for row in rows], has_code=bool(codes)):
        return _empty(page, PageRole.SEPARATOR, codes)
    if divides and words is not None and _is_empty_beside(codes, picture, page.dpi, rows, method):
        return _empty(page, PageRole.SEPARATOR, codes)
    reading = _content(page, upright, turn, codes, words, engine, method)
    return replace(reading, opens=True) if divides else reading


def _is_empty_beside(
    codes: tuple[Found, ...], picture: Picture, dpi: int, rows: tuple[Row, ...], method: Method
) -> bool:
    """Say whether this is but a separator or cover sheet, and no form that carries its code."""
    is_cover = any(code.text.startswith(application_id.COVER_PREFIX) for code in codes)
    form = by_title(rows, max(picture.shape), method.forms)
    if form.kind is FormKind.UNKNOWN:
        form = by_words(rows, (), method.forms)
    if form.kind is not FormKind.UNKNOWN or (application_id.long_numbers(rows) and not is_cover):
        return False
    bare, edge = picture.copy(), dpi // 12  # 2 mm
    for left, top, right, bottom in (code.box for code in codes):
        bare[max(top - edge, 0) : bottom + edge, max(left - edge, 0) : right + edge] = 255
    return is_separator_sheet([row.text for row in rows], ink(bare, dpi))


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
