"""Waiting until given files have ended; with a worker of our own if nobody else works."""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from hikae.jobs import ROLE
from hikae.office import Office
from hikae.serving import end, start
from ledger.accounts import arrivals
from ledger.documents import Documents
from ledger.records import DocumentRecord
from ledger.scans import ArrivalState
from ledger.why import Why

_LOOK_S = 0.3
_UNDER_WAY = {ArrivalState.WAITING, ArrivalState.WORKING}


def wait_until_ended(
    office: Office, arrival_ids: Collection[str], told: Callable[[int, int], None]
) -> None:
    """Come back when none of the arrivals waits or is worked on; tell how many have ended."""
    with somebody_works(office):
        while True:
            with office.read() as session:
                found = arrivals(session, arrival_ids)
            left = sum(arrival.state in _UNDER_WAY for arrival in found)
            told(len(found) - left, len(found))
            if not left:
                return
            time.sleep(_LOOK_S)


@contextmanager
def somebody_works(office: Office) -> Iterator[None]:
    """See that a worker is alive for a while: another's, or else one of our own."""
    if office.leases.alive(office.settings.lease_s, ROLE):
        yield
        return
    worker = start(office.settings.home, ["work"])
    try:
        yield
    finally:
        end([worker])


def wait_until_filed(office: Office, document_id: str) -> DocumentRecord:
    """Come back when a document that a person decided is filed, or its filing failed."""
    with somebody_works(office):
        while True:
            with office.read() as session:
                document = Documents(session).get(document_id)
            if document.why is not Why.FILING:
                return document
            time.sleep(_LOOK_S)
