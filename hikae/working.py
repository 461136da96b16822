"""The worker's role: takes jobs until it is told to stop, or until nothing is left to do."""

import threading

import structlog

from hikae.checking import tables_of
from hikae.health import told
from hikae.jobs import ROLE, SCAN, Worker, job_subject
from hikae.office import MACHINE, Office, address_of_database
from hikae.pipeline import DurableSteps, register_workflows
from hikae.scratch import sweep_scratch
from hikae.upkeep import keep_up
from ledger.documents import Documents
from ledger.register import Register
from ledger.why import Unreadable, Why

log = structlog.get_logger(__name__)


def work(office: Office, stop: threading.Event, health_port: int | None = None) -> None:
    """Work until `stop` is set.

    Raises:
        SettingsError, BadFormFileError: what the office decided cannot be understood; scans wait.
    """
    tables_of(office)
    settings = office.settings
    worker = Worker(
        address_of_database(settings),
        settings.home / "run",
        settings.lease_s,
        office.leases,
        lambda job: bury(office, job),
    )
    sweep_scratch(settings.scratch)
    register_workflows(DurableSteps(office, worker.ledger, stop))
    worker.start(settings.workers, settings.poll_s)
    tending = threading.Thread(target=keep_up, args=(office, stop), name="upkeep", daemon=True)
    tending.start()
    try:
        with told(office, ROLE, health_port, worker.name):
            stop.wait()
    finally:
        worker.stop()
        office.sandbox.close()


def bury(office: Office, job: str) -> None:
    """Turn a job that failed for good into rows that a person sees. May be called twice."""
    kind, subject, turn = job_subject(job)
    if kind == SCAN:
        with office.write() as session:
            Register(session).quarantine_scan(
                subject, Unreadable.READING_FAILED, office.clock(), int(turn)
            )
        return
    with office.write() as session:
        document = Documents(session).get(subject)
        if document.key is None:
            Documents(session).held(
                subject, Why.FILING_FAILED, document.candidates, office.clock(), MACHINE
            )
