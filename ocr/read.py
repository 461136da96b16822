"""What one page tells about whose it is, at as little cost as possible. Read `read_page` first.

A page is read in looks. The first costs little: codes, the title, the rows of digits; where code
and print agree, that was all, else all lines are read by a fast net. A closer look reads lines anew
with the best net; whoever knows the ledger says which pages are worth it (`hikae.looking`). The
text that is laid over the picture is read later (`ocr.text`).

Runs in a child process with limits on time and memory; keeps no state.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ledger.forms import FormKind
from ledger.scans import PageRole, ScanKind
from ocr import application_id, my_number
from ocr.barcode import Found, see_codes
from ocr.beside import beside_labels
from ocr.blank import ink_beside, is_blank, is_nearly_blank
from ocr.detector import FINE, find_lines, find_lines_above
from ocr.kept import keep
from ocr.look import Look
from ocr.method import Closer, Method
from ocr.page import Page, Picture, grey, turned
from ocr.patch import find_patches
from ocr.ppocr import PpOcr
from ocr.raster import open_page
from ocr.reading import Box, Code, Reading
from ocr.recognise import Recognised, by_title, by_words
from ocr.recogniser import SMALL
from ocr.rows import Row
from ocr.separator import is_separator, is_separator_code
from ocr.stages import stage
from ocr.upright import find_turn, turn_box
from ocr.view import TITLES_ABOVE, View, secret_labels

_FEW = 14  # lines: a page with so few is read at once


def read_page(source: Path, kind: ScanKind, number: int, method: Method) -> Reading:
    """Take the first look at one page, counted from 1.

    Raises:
        CannotOpenError: the page is broken or larger than the limits allow.
        OcrError: a tool we need is missing or failed.
    """
    with stage("open"):
        page = open_page(source, kind, number, method.limits)
        picture = grey(page.picture)
    with stage("blank"):
        blank = is_blank(picture, page.dpi)
    if blank:
        return _empty(page, PageRole.BLANK)
    with stage("codes"):
        seen = see_codes(picture)
        found = (*seen.here, *find_patches(picture, page.dpi))
    with stage("turn"):
        turn = find_turn(picture, page.dpi, found, PpOcr())
        upright = turned(picture, turn)
    codes = _codes(found, page, turn)
    divides = any(is_separator_code(code.text, method.separator_payloads) for code in found)
    if not divides and application_id.in_codes(codes, number):
        with stage("lines"):
            upper = Look.fresh(upright, page.dpi, find_lines_above(upright, TITLES_ABOVE))
        told = View(page.number, turn, upper, codes, method).glance()
        if told is not None:
            return told
    with stage("lines"):
        look = Look.fresh(upright, page.dpi, find_lines(upright, FINE))
    if divides or len(look.lines) <= _FEW:
        with stage("all lines"):
            look.read(look.unread, SMALL, is_best=True)
        if _divides_only(found, picture, page.dpi, look.rows, method):
            return _empty(page, PageRole.SEPARATOR, found)
        if not found and _is_back(seen.behind, picture, page.dpi, look.rows, method):
            return _empty(page, PageRole.BLANK)
    return View(page.number, turn, look, codes, method).first_look(opens=divides)


def read_closer(
    source: Path, kind: ScanKind, reading: Reading, method: Method, closer: Closer
) -> Reading:
    """Read lines of a page anew with the best net, and look for the ID in what they say.

    Raises:
        CannotOpenError, OcrError: as `read_page`.
    """
    with stage("open"):
        page = open_page(source, kind, reading.page, method.limits)
        upright = turned(grey(page.picture), reading.turn)
    codes = reading.codes
    if any(code.is_silenced for code in codes):  # on mail they may be what the post put there
        codes = _codes(see_codes(grey(page.picture)).here, page, reading.turn)
    look = Look.again(upright, reading)
    view = View(page.number, reading.turn, look, codes, method)
    if reading.is_glance:
        with stage("fast lines"):
            view.read_quickly(Recognised(reading.form))
    wanted = look.unread if closer is Closer.ALL else beside_labels(look.lines, look.words)
    with stage("all lines" if closer is Closer.ALL else "label lines"):
        look.read(wanted, SMALL, is_best=True)
    return view.closer_look(reading)


def hidden_places(upright: Picture, reading: Reading, method: Method) -> tuple[Box, ...]:
    """Say what of a page must not be read, also where the looks at it did not have to find out.

    Args:
        upright: the grey page.
        reading: all that was read of it so far.
        method: how.
    """
    form = Recognised(reading.form)
    if not secret_labels(form, method.forms):
        return reading.masked
    look = Look.again(upright, reading)
    view = View(reading.page, reading.turn, look, reading.codes, method)
    if not look.unread - look.words.keys():
        return reading.masked
    view.read_quickly(form)
    size = reading.width, reading.height
    found = keep(look.rows, form, method.forms, reading.codes, size).masked
    return tuple(dict.fromkeys((*reading.masked, *found)))


def _divides_only(
    codes: Sequence[Found], picture: Picture, dpi: int, rows: tuple[Row, ...], method: Method
) -> bool:
    """Say whether this is but a separator or cover sheet, and no form that carries its code."""
    form = by_title(rows, max(picture.shape), method.forms)
    if form.kind is FormKind.UNKNOWN:
        form = by_words(rows, (), method.forms)
    lines = [row.text for row in rows]
    if form.kind is not FormKind.UNKNOWN:
        return False
    if not is_separator(codes, lines, 0.0, method.separator_payloads):
        return False
    covered = ink_beside(picture, dpi, [code.box for code in codes])
    return is_separator(codes, lines, covered, method.separator_payloads)


def _is_back(
    behind: Sequence[Found], picture: Picture, dpi: int, rows: tuple[Row, ...], method: Method
) -> bool:
    """Say whether nothing is here but what shines through, of a separator or next to nothing."""
    if behind and _divides_only(behind, picture, dpi, rows, method):
        return True
    return not rows and is_nearly_blank(picture, dpi)


def _codes(found: Iterable[Found], page: Page, turn: int) -> tuple[Code, ...]:
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
