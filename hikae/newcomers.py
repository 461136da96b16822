"""Papers of applications that the ledger does not know: they open the entry they are filed under.

Whether a paper may is decided with all else about it (`ledger.identify`); here it is done, in the
transaction that attaches the paper.
"""

from sqlalchemy.orm import Session

from hikae.bookkeeping import judge_soon
from hikae.office import MACHINE, Office
from ledger.book import Book, FiledPaper
from ledger.documents import Documents
from ledger.ids import ApplicationId
from ledger.openings import open_by_paper
from ledger.records import DocumentRecord
from ledger.scans import Outcome
from ledger.why import Why


def has_entry(
    session: Session, office: Office, document: DocumentRecord, paper: FiledPaper
) -> bool:
    """See that there is an entry for a document, opened by it where it was decided so.

    Returns:
        False if it was decided so, and a list said whose the ID is before it was done: the document
        waits, and is weighed again against what the list says.
    """
    application_id = document.application_id
    if application_id is None or document.proof is None or not document.proof.opens_entry:
        return True
    if open_by_paper(session, application_id, paper, office.clock(), MACHINE) is not None:
        judge_soon(session, office, _waiting_for(session, application_id))
        return True
    if document.outcome is Outcome.FILED or Book(session).entry(application_id).is_bare:
        return True  # this step ran before, or another paper opened it
    why, at = Why.KEY_NOT_IN_LEDGER, office.clock()
    Documents(session).held(document.document_id, why, (application_id,), at, MACHINE)
    judge_soon(session, office, (document,))
    return False


def _waiting_for(session: Session, application_id: ApplicationId) -> tuple[DocumentRecord, ...]:
    return tuple(
        document
        for document in Documents(session).waiting_for_a_person()
        if application_id in document.candidates and document.why is not Why.FILING
    )
