"""`hikae take`: given files are copied in at once, and left where they are."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hikae.i18n import _
from hikae.intake import inspector, keeper, registrar
from hikae.office import Office
from ingest.errors import CannotClaimError, ChangedError, NotAFileError, VanishedError
from ingest.leave import leave_alone
from ingest.scan import Drop, Look, shown
from ingest.take import take
from ingest.walk import Closed, Left, walk
from ingest.whole import State, Verdict
from ledger.scans import ScanKind

_LOOK_AGAIN_S = 0.5


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one given file: taken in, left alone as no scan, or not to be had."""

    file: str
    arrival_id: str | None = None
    left_alone: str | None = None
    trouble: str | None = None


def take_paths(office: Office, paths: Sequence[Path], told: Callable[[TakenIn], None]) -> None:
    """Take files and folders in, one after the other, and tell what became of each.

    Raises:
        FileNotFoundError: a given path does not exist; nothing was taken.
        NotNowError: store or database is away; what was copied waits in the spool.
    """
    for path in paths:
        path.lstat()
    for path in paths:
        for thing in _below(path):
            match thing:
                case Drop():
                    told(_take_one(office, thing))
                case Left():
                    told(TakenIn(thing.file, left_alone=thing.why.value))
                case Closed():
                    told(TakenIn(thing.file, trouble=thing.reason))


def take_again(office: Office, path: Path, file: str) -> TakenIn:
    """Take one file in under the name that it had when it first came.

    Raises:
        NotNowError: store or database is away; what was copied waits in the spool.
    """
    status = path.lstat()
    why = leave_alone(path.name, status.st_mode)
    if why is not None:
        return TakenIn(file, left_alone=why.value)
    return _take_one(office, Drop.seen(path, file, status))


def _below(path: Path) -> Iterator[Drop | Left | Closed]:
    """List a given folder; of a given file, the file alone. Names count from the given path."""
    if path.is_dir() and not path.is_symlink():
        yield from walk(path)
        return
    status = path.lstat()
    why = leave_alone(path.name, status.st_mode)
    if why is not None:
        yield Left(shown(Path(path.name)), why)
    else:
        yield Drop.seen(path, shown(Path(path.name)), status)


def _take_one(office: Office, drop: Drop) -> TakenIn:
    """Copy a file in as soon as it is finished."""
    inspect = inspector(office)
    while True:
        try:
            _wait_until_finished(office, drop.path, inspect)
            with office.spool.copy(drop.path, drop.file, office.clock()) as claim:
                taken = take(claim, inspect, keeper(office), registrar(office))
                return TakenIn(drop.file, taken.outcome.arrival_id)
        except ChangedError:
            continue
        except (VanishedError, NotAFileError, FileNotFoundError):
            return TakenIn(drop.file, trouble=_("it went away"))
        except (CannotClaimError, PermissionError) as error:
            return TakenIn(drop.file, trouble=str(error.args[-1]))


def _wait_until_finished(office: Office, path: Path, inspect: Callable[[Path], Verdict]) -> None:
    """Come back when nothing more is to be expected of a file: by its time stamp, or by our looks.

    A time stamp alone will not do: the clock of a scanner may be ahead by days.
    """
    look, since_s = None, time.monotonic()
    while True:
        verdict = inspect(path)
        status = path.lstat()
        if Look.of(status) != look:
            look, since_s = Look.of(status), time.monotonic()
        quiet_s = max(time.time() - status.st_mtime, time.monotonic() - since_s)
        if quiet_s >= _quiet_s(office, verdict):
            return
        time.sleep(_LOOK_AGAIN_S)


def _quiet_s(office: Office, verdict: Verdict) -> float:
    settings = office.settings
    if verdict.state is State.INCOMPLETE:
        return settings.patience_s
    return settings.tiff_quiet_s if verdict.kind is ScanKind.TIFF else settings.quiet_s
