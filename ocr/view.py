"""A page with content while it is read: what its form is, where its ID stands, what may be kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ledger.evidence import Candidate
from ledger.forms import FormKind
from ledger.scans import PageRole
from ocr import application_id, my_number
from ocr.detector import LineBox
from ocr.digits import DigitReaders
from ocr.form import FormLayout
from ocr.kept import keep, within
from ocr.look import Look
from ocr.method import Method
from ocr.printed_numbers import without_others
from ocr.reading import Box, Code, Reading
from ocr.recognise import Recognised, by_title, by_words
from ocr.recogniser import SMALL, TINY
from ocr.rows import rows_of
from ocr.second_look import look_again
from ocr.secret import badly_read_headings, is_secret
from ocr.stages import stage
from ocr.strips import Strip, find_strips
from ocr.versions import versions
from ocr.zones import inked_rows

_TITLES = 6  # lines, the highest in the upper part of a page
_TITLE_ZONE = 0.4  # of the page's height
TITLES_ABOVE = 0.45  # of the page's height: where titles are, and lines beside them
_SENTENCE = 30  # times as long as high
_LEAST_TITLE = 2.5  # times as long as high


@dataclass(frozen=True, slots=True)
class View:
    """A page with content while it is read."""

    number: int
    turn: int
    look: Look
    codes: tuple[Code, ...]
    method: Method

    def glance(self) -> Reading | None:
        """Tell the page by title, code and digits, if these agree; needs its upper lines only."""
        with stage("title"):
            form = self._by_title()
        if form.kind is FormKind.PIN_SETTING_REQUEST:
            return self._told(form, (), opens=False)
        if form.kind is FormKind.UNKNOWN:
            return None
        with stage("id rows"):
            strips = find_strips(self.look.picture, self.look.dpi)
        found = self._digits(strips, application_id.in_codes(self.codes, self.number))
        if not agree(found):
            return None
        return replace(self._told(form, found, opens=False), unread=(), is_glance=True)

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
                self.read_quickly(form)
            form = self._form()
            found = self._digits((), found, [strip.box for strip in strips])
        found = self._in_zones(form, found)
        return self._told(form, found, opens=opens)

    @stage("id rows")
    def _in_zones(self, form: Recognised, seen: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Read where the form says that the ID stands, unless two readers read it already."""
        zones = [
            zone
            for layout in self.method.forms
            if layout.kind is form.kind
            for zone in layout.application_id.zones_mm
        ]
        if not zones or _is_read_twice(seen):
            return seen
        look, number = self.look, self.number
        rows = inked_rows(look.picture, look.dpi, zones, look.slope)
        readers, forms = self._readers(), self.method.forms
        found = look_again(look.picture, (), (), seen, number, readers, zones=rows, forms=forms)
        return tuple(dict.fromkeys((*seen, *found)))

    def _readers(self) -> DigitReaders:
        return DigitReaders(self.method.languages, self.method.row_language)

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
            form = Recognised(before.form, before.opens, file=before.form_file)
        elif before.form is FormKind.UNKNOWN:
            found = self._in_zones(form, found)
        return self._told(form, found, opens=before.opens, hidden=before.masked)

    @stage("id rows")
    def _digits(
        self, strips: Sequence[Strip], seen: tuple[Candidate, ...], known: Iterable[Box] = ()
    ) -> tuple[Candidate, ...]:
        """Read what looks like the row of an ID and was not read yet; give it with `seen`."""
        done = [*known, *(one.box for one in seen if one.box is not None)]
        rows = () if strips else self.look.rows
        readers, page = self._readers(), self.number
        picture, forms = self.look.picture, self.method.forms
        found = look_again(picture, rows, strips, seen, page, readers, done, forms=forms)
        return tuple(dict.fromkeys((*seen, *found)))

    def read_quickly(self, form: Recognised) -> None:
        """Read the lines with the fast net, from left to right: labels stand left of their boxes.

        What stands beside the labels of PINs is not read at all; of a form that is known, neither
        are whole sentences.
        """
        look, secrets = self.look, secret_labels(form, self.method.forms)
        left = look.unread - look.words.keys()
        if form.kind is not FormKind.UNKNOWN:
            left = {number for number in left if not _is_sentence(look.lines[number])}
        for number in sorted(left, key=lambda number: look.lines[number].left):
            if secrets and is_secret(look.lines[number].box, look.rows, secrets):
                look.unread.discard(number)
            else:
                look.read((number,), TINY, is_best=False)
        look.read(badly_read_headings(look.rows, secrets), SMALL, is_best=True)

    def _form(self) -> Recognised:
        """By the title; else by other words and codes."""
        rows, forms = self.look.rows, self.method.forms
        form = by_title(rows, int(self.look.picture.shape[0]), forms)
        if form.kind is not FormKind.UNKNOWN:
            return form
        return by_words(rows, my_number.silenced(self.codes), forms)

    def _told(
        self,
        form: Recognised,
        found: tuple[Candidate, ...],
        *,
        opens: bool,
        hidden: tuple[Box, ...] = (),
    ) -> Reading:
        """Tell what may be kept; nothing of what was `hidden` by then comes back."""
        look = self.look
        height, width = look.picture.shape[:2]
        seen = rows_of(word for row in look.rows for word in row.words if not within(word, hidden))
        kept = keep(seen, form, self.method.forms, self.codes, (width, height))
        return Reading(
            page=self.number,
            turn=self.turn,
            width=width,
            height=height,
            dpi=look.dpi,
            role=PageRole.CONTENT,
            form=form.kind,
            opens=form.opens or opens,
            form_file=form.file,
            words=kept.words,
            lines=tuple(row.text for row in rows_of(kept.words)),
            codes=my_number.silenced(self.codes, is_mail=form.kind is FormKind.RETURNED_MAIL),
            candidates=without_others(found, look.rows, self.method.forms),
            masked=tuple(dict.fromkeys((*hidden, *kept.masked))),
            unread=() if form.kind is FormKind.PIN_SETTING_REQUEST else look.left(),
            versions=versions(self.method.languages, self.method.row_language),
        )


def secret_labels(form: Recognised, forms: Iterable[FormLayout]) -> tuple[str, ...]:
    """Give the labels of PINs on a form."""
    return tuple(
        label for layout in forms if layout.kind is form.kind for label in layout.secret_labels
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


def _is_sentence(line: LineBox) -> bool:
    """As long as no label with a name, a date or a number is."""
    return line.length > _SENTENCE * line.height


def _is_read_twice(found: Sequence[Candidate]) -> bool:
    """Say whether two readers gave the same digits."""
    readings = {(one.application_id, one.reader) for one in found}
    return len({application_id for application_id, _ in readings}) < len(readings)


def agree(found: Sequence[Candidate]) -> bool:
    """Say whether a code and the print give the same ID, and nobody another."""
    witnesses = {one.witness for one in found}
    return len({one.application_id for one in found}) == 1 and len(witnesses) > 1
