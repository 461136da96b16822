"""Whose is it? Readings become documents, and each is weighed against what the ledger knows."""

from sqlalchemy.orm import Session

from hikae.office import MACHINE, Office
from hikae.weighing import weigh
from ledger.documents import Documents
from ledger.evidence import Doubtful, Identified
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.records import NewDocument, Readings
from ledger.register import Register
from ledger.scans import Outcome
from ledger.why import Why
from ocr.form import dated, pages_most
from ocr.reading import Reading
from ocr.separate import Document, put_together, separate

_OUT_OF_TIME = frozenset({Why.DATED_IN_FUTURE, Why.DATED_BEFORE_NOTICE})


def decide(
    session: Session,
    office: Office,
    sha256: str,
    filed: Readings,
    readings: tuple[Reading, ...],
) -> tuple[str, ...] | None:
    """Group the pages of a scan into documents and identify or hold each.

    What became of a document already stands: an office that was moved begins a scan anew.

    Returns:
        The documents to be filed; None if the scan has no page of content.
    """
    forms = office.method.forms
    found = separate(readings, pages_most(forms), dated(forms))
    if not found.documents:
        return None
    register = Register(session)
    rows = register.decide(
        sha256,
        [_new(document) for document in found.documents],
        found.blank,
        found.separators,
        filed,
    )
    documents = _documents(session, office, sha256, readings)
    return tuple(
        row.document_id
        for row in rows
        if row.outcome is None
        and _judge(session, office, row.document_id, documents[row.document_id], readings)
    )


def weigh_again(
    session: Session,
    office: Office,
    sha256: str,
    texts: Readings,
    readings: tuple[Reading, ...],
    identified: tuple[str, ...],
) -> tuple[str, ...]:
    """Weigh the documents about to be filed once more, now that all their text was read.

    A name or a date that nobody had to read before may contradict.

    Returns:
        Those that are to be filed all the same.
    """
    Register(session).text_read(sha256, texts)
    documents = _documents(session, office, sha256, readings)
    return tuple(
        document_id
        for document_id in identified
        if _judge(session, office, document_id, documents[document_id], readings)
    )


def judge_again(
    session: Session, office: Office, document_id: str, readings: tuple[Reading, ...]
) -> bool:
    """Weigh a held document once more; True if it can be filed now.

    What a person decided meanwhile stands.
    """
    document = Documents(session).get(document_id)
    if document.outcome is not Outcome.HELD or document.why is Why.FILING:
        return False
    if not readings:
        return False
    documents = _documents(session, office, document.scan_sha256, readings)
    return _judge(session, office, document_id, documents[document_id], readings)


def _documents(
    session: Session, office: Office, sha256: str, readings: tuple[Reading, ...]
) -> dict[str, Document]:
    """Give the documents of a scan by their number: grouped as it was decided, with all we know."""
    rows = Documents(session).of_scan(sha256)
    groups, forms = [row.pages for row in rows], office.method.forms
    found = put_together(readings, groups, pages_most(forms), dated(forms))
    return {row.document_id: document for row, document in zip(rows, found, strict=True)}


def _judge(
    session: Session,
    office: Office,
    document_id: str,
    document: Document,
    readings: tuple[Reading, ...],
) -> bool:
    documents, at = Documents(session), office.clock()
    pages = [page for page in readings if page.page in document.pages]
    versions = [one for page in pages for one in page.versions]
    match weigh(session, office, document.facts, versions):
        case Identified(application_id, proof):
            if doubt := document.doubt or _second(documents, document_id, document, application_id):
                documents.held(document_id, doubt, (application_id,), at, MACHINE)
                return False
            documents.identified(document_id, application_id, proof, at, MACHINE)
            return True
        case Doubtful(why, candidates):
            if why in _OUT_OF_TIME:  # whose pages these are is the graver question
                doubt = document.doubt or _second(documents, document_id, document, candidates[0])
                why = doubt or why
            documents.held(document_id, why, candidates, at, MACHINE)
            return False


def _second(
    documents: Documents, document_id: str, document: Document, application_id: ApplicationId
) -> Why | None:
    """A second reply for one card: a person says which one counts."""
    if document.form is not FormKind.REPLY_FORM:
        return None
    is_second = documents.has_another(document_id, document.form, application_id)
    return Why.SECOND_REPLY if is_second else None


def _new(document: Document) -> NewDocument:
    return NewDocument(document.pages, document.form, document.facts.text_complete)
