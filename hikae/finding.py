"""Finding the filed documents of an application, for the command and the status page."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from archive.errors import AlteredError
from hikae.office import Office
from ledger.book import Book
from ledger.errors import NotInLedgerError
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord
from ledger.scans import Outcome
from ledger.search import filed_documents


@dataclass(frozen=True, slots=True)
class Found:
    """One filed document. It shows its own pages only, never the batch they came in."""

    document_id: str
    form: FormKind
    pages: int
    filed_at: datetime
    filed_by: str
    key: str
    sha256: str

    @property
    def file_name(self) -> str:
        """A name for a saved copy; without the application ID, for names end up in lists."""
        return f"{self.form.value}-{self.document_id[:12]}.pdf"


def find(office: Office, application_id: ApplicationId) -> tuple[Found, ...]:
    """Give the filed documents of an application, oldest first."""
    with office.read() as session:
        return tuple(
            found for found in map(_found, filed_documents(session, application_id)) if found
        )


def is_bare(office: Office, application_id: ApplicationId) -> bool:
    """Say whether a paper opened the entry, and no list has said yet whose it is."""
    with office.read() as session:
        try:
            return Book(session).entry(application_id).is_bare
        except NotInLedgerError:
            return False


def content_of(office: Office, document: Found) -> bytes:
    """Give a filed document as it was filed.

    Raises:
        NotFiledError, AlteredError: the archive has something else, or nothing, under its key.
        StoreDownError: the archive cannot be read now.
    """
    content = office.store.read(document.key)
    if sha256(content).hexdigest() != document.sha256:
        raise AlteredError(document.key)
    return content


def found_document(document: DocumentRecord) -> Found | None:
    """Give what may be handed out of a document: nothing unless it is filed."""
    return _found(document) if document.outcome is Outcome.FILED else None


def _found(document: DocumentRecord) -> Found | None:
    if document.key is None or document.sha256 is None or document.decided_at is None:
        return None
    return Found(
        document.document_id,
        document.form,
        len(document.pages),
        document.decided_at,
        document.decided_by or "",
        document.key,
        document.sha256,
    )
