"""The port to the work engine (DBOS): enqueue with the rows, run, take over, bury, forget.

What the engine does: durable workflows whose steps are checkpointed, resumed at the failed step.
What it leaves to us and stands here: a lease that every worker renews by the database's clock,
the takeover of workers that fell silent (level-triggered, so a failed pass is simply repeated),
dead letters handed to somebody who tells a person, and forgetting what finished long ago.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from dbos import DBOS, DBOSClient, SQLAlchemyDatasource, _datasource, _datasource_sqlite, _sys_db
from sqlalchemy.orm import Session

from hikae.slots import take_slot
from ledger.engine import alone, database_errors, is_served, open_engine, strangers_address
from ledger.leases import Leases
from ledger.passing import passes_on_file, passes_on_server

QUEUE = "scans"
# The kinds of job; `hikae.pipeline` says what they do.
SCAN, DOCUMENT, JUDGEMENT, TEXT = "scan", "document", "judgement", "text"
ENGINE_NAME = "hikae"
ROLE = "work"
# Raise only when a change makes a workflow under way impossible to resume; `hikae migrate` then
# gives out anew what was under way.
APPLICATION_VERSION = "3"
# A worker's death counts against every job it held, so this is far above what bad luck brings;
# poison is kept out of the worker by the sandbox.
MAX_RECOVERIES = 100
_DEAD = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
# A text that cannot be read again costs nothing: its document is filed, and stays flagged.
_MISSED = [SCAN, DOCUMENT, JUDGEMENT]
_BATCH = 500
_SAME_AGAIN_S = 60.0
# Connections of the engine's own to a server; `ledger.postgresql` says how many the office has.
# With one that listens, one for the name and one for `Jobs` a worker keeps at most nine.
_CONNECTIONS = 2

log = structlog.get_logger(__name__)


def prepare(database_url: str) -> None:
    """Create or migrate the engine's own tables, in the ledger's database."""
    _quiet_engine_log()
    address, engine = strangers_address(database_url), open_engine(database_url)
    with alone(engine):
        DBOS.migrate(address)
        SQLAlchemyDatasource.migrate(address)
    engine.dispose()


class Jobs:
    """The side that gives out work: a command, the watcher, the console."""

    def __init__(self, database_url: str) -> None:
        with database_errors():
            self._client = DBOSClient(
                system_database_url=strangers_address(database_url),
                system_database_pool_size=1,
                application_name=ENGINE_NAME,
                retry_connection_errors=False,
            )

    def enqueue(self, session: Session, workflow: str, workflow_id: str, *args: str) -> None:
        """Add a job in the caller's transaction; the same `workflow_id` again adds nothing."""
        self._client.enqueue_in_transaction(
            session,
            {
                "workflow_name": workflow,
                "queue_name": QUEUE,
                "workflow_id": workflow_id,
                "app_version": APPLICATION_VERSION,
            },
            *args,
        )

    def waiting(self) -> tuple[str, ...]:
        """Name the jobs that nobody has begun."""
        with database_errors():
            queued = self._client.list_workflows(
                status="ENQUEUED", load_input=False, load_output=False
            )
        return tuple(job.workflow_id for job in queued)

    def forget(self, finished_before: datetime) -> int:
        """Delete what the engine remembers of jobs that finished before; the ledger keeps all."""
        count = 0
        with database_errors():
            while batch := self._client.list_workflows(
                status="SUCCESS",  # the dead are buried first
                completed_before=finished_before.isoformat(),
                limit=_BATCH,
                load_input=False,
                load_output=False,
            ):
                self._client.delete_workflows([job.workflow_id for job in batch])
                count += len(batch)
        return count

    def forget_older(self) -> None:
        """Delete the unfinished jobs of an older version of the way: no worker takes them up."""
        with database_errors():
            unfinished = self._client.list_workflows(
                status=["ENQUEUED", "PENDING"], load_input=False, load_output=False
            )
            older = [job for job in unfinished if job.app_version != APPLICATION_VERSION]
            self._client.delete_workflows([job.workflow_id for job in older])

    def close(self) -> None:
        """Let go of the database."""
        self._client.destroy()


class Worker:
    """One executor process. Workflows must be registered before `start`."""

    def __init__(
        self,
        database_url: str,
        run_folder: Path,
        lease_s: float,
        leases: Leases,
        bury: Callable[[str], None],
    ) -> None:
        """`bury` is told the ID of each job that failed for good; it may be told twice.

        Raises:
            DatabaseDownError: the database is away now.
        """
        self._slot = take_slot(run_folder, leases)
        self.name = self._slot.worker
        self._lease_s = lease_s
        self._leases = leases
        self._bury = bury
        self._stop = threading.Event()
        self._silent: set[str] = set()
        DBOS(
            config={
                "name": ENGINE_NAME,
                "system_database_url": strangers_address(database_url),
                "application_version": APPLICATION_VERSION,
                "executor_id": self.name,
                "db_engine_kwargs": {
                    "hide_parameters": True,
                    "connect_args": {"application_name": ENGINE_NAME},
                },
                "sys_db_pool_size": _CONNECTIONS if is_served(database_url) else None,
                "log_level": "WARNING",
            }
        )
        _quiet_engine_log()
        _let_the_engine_wait()
        # Must exist before launch: steps that write the ledger commit with their checkpoint. The
        # engine is ours, because it takes the write lock before anything is read.
        engine = open_engine(database_url, waits_for_its_turn=True)
        with database_errors():
            self.ledger = SQLAlchemyDatasource.create(database_url, engine=engine)

    def start(self, concurrency: int, poll_s: float) -> None:
        """Begin to take jobs, at most `concurrency` at a time.

        Raises:
            DatabaseDownError: the database is away now.
        """
        DBOS.listen_queues([QUEUE])
        self._leases.renew(self.name, ROLE)
        with database_errors():
            DBOS.launch()
            DBOS.register_queue(QUEUE, worker_concurrency=concurrency, polling_interval_sec=poll_s)
        for name, beat in (("lease", self._renew), ("tend", self._tend)):
            threading.Thread(target=self._every_beat, args=(beat,), name=name, daemon=True).start()

    def stop(self, patience_s: int = 10) -> None:
        """Take no more jobs; what is under way is finished, or resumed by the next worker."""
        self._stop.set()
        DBOS.destroy(workflow_completion_timeout_sec=patience_s, destroy_registry=True)
        self._leases.give_up(self.name)
        self._slot.close()

    def _every_beat(self, beat: Callable[[], None]) -> None:
        while not self._stop.wait(self._lease_s / 4):
            try:
                beat()
            except Exception as error:  # noqa: BLE001  # the next beat tries again, come what may
                log.warning("a beat failed, the next one repeats it", error=type(error).__name__)

    def _renew(self) -> None:
        if self._slot.claim.holds():
            self._leases.renew(self.name, ROLE)
        elif not self._stop.is_set():
            # The server was away, and another machine of our name was faster: we begin anew.
            log.error("another worker goes by this name now; this one ends", worker=self.name)
            os.kill(os.getpid(), signal.SIGTERM)

    def _tend(self) -> None:
        self._take_over(self._leases.alive(self._lease_s))
        for job in DBOS.list_workflows(
            status=_DEAD, name=_MISSED, load_input=False, load_output=False
        ):
            log.error("a job failed for good", job=job_subject(job.workflow_id)[0])
            self._bury(job.workflow_id)
            DBOS.delete_workflows([job.workflow_id])

    def _take_over(self, alive: frozenset[str]) -> None:
        """Take the jobs of workers that were silent at the last beat, too.

        After a long write by one worker the others are late by no fault of their own.
        """
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        silent = {job.executor_id for job in pending if job.executor_id} - alive
        dead, self._silent = sorted(silent & self._silent), silent
        if dead:
            log.info("taking over jobs of silent workers", workers=dead)
            # Public `resume_workflows` would reset the poison counter and is not fenced by owner.
            DBOS._recover_pending_workflows(dead)


def job_id(kind: str, subject: str, turn: int | str) -> str:
    """Name a job by what it works on: enqueued twice, it is one job."""
    return f"{kind}-{subject}-{turn}"


def job_subject(job: str) -> tuple[str, str, str]:
    """Give the kind, the subject and the turn back."""
    kind, subject, turn = job.split("-", 2)
    return kind, subject, turn


def days_ago(now: datetime, days: int) -> datetime:
    """Give the moment before which finished jobs are forgotten."""
    return now.astimezone(UTC) - timedelta(days=days)


def _quiet_engine_log() -> None:
    """Let the engine speak through our masked log instead of its own handlers."""
    logger = logging.getLogger("dbos")
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel("WARNING")
    logger.filters[:] = [_NotTheSameAgain()]


class _NotTheSameAgain(logging.Filter):
    """While the database is away the engine's queue says so at every look, many times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Pass what was not said within the last minute."""
        text, since = record.getMessage(), record.created - _SAME_AGAIN_S
        self._said = {said: at for said, at in self._said.items() if at > since}
        if text in self._said:
            return False
        self._said[text] = record.created
        return True


def _let_the_engine_wait() -> None:
    """Let the engine wait out all that passes, as it waits out a locked file and a restart.

    As it comes, it takes a full disk or a server that may only be read for the answer of a step,
    and the scan for failed.
    """
    vars(_sys_db)["retriable_sqlite_exception"] = passes_on_file
    vars(_sys_db)["retriable_postgres_exception"] = passes_on_server
    vars(_datasource_sqlite)["_is_sqlite_serialization_error"] = passes_on_file
    vars(_datasource)["retriable_postgres_exception"] = passes_on_server
