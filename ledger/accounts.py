"""The accounts over the register: what came in, whether the sums hold, what must be in the archive.

Reads only.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger.events import EventKind
from ledger.records import ArrivalRecord, Balance, DocumentRecord
from ledger.rows import document_record
from ledger.scans import ArrivalState, Outcome, PageRole
from ledger.tables import Arrival, Document, Event, LeftAlone, Scan, ScanPage

_NAME_A_PDF = (EventKind.DOCUMENT_ATTACHED, EventKind.TEXT_ADDED)
_CHUNK = 500
_ENDINGS = (
    Outcome.FILED,
    Outcome.HELD,
    Outcome.REJECTED,
    PageRole.BLANK,
    PageRole.SEPARATOR,
)


def arrivals(
    session: Session, ids: Collection[str] | None = None, newest: int | None = None
) -> tuple[ArrivalRecord, ...]:
    """Give the files that were dropped, oldest first: all, those with these IDs, or the newest."""
    query = select(Arrival, Scan).outerjoin(Scan, _begun()).order_by(col(Arrival.position))
    if newest is not None:
        last = select(col(Arrival.position)).order_by(col(Arrival.position).desc()).limit(newest)
        query = query.where(col(Arrival.position).in_(last))
    if ids is not None:
        query = query.where(col(Arrival.id).in_(ids))
    rows = [(arrival, scan) for arrival, scan in session.execute(query)]
    shown = sorted({scan.sha256 for arrival, scan in rows if _is_current(arrival, scan)})
    pages, documents = _pages(session, shown), _documents(session, shown)
    return tuple(_arrival_record(arrival, scan, pages, documents) for arrival, scan in rows)


def files_of(session: Session, scans: Collection[str]) -> dict[str, str]:
    """Name the file that first brought each of these scans."""
    found: dict[str, str] = {}
    for some in _chunks(sorted(scans)):
        query = select(col(Arrival.sha256), col(Arrival.file)).where(col(Arrival.sha256).in_(some))
        for sha256, file in session.execute(query.order_by(col(Arrival.position))):
            found.setdefault(sha256, file)
    return found


def left_alone(session: Session) -> dict[str, str]:
    """Give what lies in the watched folder and is not taken: its path, and the word for why."""
    rows = session.execute(select(col(LeftAlone.path), col(LeftAlone.why)).order_by(LeftAlone.path))
    return {path: why for path, why in rows}  # noqa: C416  # rows are no pairs to dict()


def balance(session: Session) -> Balance:
    """Count everything twice, by two ways, and compare."""
    states = _arrival_states(session)
    arrived = session.scalar(select(func.count()).select_from(Arrival)) or 0
    pages = _page_counts(session)
    total = session.scalar(select(func.sum(col(Scan.pages))).where(_ended())) or 0
    problems = [*_problems(session)]
    if arrived != sum(states.values()):
        problems.append(f"{arrived} arrivals, {sum(states.values())} of them have a state")
    if total != (ended := sum(pages[ending] for ending in _ENDINGS)):
        problems.append(f"{total} pages in ended scans, {ended} of them have an ending")
    return Balance(
        arrivals=arrived,
        states=states,
        pages=total,
        filed_pages=pages[Outcome.FILED],
        held_pages=pages[Outcome.HELD],
        rejected_pages=pages[Outcome.REJECTED],
        blank_pages=pages[PageRole.BLANK],
        separator_pages=pages[PageRole.SEPARATOR],
        problems=tuple(problems),
    )


def expected_objects(session: Session) -> dict[str, str]:
    """Give the key and hash of every object that must lie in the archive.

    These are every scan as received (it lies there before it is entered here), the readings it was
    decided on, the text of its pages, and all that was ever filed, also what was withdrawn since.
    """
    pairs = (
        (col(Scan.original_key), col(Scan.sha256)),
        (col(Scan.readings_key), col(Scan.readings_sha256)),
        (col(Scan.texts_key), col(Scan.texts_sha256)),
        (col(Document.key), col(Document.sha256)),
    )
    expected = {
        key: sha256
        for pair in pairs
        for key, sha256 in session.execute(select(*pair))
        if key is not None and sha256 is not None
    }
    # A PDF that was followed by one with more text: only the event names it still.
    earlier = select(col(Event.evidence)).where(col(Event.kind) == EventKind.DOCUMENT_ATTACHED)
    for key in session.scalars(earlier):
        if key is not None:
            expected.setdefault(key, PurePosixPath(key).stem)  # named by its hash
    return expected


def _begun() -> ColumnElement[bool]:
    """An arrival that brought a scan, now or in an earlier attempt."""
    return (col(Arrival.sha256) == col(Scan.sha256)) & col(Arrival.attempt).is_not(None)


def _is_current(arrival: Arrival, scan: Scan | None) -> bool:
    return scan is not None and arrival.attempt == scan.attempt


def _state(arrival: Arrival, scan: Scan | None) -> ArrivalState:
    if arrival.duplicate:
        return ArrivalState.DUPLICATE
    if scan is None or arrival.attempt != scan.attempt:
        return ArrivalState.QUARANTINED
    return scan.state


def _arrival_record(
    arrival: Arrival,
    scan: Scan | None,
    pages: Mapping[str, Sequence[ScanPage]],
    documents: Mapping[str, Sequence[DocumentRecord]],
) -> ArrivalRecord:
    current = scan if _is_current(arrival, scan) else None
    places = pages.get(arrival.sha256, ()) if current else ()
    return ArrivalRecord(
        id=arrival.id,
        file=arrival.file,
        sha256=arrival.sha256,
        received_at=arrival.received_at,
        source=arrival.source,
        state=_state(arrival, scan),
        why=current.why if current else arrival.quarantined_why,
        pages=current.pages if current else None,
        blank_pages=tuple(page.number for page in places if page.role is PageRole.BLANK),
        separator_pages=tuple(page.number for page in places if page.role is PageRole.SEPARATOR),
        documents=tuple(documents.get(arrival.sha256, ())) if current else (),
    )


def _pages(session: Session, scans: Sequence[str]) -> dict[str, list[ScanPage]]:
    found = defaultdict(list)
    for some in _chunks(scans):
        query = select(ScanPage).where(col(ScanPage.scan_sha256).in_(some))
        for page in session.scalars(query.order_by(col(ScanPage.number))):
            found[page.scan_sha256].append(page)
    return found


def _documents(session: Session, scans: Sequence[str]) -> dict[str, list[DocumentRecord]]:
    found = defaultdict(list)
    for some in _chunks(scans):
        query = select(Document).where(
            col(Document.scan_sha256).in_(some),
            col(Document.outcome).is_distinct_from(Outcome.WITHDRAWN),
        )
        for row in session.scalars(query.order_by(col(Document.ordinal))):
            found[row.scan_sha256].append(document_record(row))
    return found


def _chunks(scans: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(scans), _CHUNK):
        yield scans[start : start + _CHUNK]


def _ended() -> ColumnElement[bool]:
    return col(Scan.state) == ArrivalState.ENDED


def _arrival_states(session: Session) -> dict[ArrivalState, int]:
    counted = dict.fromkeys(ArrivalState, 0)
    # One expression, named twice: written twice, PostgreSQL takes it for two.
    current = func.coalesce(col(Arrival.attempt) == col(Scan.attempt), False)
    kinds = (col(Arrival.duplicate), current, col(Scan.state))
    rows = session.execute(select(*kinds, func.count()).outerjoin(Scan, _begun()).group_by(*kinds))
    for is_duplicate, is_current, state, count in rows:
        if is_duplicate:
            counted[ArrivalState.DUPLICATE] += count
        else:
            counted[state if is_current and state else ArrivalState.QUARANTINED] += count
    return counted


def _page_counts(session: Session) -> dict[PageRole | Outcome | None, int]:
    """Count the pages of ended scans by ending: the outcome of content, the role of the rest."""
    counted: dict[PageRole | Outcome | None, int] = defaultdict(int)
    rows = session.execute(
        select(col(ScanPage.role), col(Document.outcome), func.count())
        .join(Scan, col(ScanPage.scan_sha256) == col(Scan.sha256))
        .outerjoin(Document, col(ScanPage.document_id) == col(Document.id))
        .where(_ended())
        .group_by(col(ScanPage.role), col(Document.outcome))
    )
    for role, outcome, count in rows:
        counted[outcome if role is PageRole.CONTENT else role] += count
    return counted


def _problems(session: Session) -> Iterator[str]:
    """Everything that must not be, by document and by scan."""
    yield from _filed_wrongly(session)
    yield from _without_a_place(session)


def _filed_wrongly(session: Session) -> Iterator[str]:
    rows = select(col(Document.id)).where(col(Document.outcome) == Outcome.FILED)
    lacking = or_(
        col(Document.key).is_(None),
        col(Document.sha256).is_(None),
        col(Document.application_id).is_(None),
    )
    for document_id in session.scalars(rows.where(lacking)):
        yield f"document {document_id[:12]} is filed without an object"
    event = (
        (col(Event.id) == col(Document.event_id))
        & (col(Event.document_id) == col(Document.id))
        & (col(Event.application_id) == col(Document.application_id))
    )
    for document_id in session.scalars(rows.where(~select(col(Event.id)).where(event).exists())):
        yield f"document {document_id[:12]} is filed without an event"
    named = (
        select(col(Event.evidence))
        .where(col(Event.document_id) == col(Document.id), col(Event.kind).in_(_NAME_A_PDF))
        .order_by(col(Event.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    for document_id in session.scalars(rows.where(named != col(Document.key))):
        yield f"document {document_id[:12]} names another object than its event"
    given_up = rows.join(Scan, col(Document.scan_sha256) == col(Scan.sha256)).where(
        col(Scan.state) == ArrivalState.QUARANTINED
    )
    for document_id in session.scalars(given_up):
        yield f"document {document_id[:12]} is filed, its scan is in quarantine"


def _without_a_place(session: Session) -> Iterator[str]:
    undecided = (
        select(col(Document.id))
        .join(Scan, col(Document.scan_sha256) == col(Scan.sha256))
        .where(_ended(), col(Document.outcome).is_(None))
    )
    for document_id in session.scalars(undecided):
        yield f"document {document_id[:12]} of an ended scan is undecided"
    placed = select(func.count()).where(col(ScanPage.scan_sha256) == col(Scan.sha256))
    short = select(col(Scan.sha256)).where(_ended(), placed.scalar_subquery() != col(Scan.pages))
    for sha256 in session.scalars(short):
        yield f"scan {sha256[:12]} has pages without a place"
    brought = _begun() & (col(Arrival.attempt) == col(Scan.attempt))
    lost = ~select(col(Arrival.id)).where(brought).exists()
    for sha256 in session.scalars(select(col(Scan.sha256)).where(lost)):
        yield f"scan {sha256[:12]} has no arrival"
