"""A decided document becomes a searchable PDF/A in the store, and is read back there.

Composing again from the same scan, readings and decision gives the same bytes under the same key,
so the step may run twice.
"""

from collections.abc import Iterable
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
from hikae.office import Office
from hikae.reading import load, original, read_with_patience
from hikae.sandbox import SandboxError
from ledger.documents import Documents
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord, ScanRecord
from ledger.register import Register
from ledger.why import Why
from ocr.reading import Reading

log = structlog.get_logger(__name__)


def compose_and_put(office: Office, document_id: str) -> Filing | Why:
    """Make the PDF of a document and file it; or say why a person must look at it."""
    document, scan = _looked_up(office, document_id)
    if scan.readings_key is None:
        return Why.FILING_FAILED
    return _put(office, document, scan, _pages(office, document, scan.readings_key))


def compose_with_all_text(office: Office, document_id: str) -> Filing | None:
    """Make the PDF of a filed document anew, if now all its text can be read; or give up."""
    document, scan = _looked_up(office, document_id)
    if scan.readings_key is None or document.text_complete:
        return None
    pages = read_with_patience(office, scan, _pages(office, document, scan.readings_key))
    filed = None if pages is None else _put(office, document, scan, pages)
    return None if isinstance(filed, Why) else filed


def _looked_up(office: Office, document_id: str) -> tuple[DocumentRecord, ScanRecord]:
    with office.read() as session:
        document = Documents(session).get(document_id)
        return document, Register(session).scan(document.scan_sha256)


def _pages(office: Office, document: DocumentRecord, readings_key: str) -> tuple[Reading, ...]:
    wanted = set(document.pages)
    return tuple(page for page in load(office, readings_key) if page.page in wanted)


def _put(
    office: Office, document: DocumentRecord, scan: ScanRecord, pages: Iterable[Reading]
) -> Filing | Why:
    if document.application_id is None:
        return Why.FILING_FAILED
    layers = tuple(_layer(page, document.application_id) for page in pages)
    about = About(title=document.form.value, received_at=scan.received_at)
    try:
        with original(office, scan) as file:
            pdf = office.sandbox.run(composed, file.path, file.kind, layers, about)
    except (CannotComposeError, SandboxError) as error:
        log.error("no PDF/A could be made", document=document.document_id, error=str(error))
        return Why.FILING_FAILED
    return office.store.put_bytes(document_key(sha256(pdf).hexdigest()), pdf)


def _layer(page: Reading, application_id: ApplicationId) -> PageLayer:
    return PageLayer(
        number=page.page,
        turn=cast(Turn, page.turn),
        width=page.width,
        height=page.height,
        words=tuple(
            LayerWord(word.text, word.left, word.top, word.right, word.bottom, word.line)
            for word in page.words
        ),
        extra=_bare(page, application_id),
    )


def _bare(page: Reading, application_id: ApplicationId) -> tuple[LayerWord, ...]:
    """The accepted ID as one run over its printed groups, so that a search for it finds it."""
    for candidate in page.candidates:
        if candidate.application_id == application_id and candidate.box is not None:
            left, top, right, bottom = candidate.box
            return (LayerWord(application_id.digits, left, top, right, bottom, 0),)
    return ()
