"""What one page tells about whose it is, at as little cost as possible. Read `read_page` first.

A page is read in looks. The first costs little: codes, the title, the rows of digits, and if code
and print do not agree, all lines by a fast net. A closer look reads lines anew with the best net;
whoever knows the ledger says which pages are worth it (`hikae.looking`). The text that is laid over
the picture is read later, and by another engine (`ocr.text`).

Runs in a child process with limits on time and memory; keeps no state.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ledger.evidence import Candidate
from ledger.forms import FormKind
from ledger.scans import PageRole, ScanKind
from ocr import application_id, my_number
from ocr.barcode import Found, see_codes
from ocr.beside import beside_labels
from ocr.blank import ink_beside, is_blank, is_nearly_blank
from ocr.detector import find_lines
from ocr.digits import DigitReaders
from ocr.kept import keep
from ocr.look import Look
from ocr.method import Closer, Method
from ocr.page import Page, Picture, grey, turned
from ocr.patch import find_patches
from ocr.ppocr import PpOcr
from ocr.printed_numbers import without_others
from ocr.raster import open_page
from ocr.reading import Box, Code, Reading
from ocr.recognise import Recognised, by_title, by_words
from ocr.recogniser import SMALL, TINY
from ocr.rows import Row, rows_of
from ocr.second_look import look_again
from ocr.secret import is_secret
from ocr.separator import is_separator, is_separator_code
from ocr.stages import stage
from ocr.strips import Strip, find_strips
from ocr.upright import find_turn, turn_box
from ocr.versions import versions

_FINE = 1088  # pixels of the long side in which lines are looked for
_FEW = 14  # lines: a page with so few is read at once
_TITLES = 6  # lines, the highest in the upper part of a page
_TITLE_ZONE = 0.4  # of the page's height
_LEAST_TITLE = 2.5  # times as long as high


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
    with stage("lines"):
        look = Look.fresh(upright, page.dpi, find_lines(upright, _FINE))
    divides = any(is_separator_code(code.text, method.separator_payloads) for code in found)
    if divides or len(look.lines) <= _FEW:
        with stage("all lines"):
            look.read(look.unread, SMALL, is_best=True)
        if _divides_only(found, picture, page.dpi, look.rows, method):
            return _empty(page, PageRole.SEPARATOR, found)
        if not found and _is_back(seen.behind, picture, page.dpi, look.rows, method):
            return _empty(page, PageRole.BLANK)
    view = _View(page.number, turn, look, _codes(found, page, turn), method)
    return view.first_look(opens=divides)


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
    look = Look.again(upright, reading)
    wanted = look.unread if closer is Closer.ALL else beside_labels(look.lines, look.words)
    with stage("all lines" if closer is Closer.ALL else "label lines"):
        look.read(wanted, SMALL, is_best=True)
    view = _View(page.number, reading.turn, look, reading.codes, method)
    return view.closer_look(reading)


@dataclass(frozen=True, slots=True)
class _View:
    """A page with content while it is read."""

    number: int
    turn: int
    look: Look
    codes: tuple[Code, ...]
    method: Method

    def first_look(self, *, opens: bool) -> Reading:
        """Read no more of the page than is needed to tell form and ID."""
        look = self.look
        with stage("title"):
            form = self._by_title()
        if form.kind is FormKind.PIN_SETTING_REQUEST:
            return self._told(form, (), opens=opens)
        coded = application_id.in_codes(self.codes, self.number)
        with stage("id rows"):
            strips = find_strips(look.picture, look.dpi)
        found = self._digits(strips, coded)
        if form.kind is FormKind.UNKNOWN or not agree(found):
            with stage("fast lines"):
                self._read_quickly(form)
            form = self._form()
            found = self._digits((), found, [strip.box for strip in strips])
        return self._told(form, found, opens=opens)

    def _by_title(self) -> Recognised:
        """Tell the form by its title: as the fast net reads it, else as the better one does."""
        titles = _titles(self.look)
        self.look.read(titles, TINY, is_best=False)
        form = self._form()
        if form.kind is FormKind.UNKNOWN:
            self.look.read(titles, SMALL, is_best=True)
            form = self._form()
        return form

    def closer_look(self, before: Reading) -> Reading:
        """Tell the page again, now that more of it was read."""
        found = self._digits((), before.candidates)
        form = self._form()
        if form.kind is FormKind.UNKNOWN:
            form = Recognised(before.form, before.opens)
        told = self._told(form, found, opens=before.opens)
        return replace(told, masked=tuple(dict.fromkeys((*before.masked, *told.masked))))

    @stage("id rows")
    def _digits(
        self, strips: Sequence[Strip], seen: tuple[Candidate, ...], known: Iterable[Box] = ()
    ) -> tuple[Candidate, ...]:
        """Read what looks like the row of an ID and was not read yet; give it with `seen`."""
        readers = DigitReaders(self.method.languages, self.method.row_language)
        done = [*known, *(one.box for one in seen if one.box is not None)]
        rows = () if strips else self.look.rows
        found = look_again(self.look.picture, rows, strips, seen, self.number, readers, done)
        return tuple(dict.fromkeys((*seen, *found)))

    def _read_quickly(self, form: Recognised) -> None:
        """Read all lines with the fast net, from left to right: labels stand left of their boxes.

        What stands beside the labels of PINs is not read at all.
        """
        look, secrets = self.look, self._secrets(form)
        left = look.unread - look.words.keys()
        for number in sorted(left, key=lambda number: look.lines[number].left):
            if secrets and is_secret(look.lines[number].box, look.rows, secrets):
                look.unread.discard(number)
            else:
                look.read((number,), TINY, is_best=False)

    def _secrets(self, form: Recognised) -> tuple[str, ...]:
        return tuple(
            label
            for layout in self.method.forms
            if layout.kind is form.kind
            for label in layout.secret_labels
        )

    def _form(self) -> Recognised:
        """By the title; else by other words and codes."""
        rows, forms = self.look.rows, self.method.forms
        form = by_title(rows, int(self.look.picture.shape[0]), forms)
        if form.kind is not FormKind.UNKNOWN:
            return form
        return by_words(rows, my_number.silenced(self.codes), forms)

    def _told(self, form: Recognised, found: tuple[Candidate, ...], *, opens: bool) -> Reading:
        look = self.look
        height, width = look.picture.shape[:2]
        kept = keep(look.rows, form, self.method.forms, self.codes, (width, height))
        return Reading(
            page=self.number,
            turn=self.turn,
            width=width,
            height=height,
            dpi=look.dpi,
            role=PageRole.CONTENT,
            form=form.kind,
            opens=form.opens or opens,
            words=kept.words,
            lines=tuple(row.text for row in rows_of(kept.words)),
            codes=my_number.silenced(self.codes),
            candidates=without_others(found, look.rows, self.method.forms),
            masked=kept.masked,
            unread=() if form.kind is FormKind.PIN_SETTING_REQUEST else look.left(),
            versions=versions(self.method.languages, self.method.row_language),
        )


def _titles(look: Look) -> list[int]:
    """The highest lines in the upper part of the page; no drawings, no columns."""
    above = _TITLE_ZONE * look.picture.shape[0]
    upper = [
        number
        for number in look.unread
        if look.lines[number].y < above
        and look.lines[number].length > _LEAST_TITLE * look.lines[number].height
    ]
    return sorted(upper, key=lambda number: -look.lines[number].height)[:_TITLES]


def agree(found: Sequence[Candidate]) -> bool:
    """Say whether a code and the print give the same ID, and nobody another."""
    witnesses = {one.witness for one in found}
    return len({one.application_id for one in found}) == 1 and len(witnesses) > 1


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
