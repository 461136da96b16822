"""The place where an office is to be from now on: free, at rest, and ours only when all is there.

A ledger in a file is made beside its place and put there when it is whole. On a server it is
written in one transaction.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from config.settings import Settings
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.i18n import _
from hikae.office import address_of_database, open_store, place_of_database
from ingest.durable import sync_folder
from ledger.copying import is_untouched, survey
from ledger.engine import open_engine, reading, url_of_file
from ledger.leases import Leases
from ledger.migrations import is_empty, require_current

_WITH_IT = ("", "-wal", "-shm")  # what belongs to a database in a file


@contextmanager
def new_ledger(settings: Settings) -> Iterator[str]:
    """Give the URL of the database to be filled; what is done there holds only if nothing raises.

    All connections must be closed at the end.
    """
    place = _file(settings)
    if place is None:
        yield address_of_database(settings)
        return
    beside = place.with_name(f"{place.name}.incoming")
    _remove(beside)
    yield url_of_file(beside)
    _remove(place)  # an office in which nobody has worked
    beside.rename(place)
    sync_folder(place.parent)


def require_rest(settings: Settings) -> None:
    """See that nobody works in an office.

    Raises:
        GiveUpError: a worker is alive, or was a moment ago.
    """
    if _is_missing(settings):
        return
    engine = open_engine(address_of_database(settings))
    try:
        alive = not is_empty(engine) and Leases(engine).alive(settings.lease_s)
    finally:
        engine.dispose()
    if alive:
        raise GiveUpError(
            Exit.REFUSED,
            _(
                "Hikae is still at work in {place}. Nothing was changed. End `hikae serve` (or "
                "watch, work and console, on every machine), wait {seconds:.0f} seconds, and "
                "give this command again.",
                place=place_of_database(settings),
                seconds=settings.lease_s,
            ),
        )


def holds_ledger(settings: Settings, source: Engine) -> bool:
    """Is a ledger in the new place already, brought there by a command that was broken off late?

    Raises:
        GiveUpError: there is another office, or this one in another state.
        SchemaNotCurrentError: there is one of another version.
    """
    if _is_missing(settings):
        return False
    engine = open_engine(address_of_database(settings))
    try:
        if is_empty(engine):
            return False
        require_current(engine)
        with reading(engine) as there, reading(source) as here:
            if is_untouched(there):
                return False
            if survey(there) == survey(here):
                return True
    finally:
        engine.dispose()
    raise GiveUpError(
        Exit.REFUSED,
        _(
            "There is an office in {place} already. Nothing was changed there. Name an empty "
            "database; a hikae.db of an earlier time is first to be renamed.",
            place=place_of_database(settings),
        ),
    )


def require_ours(settings: Settings, expected: Collection[str]) -> None:
    """See that an archive is empty, or holds something of what is to be put there.

    Raises:
        GiveUpError: it is the archive of somebody else.
    """
    store, holds_others = open_store(settings), False
    for key in store.keys():  # noqa: SIM118 - no dict
        if key in expected:
            return
        holds_others = True
    if holds_others:
        raise GiveUpError(
            Exit.REFUSED,
            _(
                "The archive {place} holds other objects than this office's. Nothing was changed "
                "there. Name an empty bucket, or empty folder.",
                place=place_of_store(settings),
            ),
        )


def place_of_store(settings: Settings) -> str:
    """Say where the archive is."""
    return settings.store or str(settings.archive)


def _file(settings: Settings) -> Path | None:
    address = make_url(address_of_database(settings))
    return Path(str(address.database)) if address.get_backend_name() == "sqlite" else None


def _is_missing(settings: Settings) -> bool:
    """Opening a file that is not there would make it."""
    file = _file(settings)
    return file is not None and not file.exists()


def _remove(database: Path) -> None:
    for ending in _WITH_IT:
        database.with_name(database.name + ending).unlink(missing_ok=True)
