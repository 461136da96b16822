"""From a claim to a scan: digest, structure, original into the store, one transaction.

The order of writes, each on the disk before the next begins:

1. `claim.json` in the spool, then the file itself (rename, or copy): `Spool.claim`, `Spool.copy`
2. the original in the object store, read back by hash: `keep`
3. the outcome in the spool (`promised`)
4. arrival, scan and job in one transaction of the database: `register`
5. `registered` in the spool; of a copy, the source is removed from the drop folder
6. much later, when the archive has read its copy back: `Spool.release`

Every step may run twice. A crash before 3 leaves a claim that nobody knows: it is taken again, or
put back if the file changed. A crash after 3 may have come after the commit, so from there on the
same arrival is registered again with the same outcome, which must do nothing if it is known. If the
content is another by then, the arrival is refused as `changed_after_intake`, and a person looks.

A scanner may keep its handle open and go on writing into the file that we renamed: the content is
hashed before and after `keep`, and a file that changed goes back into the drop folder. Whoever
reads `Scan.path` later must still compare the digest: nothing can stop a handle that stays open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.claim import Claim, spool_trouble
from ingest.durable import Digest, digest
from ingest.errors import ChangedError, NotAFileError
from ingest.note import Promise
from ingest.points import Point
from ingest.scan import Refused, Scan
from ingest.whole import Inspect, State, Verdict
from ledger.scans import ScanKind
from ledger.why import Unreadable

Keep = Callable[[Path, str, ScanKind], None]
"""Put the content of a path under its sha256 into the object store and read it back."""

Register = Callable[[Scan | Refused], None]
"""Write arrival, scan and job in one transaction; an arrival that is known changes nothing."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How the taking ended. The content stays in the spool until it is released."""

    outcome: Scan | Refused


def take(claim: Claim, inspect: Inspect, keep: Keep, register: Register) -> Taken:
    """Take one claimed file in.

    Args:
        claim: the file in the spool.
        inspect: judges its structure; a reader that crashes or runs out of time is a verdict too.
        keep, register: as above; both may be called again for the same arrival.

    Raises:
        ChangedError: somebody still writes it; it lies in the drop folder again.
        NotAFileError: something else came under its name in the last moment; it was put back.
        NotNowError: store, database or spool is away; the claim stays pending.
    """
    before = _digest(claim)
    promise = claim.promise or _promised(claim, before, inspect, keep)
    if promise.sha256 != before.sha256:
        promise = Promise(before.sha256, before.size, why=Unreadable.CHANGED_AFTER_INTAKE)
    outcome = _outcome(claim, promise)
    register(outcome)
    claim.reached(Point.REGISTERED)
    claim.finish()
    return Taken(outcome)


def _promised(claim: Claim, before: Digest, inspect: Inspect, keep: Keep) -> Promise:
    """Judge and keep the content, and make sure that it is still the same afterwards."""
    if not claim.unchanged():
        claim.put_back()
        raise ChangedError
    promise = _judged(before, inspect(claim.path))
    claim.reached(Point.INSPECTED)
    if promise.kind is not None:
        keep(claim.path, before.sha256, promise.kind)
        claim.reached(Point.KEPT)
    if _digest(claim) != before or not claim.unchanged():
        claim.put_back()
        raise ChangedError
    claim.note_promise(promise)
    return promise


def _judged(found: Digest, verdict: Verdict) -> Promise:
    if verdict.state is State.WHOLE and verdict.kind is not None:
        return Promise(found.sha256, found.size, kind=verdict.kind, pages=verdict.pages)
    return Promise(found.sha256, found.size, why=verdict.why or Unreadable.DAMAGED_FILE)


def _digest(claim: Claim) -> Digest:
    try:
        with spool_trouble():
            found = digest(claim.path)
    except NotAFileError:
        claim.put_back()
        raise
    claim.reached(Point.DIGESTED)
    return found


def _outcome(claim: Claim, promise: Promise) -> Scan | Refused:
    note = claim.note
    if promise.kind is None:
        return Refused(
            arrival_id=claim.arrival_id,
            file=note.file,
            sha256=promise.sha256,
            size=promise.size,
            received_at=note.received_at,
            path=claim.path,
            why=promise.why or Unreadable.DAMAGED_FILE,
            source=note.source,
        )
    return Scan(
        arrival_id=claim.arrival_id,
        file=note.file,
        sha256=promise.sha256,
        size=promise.size,
        kind=promise.kind,
        received_at=note.received_at,
        path=claim.path,
        source=note.source,
        pages=promise.pages,
    )
