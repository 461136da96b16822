"""The way of a scan, from our custody to the ledger. Read `process` first.

A scan is a durable workflow of named steps; after a crash it goes on at the step that failed.
Steps that write the ledger commit together with their checkpoint. No step returns words, names,
pictures or IDs: readings lie in the store, decisions in the ledger, and steps pass their keys.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from dbos import DBOS, SQLAlchemyDatasource
from sqlalchemy.orm import Session

from archive.store import Filing
from hikae.decision import decide, judge_again, weigh_again, weigh_later
from hikae.filing import Composed, compose_and_put, compose_with_all_text
from hikae.jobs import DOCUMENT, JUDGEMENT, MAX_RECOVERIES, SCAN, TEXT
from hikae.metrics import STEP_S
from hikae.newcomers import has_entry
from hikae.office import MACHINE, Office
from hikae.pages import count_pages
from hikae.patience import patiently
from hikae.reading import load, read_scan, readings_of, with_texts
from hikae.text_again import read_again, readings_with
from hikae.texts import read_texts
from ledger.book import Book, FiledPaper
from ledger.documents import Documents
from ledger.records import Readings
from ledger.register import Register
from ledger.scans import ArrivalState, Outcome
from ledger.why import Unreadable, Why
from ocr.reading import Reading

R = TypeVar("R")


def process(sha256: str, attempt: int, steps: "Steps") -> None:
    """Scan → Pages → Readings → Documents → Texts → Filings → Events."""
    if not steps.write("start", _start, sha256, attempt):
        return None  # an earlier attempt, given up meanwhile
    pages = steps.do("open", count_pages, sha256)
    if isinstance(pages, Unreadable):
        return _set_aside(sha256, attempt, pages, steps)
    steps.write("opened", _opened, sha256, pages)
    filed = steps.do("read", read_scan, sha256, pages)
    if isinstance(filed, Unreadable):
        return _set_aside(sha256, attempt, filed, steps)
    readings = steps.look(load, Readings(filed.key, filed.sha256))
    identified = steps.write("decide", _decide, sha256, filed, readings)
    if identified is None:
        return _set_aside(sha256, attempt, Unreadable.NO_CONTENT, steps)
    texts = steps.do("text", read_texts, sha256, readings)
    complete = steps.look(with_texts, readings, Readings(texts.key, texts.sha256))
    for document_id in steps.write("weigh", _weigh, sha256, texts, complete, identified):
        file_document(document_id, steps)
    return steps.write("close", _close, sha256)


def file_document(document_id: str, steps: "Steps") -> None:
    """Put one document whose application is decided into the archive and into the ledger."""
    while True:
        composed = steps.do("compose", compose_and_put, document_id)
        if isinstance(composed, Why):
            return steps.write("hold", _hold, document_id, composed)
        if steps.write("record", _record, document_id, composed):
            return None
        # Somebody decided otherwise while it was composed: once more, for that decision.


def judge_document(document_id: str, steps: "Steps") -> None:
    """Look at a held document again, because the ledger grew."""
    readings = steps.look(readings_of, document_id)
    if steps.write("judge", judge_again, document_id, readings):
        file_document(document_id, steps)


def complete_text(document_id: str, steps: "Steps") -> None:
    """Read a document again that was filed without all its text, and weigh it again."""
    while True:
        later = steps.do("read again", read_again, document_id)
        if later is None:
            return
        readings = steps.look(readings_with, document_id, later)
        if steps.write("weigh later", weigh_later, document_id, later, readings):
            break
        # Other text of the scan was read meanwhile: once more, with that.
    filed = steps.do("compose again", compose_with_all_text, document_id)
    if filed is not None:
        steps.write("add text", _add_text, document_id, filed)


class Steps(Protocol):
    """Runs the steps of one workflow, each at least once, and remembers what they gave."""

    def do(self, name: str, step: Callable[..., R], *args: object) -> R:
        """A step that works on files and objects. It may run again after a crash."""

    def look(self, look: Callable[..., R], *args: object) -> R:
        """Look at what never changes. It is looked at again after a crash, not remembered."""

    def write(self, name: str, step: Callable[..., R], *args: object) -> R:
        """A step that writes the ledger: rows and checkpoint appear together, or neither."""


@dataclass(frozen=True, slots=True)
class DurableSteps:
    """Steps that the engine remembers."""

    office: Office
    ledger: SQLAlchemyDatasource
    stop: threading.Event

    def do(self, name: str, step: Callable[..., R], *args: object) -> R:
        """See `Steps.do`. It waits while store, disk or reader is away (`hikae.patience`)."""
        with STEP_S.labels(name).time():
            return DBOS.run_step({"name": name}, self._patiently, step, args)

    def look(self, look: Callable[..., R], *args: object) -> R:
        """See `Steps.look`. Names and words must not pass through the engine's tables."""
        return self._patiently(look, args)

    def write(self, name: str, step: Callable[..., R], *args: object) -> R:
        """See `Steps.write`."""
        with STEP_S.labels(name).time():
            return self.ledger.run_tx_step({"name": name}, self._in_session, step, args)

    def _patiently(self, step: Callable[..., R], args: tuple[object, ...]) -> R:
        return patiently(lambda: step(self.office, *args), self.stop)

    def _in_session(self, step: Callable[..., R], args: tuple[object, ...]) -> R:
        return step(self.ledger.sql_session(), self.office, *args)


def register_workflows(steps: Steps) -> None:
    """Make the workflows known to the engine, before the worker starts."""

    @DBOS.workflow(name=SCAN, max_recovery_attempts=MAX_RECOVERIES)
    def _scan(sha256: str, attempt: str) -> None:
        process(sha256, int(attempt), steps)

    @DBOS.workflow(name=DOCUMENT, max_recovery_attempts=MAX_RECOVERIES)
    def _document(document_id: str) -> None:
        file_document(document_id, steps)

    @DBOS.workflow(name=JUDGEMENT, max_recovery_attempts=MAX_RECOVERIES)
    def _judgement(document_id: str) -> None:
        judge_document(document_id, steps)

    @DBOS.workflow(name=TEXT, max_recovery_attempts=MAX_RECOVERIES)
    def _text(document_id: str) -> None:
        complete_text(document_id, steps)


def _start(session: Session, office: Office, sha256: str, attempt: int) -> bool:
    state = Register(session).start(sha256, office.clock(), attempt)
    return state in (ArrivalState.WAITING, ArrivalState.WORKING)


def _opened(session: Session, _office: Office, sha256: str, pages: int) -> None:
    Register(session).opened(sha256, pages)


def _decide(
    session: Session, office: Office, sha256: str, filed: Filing, readings: tuple[Reading, ...]
) -> tuple[str, ...] | None:
    return decide(session, office, sha256, Readings(filed.key, filed.sha256), readings)


def _weigh(
    session: Session,
    office: Office,
    sha256: str,
    filed: Filing,
    readings: tuple[Reading, ...],
    identified: tuple[str, ...],
) -> tuple[str, ...]:
    texts = Readings(filed.key, filed.sha256)
    return weigh_again(session, office, sha256, texts, readings, identified)


def _hold(session: Session, office: Office, document_id: str, why: Why) -> None:
    Documents(session).held(document_id, why, (), office.clock(), MACHINE)


def _record(session: Session, office: Office, document_id: str, composed: Composed) -> bool:
    """Attach a document to its entry; False if it was composed for another decision.

    Where a list said meanwhile whose an ID is that nobody knew, the document waits instead.
    """
    documents = Documents(session)
    document = documents.get(document_id)
    if document.application_id is None or document.decided_at != composed.decided_at:
        return document.outcome is not None and document.application_id is None
    by, at = document.decided_by or MACHINE, office.clock()
    paper = FiledPaper(document_id, composed.proves or document.form, composed.filing.key)
    if not has_entry(session, office, document, paper):
        return True
    result = Book(session).attach(document.application_id, paper, office.policy, at, by)
    documents.filed(
        document_id,
        document.application_id,
        composed.filing,
        document.proof,
        result.attached.event_id,
        at,
        by,
        text_complete=composed.text_complete,
    )
    return True


def _add_text(session: Session, office: Office, document_id: str, filing: Filing) -> None:
    documents = Documents(session)
    document = documents.get(document_id)
    if document.outcome is not Outcome.FILED or document.application_id is None:
        return  # withdrawn meanwhile
    paper = FiledPaper(document_id, document.form, filing.key)
    Book(session).text_added(document.application_id, paper, office.clock(), MACHINE)
    documents.text_added(document_id, filing)


def _close(session: Session, office: Office, sha256: str) -> None:
    Register(session).close(sha256, office.clock())


def _quarantine(
    session: Session, office: Office, sha256: str, attempt: int, why: Unreadable
) -> None:
    Register(session).quarantine_scan(sha256, why, office.clock(), attempt)


def _set_aside(sha256: str, attempt: int, why: Unreadable, steps: Steps) -> None:
    """Give it up. Who holds the file in custody lays it where a clerk sees it (`hikae.intake`)."""
    steps.write("quarantine", _quarantine, sha256, attempt, why)
