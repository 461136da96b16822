"""Does the archive hold what the ledger says, and nothing else?"""

from dataclasses import replace

from archive.verify import Report, compare
from hikae.office import Office
from ledger.accounts import expected_objects


def verify_archive(office: Office) -> Report:
    """Read every object back and compare with the ledger, both ways."""
    with office.read() as session:
        report = compare(expected_objects(session), office.store)
    # What came in while we read is no orphan: ask the ledger again, after the archive.
    with office.read() as session:
        known = expected_objects(session)
    scans = {sha256 for key, sha256 in known.items() if key.startswith("originals/")}
    orphaned = tuple(
        key for key in report.orphaned if key not in known and not _broken_off(key, scans)
    )
    return replace(report, orphaned=orphaned)


def _broken_off(key: str, scans: set[str]) -> bool:
    """Readings that no decision used: of a scan under way, or of an attempt that was given up."""
    return key.startswith("readings/") and key.split("/")[-2] in scans
