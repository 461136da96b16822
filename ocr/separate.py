"""Readings → Documents: which pages of a scan belong together. Pure.

A separator ends the open document. A form that starts a document starts one, unless the page
carries the open document's own ID; so does an ID that the open document does not carry. Attachments
follow the open document, but only one of a kind: a second reply or power of attorney is the next
person's. A page of which we know neither form nor ID starts a document too: it then waits for a
person, which costs a minute, while one that joins another person's costs a leak. A cover sheet
speaks for the document that begins right behind it, and for no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.evidence import Candidate, DocumentFacts, Line
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.scans import PageRole
from ocr.reading import Reading

_SEVERAL = frozenset({FormKind.IDENTITY_DOCUMENT_COPY})  # of these one set may hold more than one


@dataclass(frozen=True, slots=True)
class Document:
    """Pages that belong together; the form is that of the first."""

    pages: tuple[int, ...]
    form: FormKind
    facts: DocumentFacts


@dataclass(frozen=True, slots=True)
class Separated:
    """Every page of a scan, in exactly one place."""

    documents: tuple[Document, ...]
    blank: tuple[int, ...]
    separators: tuple[int, ...]


def separate(readings: Sequence[Reading]) -> Separated:
    """Group the pages of one scan, given in page order."""
    groups: list[list[Reading]] = []
    covers: dict[int, tuple[Candidate, ...]] = {}  # by the group that follows
    is_open, cover = False, ()  # type: bool, tuple[Candidate, ...]
    for reading in readings:
        if reading.role is PageRole.SEPARATOR:
            is_open, cover = False, reading.candidates
        elif reading.role is PageRole.CONTENT:
            if not is_open or _starts(reading, groups[-1], covers.get(len(groups) - 1, ())):
                groups.append([])
                covers[len(groups) - 1] = cover
            groups[-1].append(reading)
            is_open, cover = True, ()
    return Separated(
        tuple(_document(group, covers[at]) for at, group in enumerate(groups)),
        tuple(reading.page for reading in readings if reading.role is PageRole.BLANK),
        tuple(reading.page for reading in readings if reading.role is PageRole.SEPARATOR),
    )


def _starts(reading: Reading, group: Sequence[Reading], cover: tuple[Candidate, ...]) -> bool:
    """Say whether a page starts a document of its own behind the pages of a group."""
    own = _ids(reading.candidates)
    theirs = _ids(cover).union(*(_ids(page.candidates) for page in group))
    if own & theirs:
        return False
    if own or reading.opens or reading.form is FormKind.UNKNOWN:
        return True
    if reading.form not in _SEVERAL and any(page.form is reading.form for page in group):
        return True
    if reading.form is FormKind.REPLY_FORM:  # comes with the notice that it answers
        return all(page.form is not FormKind.ISSUANCE_NOTICE for page in group)
    return False


def _ids(candidates: Sequence[Candidate]) -> frozenset[ApplicationId]:
    return frozenset(candidate.application_id for candidate in candidates)


def _document(group: Sequence[Reading], cover: tuple[Candidate, ...]) -> Document:
    form = next((page.form for page in group if page.opens), group[0].form)
    facts = DocumentFacts(
        form=_sensitive(group) or form,
        candidates=cover + tuple(item for page in group for item in page.candidates),
        lines=tuple(Line(page.page, text, page.form) for page in group for text in page.lines),
        text_complete=all(page.text_complete for page in group),
        payloads=tuple(code.text for page in group for code in page.codes if code.text),
    )
    return Document(tuple(page.page for page in group), facts.form, facts)


def _sensitive(group: Sequence[Reading]) -> FormKind | None:
    """A document with a page of PINs is treated as such a page, whatever comes first."""
    kinds = {page.form for page in group}
    pin = FormKind.PIN_SETTING_REQUEST
    return pin if pin in kinds else None
