"""What a worker does now and then: clear away what is left over, and try unread text again."""

import threading

import structlog

from archive.errors import StoreDownError
from hikae.i18n import speak
from hikae.intake import release_settled
from hikae.jobs import TEXT, days_ago, job_id
from hikae.office import Office
from hikae.scratch import sweep_scratch
from ingest.errors import NotNowError
from ledger.documents import Documents
from ledger.errors import DatabaseDownError

_HALF_WRITTEN_S = 24 * 3600.0

log = structlog.get_logger(__name__)


def keep_up(office: Office, stop: threading.Event) -> None:
    """Do the upkeep every while until `stop` is set. Several workers may do it at a time."""
    speak(office.settings.language)  # a thread begins without; it writes notes for the clerks
    while not stop.wait(office.settings.upkeep_s):
        try:
            upkeep(office)
        except (DatabaseDownError, StoreDownError, NotNowError) as error:
            log.warning("upkeep is done later", error=str(error))


def upkeep(office: Office) -> None:
    """Do it once."""
    now = office.clock()
    sweep_scratch(office.settings.scratch)
    release_settled(office)
    office.store.sweep(_HALF_WRITTEN_S, now.timestamp())
    office.jobs.forget(days_ago(now, office.settings.keep_jobs_days))
    with office.write() as session:
        for document in Documents(session).lacking_text():
            # The engine remembers the job for `keep_jobs_days`: it is not tried every hour.
            job = job_id(TEXT, document.document_id, 1)
            office.jobs.enqueue(session, TEXT, job, document.document_id)
