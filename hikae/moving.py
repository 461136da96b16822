"""Moving house: an office goes to another database, another archive or both, and is proved there.

The old place is only read. Broken off anywhere, the move is simply started again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from archive.errors import AlteredError
from config.settings import Settings
from hikae.auditing import verify_archive
from hikae.carrying import Told, carry_ledger, fill_archive
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.i18n import _
from hikae.new_place import holds_ledger, new_ledger, place_of_store, require_rest
from hikae.office import Office, address_of_database
from ledger import chain
from ledger.accounts import expected_objects
from ledger.copying import held_still, survey


@dataclass(frozen=True, slots=True)
class Moved:
    """What is in the new place: read back and compared. None: that part stayed where it was."""

    objects: int | None
    rows: int | None
    events: int | None


def move(office: Office, to: Settings, told: Told) -> Moved:
    """Carry an office to where `to` says, and verify what is there.

    The ledger goes last and counts at once, so that the new place is an office only when all of it
    is there.

    Raises:
        GiveUpError: somebody is at work, the new place is in use, or what is there is not right.
        AlteredError: the old archive does not hold what the ledger says.
        StoreDownError, DatabaseDownError: a place does not answer now.
    """
    require_rest(office.settings)
    require_rest(to)
    ledger_moves = address_of_database(to) != address_of_database(office.settings)
    archive_moves = place_of_store(to) != place_of_store(office.settings)
    is_there = ledger_moves and holds_ledger(to, office.engine)
    with office.read() as session:
        expected = expected_objects(session)
    if archive_moves:
        _move_archive(office, to, expected, told)
    with held_still(office.engine) as session:
        if expected_objects(session) != expected:
            raise _somebody_worked()
        if ledger_moves and not is_there:
            _move_ledger(session, to, office.clock())
        counted = survey(session)
    return Moved(
        objects=len(expected) if archive_moves else None,
        rows=sum(table.rows for table in counted.values()) if ledger_moves else None,
        events=counted["event"].rows if ledger_moves else None,
    )


def _move_archive(office: Office, to: Settings, expected: Mapping[str, str], told: Told) -> None:
    for key in fill_archive(expected, office.store, to, told).faults:
        raise AlteredError(key)
    # The old ledger beside the new archive: both ledgers are to hold the same.
    report = verify_archive(Office(to, office.engine, office.clock))
    if report.is_sound:
        return
    raise GiveUpError(
        Exit.FAILED,
        _(
            "The archive {place} is not as it must be: {missing} objects missing, {altered} "
            "altered, {orphaned} in no ledger. The office stays where it is and is unchanged. "
            "Name another bucket or folder, and give this command again.",
            place=place_of_store(to),
            missing=len(report.missing),
            altered=len(report.altered),
            orphaned=len(report.orphaned),
        ),
    )


def _move_ledger(source: Session, to: Settings, at: datetime) -> None:
    with new_ledger(to) as url:
        carry_ledger(source, url, at, _require_chain)


def _require_chain(target: Session) -> None:
    if not chain.verify(target).holds:
        raise GiveUpError(
            Exit.FAILED,
            _(
                "The ledger does not hold: an event or an entry was altered. Nothing was moved. "
                "Run `hikae ledger verify`, keep the database as it is, and tell the developers."
            ),
        )


def _somebody_worked() -> GiveUpError:
    return GiveUpError(
        Exit.REFUSED,
        _(
            "Somebody worked in the office while it was moved. It is as it was, and the new place "
            "does not count yet. End everything that runs, and give this command again."
        ),
    )
