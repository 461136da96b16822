"""What must hold at the end, whatever happened: every file ends once, one object, one event."""

from collections import Counter
from collections.abc import Iterable

from hikae.samples import Batch
from ledger.accounts import arrivals
from ledger.book import Book
from ledger.events import EventKind
from ledger.records import DocumentRecord
from ledger.scans import ArrivalState, Outcome
from tests.service.office import RunningOffice


def each_file_ended_once(office: RunningOffice, batch: Batch) -> None:
    """See that each file came in once and its one document is filed where it belongs."""
    found = office.scans()
    assert Counter(one.file for one in found) == Counter(scan.name for scan in batch.scans)
    assert {one.state for one in found} == {ArrivalState.ENDED}
    for arrival in found:
        [expected] = batch.files[arrival.file].sets
        [document] = arrival.documents
        assert document.outcome is Outcome.FILED
        assert document.application_id is not None
        assert document.application_id.digits == expected.id


def one_object_and_one_event_each(office: RunningOffice) -> None:
    """See that each document was attached once, and that nothing else lies in the archive."""
    with office.ledger() as session:
        documents = [one for arrival in arrivals(session) for one in arrival.documents]
        ids = {one.application_id for one in documents if one.application_id is not None}
        attached = [
            event.document_id
            for application_id in ids
            for event in Book(session).events(application_id)
            if event.kind is EventKind.DOCUMENT_ATTACHED
        ]
    assert Counter(attached) == Counter(one.document_id for one in documents)
    assert office.objects() == _keys_of(documents)


def _keys_of(documents: Iterable[DocumentRecord]) -> set[str]:
    return {document.key for document in documents if document.key is not None}
