"""What an office consists of, carried from one place to another: its objects, then its ledger.

Carrying may be broken off at any point and started again. The place it comes from is only read.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from archive.errors import NotFiledError, OtherBytesError
from archive.store import Store
from config.settings import Settings
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.i18n import _
from hikae.jobs import DOCUMENT, JUDGEMENT, SCAN, Jobs, job_id
from hikae.new_place import require_ours
from hikae.office import make_store, migrate, open_store
from hikae.scratch import scratch_folder
from ledger.copying import CopyDiffersError, Survey, copy_ledger
from ledger.engine import open_engine, writing
from ledger.unfinished import documents_being_filed, documents_to_judge, unfinished_scans

Told = Callable[[int, int], None]  # how many are done, and how many there are

_AT_A_TIME = 4  # mostly they wait for a disk or a server


@dataclass(frozen=True, slots=True)
class Carried:
    """How many objects were put, and the keys of those that the source could not give."""

    count: int
    faults: tuple[str, ...]


def carry_objects(
    expected: Mapping[str, str], source: Store, target: Store, scratch: Path, told: Told
) -> Carried:
    """Put every object that the target lacks, and have each read back there.

    Args:
        expected: the SHA-256 of each key. What lies under other keys is not carried.
        scratch: where working copies lie for a while.

    Raises:
        StoreDownError: one of the two does not answer; what was carried stays.
    """
    lacking = sorted(expected.keys() - set(target.keys()))
    faults = []
    with scratch_folder(scratch) as folder, ThreadPoolExecutor(_AT_A_TIME) as carriers:

        def carry(number: int, key: str) -> str | None:
            return _carry(key, expected[key], source, target, folder / str(number))

        told(0, len(lacking))
        for done, fault in enumerate(carriers.map(carry, range(len(lacking)), lacking), start=1):
            faults += [] if fault is None else [fault]
            told(done, len(lacking))
    return Carried(len(lacking) - len(faults), tuple(faults))


def fill_archive(expected: Mapping[str, str], source: Store, to: Settings, told: Told) -> Carried:
    """Make the archive of a new place and carry the objects there, as `carry_objects` does.

    Raises:
        GiveUpError: it is the archive of somebody else.
        StoreDownError: one of the two does not answer; what was carried stays.
    """
    make_store(to)
    require_ours(to, expected)
    return carry_objects(expected, source, open_store(to), to.scratch, told)


def carry_ledger(
    source: Session, url: str, at: datetime, check: Callable[[Session], None]
) -> Survey:
    """Write the ledger into a database that is still free, and give the work under way out anew.

    Args:
        check: looks at what was written, before it counts; if it raises, nothing was written.

    Raises:
        GiveUpError: the database gives back something else than was written.
        DatabaseDownError: it does not answer; nothing was written.
    """
    engine = open_engine(url)
    migrate(url, engine)
    jobs = Jobs(url)
    try:
        with writing(engine) as target:
            copied = copy_ledger(source, target)
            go_on(jobs, target, at)
            check(target)
            return copied
    except CopyDiffersError as error:
        raise GiveUpError(
            Exit.FAILED,
            _(
                "The new database gives back other rows than were written ({table}). Nothing "
                "counts there, and nothing was changed here. See that it is kept in UTF-8, then "
                "give this command again.",
                table=error.table,
            ),
        ) from error
    finally:
        jobs.close()
        engine.dispose()


def go_on(jobs: Jobs, session: Session, at: datetime) -> None:
    """Enqueue what was waiting or under way where the ledger came from; every job may run twice."""
    turn = int(at.timestamp() * 1000)
    for scan in unfinished_scans(session):
        job = job_id(SCAN, scan.sha256, scan.attempt)
        jobs.enqueue(session, SCAN, job, scan.sha256, str(scan.attempt))
    for kind, documents in (
        (DOCUMENT, documents_being_filed(session)),
        (JUDGEMENT, documents_to_judge(session)),
    ):
        for document in documents:
            job = job_id(kind, document.document_id, turn)
            jobs.enqueue(session, kind, job, document.document_id)


def _carry(key: str, sha256: str, source: Store, target: Store, by_way_of: Path) -> str | None:
    """Carry one object; give its key if the source does not have it as it should be."""
    try:
        source.fetch(key, by_way_of)
        target.put(key, by_way_of, sha256)
    except (NotFiledError, OtherBytesError):
        return key
    finally:
        by_way_of.unlink(missing_ok=True)
    return None
