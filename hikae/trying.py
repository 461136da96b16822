"""What each form file makes of a scan, for whoever writes one. Nothing is put into the office."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hikae.cards import Mark, Sight, Tone, marked_page
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.i18n import _
from hikae.intake import inspector
from hikae.office import Office
from hikae.sandbox import SandboxError
from hikae.sentences import form_name, reading_line, told_by_word, why_unreadable
from ledger.forms import FormKind
from ledger.scans import ScanKind
from ocr.errors import CannotOpenError, ReadingFailedError, RenderFailedError
from ocr.form import FormLayout
from ocr.hidden import hidden
from ocr.likeness import Likeness, ToldBy, likenesses, told_by
from ocr.method import Closer
from ocr.printed_numbers import other_numbers_in
from ocr.read import read_closer, read_page
from ocr.reading import Box, Code, Reading
from ocr.rows import rows_of
from ocr.zones import pixels


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to try, and what it is."""

    path: Path
    kind: ScanKind
    pages: int


@dataclass(frozen=True, slots=True)
class Tried:
    """One page: what was read, and what the form files make of it.

    `likenesses`: each form file, the likest first. `others`: numbers that are not the ID, and
    where. `zones`: where the page's form says that the ID stands. `hidden`: what nobody may see.
    """

    reading: Reading
    told_by: ToldBy
    likenesses: tuple[Likeness, ...]
    others: tuple[tuple[str, Box], ...]
    zones: tuple[Box, ...]
    hidden: tuple[Box, ...]

    @property
    def form(self) -> FormLayout | None:
        """The form file that fits best, if the page's form is known."""
        return None if self.told_by is ToldBy.NOTHING else self.likenesses[0].form

    def expects(self, code: Code) -> bool:
        """Say whether the form says that such a code carries the ID."""
        return self.form is not None and code.symbology in self.form.application_id.codes


def sample(office: Office, path: Path) -> Sample:
    """Look at a file as the watcher does.

    Raises:
        GiveUpError: it is no scan that can be read.
        OSError: it is not there.
    """
    verdict = inspector(office)(path)
    if verdict.kind is None or verdict.why is not None:
        why = verdict.why
        raise GiveUpError(Exit.BAD_INPUT, why_unreadable(why) if why else str(path))
    return Sample(path, verdict.kind, verdict.pages or 1)


def try_forms(office: Office, given: Sample, only: int | None = None) -> Iterator[Tried]:
    """Read the pages of a sample as the product does, one after the other.

    Args:
        office: whose form files and settings count.
        given: the sample.
        only: this page; else all.

    Raises:
        GiveUpError: it has no such page, or the page cannot be read.
    """
    if only is not None and only > given.pages:
        raise GiveUpError(
            Exit.USAGE,
            _(
                "The file has {pages} pages, so there is no page {page}. Nothing was done.",
                pages=given.pages,
                page=only,
            ),
        )
    for number in range(1, given.pages + 1) if only is None else (only,):
        yield _tried(_read(office, given, number), office.method.forms)


def picture_of(office: Office, given: Sample, tried: Tried) -> bytes:
    """Draw a page with a box around everything that was found on it, as PNG.

    Raises:
        GiveUpError: it cannot be drawn.
    """
    reading = tried.reading
    sight = Sight(reading.page, reading.turn, reading.width, reading.height, tried.hidden)
    try:
        return office.sandbox.run(
            marked_page,
            given.path,
            given.kind,
            sight,
            tuple(_marks(tried)),
            (headline(tried),),
            office.method.limits,
        )
    except (CannotOpenError, RenderFailedError, SandboxError) as error:
        raise _unread(reading.page) from error


def headline(tried: Tried) -> str:
    """Say in one line what form a page is and by what it was told."""
    form, file = form_name(tried.reading.form), tried.form.file if tried.form else ""
    return f"{tried.reading.page}  {form} {file}  {told_by_word(tried.told_by)}"


def _read(office: Office, given: Sample, number: int) -> Reading:
    where, how = (given.path, given.kind), office.method
    try:
        first = office.sandbox.run(read_page, *where, number, how)
        if not first.can_be_read_closer:
            return first
        return office.sandbox.run(read_closer, *where, first, how, Closer.ALL)
    except CannotOpenError as error:
        raise GiveUpError(Exit.BAD_INPUT, why_unreadable(error.why)) from error
    except (RenderFailedError, ReadingFailedError, SandboxError) as error:
        raise _unread(number) from error


def _unread(number: int) -> GiveUpError:
    return GiveUpError(
        Exit.FAILED,
        _(
            "Page {page} could not be read: the reader broke down or needed too long. Nothing was "
            "changed. Try again, or scan the sample anew.",
            page=number,
        ),
    )


def _tried(reading: Reading, forms: tuple[FormLayout, ...]) -> Tried:
    found = likenesses(reading, forms)
    own = [form for form in forms if form.kind is reading.form is not FormKind.UNKNOWN]
    return Tried(
        reading,
        told_by(reading, found),
        found,
        other_numbers_in(rows_of(reading.words), forms),
        tuple(pixels(zone, reading.dpi) for form in own for zone in form.application_id.zones_mm),
        hidden(reading, forms),
    )


def _marks(tried: Tried) -> Iterator[Mark]:
    page, chosen = tried.reading.page, tried.form
    for zone in tried.zones:
        yield Mark(page, zone, Tone.ZONE, _("the ID is expected here"))
    for likeness in tried.likenesses:
        if likeness.title_box is not None and likeness.form is chosen:
            text = _("title of {file}", file=likeness.form.file)
            yield Mark(page, likeness.title_box, Tone.TITLE, text)
    for code in tried.reading.codes:
        yield Mark(page, code.box, Tone.CODE, f"{code.symbology}  {code.text or _('hidden')}")
    for name, box in tried.others:
        yield Mark(page, box, Tone.OTHER, _("another number: {name}", name=name))
    for candidate in tried.reading.candidates:
        if candidate.box is not None:
            yield Mark(page, candidate.box, Tone.CANDIDATE, reading_line(candidate))
    for box in tried.hidden:
        yield Mark(page, box, Tone.HIDDEN, _("hidden"))
