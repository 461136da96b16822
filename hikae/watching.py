"""The watcher's role: empties the drop folder, and the spool behind the workers."""

import threading
from functools import partial

import structlog

from hikae.i18n import speak
from hikae.intake import inspector, keeper, registrar, release_settled
from hikae.metrics import TROUBLES
from hikae.office import Office
from ingest.errors import NotNowError
from ingest.rounds import Hands, Pace
from ingest.settle import Settler
from ingest.take import take
from ingest.trouble import Report, Trouble
from ingest.walk import Left
from ingest.watch import Hearing, Watcher
from ledger.errors import DatabaseDownError
from ledger.register import Register

_BUSY_S = 1.0
_TIDY_S = 2.0
_RETRY_S = 5.0  # after a trouble; doubled up to the time of a slow listing

log = structlog.get_logger(__name__)


def watch(office: Office, stop: threading.Event) -> None:
    """Watch the drop folder until `stop` is set."""
    settings = office.settings
    settler = Settler(
        quiet_s=settings.quiet_s,
        tiff_quiet_s=settings.tiff_quiet_s,
        patience_s=settings.patience_s,
    )
    pace = Pace(
        busy_s=min(_BUSY_S, settings.quiet_s),
        poll_s=settings.poll_folder_s,
        slow_s=settings.rescan_s,
        retry_s=min(_RETRY_S, settings.rescan_s),
        retry_most_s=settings.rescan_s,
    )
    hearing = Hearing.POLLING if settings.polling == "always" else Hearing.AUTO
    watcher = Watcher(settings.drop, office.spool, settler, hands(office), pace, hearing)
    tidying = threading.Thread(target=_tidy, args=(office, stop), name="tidy", daemon=True)
    tidying.start()
    watcher.run(stop)
    tidying.join()
    office.sandbox.close()


def hands(office: Office) -> Hands:
    """Give the watcher what it works with."""
    inspect = inspector(office)
    return Hands(
        inspect=inspect,
        take_one=partial(take, inspect=inspect, keep=keeper(office), register=registrar(office)),
        report=_Told(),
        left_alone=partial(_note_left, office),
    )


class _Told:
    """Tells the log and the figures what keeps files from being taken in."""

    def __init__(self) -> None:
        self._open: set[tuple[Trouble, str | None]] = set()
        self._count()

    def __call__(self, report: Report) -> None:
        log.warning(
            "taking in", trouble=report.trouble.value, over=report.is_over, reason=report.reason
        )
        self._open.discard((report.trouble, report.file))
        if not report.is_over:
            self._open.add((report.trouble, report.file))
        self._count()

    def _count(self) -> None:
        for trouble in Trouble:
            count = sum(trouble is open_ for open_, _file in self._open)
            TROUBLES.labels(trouble.value).set(count)


def _note_left(office: Office, left: Left) -> None:
    try:
        with office.write() as session:
            Register(session).leave_alone(left.file, left.why.value, office.clock())
    except DatabaseDownError as error:
        raise NotNowError(str(error)) from error


def _tidy(office: Office, stop: threading.Event) -> None:
    speak(office.settings.language)  # a thread begins without; it writes notes for the clerks
    while not stop.wait(_TIDY_S):
        try:
            release_settled(office)
        except (DatabaseDownError, NotNowError) as error:
            log.warning("the spool is tidied later", error=str(error))
