"""The receiving desk wired to store, ledger and engine: the callables that `ingest` is given."""

from collections.abc import Callable
from pathlib import Path

from archive.errors import AlteredError, OtherBytesError, StoreDownError
from archive.keys import original_key
from hikae.jobs import SCAN, job_id
from hikae.office import Office
from hikae.sandbox import ChildDiedError, SandboxError, TookTooLongError
from hikae.sentences import why_unreadable
from ingest.errors import NotNowError
from ingest.scan import Refused, Scan
from ingest.whole import State, Verdict, inspect
from ledger.accounts import arrivals
from ledger.errors import DatabaseDownError
from ledger.records import ArrivalFacts, ArrivalRecord, RefusedFacts
from ledger.register import Received, Register
from ledger.scans import ArrivalState, ScanKind
from ledger.why import Unreadable


def inspector(office: Office) -> Callable[[Path], Verdict]:
    """Judge a file's structure in a child; one that breaks the child is damaged."""

    def judge(path: Path) -> Verdict:
        try:
            return office.sandbox.run(inspect, path)
        except ChildDiedError:
            return judge_again(path)  # perhaps it was killed for another's sake
        except TookTooLongError:
            return Verdict(None, State.BROKEN, Unreadable.READING_FAILED)

    def judge_again(path: Path) -> Verdict:
        try:
            return office.sandbox.run(inspect, path)
        except SandboxError:
            return Verdict(None, State.BROKEN, Unreadable.DAMAGED_FILE)

    return judge


def keeper(office: Office) -> Callable[[Path, str, ScanKind], None]:
    """Put the received file into the store, before anybody counts on it."""

    def keep(path: Path, sha256: str, kind: ScanKind) -> None:
        try:
            office.store.put(original_key(sha256, kind), path, sha256)
        except (StoreDownError, OtherBytesError, AlteredError) as error:
            # Other bytes: the scanner goes on writing. The next try sees it and gives it back.
            raise NotNowError(str(error)) from error

    return keep


def registrar(office: Office) -> Callable[[Scan | Refused], None]:
    """Enter an arrival: its row, the scan's and the job appear in one transaction, or none."""

    def register(outcome: Scan | Refused) -> None:
        try:
            if isinstance(outcome, Scan):
                _register_scan(office, outcome)
            else:
                _register_refusal(office, outcome)
        except DatabaseDownError as error:
            raise NotNowError(str(error)) from error

    return register


def release_settled(office: Office) -> int:
    """Delete from the spool what the archive holds and the ledger has ended; tell how many.

    What could not be read is first laid where a clerk sees it: beside the watched folder it was
    dropped into, whichever machine tried to read it.

    Raises:
        NotNowError: quarantine or spool cannot be written; what lies in the spool stays there.
        DatabaseDownError: nobody knows what has ended.
    """
    lying = list(office.spool.held())
    if not lying:
        return 0
    with office.read() as session:
        done = [a for a in arrivals(session, lying) if a.state in _SETTLED]
    for arrival in done:
        if arrival.state is ArrivalState.QUARANTINED:
            _set_aside(office, arrival)
        office.spool.release(arrival.id)
    return len(done)


def _set_aside(office: Office, arrival: ArrivalRecord) -> None:
    why = arrival.why or Unreadable.READING_FAILED
    content = office.spool.content(arrival.id)
    office.quarantine.put(content, arrival.file, arrival.sha256, why, why_unreadable(why))


_SETTLED = {ArrivalState.ENDED, ArrivalState.QUARANTINED, ArrivalState.DUPLICATE}


def _register_scan(office: Office, scan: Scan) -> None:
    with office.write() as session:
        register = Register(session)
        received = register.receive(
            ArrivalFacts(
                id=scan.arrival_id,
                file=scan.file,
                sha256=scan.sha256,
                size=scan.size,
                kind=scan.kind,
                received_at=scan.received_at,
                source=scan.source,
                original_key=original_key(scan.sha256, scan.kind),
            )
        )
        if received is not Received.DUPLICATE:
            attempt = register.scan(scan.sha256).attempt
            job = job_id(SCAN, scan.sha256, attempt)
            office.jobs.enqueue(session, SCAN, job, scan.sha256, str(attempt))


def _register_refusal(office: Office, refused: Refused) -> None:
    sentence = why_unreadable(refused.why)
    office.quarantine.put(refused.path, refused.file, refused.sha256, refused.why, sentence)
    with office.write() as session:
        Register(session).quarantine_arrival(
            RefusedFacts(
                id=refused.arrival_id,
                file=refused.file,
                sha256=refused.sha256,
                size=refused.size,
                received_at=refused.received_at,
                source=refused.source,
                why=refused.why,
            )
        )
