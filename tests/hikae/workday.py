"""An office whose reader follows a script and whose jobs are done one after the other, in here."""

from dataclasses import dataclass, field
from pathlib import Path

from config.settings import Settings
from hikae.bookkeeping import import_entries
from hikae.intake import inspector, keeper, registrar, release_settled
from hikae.jobs import DOCUMENT, JUDGEMENT, SCAN, TEXT, job_subject
from hikae.office import Office
from hikae.pipeline import complete_text, file_document, judge_document, process
from ingest.take import take
from ledger.accounts import arrivals
from ledger.ids import ApplicationId
from ledger.records import ArrivalRecord, DocumentRecord, NewEntry
from ledger.states import MailState, Stage, State
from tests.hikae.scripted import InterruptedSteps, ScriptedReader, scan_file

_WORKFLOWS = {
    DOCUMENT: file_document,
    JUDGEMENT: judge_document,
    TEXT: complete_text,
}
ANNA = ApplicationId("1" * 23)
BERTA = ApplicationId("2" * 23)
STRANGER = ApplicationId("9" * 23)


@dataclass(slots=True)
class Workday:
    """What is dropped is registered at once; `work` does the jobs that were enqueued."""

    office: Office
    done: set[str] = field(default_factory=set)
    serial: int = 0

    @classmethod
    def begin(cls, home: Path) -> "Workday":
        """Open the office in `home`, with entries for Anna and Berta in its ledger."""
        opened = Office.open(Settings.load(home))
        office = Office(opened.settings, opened.engine, children=ScriptedReader())
        import_entries(office, [entry(ANNA), entry(BERTA)], "test")
        return cls(office)

    def drop(self, *pages: str, file: str = "scan.pdf") -> ArrivalRecord:
        """Take a scripted scan in and work it off; give what became of it."""
        self.serial += 1
        return self.drop_again(*pages, file=file)

    def drop_again(self, *pages: str, file: str = "again.pdf") -> ArrivalRecord:
        """The same, but the content is the last one's if the pages are."""
        arrival_id = self.take_in(*pages, file=file)
        self.work()
        with self.office.read() as session:
            [arrival] = arrivals(session, [arrival_id])
        return arrival

    def take_in(self, *pages: str, file: str) -> str:
        """Only register it, with its job; give the arrival's ID."""
        given = self.office.settings.home / "given"
        given.write_bytes(scan_file(list(pages), self.serial))
        with self.office.spool.copy(given, file, self.office.clock()) as claim:
            taken = take(claim, inspector(self.office), keeper(self.office), registrar(self.office))
        return taken.outcome.arrival_id

    def work(self) -> None:
        """Do every job that waits, in the order in which they came."""
        for job in self.office.jobs.waiting():
            if job not in self.done:
                self.done.add(job)
                kind, subject, turn = job_subject(job)
                steps = InterruptedSteps(self.office, {}, lambda: False)
                if kind == SCAN:
                    process(subject, int(turn), steps)
                else:
                    _WORKFLOWS[kind](subject, steps)
        release_settled(self.office)

    def document(self, arrival: ArrivalRecord) -> DocumentRecord:
        """Give the one document of an arrival as it stands now."""
        with self.office.read() as session:
            [now] = arrivals(session, [arrival.id])
        [document] = now.documents
        return document

    def end(self) -> None:
        """Let go of the database."""
        self.office.jobs.close()
        self.office.engine.dispose()


def entry(application_id: ApplicationId) -> NewEntry:
    """An entry whose card lies at the office; the same for each ID."""
    state = State(Stage.AT_OFFICE, MailState.DISPATCHED)
    return NewEntry(application_id, "試験　花子", "シケン　ハナコ", None, "北区", state)
