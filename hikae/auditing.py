"""Does the archive hold what the ledger says, and nothing else?"""

from dataclasses import replace

from sqlmodel import Session

from archive.verify import Report, compare
from hikae.office import Office
from ledger.accounts import balance, expected_objects
from ledger.documents import Documents
from ledger.scans import ArrivalState
from ledger.why import Why


def verify_archive(office: Office) -> Report:
    """Read every object back and compare with the ledger, both ways.

    An object that the ledger does not name is an orphan only while no work is under way: it is put
    and read back before it is recorded, and a crash between the two is made good by the next try.
    """
    with office.read() as session:
        report = compare(expected_objects(session), office.store)
        was_busy = _work_is_under_way(session)
    # What was recorded while we read is no orphan: ask the ledger again, after the archive.
    with office.read() as session:
        known = expected_objects(session)
        is_busy = was_busy or _work_is_under_way(session)
    if is_busy or any(office.spool.held()):
        return replace(report, orphaned=())
    scans = {sha256 for key, sha256 in known.items() if key.startswith("originals/")}
    orphaned = tuple(
        key for key in report.orphaned if key not in known and not _broken_off(key, scans)
    )
    return replace(report, orphaned=orphaned)


def _work_is_under_way(session: Session) -> bool:
    states = balance(session).states
    return bool(states[ArrivalState.WAITING] or states[ArrivalState.WORKING]) or any(
        document.why is Why.FILING for document in Documents(session).waiting_for_a_person()
    )


def _broken_off(key: str, scans: set[str]) -> bool:
    """Readings that no decision used, of an attempt that was given up."""
    return key.startswith("readings/") and key.split("/")[-2] in scans
