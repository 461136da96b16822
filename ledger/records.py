"""What the ledger tells about people, scans and documents. Values; rows stay inside `ledger`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from ledger.events import Differs, EventKind
from ledger.evidence import Proof
from ledger.forms import FormKind
from ledger.ids import ApplicationId
from ledger.scans import ArrivalState, Outcome, ScanKind
from ledger.states import Stage, State
from ledger.why import Unreadable, Why


class Filing(Protocol):
    """What the archive says of an object that was put and read back; its own type fits."""

    @property
    def key(self) -> str:
        """Where it lies."""

    @property
    def sha256(self) -> str:
        """What it is."""

    @property
    def size(self) -> int:
        """Bytes."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One line of a list that is to become an entry. `line` is its number in the file."""

    application_id: ApplicationId
    name: str
    kana: str
    birth_date: date | None
    office: str
    state: State
    tracking_number: str | None = None
    notice_number: str | None = None
    notice_sent_on: date | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """One entry as it stands now. `version` is the `seq` of its last event."""

    application_id: ApplicationId
    name: str
    kana: str
    birth_date: date | None
    office: str
    state: State
    tracking_number: str | None
    notice_number: str | None
    notice_sent_on: date | None
    version: int
    updated_at: datetime

    @property
    def is_bare(self) -> bool:
        """A paper opened it, and no list has said yet whose it is."""
        return not self.name


@dataclass(frozen=True, slots=True)
class DiscrepancyRecord:
    """A filed paper and its entry do not say the same. Open while `resolved_at` is None."""

    discrepancy_id: int
    application_id: ApplicationId
    document_id: str | None
    event_kind: EventKind
    stage: Stage
    why: Differs
    at: datetime
    resolved_at: datetime | None
    resolved_by: str | None


@dataclass(frozen=True, slots=True)
class ArrivalFacts:
    """One file that somebody dropped and that became a scan.

    `id` is made by the receiver, so that he may say the same thing twice. `original_key` is where
    the archive keeps the content as received.
    """

    id: str
    file: str
    sha256: str
    size: int
    kind: ScanKind
    received_at: datetime
    source: str
    original_key: str


@dataclass(frozen=True, slots=True)
class RefusedFacts:
    """One file that somebody dropped and that never became a scan: nothing could open it."""

    id: str
    file: str
    sha256: str
    size: int
    received_at: datetime
    source: str
    why: Unreadable


@dataclass(frozen=True, slots=True)
class Readings:
    """Where what was read on a scan lies, and its hash."""

    key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class NewDocument:
    """Pages of a scan that belong together."""

    pages: tuple[int, ...]
    form: FormKind
    text_complete: bool = True
    has_reply: bool = False


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """Pages that belong together and what became of them; `outcome` is None while undecided."""

    document_id: str
    scan_sha256: str
    pages: tuple[int, ...]
    form: FormKind
    text_complete: bool
    outcome: Outcome | None
    why: Why | None
    application_id: ApplicationId | None
    candidates: tuple[ApplicationId, ...]
    proof: Proof | None
    key: str | None
    sha256: str | None
    size: int | None
    event_id: int | None
    decided_at: datetime | None
    decided_by: str | None
    note: str
    replaces: str | None


@dataclass(frozen=True, slots=True)
class ScanRecord:
    """One content and how far it got. `attempt` counts from 1, one more after each quarantine.

    `readings`: on what it was decided; `texts`: the full text of its pages. None until then.
    """

    sha256: str
    kind: ScanKind
    size: int
    original_key: str
    received_at: datetime
    state: ArrivalState
    why: Unreadable | None
    pages: int | None
    readings: Readings | None
    texts: Readings | None
    attempt: int


@dataclass(frozen=True, slots=True)
class ArrivalRecord:
    """One file that was dropped and how far it got."""

    id: str
    file: str
    sha256: str
    received_at: datetime
    source: str
    state: ArrivalState
    why: Unreadable | None
    pages: int | None
    blank_pages: tuple[int, ...]
    separator_pages: tuple[int, ...]
    documents: tuple[DocumentRecord, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums that must hold. Pages are counted over ended scans only."""

    arrivals: int
    states: Mapping[ArrivalState, int]
    pages: int
    filed_pages: int
    held_pages: int
    rejected_pages: int
    blank_pages: int
    separator_pages: int
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Nothing was lost and nothing counted twice."""
        return not self.problems
