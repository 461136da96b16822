"""What the status page shows, gathered in one look at the ledger."""

from dataclasses import dataclass

from hikae.office import Office
from ledger.accounts import arrivals, balance
from ledger.documents import Documents
from ledger.records import ArrivalRecord, Balance, DocumentRecord

_NEWEST = 100


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


def status(office: Office) -> Status:
    """Look at the ledger once."""
    with office.read() as session:
        came = arrivals(session)
        files = {arrival.sha256: arrival.file for arrival in came}
        held = tuple(
            Held(document, files.get(document.scan_sha256, ""))
            for document in Documents(session).waiting_for_a_person()
        )
        return Status(balance(session), came[: -_NEWEST - 1 : -1], held)
