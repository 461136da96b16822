"""The book: entries and what happens to them. The caller owns the transaction.

Every write reads the entry, asks the rules, appends an event to the chain and moves the entry on
only if nobody else did meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger import events, tables
from ledger.engine import holds_what_it_reads
from ledger.errors import MoveRefusedError, NotInLedgerError, StaleEntryError
from ledger.events import Differs, EventKind
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.imports import open_entries
from ledger.pen import Line, append
from ledger.questions import Questions
from ledger.records import EntryRecord, NewEntry
from ledger.rows import entry_record, event_value, state_of
from ledger.rules import (
    Attach,
    Discrepancy,
    Move,
    Policy,
    Propose,
    Refused,
    judge,
    what_a_filing_means,
)
from ledger.states import State


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """A document in the archive whose ID is certain: its key, and the form that tells the stage."""

    document_id: str
    form: FormKind
    evidence: str


@dataclass(frozen=True, slots=True)
class AttachResult:
    """What became of a filed paper: always attached; perhaps a move; perhaps a question."""

    attached: events.Event
    moved: events.Event | None = None
    discrepancy_id: int | None = None


class Book:
    """One session's view of the ledger."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.questions = Questions(session)

    def entry(self, application_id: ApplicationId) -> EntryRecord:
        """Give the entry as it stands.

        Raises:
            NotInLedgerError: there is none.
        """
        return entry_record(self._row(application_id))

    def add(self, entries: Iterable[NewEntry], at: datetime, by: str) -> tuple[ApplicationId, ...]:
        """Open an entry for each line, with one event each, and say which are new.

        A line that was imported before changes nothing, wherever its entry has got to since. An
        entry that a paper opened becomes what its line says, and counts as new.

        Raises:
            AlreadyInLedgerError: an ID is there with other facts; the caller rolls back.
        """
        return open_entries(self._session, entries, at, by)

    def record(
        self,
        application_id: ApplicationId,
        kind: EventKind,
        at: datetime,
        by: str,
        *,
        evidence: str | None = None,
        document_id: str | None = None,
        note: str = "",
        version: int | None = None,
    ) -> events.Event:
        """Write one event if the rules allow it. Open questions about this event are closed.

        Args:
            version: the version of the entry that the person saw; None: whatever it is now.

        Raises:
            NotInLedgerError: there is no such entry.
            MoveRefusedError: the rules do not allow it at this stage.
            StaleEntryError: the entry is not what the person saw, or changed meanwhile.
        """
        row = self._row(application_id, version)
        to = judge(state_of(row), kind)
        if isinstance(to, Refused):
            raise MoveRefusedError(kind, row.stage, to.why)
        event = append(self._session, row, Line(kind, to, at, by, evidence, document_id, note))
        self.questions.close_of_kind(application_id, kind, at, by)
        return event

    def attach(
        self,
        application_id: ApplicationId,
        paper: FiledPaper,
        policy: Policy,
        at: datetime,
        by: str,
    ) -> AttachResult:
        """Attach a filed paper to its entry and do what the office's policy says it means.

        A paper that is attached already is not attached again.

        Raises:
            NotInLedgerError: there is no such entry.
        """
        row = self._row(application_id)
        if (before := self._attached_before(row, paper.document_id)) is not None:
            return before
        attached = append(
            self._session, row, _line(EventKind.DOCUMENT_ATTACHED, state_of(row), at, by, paper)
        )
        match what_a_filing_means(paper.form, policy, state_of(row)):
            case Attach():
                return AttachResult(attached)
            case Move(kind, to):
                moved = append(self._session, row, _line(kind, to, at, by, paper))
                self.questions.close_of_kind(application_id, kind, at, by)
                return AttachResult(attached, moved=moved)
            case Propose(kind):
                line = _line(EventKind.MOVE_PROPOSED, state_of(row), at, by, paper, note=kind)
                proposed = append(self._session, row, line)
                question = self.questions.ask(
                    row, kind, Differs.NEEDS_CONFIRMATION, at, paper.document_id
                )
                return AttachResult(attached, moved=proposed, discrepancy_id=question)
            case Discrepancy(kind, why):
                question = self.questions.ask(row, kind, why, at, paper.document_id)
                return AttachResult(attached, discrepancy_id=question)

    def text_added(
        self, application_id: ApplicationId, paper: FiledPaper, at: datetime, by: str
    ) -> events.Event:
        """Note that an attached paper has a new PDF: the same pages, now with all their text.

        Raises:
            NotInLedgerError: there is no such entry.
        """
        row = self._row(application_id)
        line = _line(EventKind.TEXT_ADDED, state_of(row), at, by, paper)
        return append(self._session, row, line)

    def doubt(self, application_id: ApplicationId, document_id: str, at: datetime) -> None:
        """Ask, once, about an attached paper that is in doubt since more of it was read."""
        if not self.questions.was_asked(document_id, Differs.READ_LATER):
            row, kind = self._row(application_id), EventKind.DOCUMENT_ATTACHED
            self.questions.ask(row, kind, Differs.READ_LATER, at, document_id)

    def withdraw(
        self, application_id: ApplicationId, document_id: str, at: datetime, by: str, note: str
    ) -> events.Event:
        """Take a wrongly filed paper off an entry, and take back the move that it made.

        Where later events build on that move, the stage stays and a person is asked.

        Raises:
            NotInLedgerError: there is no such entry, or the paper is not attached to it.
        """
        row = self._row(application_id)
        history = self._events(application_id)
        mine = [event for event in history if event.document_id == document_id]
        if not any(event.kind is EventKind.DOCUMENT_ATTACHED for event in mine):
            raise NotInLedgerError(application_id)
        if mine[-1].kind is EventKind.DOCUMENT_WITHDRAWN:
            return event_value(mine[-1])
        moves = [event for event in history if _moved(event)]
        to, moved_on = state_of(row), False
        for event in mine:
            if _moved(event):
                moved_on = event is not moves[-1]
                to = to if moved_on else _before(event, to)
        line = Line(EventKind.DOCUMENT_WITHDRAWN, to, at, by, mine[0].evidence, document_id, note)
        written = append(self._session, row, line)
        self.questions.close_of_paper(application_id, document_id, at, by)
        if moved_on:
            self.questions.ask(row, EventKind.CORRECTED, Differs.MOVED_ON, at, document_id)
        self._ask_about_what_stays(row, history, mine, at)
        return written

    def correct(
        self,
        application_id: ApplicationId,
        to: State,
        at: datetime,
        by: str,
        note: str,
        *,
        version: int | None = None,
    ) -> events.Event:
        """Set stage and mail state by hand (訂正), with the reason; it stays in the history.

        Raises:
            NotInLedgerError: there is no such entry.
            StaleEntryError: the entry is not what the person saw.
        """
        row = self._row(application_id, version)
        line = Line(EventKind.CORRECTED, to, at, by, None, None, note)
        corrected = append(self._session, row, line)
        for question in self.questions.open(application_id):  # whoever corrects has looked
            self.questions.close(question.discrepancy_id, at, by)
        return corrected

    def events(self, application_id: ApplicationId) -> tuple[events.Event, ...]:
        """Give what happened to an entry, oldest first; nothing for an unknown ID."""
        return tuple(event_value(row) for row in self._events(application_id))

    def _ask_about_what_stays(
        self,
        row: tables.Entry,
        history: Sequence[tables.Event],
        withdrawn: Sequence[tables.Event],
        at: datetime,
    ) -> None:
        """A paper that is still attached may prove the move that was taken back: a person looks."""
        moves = [event.kind for event in withdrawn if _moved(event)]
        gone = {event.document_id for event in withdrawn} | {
            event.document_id for event in history if event.kind is EventKind.DOCUMENT_WITHDRAWN
        }
        stays = [
            event.document_id
            for event in history
            if event.kind is EventKind.DOCUMENT_ATTACHED and event.document_id not in gone
        ]
        if moves and stays and stays[-1] is not None:
            why = Differs.NEEDS_CONFIRMATION
            self.questions.ask(row, moves[-1], why, at, stays[-1])

    def _row(self, application_id: ApplicationId, version: int | None = None) -> tables.Entry:
        # Fresh from the database: what this session saw earlier may be old.
        row = self._session.get(
            tables.Entry,
            application_id.digits,
            populate_existing=True,
            with_for_update=holds_what_it_reads(self._session),
        )
        if row is None:
            raise NotInLedgerError(application_id)
        if version is not None and row.version != version:
            raise StaleEntryError
        return row

    def _events(self, application_id: ApplicationId) -> Sequence[tables.Event]:
        return self._session.scalars(
            select(tables.Event)
            .where(col(tables.Event.application_id) == application_id.digits)
            .order_by(col(tables.Event.seq))
        ).all()

    def _attached_before(self, row: tables.Entry, document_id: str) -> AttachResult | None:
        written = [
            event_value(event)
            for event in self._events(ApplicationId(row.application_id))
            if event.document_id == document_id and event.kind is not EventKind.OPENED_BY_PAPER
        ]
        if not written or written[-1].kind is EventKind.DOCUMENT_WITHDRAWN:
            return None
        application_id = ApplicationId(row.application_id)
        question = self.questions.about(application_id, document_id)
        return AttachResult(written[0], written[1] if len(written) > 1 else None, question)


def _line(
    kind: EventKind, to: State, at: datetime, by: str, paper: FiledPaper, note: str = ""
) -> Line:
    return Line(kind, to, at, by, paper.evidence, paper.document_id, note)


def _moved(event: tables.Event) -> bool:
    return event.stage_before is not None and (event.stage_before, event.mail_before) != (
        event.stage_after,
        event.mail_after,
    )


def _before(event: tables.Event, state: State) -> State:
    return event_value(event).before or state
