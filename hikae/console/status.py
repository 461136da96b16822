"""What the status page shows, gathered in one look at the ledger."""

from dataclasses import dataclass

from hikae.checking import Finding, troubles
from hikae.office import Office
from ledger.accounts import arrivals, balance, files_of, left_alone
from ledger.documents import Documents
from ledger.questions import Questions
from ledger.records import ArrivalRecord, Balance, DiscrepancyRecord, DocumentRecord
from ledger.scans import ArrivalState

_NEWEST = 100
_UNDER_WAY = (ArrivalState.WAITING, ArrivalState.WORKING)


@dataclass(frozen=True, slots=True)
class Held:
    """A document that waits for a person, and the file it came in."""

    document: DocumentRecord
    file: str


@dataclass(frozen=True, slots=True)
class Status:
    """One moment of the office."""

    balance: Balance
    arrivals: tuple[ArrivalRecord, ...]  # newest first
    held: tuple[Held, ...]  # longest waiting first
    questions: tuple[DiscrepancyRecord, ...]  # oldest first
    left_alone: dict[str, str]  # why, by path
    troubles: tuple[Finding, ...]  # what files wait for, or would if they came


def status(office: Office) -> Status:
    """Look at the ledger once."""
    with office.read() as session:
        waiting = Documents(session).waiting_for_a_person()
        files = files_of(session, {document.scan_sha256 for document in waiting})
        sums = balance(session)
        return Status(
            balance=sums,
            arrivals=arrivals(session, newest=_NEWEST)[::-1],
            held=tuple(Held(document, files[document.scan_sha256]) for document in waiting),
            questions=Questions(session).open(),
            left_alone=left_alone(session),
            troubles=troubles(
                office.settings, scans_wait=any(sums.states[state] for state in _UNDER_WAY)
            ),
        )
