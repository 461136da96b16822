"""Whose is it? Readings become documents, and each is weighed against what the ledger knows."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from hikae.office import MACHINE, Office
from hikae.text_again import LaterTexts
from hikae.weighing import weigh
from ledger.book import Book
from ledger.documents import Documents
from ledger.evidence import Doubtful, Identified, Proof, Witness
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord, NewDocument, Readings
from ledger.register import Register
from ledger.scans import Outcome
from ledger.why import Why
from ocr.form import dated, pages_most
from ocr.reading import Reading
from ocr.separate import Document, put_together, separate

_OUT_OF_TIME = frozenset({Why.DATED_IN_FUTURE, Why.DATED_BEFORE_NOTICE})
_FIELDS = frozenset(Witness) - {Witness.CODE, Witness.PRINT}


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
        [_new(document, readings) for document in found.documents],
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


def weigh_later(
    session: Session,
    office: Office,
    document_id: str,
    later: LaterTexts,
    readings: tuple[Reading, ...],
) -> bool:
    """Weigh a filed document once more, now that text was read that ran out of time before.

    It stays filed; if it would be held now, a person is asked. One that a person filed is asked
    about only if it is proven to be another's.

    Returns:
        False if other text of the scan was read meanwhile: then nothing was noted.
    """
    documents, register = Documents(session), Register(session)
    document = documents.get(document_id)
    texts = register.scan(document.scan_sha256).texts
    if (texts and texts.sha256) not in (later.before, later.filing.sha256):
        return False
    register.text_read(document.scan_sha256, Readings(later.filing.key, later.filing.sha256))
    if document.outcome is Outcome.FILED and document.application_id is not None:
        said = _documents(session, office, document.scan_sha256, readings)[document_id]
        if _is_doubted(session, office, document, said):
            Book(session).doubt(document.application_id, document_id, office.clock())
    return True


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
            doubt = document.doubt or _unconfirmed(document, proof)
            if doubt := doubt or _second(documents, document_id, pages, application_id):
                documents.held(document_id, doubt, (application_id,), at, MACHINE)
                return False
            documents.identified(document_id, application_id, proof, at, MACHINE)
            return True
        case Doubtful(why, candidates):
            if why in _OUT_OF_TIME:  # whose pages these are is the graver question
                doubt = document.doubt or _second(documents, document_id, pages, candidates[0])
                why = doubt or why
            documents.held(document_id, why, candidates, at, MACHINE)
            return False


def _is_doubted(session: Session, office: Office, document: DocumentRecord, said: Document) -> bool:
    by_machine = document.proof is not None
    match weigh(session, office, said.facts):
        case Identified(application_id):
            is_anothers = application_id != document.application_id
            return is_anothers or (by_machine and said.doubt is not None)
        case Doubtful():
            return by_machine


def _unconfirmed(document: Document, proof: Proof) -> Why | None:
    """Nothing of the entry was read, and what could not be read might contradict."""
    if document.facts.text_complete or not _FIELDS.isdisjoint(proof.witnesses):
        return None
    return Why.NO_SECOND_INK


def _second(
    documents: Documents,
    document_id: str,
    pages: Sequence[Reading],
    application_id: ApplicationId,
) -> Why | None:
    """A second reply for one card, alone or behind a notice: a person says which one counts."""
    if not _has_reply(pages):
        return None
    is_second = documents.has_another_reply(document_id, application_id)
    return Why.SECOND_REPLY if is_second else None


def _new(document: Document, readings: Iterable[Reading]) -> NewDocument:
    pages = [page for page in readings if page.page in document.pages]
    return NewDocument(
        document.pages, document.form, document.facts.text_complete, _has_reply(pages)
    )


def _has_reply(pages: Iterable[Reading]) -> bool:
    return any(page.form is FormKind.REPLY_FORM for page in pages)
