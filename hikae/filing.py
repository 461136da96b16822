"""A decided document becomes a searchable PDF/A in the store, and is read back there.

Composing again from the same scan, readings and decision gives the same bytes under the same key,
so the step may run twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import cast

import structlog

from archive.compose import About
from archive.errors import CannotComposeError
from archive.keys import document_key
from archive.sheet import Turn
from archive.store import Filing
from archive.text_layer import LayerWord, PageLayer
from hikae.composing import composed
from hikae.masking import masked
from hikae.office import Office
from hikae.pages import original
from hikae.reading import readings_of
from hikae.sandbox import SandboxError
from ledger.documents import Documents
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord, ScanRecord
from ledger.register import Register
from ledger.scans import Outcome
from ledger.why import Why
from ocr.hidden import hidden
from ocr.reading import Reading

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Composed:
    """A document that lies in the archive, and the decision for which it was made.

    `proves`: the form that says what became of the card; not always the one it is called by.
    """

    filing: Filing
    decided_at: datetime | None
    text_complete: bool
    proves: FormKind | None = None


def compose_and_put(office: Office, document_id: str) -> Composed | Why:
    """Make the PDF of a document and file it; or say why a person must look at it."""
    document, scan = _looked_up(office, document_id)
    pages = _pages(office, document)
    filing = _put(office, document, scan, pages)
    if isinstance(filing, Why):
        return filing
    is_complete = all(page.text_complete for page in pages)
    return Composed(filing, document.decided_at, is_complete, _proves(document.form, pages))


def compose_with_all_text(office: Office, document_id: str) -> Filing | None:
    """Make the PDF of a filed document anew, if now all its text was read; or give up."""
    document, scan = _looked_up(office, document_id)
    pages = _pages(office, document)
    if document.text_complete or not all(page.text_complete for page in pages):
        return None
    filed = _put(office, document, scan, pages)
    return None if isinstance(filed, Why) else filed


def _proves(form: FormKind, pages: Iterable[Reading]) -> FormKind:
    """Name the form of the page that tells most: a reply or receipt lies behind its notice."""
    forms = {page.form for page in pages}
    if form is not FormKind.RETURNED_MAIL:
        for answer in (FormKind.RECEIPT, FormKind.REPLY_FORM):
            if answer in forms:
                return answer
    return form


def preview(office: Office, document_id: str) -> bytes | None:
    """Show the pages of a document that waits for a person; None if they may not be shown.

    Nothing is filed, no text is laid over them, and personal numbers and PINs are black.
    """
    document, scan = _looked_up(office, document_id)
    if document.outcome is not Outcome.HELD or document.form is FormKind.PIN_SETTING_REQUEST:
        return None
    layers = tuple(
        replace(_layer(page, ()), words=(), masked=hidden(page, office.method.forms))
        for page in _pages(office, document)
    )
    about = About(title=document.form.value, received_at=scan.received_at)
    try:
        with original(office, scan) as file:
            return office.sandbox.run(composed, file.path, file.kind, layers, about)
    except (CannotComposeError, SandboxError):
        return None


def _looked_up(office: Office, document_id: str) -> tuple[DocumentRecord, ScanRecord]:
    with office.read() as session:
        document = Documents(session).get(document_id)
        return document, Register(session).scan(document.scan_sha256)


def _pages(office: Office, document: DocumentRecord) -> tuple[Reading, ...]:
    wanted = set(document.pages)
    readings = readings_of(office, document.document_id)
    return tuple(page for page in readings if page.page in wanted)


def _put(
    office: Office, document: DocumentRecord, scan: ScanRecord, pages: Sequence[Reading]
) -> Filing | Why:
    if document.application_id is None or not pages:
        return Why.FILING_FAILED
    layers = masked(
        _layers(pages, document.application_id), pages, document.form, office.method.forms
    )
    about = About(title=document.form.value, received_at=scan.received_at)
    try:
        with original(office, scan) as file:
            pdf = office.sandbox.run(composed, file.path, file.kind, layers, about)
    except (CannotComposeError, SandboxError) as error:
        log.error("no PDF/A could be made", document=document.document_id, error=str(error))
        return Why.FILING_FAILED
    return office.store.put_bytes(document_key(sha256(pdf).hexdigest()), pdf)


def _layers(pages: Sequence[Reading], application_id: ApplicationId) -> tuple[PageLayer, ...]:
    """The words of the pages, and the accepted ID as one run, so that a search for it finds it.

    The run lies over the printed groups; at the foot of the first page where a cover sheet or a
    person named the ID.
    """
    bare = {page.page: _over_the_print(page, application_id) for page in pages}
    if not any(bare.values()):
        bare[pages[0].page] = (_at_the_foot(pages[0], application_id),)
    return tuple(_layer(page, bare[page.page]) for page in pages)


def _layer(page: Reading, bare: tuple[LayerWord, ...]) -> PageLayer:
    return PageLayer(
        number=page.page,
        turn=cast(Turn, page.turn),
        width=page.width,
        height=page.height,
        words=tuple(
            LayerWord(word.text, word.left, word.top, word.right, word.bottom, word.line)
            for word in page.words
        ),
        extra=bare,
    )


def _over_the_print(page: Reading, application_id: ApplicationId) -> tuple[LayerWord, ...]:
    for candidate in page.candidates:
        if candidate.application_id == application_id and candidate.box is not None:
            return (LayerWord(application_id.digits, *candidate.box, line=0),)
    return ()


def _at_the_foot(page: Reading, application_id: ApplicationId) -> LayerWord:
    left, right = page.width // 10, page.width // 2 + 1
    top, bottom = page.height * 97 // 100, page.height * 98 // 100 + 1
    return LayerWord(application_id.digits, left, top, right, bottom, line=0)
