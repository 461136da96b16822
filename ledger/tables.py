"""The rows. Flat, no behaviour; they stay inside `ledger`, values of `records` go out.

Words are stored as text, not as a database's own enum: a new word needs no migration.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CHAR,
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

from ledger.events import Differs, EventKind
from ledger.forms import FormKind
from ledger.scans import ArrivalState, Outcome, PageRole, ScanKind
from ledger.states import MailState, Stage
from ledger.why import Unreadable, Why


class UtcTime(TypeDecorator[datetime]):
    """An aware time, stored as UTC. SQLite forgets the zone, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  # SQLAlchemy's own signature
    ) -> datetime | None:
        """Refuse a time without a zone: nobody could say later what it meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  # SQLAlchemy's own signature
    ) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _word(words: type[StrEnum]) -> Any:  # noqa: ANN401  # SQLModel wants type[Any]
    return Enum(
        words,
        native_enum=False,
        length=32,
        values_callable=lambda enum: [word.value for word in enum],
    )


def _ordered(kind: type[String], length: int) -> TypeEngine[str]:
    """Text compared by code point on every database, so that a prefix is a range of the index."""
    return kind(length).with_variant(kind(length, collation="C"), "postgresql")


_ID = _ordered(CHAR, 23)
_SHA = CHAR(64)
_BIG = BigInteger().with_variant(Integer, "sqlite")  # SQLite's integers are wide by themselves


def table_of(row: type[SQLModel]) -> Table:
    """Give the bare table, for writing many rows at once."""
    return SQLModel.metadata.tables[row.__name__.lower()]


class Entry(SQLModel, table=True):
    """One application in the issuance ledger, as it stands now. What led there is in `Event`."""

    __table_args__ = (
        Index("ix_entry_tracking_number", "tracking_number"),
        Index("ix_entry_notice_number", "notice_number"),
        Index("ix_entry_name_folded", "name_folded"),
        Index("ix_entry_kana_folded", "kana_folded"),
        Index("ix_entry_birth_date", "birth_date"),
    )

    application_id: str = Field(primary_key=True, sa_type=_ID, description="申請書ID, 23 digits.")
    name: str = Field(description="氏名, exactly as the list had it.")
    name_folded: str = Field(sa_type=_ordered(String, 255), description="The name for searching.")
    kana: str = Field(description="氏名カナ, exactly as the list had it; may be empty.")
    kana_folded: str = Field(sa_type=_ordered(String, 255), description="The kana for searching.")
    birth_date: date | None = Field(description="生年月日.")
    office: str = Field(description="交付場所, as the list had it.")
    stage: Stage = Field(sa_type=_word(Stage), description="処理段階.")
    mail: MailState = Field(sa_type=_word(MailState), description="Where the notice is.")
    tracking_number: str | None = Field(description="お問い合わせ番号.")
    notice_number: str | None = Field(description="通知書番号, as printed above the QR code.")
    notice_sent_on: date | None = Field(description="通知書発送日.")
    version: int = Field(description="`seq` of the last event; every write checks it.")
    created_at: datetime = Field(sa_type=UtcTime, description="When the entry was opened.")
    updated_at: datetime = Field(sa_type=UtcTime, description="When the last event was written.")


class Event(SQLModel, table=True):
    """One thing that happened. Appended, never updated: the trail an audit reads."""

    __table_args__ = (
        UniqueConstraint("application_id", "seq", name="uq_event_application_seq"),
        Index("ix_event_document", "document_id"),
    )

    id: int = Field(
        primary_key=True,
        sa_type=_BIG,
        sa_column_kwargs={"autoincrement": False},
        description="Place in the chain: 1, 2, 3 … without a gap.",
    )
    application_id: str = Field(
        foreign_key="entry.application_id", sa_type=_ID, description="Whose entry."
    )
    seq: int = Field(description="Place among the events of the entry, from 1.")
    kind: EventKind = Field(sa_type=_word(EventKind), description="What happened.")
    at: datetime = Field(sa_type=UtcTime, description="When it was recorded.")
    by: str = Field(description="Log-in name, or the name of the machine's role.")
    stage_before: Stage | None = Field(
        sa_type=_word(Stage), description="None: it opened the entry."
    )
    stage_after: Stage = Field(sa_type=_word(Stage), description="The stage from then on.")
    mail_before: MailState | None = Field(sa_type=_word(MailState), description="As the stage.")
    mail_after: MailState = Field(sa_type=_word(MailState), description="As the stage.")
    evidence: str | None = Field(description="Object key of the sheet that proves it.")
    document_id: str | None = Field(description="The filed document behind it.")
    note: str = Field(description="What the person added.")
    prev_hash: str = Field(sa_type=_SHA, description="Hash of the event with the `id` before.")
    hash: str = Field(sa_type=_SHA, description="SHA-256 over `prev_hash` and all the above.")


class ChainHead(SQLModel, table=True):
    """The last link of the chain: one row. Who appends holds it, so that the chain never forks."""

    id: int = Field(primary_key=True, description="Always 1.")
    event_id: int = Field(sa_type=_BIG, description="`id` of the last event, 0 before the first.")
    hash: str = Field(sa_type=_SHA, description="Its hash.")


class Discrepancy(SQLModel, table=True):
    """A filed paper and its entry do not say the same. A person closes it."""

    __table_args__ = (Index("ix_discrepancy_application", "application_id"),)

    id: int | None = Field(default=None, primary_key=True, description="Counted up.")
    application_id: str = Field(
        foreign_key="entry.application_id", sa_type=_ID, description="Whose entry."
    )
    document_id: str | None = Field(description="The paper.")
    event_kind: EventKind = Field(sa_type=_word(EventKind), description="What the paper says.")
    stage: Stage = Field(sa_type=_word(Stage), description="What the entry said then.")
    why: Differs = Field(sa_type=_word(Differs), description="Why the event was not written.")
    at: datetime = Field(sa_type=UtcTime, description="When it was seen.")
    resolved_at: datetime | None = Field(default=None, sa_type=UtcTime, description="None: open.")
    resolved_by: str | None = Field(default=None, description="Who closed it.")


class Arrival(SQLModel, table=True):
    """One file that somebody dropped or gave. The same content twice is two arrivals."""

    __table_args__ = (Index("ix_arrival_sha256", "sha256"),)

    position: int | None = Field(default=None, primary_key=True, description="Order of arrival.")
    id: str = Field(unique=True, sa_type=String(64), description="Made by the receiver.")
    file: str = Field(description="Path below the watched folder, as text.")
    sha256: str = Field(sa_type=_SHA, description="Of the content.")
    size: int = Field(sa_type=_BIG, description="Bytes.")
    received_at: datetime = Field(sa_type=UtcTime, description="When we took it.")
    source: str = Field(description="Which folder or command brought it.")
    duplicate: bool = Field(description="The content was in the register already.")
    attempt: int | None = Field(description="Which attempt at the scan it began; None: none.")
    quarantined_why: Unreadable | None = Field(
        sa_type=_word(Unreadable), description="It, or the attempt it began, is in quarantine."
    )


class Scan(SQLModel, table=True):
    """One content in our custody, whatever number of files brought it."""

    __table_args__ = (Index("ix_scan_state", "state"),)

    sha256: str = Field(primary_key=True, sa_type=_SHA, description="Of the content.")
    kind: ScanKind = Field(sa_type=_word(ScanKind), description="By its first bytes.")
    size: int = Field(sa_type=_BIG, description="Bytes.")
    original_key: str = Field(description="Object key of the content as received.")
    received_at: datetime = Field(sa_type=UtcTime, description="First arrival.")
    state: ArrivalState = Field(sa_type=_word(ArrivalState), description="Never `duplicate`.")
    why: Unreadable | None = Field(
        default=None, sa_type=_word(Unreadable), description="Why in quarantine."
    )
    pages: int | None = Field(default=None, description="None until it was opened.")
    readings_key: str | None = Field(default=None, description="Where the readings lie.")
    readings_sha256: str | None = Field(default=None, sa_type=_SHA, description="What they are.")
    texts_key: str | None = Field(default=None, description="Where the text of its pages lies.")
    texts_sha256: str | None = Field(default=None, sa_type=_SHA, description="What it is.")
    attempt: int = Field(
        default=1, description="From 1; one more each time it comes back after quarantine."
    )
    started_at: datetime | None = Field(default=None, sa_type=UtcTime, description="This attempt.")
    ended_at: datetime | None = Field(
        default=None, sa_type=UtcTime, description="Ended or quarantined."
    )


class Document(SQLModel, table=True):
    """Pages of a scan that belong together, and what became of them."""

    __table_args__ = (
        Index("ix_document_scan", "scan_sha256"),
        Index("ix_document_application", "application_id"),
        Index("ix_document_outcome", "outcome"),
    )

    id: str = Field(primary_key=True, sa_type=String(32), description="Made from the scan.")
    scan_sha256: str = Field(
        foreign_key="scan.sha256", sa_type=_SHA, description="The scan it is of."
    )
    ordinal: int = Field(description="Place in the scan, from 1.")
    pages: list[int] = Field(sa_type=JSON, description="Page numbers, from 1.")
    form: FormKind = Field(sa_type=_word(FormKind), description="書類種別.")
    text_complete: bool = Field(description="False: filed without all its text; read again.")
    has_reply: bool = Field(default=False, description="One of its pages is a reply form.")
    outcome: Outcome | None = Field(
        default=None, sa_type=_word(Outcome), description="None: undecided."
    )
    why: Why | None = Field(
        default=None, sa_type=_word(Why), description="Why a person must decide."
    )
    application_id: str | None = Field(default=None, sa_type=_ID, description="Its entry, if any.")
    proof: dict[str, Any] | None = Field(
        default=None,
        sa_type=JSON(none_as_null=True),
        description="On what the ID rests: witnesses, readers, their versions, the margin.",
    )
    candidates: list[str] = Field(
        default=[], sa_type=JSON, description="IDs to suggest, best first."
    )
    key: str | None = Field(default=None, description="Object key of the searchable PDF.")
    sha256: str | None = Field(default=None, sa_type=_SHA, description="Of that PDF.")
    size: int | None = Field(default=None, sa_type=_BIG, description="Its bytes.")
    event_id: int | None = Field(
        default=None, sa_type=_BIG, description="The event that attached it to the entry."
    )
    decided_at: datetime | None = Field(default=None, sa_type=UtcTime, description="Last decision.")
    decided_by: str | None = Field(default=None, description="Who decided.")
    note: str = Field(default="", description="What the person said who decided.")
    replaces: str | None = Field(
        default=None,
        sa_type=String(32),
        unique=True,
        description="The withdrawn document it stands for.",
    )


class ScanPage(SQLModel, table=True):
    """One page of a scan, and in which one place it is."""

    __table_args__ = (Index("ix_scanpage_document", "document_id"),)

    scan_sha256: str = Field(
        primary_key=True, foreign_key="scan.sha256", sa_type=_SHA, description="The scan it is of."
    )
    number: int = Field(primary_key=True, description="From 1.")
    role: PageRole = Field(sa_type=_word(PageRole), description="What the page is.")
    document_id: str | None = Field(
        foreign_key="document.id", sa_type=String(32), description="Content only."
    )


class LeftAlone(SQLModel, table=True):
    """Something in the watched folder that we do not take: a link, a lock file, a folder."""

    path: str = Field(primary_key=True, description="Path below the watched folder, as text.")
    why: str = Field(description="What it is.")
    seen_at: datetime = Field(sa_type=UtcTime, description="Last seen.")


class WorkerLease(SQLModel, table=True):
    """A worker that is alive, by the database's own clock."""

    worker: str = Field(primary_key=True, description="Executor name of the work engine.")
    role: str = Field(description="What it does.")
    seen_at: float = Field(description="Seconds since 1970 by the database's clock.")
