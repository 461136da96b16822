"""Waiting until given files have ended; with a worker of our own if nobody else works."""

import subprocess
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from hikae.checking import require_reader
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.i18n import _
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
    """Come back when none of the arrivals waits or is worked on; tell how many have ended.

    Raises:
        NoTesseractError, NoLanguageError: they would wait until somebody installs what is missing.
    """
    if not _left(office, arrival_ids, told):
        return
    require_reader(office.settings)
    with somebody_works(office) as see_to_it:
        while _left(office, arrival_ids, told):
            see_to_it()
            time.sleep(_LOOK_S)


def wait_until_filed(office: Office, document_id: str) -> DocumentRecord:
    """Come back when a document that a person decided is filed, or its filing failed."""
    with somebody_works(office) as see_to_it:
        while True:
            with office.read() as session:
                document = Documents(session).get(document_id)
            if document.why is not Why.FILING:
                return document
            see_to_it()
            time.sleep(_LOOK_S)


@contextmanager
def somebody_works(office: Office) -> Iterator[Callable[[], None]]:
    """Give what is to be called while waiting: it starts a worker of our own if nobody works."""
    own: list[subprocess.Popen[bytes]] = []

    def see_to_it() -> None:
        if own and own[0].poll() is not None:
            raise GiveUpError(
                Exit.UNAVAILABLE,
                _(
                    "The worker ended by itself, as it says above. Nothing is lost; what was "
                    "taken in waits until a worker runs again."
                ),
            )
        if not own and not office.leases.alive(office.settings.lease_s, ROLE):
            own.append(start(office.settings.home, ["work"]))

    try:
        yield see_to_it
    finally:
        end(own)


def _left(office: Office, arrival_ids: Collection[str], told: Callable[[int, int], None]) -> int:
    with office.read() as session:
        found = arrivals(session, arrival_ids)
    left = sum(arrival.state in _UNDER_WAY for arrival in found)
    told(len(found) - left, len(found))
    return left
