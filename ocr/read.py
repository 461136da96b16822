"""The whole reading of one page, from the file to the Reading.

Runs in a child process with limits on time and memory; keeps no state.
"""

from dataclasses import dataclass, field
from pathlib import Path

from ledger.forms import FormKind
from ledger.scans import PageRole, ScanKind
from ocr import application_id, my_number
from ocr.barcode import Found, read_codes
from ocr.blank import is_blank
from ocr.form import FormLayout, Recognised, classify
from ocr.page import Limits, Page, Picture, grey, turned
from ocr.raster import open_page
from ocr.reading import Code, Reading, Word
from ocr.rows import rows_of
from ocr.second_look import look_again
from ocr.separator import is_separator_code, is_separator_text
from ocr.tesseract import Tesseract
from ocr.upright import find_turn, turn_box

PAGE_READER = "tesseract-page"


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
        return _separator(page, codes)
    engine = Tesseract(method.languages, method.row_language, method.text_limit_s)
    turn = find_turn(picture, page.dpi, codes, engine)
    return _content(page, turned(picture, turn), turn, codes, engine, method)


def _content(
    page: Page,
    upright: Picture,
    turn: int,
    found: tuple[Found, ...],
    engine: Tesseract,
    method: Method,
) -> Reading:
    words = engine.read_words(upright, page.dpi)
    rows = rows_of(words or ())
    if is_separator_text([row.text for row in rows], has_code=bool(found)):
        return _separator(page, found)
    codes = _codes(found, page, turn)
    candidates = (
        *application_id.in_codes(codes, page.number),
        *application_id.in_rows(rows, page.number, PAGE_READER),
        *look_again(upright, rows, page.number, engine),
    )
    numbers = my_number.in_rows(rows)
    recognised = classify(rows, upright.shape[0], method.forms)
    kept = _kept(words or (), numbers, recognised)
    return Reading(
        page=page.number,
        turn=turn,
        width=int(upright.shape[1]),
        height=int(upright.shape[0]),
        dpi=page.dpi,
        role=PageRole.CONTENT,
        form=recognised.kind,
        opens=recognised.opens,
        words=kept,
        lines=tuple(row.text for row in rows_of(kept)),
        codes=my_number.silenced(codes),
        candidates=candidates,
        masked=my_number.boxes(numbers),
        text_complete=words is not None,
    )


def _kept(
    words: tuple[Word, ...], numbers: tuple[tuple[Word, ...], ...], recognised: Recognised
) -> tuple[Word, ...]:
    """What may go into text layer and index: no 12-digit number; of a page of PINs the title."""
    if recognised.kind is FormKind.PIN_SETTING_REQUEST and recognised.title is not None:
        return recognised.title.words
    return my_number.without(words, numbers)


def _codes(found: tuple[Found, ...], page: Page, turn: int) -> tuple[Code, ...]:
    return tuple(
        Code(code.symbology, code.text, *turn_box(code.box, turn, page.width, page.height))
        for code in found
    )


def _separator(page: Page, found: tuple[Found, ...]) -> Reading:
    codes = _codes(found, page, 0)
    return _empty(page, PageRole.SEPARATOR, codes)


def _empty(page: Page, role: PageRole, codes: tuple[Code, ...] = ()) -> Reading:
    return Reading(
        page=page.number,
        turn=0,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        role=role,
        codes=my_number.silenced(codes),
        candidates=tuple(
            item
            for item in application_id.in_codes(codes, page.number)
            if item.reader == application_id.COVER_READER
        ),
    )
