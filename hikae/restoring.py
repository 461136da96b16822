"""An office comes back from a backup: into a place that is still free, and proved there.

The backup is only read. Broken off anywhere, the command is simply given again.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from archive.store import Store
from config.settings import Settings
from hikae.auditing import verify_archive
from hikae.carrying import Told, carry_ledger, fill_archive
from hikae.cli.errors import GiveUpError, is_newer
from hikae.cli.exits import Exit
from hikae.i18n import _
from hikae.new_place import holds_ledger, new_ledger, place_of_store, require_rest
from hikae.office import Office, utc_now
from hikae.scratch import scratch_folder
from hikae.snapshots import LEDGER, MANIFEST, SETTINGS, Backups, Manifest, copied, in_use
from ingest.spool import Spool
from ledger import chain
from ledger.accounts import expected_objects
from ledger.copying import survey
from ledger.engine import open_engine, reading, url_of_file
from ledger.errors import SchemaNotCurrentError
from ledger.migrations import require_current, upgrade

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be restored: which snapshot (None: the newest), and even if objects are lost?"""

    folder: Path
    name: str | None = None
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in its place now: read back and compared."""

    name: str
    objects: int
    rows: int
    events: int
    missing: tuple[str, ...]  # keys of what is lost; only where that was wanted
    later: int  # objects that lay in the archive already and that the snapshot does not name
    kept: tuple[str, ...]  # files of `config/` that were there and stay as they are
    settings: Path | None  # where the settings lie that the office had


def restore(wanted: Wanted, to: Settings, told: Told) -> Restored:
    """Put an office where the settings say, as it was when the snapshot was made.

    The ledger goes last and counts at once, so that there is an office only when all is there.

    Raises:
        GiveUpError: the backup is damaged, the place is in use, or what is there is not right.
        StoreDownError, DatabaseDownError, OSError: something does not answer now, or is full.
    """
    with in_use(wanted.folder, to_read=True) as backups:
        snapshot = _chosen(backups, wanted.name)
        require_rest(to)
        _require_nothing_in_custody(to)
        to.home.mkdir(parents=True, exist_ok=True)
        with scratch_folder(to.scratch) as scratch:
            _fetch(snapshot, scratch)
            with _opened(scratch / LEDGER) as ledger:
                source = _Source(snapshot, backups.objects, scratch, ledger)
                return _restore(source, to, told, accepts_loss=wanted.incomplete)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What was chosen, where it lies, and what it is to hold."""

    name: str
    place: Path
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class _Source:
    """A snapshot opened: the objects of the backups, and working copies of its files."""

    snapshot: _Snapshot
    objects: Store
    files: Path
    ledger: Engine


def _restore(source: _Source, to: Settings, told: Told, *, accepts_loss: bool) -> Restored:
    snapshot, manifest = source.snapshot, source.snapshot.manifest
    with reading(source.ledger) as session:
        _require_chain(session, snapshot)
        expected, counted = expected_objects(session), survey(session)
    is_there = holds_ledger(to, source.ledger)
    lost = fill_archive(expected, source.objects, to, told).faults
    if lost and not accepts_loss:
        raise _lost(snapshot.name, lost)
    later = _verified(Office(to, source.ledger), lost)
    kept = _put_back(source.files, manifest.files, to.home)
    if not is_there:
        _restore_ledger(source, to)
    return Restored(
        name=snapshot.name,
        objects=len(expected) - len(lost),
        rows=sum(table.rows for table in counted.values()),
        events=manifest.events,
        missing=lost,
        later=later,
        kept=kept,
        settings=snapshot.place / SETTINGS if SETTINGS in manifest.files else None,
    )


def _chosen(backups: Backups, name: str | None) -> _Snapshot:
    names = backups.names()
    if not names or name not in (None, *names):
        raise GiveUpError(
            Exit.NOT_FOUND,
            _(
                "There is no such snapshot in {folder}. Nothing was done. There are: {names}",
                folder=backups.folder,
                names=", ".join(names) or "-",
            ),
        )
    chosen = name or names[-1]
    manifest = backups.manifest(chosen)
    if manifest is None:
        raise _damaged(chosen, MANIFEST)
    return _Snapshot(chosen, backups.place(chosen), manifest)


def _require_nothing_in_custody(to: Settings) -> None:
    """A ledger of an earlier time does not know them, and nobody would ever look at them again."""
    spool = to.home / "spool"
    if any(Spool(spool).held()):
        raise GiveUpError(
            Exit.REFUSED,
            _(
                "There are scans in custody in {folder}, of an office that was here. Nothing was "
                "done. Rename that folder; after the restore, put the files named `content` in it "
                "into the watched folder.",
                folder=spool,
            ),
        )


def _fetch(snapshot: _Snapshot, into: Path) -> None:
    """Take working copies, so that what was compared is what is used."""
    for file, digest in snapshot.manifest.files.items():
        try:
            found = copied(snapshot.place / file, into / file)
        except FileNotFoundError as error:
            raise _damaged(snapshot.name, file) from error
        if found != digest:
            raise _damaged(snapshot.name, file)


@contextmanager
def _opened(ledger: Path) -> Iterator[Engine]:
    """Open the copy of a snapshot; one of an earlier version is brought up to this one."""
    engine = open_engine(url_of_file(ledger))
    try:
        try:
            require_current(engine)
        except SchemaNotCurrentError as error:
            if is_newer(error):
                raise
            upgrade(engine)
        yield engine
    finally:
        engine.dispose()


def _verified(there: Office, lost: Collection[str]) -> int:
    """Compare the archive with the ledger of the snapshot; tell how much else lies in it."""
    report = verify_archive(there)
    missing = set(report.missing) - set(lost)
    if missing or report.altered:
        raise GiveUpError(
            Exit.FAILED,
            _(
                "The archive {place} is not as it must be: {missing} objects missing, {altered} "
                "altered. There is no office there yet. Name an empty bucket or folder, and give "
                "this command again.",
                place=place_of_store(there.settings),
                missing=len(missing),
                altered=len(report.altered),
            ),
        )
    return len(report.orphaned)


def _put_back(source: Path, files: Collection[str], home: Path) -> tuple[str, ...]:
    """Put back what the office decided, and name what is there already.

    Never `hikae.toml`: it says where the old office was, which may still be in use.
    """
    kept = []
    for file in sorted(set(files) - {LEDGER, SETTINGS}):
        if (home / file).exists():
            kept.append(file)
        else:
            copied(source / file, home / file)
    return tuple(kept)


def _restore_ledger(source: _Source, to: Settings) -> None:
    def look(target: Session) -> None:
        _require_chain(target, source.snapshot)

    with reading(source.ledger) as session, new_ledger(to) as url:
        carry_ledger(session, url, utc_now(), look)


def _require_chain(session: Session, snapshot: _Snapshot) -> None:
    found, manifest = chain.verify(session), snapshot.manifest
    if not found.holds or (found.events, found.head) != (manifest.events, manifest.head):
        raise GiveUpError(
            Exit.FAILED,
            _(
                "The ledger in the snapshot {name} does not hold: an event or an entry was "
                "altered before it was made. Nothing was restored. Name an earlier snapshot "
                "(--snapshot), and tell the developers.",
                name=snapshot.name,
            ),
        )


def _damaged(name: str, file: str) -> GiveUpError:
    return GiveUpError(
        Exit.FAILED,
        _(
            "The snapshot {name} is damaged: {file} is not as it was written. Nothing was "
            "restored. Use another copy of the backup, or name an earlier snapshot (--snapshot).",
            name=name,
            file=file,
        ),
    )


def _lost(name: str, keys: Collection[str]) -> GiveUpError:
    shown = sorted(keys)[:_SHOWN]
    return GiveUpError(
        Exit.FAILED,
        _(
            "Of the snapshot {name}, {count} objects are missing or altered in the backup: {keys}. "
            "There is no office there yet. Look for them in another copy of the backup, or restore "
            "without them: --incomplete",
            name=name,
            count=len(keys),
            keys=", ".join(shown) + (" …" if len(keys) > _SHOWN else ""),
        ),
    )
