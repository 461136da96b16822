"""Readings → Documents: which pages of a scan belong together. Pure.

A separator ends the open document. A form that starts a document starts one, unless the page
carries the open document's own ID; so does an ID that the open document does not carry. Attachments
follow the open document, but only one of a kind, and none that names somebody else: they are the
next person's. A page of which we know neither form nor ID starts a document too: it then waits for
a person, which costs a minute, while one that joins another person's costs a leak. Only a page that
names whom the open document names, by name and birth date and nobody beside, may join all the same,
and one that is about nobody: the printed back of a form.
A cover sheet speaks for the document that begins right behind it, and for no other.

Whether a document looks as if a separator is missing or a page was swapped: `ocr.misplaced`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ledger.evidence import Candidate, DocumentFacts, Witness
from ledger.forms import FormKind
from ledger.guidance import is_about_nobody
from ledger.ids import ApplicationId
from ledger.scans import PageRole
from ledger.why import Why
from ocr.form import DayOfSigning
from ocr.misplaced import (
    concerned_by,
    doubts_about,
    everybody,
    form_of,
    ids,
    lines_of,
    own_ids,
    titled,
)
from ocr.reading import Reading
from ocr.signing import days_of_signing

_SEVERAL = frozenset({FormKind.IDENTITY_DOCUMENT_COPY})  # of these one set may hold more than one

_MISREAD = 3  # digits
_ENVELOPE = {FormKind.RETURNED_MAIL}
_HANDED_IN = {
    *(FormKind.POWER_OF_ATTORNEY, FormKind.IDENTITY_DOCUMENT_COPY, FormKind.CONSENT_FORM),
}


@dataclass(frozen=True, slots=True)
class Document:
    """Pages that belong together; the form is that of the first.

    `doubt`: why they may not be one person's, whatever ID stands on them.
    """

    pages: tuple[int, ...]
    form: FormKind
    facts: DocumentFacts
    doubt: Why | None = None


@dataclass(frozen=True, slots=True)
class Separated:
    """Every page of a scan, in exactly one place.

    `unsure`: pages of which more text might tell that they belong to the document before them.
    """

    documents: tuple[Document, ...]
    blank: tuple[int, ...]
    separators: tuple[int, ...]
    unsure: frozenset[int] = frozenset()


class _Belongs(StrEnum):
    """How a page stands to the document before it."""

    JOINS = "joins"
    STARTS = "starts"
    SEEMS_TO_START = "seems_to_start"  # only because too little is known of it


def separate(
    readings: Sequence[Reading],
    pages_most: Mapping[FormKind, int] | None = None,
    dated: Mapping[FormKind, DayOfSigning] | None = None,
) -> Separated:
    """Group the pages of one scan, given in page order.

    Args:
        readings: one a page.
        pages_most: how many pages a document of a form may have.
        dated: how each form shows the day on which it was signed.
    """
    groups: list[list[Reading]] = []
    unsure: set[int] = set()
    is_open, cover = False, ()  # type: bool, tuple[Candidate, ...]
    for reading in readings:
        if reading.role is PageRole.SEPARATOR:
            is_open, cover = False, reading.candidates
        elif reading.role is PageRole.CONTENT:
            how = _belongs(reading, groups[-1], cover) if is_open else _Belongs.STARTS
            if how is _Belongs.SEEMS_TO_START:
                unsure.update((reading.page, *(page.page for page in groups[-1])))
            if how is not _Belongs.JOINS:
                cover = () if is_open else cover
                groups.append([])
            groups[-1].append(reading)
            is_open = True
    pages = [tuple(page.page for page in group) for group in groups]
    return Separated(
        put_together(readings, pages, pages_most, dated),
        tuple(reading.page for reading in readings if reading.role is PageRole.BLANK),
        tuple(reading.page for reading in readings if reading.role is PageRole.SEPARATOR),
        frozenset(unsure),
    )


def put_together(
    readings: Sequence[Reading],
    groups: Sequence[tuple[int, ...]],
    pages_most: Mapping[FormKind, int] | None = None,
    dated: Mapping[FormKind, DayOfSigning] | None = None,
) -> tuple[Document, ...]:
    """Give the documents of a scan whose pages were grouped before, with what is known by now."""
    of_page = {reading.page: reading for reading in readings}
    pages = [[of_page[number] for number in group] for group in groups]
    doubts = doubts_about(pages, pages_most or {})
    found = (
        _document(group, _cover(readings, group[0].page), doubt, dated or {})
        for group, doubt in zip(pages, doubts, strict=True)
    )
    apart = _set_apart(readings)
    return tuple(
        replace(one, facts=replace(one.facts, is_set_apart=one.pages in apart)) for one in found
    )


def _set_apart(readings: Sequence[Reading]) -> frozenset[tuple[int, ...]]:
    """Give the pages between each two separators; none where there are no separators."""
    between: list[list[int]] = [[]]
    for reading in readings:
        if reading.role is PageRole.SEPARATOR:
            between.append([])
        elif reading.role is PageRole.CONTENT:
            between[-1].append(reading.page)
    return frozenset(map(tuple, between)) if len(between) > 1 else frozenset()


def _cover(readings: Sequence[Reading], first: int) -> tuple[Candidate, ...]:
    """Give what the sheet right before a page announced; blank backs may lie between."""
    before = (one for one in reversed(readings) if one.page < first)
    near = next((one for one in before if one.role is not PageRole.BLANK), None)
    return near.candidates if near is not None and near.role is PageRole.SEPARATOR else ()


def _belongs(reading: Reading, group: Sequence[Reading], cover: Sequence[Candidate]) -> _Belongs:
    """Say whether a page starts a document of its own behind the pages of a group."""
    own, kinds = ids(reading), {page.form for page in group}
    theirs = own_ids(group).union(one.application_id for one in cover)
    if reading.opens and reading.form in kinds:
        return _Belongs.STARTS  # the same form once more, be it under the same ID
    if own & theirs:
        return _Belongs.JOINS
    concerned, wanted = concerned_by([reading]), concerned_by(group)
    is_theirs = concerned.are_among(wanted)
    if not theirs and kinds == _ENVELOPE and reading.form is FormKind.ISSUANCE_NOTICE:
        came_back_in_it = wanted.are_among(concerned)
        return _Belongs.JOINS if came_back_in_it else _Belongs.SEEMS_TO_START
    if reading.opens or _has_code(reading):
        return _Belongs.STARTS
    if own and not (is_theirs and _may_be_misread(own, theirs)):
        return _Belongs.STARTS
    if is_theirs:
        return _Belongs.JOINS
    return _follows(reading, group, kinds)


def _follows(reading: Reading, group: Sequence[Reading], kinds: Collection[FormKind]) -> _Belongs:
    """Say it of a page of which neither ID nor person tells whose it is."""
    if FormKind.RETURNED_MAIL in kinds and reading.form in _HANDED_IN:
        return _Belongs.STARTS  # who got no notice handed nothing in
    if reading.form is FormKind.UNKNOWN:
        is_printed_back = is_about_nobody(lines_of(reading))
        return _Belongs.JOINS if is_printed_back else _Belongs.SEEMS_TO_START
    if reading.form is FormKind.REPLY_FORM and FormKind.ISSUANCE_NOTICE not in kinds:
        return _Belongs.SEEMS_TO_START  # it comes with the notice that it answers
    if reading.form in _SEVERAL:
        return _Belongs.JOINS
    is_anothers = concerned_by([reading]).are_others_than(everybody(group))
    return _Belongs.SEEMS_TO_START if reading.form in kinds or is_anothers else _Belongs.JOINS


def _has_code(reading: Reading) -> bool:
    return any(one.witness is Witness.CODE for one in reading.candidates)


def _may_be_misread(own: frozenset[ApplicationId], theirs: frozenset[ApplicationId]) -> bool:
    """Say whether the ID of a page may be another's ID, had some digits been read right."""
    return any(
        sum(a != b for a, b in zip(one.digits, other.digits, strict=True)) <= _MISREAD
        for one in own
        for other in theirs
    )


def _document(
    group: Sequence[Reading],
    cover: tuple[Candidate, ...],
    doubt: Why | None,
    dated: Mapping[FormKind, DayOfSigning],
) -> Document:
    # Attachments have dates of their own.
    signed = [
        (page, dated[page.form])
        for page in group
        if page.form in dated and not page.form.is_attachment
    ]
    facts = DocumentFacts(
        form=form_of(group),
        candidates=cover + tuple(item for page in group for item in page.candidates),
        lines=lines_of(*group),
        text_complete=all(page.text_complete for page in group),
        payloads=tuple(code.text for page in group for code in page.codes if code.text),
        dates=tuple(one for page, day in signed for one in days_of_signing(page.lines, day.labels)),
        not_before_notice=any(day.not_before_notice for _, day in signed),
        form_file=titled(group).form_file,
    )
    return Document(tuple(page.page for page in group), facts.form, facts, doubt)
