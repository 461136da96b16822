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
from hikae.reading import load, original
from hikae.sandbox import SandboxError
from ledger.documents import Documents
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord
from ledger.register import Register
from ledger.why import Why
from ocr.reading import Reading

log = structlog.get_logger(__name__)


def compose_and_put(office: Office, document_id: str) -> Filing | Why:
    """Make the PDF of a document and file it; or say why a person must look at it."""
    with office.read() as session:
        document = Documents(session).get(document_id)
        scan = Register(session).scan(document.scan_sha256)
    if document.application_id is None or scan.readings_key is None:
        return Why.FILING_FAILED
    layers = _layers(load(office, scan.readings_key), document, document.application_id)
    about = About(title=document.form.value, received_at=scan.received_at)
    try:
        with original(office, scan) as file:
            pdf = office.sandbox.run(composed, file.path, file.kind, layers, about)
    except (CannotComposeError, SandboxError) as error:
        log.error("no PDF/A could be made", document=document_id, error=str(error))
        return Why.FILING_FAILED
    return office.store.put_bytes(document_key(sha256(pdf).hexdigest()), pdf)


def _layers(
    readings: Iterable[Reading], document: DocumentRecord, application_id: ApplicationId
) -> tuple[PageLayer, ...]:
    wanted = set(document.pages)
    return tuple(_layer(page, application_id) for page in readings if page.page in wanted)


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
