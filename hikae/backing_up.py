"""A backup of the whole office, consistent while everybody works.

First the ledger, as it is at one moment; then every object that it names. Objects are put into the
archive before the ledger names them and are never changed after, so they are all there.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from sqlmodel import Session

from hikae.carrying import Told, carry_ledger, carry_objects
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.i18n import _
from hikae.office import Office
from hikae.scratch import scratch_folder, sweep_scratch
from hikae.snapshots import LEDGER, SETTINGS, Backups, Manifest, copied, in_use
from ledger import chain
from ledger.accounts import expected_objects
from ledger.engine import url_of_file
from ledger.migrations import HEAD


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A snapshot that counts. `new_objects` are those that no earlier backup had."""

    name: str
    manifest: Manifest
    new_objects: int


def back_up(office: Office, folder: Path, told: Told) -> BackedUp:
    """Make a snapshot of the office in a folder of backups.

    What the archive cannot give is named in the manifest, and the rest is backed up all the same.

    Raises:
        GiveUpError: the folder cannot be the place of this office's backups.
        StoreDownError, DatabaseDownError, OSError: something does not answer now, or is full; what
            was copied stays, and the next backup goes on there.
    """
    _require_elsewhere(office, folder)
    with _for_us_alone():
        folder.mkdir(exist_ok=True)
        with in_use(folder) as backups:
            return _back_up(office, backups, told)


def _back_up(office: Office, backups: Backups, told: Told) -> BackedUp:
    made_at, scratch = office.clock(), office.settings.scratch
    sweep_scratch(scratch)
    with scratch_folder(scratch) as here:
        seen = _snapshot(office, here / LEDGER)
        _require_same_office(backups, seen)
        unfinished = backups.begin(made_at)
        files = [(LEDGER, here / LEDGER), *_own_files(office.settings.home)]
        digests = {file: _kept(source, unfinished / file) for file, source in files}
    carried = carry_objects(seen.expected, office.store, backups.objects, scratch, told)
    manifest = Manifest(
        made_at=made_at,
        version=version("hikae"),
        schema=HEAD,
        beginning=seen.beginning,
        events=seen.chain.events,
        head=seen.chain.head,
        chain_holds=seen.chain.holds,
        objects=len(seen.expected),
        missing=carried.faults,
        files=digests,
    )
    return BackedUp(backups.finish(manifest), manifest, carried.count)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The ledger at one moment."""

    expected: Mapping[str, str]
    beginning: str | None
    chain: chain.Report


def _snapshot(office: Office, file: Path) -> _Seen:
    """Write the ledger as it is now into a file; `hikae.db` of another office could look so."""
    reports: list[chain.Report] = []

    def look(copy: Session) -> None:
        reports.append(chain.verify(copy))

    with office.read() as session:  # all of it as it is at one moment, whoever writes meanwhile
        carry_ledger(session, url_of_file(file), office.clock(), look)
        return _Seen(expected_objects(session), chain.beginning(session), reports[0])


def _own_files(home: Path) -> Iterator[tuple[str, Path]]:
    """What the office decided by itself: files, by their path below the office folder."""
    for place in (home / SETTINGS, *sorted((home / "config").rglob("*"))):
        if place.is_file():
            yield place.relative_to(home).as_posix(), place


def _kept(source: Path, target: Path) -> str:
    digest = copied(source, target)
    if digest is None:
        raise GiveUpError(
            Exit.FAILED,
            _(
                "What is written to {file} reads back otherwise. This backup does not count. "
                "Look at the disk, or use another one.",
                file=target,
            ),
        )
    return digest


def _require_elsewhere(office: Office, folder: Path) -> None:
    if folder.resolve().is_relative_to(office.settings.home.resolve()):
        raise GiveUpError(
            Exit.REFUSED,
            _(
                "{folder} lies in the office folder and would be lost with it. Nothing was done. "
                "Name a folder on another disk.",
                folder=folder,
            ),
        )


def _require_same_office(backups: Backups, seen: _Seen) -> None:
    found = [backups.manifest(name) for name in backups.names()]
    beginnings = {manifest.beginning for manifest in found if manifest is not None} - {None}
    if beginnings - {seen.beginning}:
        raise GiveUpError(
            Exit.REFUSED,
            _(
                "{folder} holds backups of another office. Nothing was changed there. Name a "
                "folder of its own for each office.",
                folder=backups.folder,
            ),
        )


@contextmanager
def _for_us_alone() -> Iterator[None]:
    """Whatever is made is for nobody but our user: it is all that the office knows of people."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
