"""What a person decides about a document: file it, reject it, or undo a wrong filing.

A decision is one transaction: the row, the ledger's events and the job that carries it out.
"""

from sqlmodel import Session

from hikae.jobs import DOCUMENT, job_id
from hikae.office import Office
from ledger.book import Book
from ledger.documents import Documents
from ledger.errors import AlreadyDecidedError
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord
from ledger.scans import Outcome
from ledger.why import Why


def resolve(office: Office, document_id: str, application_id: ApplicationId, by: str) -> None:
    """File a held document under the ID that a person gave; a rejected one, too, for people err.

    Raises:
        NotOnRecordError, NotInLedgerError: there is no such document or entry.
        AlreadyDecidedError: it is filed, being filed or withdrawn, or nothing is decided yet.
    """
    with office.write() as session:
        documents = Documents(session)
        document = documents.get(document_id)
        if document.outcome is not Outcome.REJECTED and not _waits(document):
            raise AlreadyDecidedError("document", document_id, _stands(document))
        Book(session).entry(application_id)
        documents.identified(document_id, application_id, None, office.clock(), by)
        _enqueue(office, session, document_id)


def reject(office: Office, document_id: str, why: str, by: str) -> None:
    """Note that a held document belongs to no entry; its pages stay on record.

    Raises:
        NotOnRecordError: there is no such document.
        AlreadyDecidedError: it does not wait for a person.
    """
    with office.write() as session:
        documents = Documents(session)
        document = documents.get(document_id)
        if not _waits(document):
            raise AlreadyDecidedError("document", document_id, _stands(document))
        documents.rejected(document_id, why, office.clock(), by)


def refile(
    office: Office, document_id: str, application_id: ApplicationId, by: str, why: str
) -> str:
    """Withdraw a wrong filing and file the same pages under another ID.

    Returns:
        The document that stands for the pages from now on.

    Raises:
        NotOnRecordError, NotInLedgerError: there is no such document or entry.
        AlreadyDecidedError: the document is not filed, or filed under this very ID.
    """
    with office.write() as session:
        documents, book, at = Documents(session), Book(session), office.clock()
        document = documents.get(document_id)
        wrong = document.application_id
        if document.outcome is not Outcome.FILED or wrong is None or wrong == application_id:
            raise AlreadyDecidedError("document", document_id, _stands(document))
        book.entry(application_id)
        book.withdraw(wrong, document_id, at, by, why)
        anew = documents.replaced(document_id, at, by).document_id
        documents.held(anew, Why.FILING, (), at, by)
        documents.identified(anew, application_id, None, at, by)
        _enqueue(office, session, anew)
        return anew


def _enqueue(office: Office, session: Session, document_id: str) -> None:
    # A document may be decided again after its filing failed: the turn keeps the jobs apart.
    turn = int(office.clock().timestamp() * 1000)
    office.jobs.enqueue(session, DOCUMENT, job_id(DOCUMENT, document_id, turn), document_id)


def _waits(document: DocumentRecord) -> bool:
    return document.outcome is Outcome.HELD and document.why is not Why.FILING


def _stands(document: DocumentRecord) -> str:
    return str(document.outcome.value if document.outcome else "undecided")
