"""What can happen to an entry of the ledger, and what happened once. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ledger.ids import ApplicationId
from ledger.states import State


class EventKind(StrEnum):
    """The kinds of event. A kind is never removed: old events are read for ever."""

    IMPORTED = "imported"  # 台帳取込
    OPENED_BY_PAPER = "opened_by_paper"  # 書類による登録: no list had the application yet
    FACTS_ADDED = "facts_added"  # 台帳情報の補完: a list said whose it is
    APPLICATION_RECEIVED = "application_received"  # 申請書類収受
    CARD_RECEIVED = "card_received"  # カード受領
    PRECONFIGURED = "preconfigured"  # 交付前設定完了
    NOTICE_DISPATCHED = "notice_dispatched"  # 交付通知書発送
    TRANSFERRED = "transferred"  # 移送（着）確認
    DELIVERED = "delivered"  # 交付
    DOCUMENTS_ARCHIVED = "documents_archived"  # 電子化完了
    NOTICE_RETURNED = "notice_returned"  # 通知返戻
    NOTICE_RESENT = "notice_resent"  # 再送
    DOCUMENT_ATTACHED = "document_attached"  # 書類添付
    DOCUMENT_WITHDRAWN = "document_withdrawn"  # 書類取下げ
    TEXT_ADDED = "text_added"  # 文字情報の追加
    MOVE_PROPOSED = "move_proposed"  # 処理提案（確認待ち）
    CORRECTED = "corrected"  # 訂正


class Differs(StrEnum):
    """Why a filed paper and its entry do not say the same, so that a person looks."""

    TOO_EARLY = "too_early"  # the steps that come before it are not on record
    TOO_LATE = "too_late"  # the entry is past the point where this can happen
    NOT_RECORDED = "not_recorded"  # the office records before it scans, and did not
    NEEDS_CONFIRMATION = "needs_confirmation"  # no contradiction, but a person must confirm
    MOVED_ON = "moved_on"  # a wrong filing was withdrawn, yet later events build on its move
    READ_LATER = "read_later"  # text that was read after the filing leaves doubt whose it is


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. Written once, chained to the one before it.

    `event_id` counts all events of the ledger from 1 without a gap, `seq` those of the entry.
    `evidence` is the object key of the sheet that proves it, None for what a person typed.
    """

    event_id: int
    application_id: ApplicationId
    seq: int
    kind: EventKind
    at: datetime
    by: str
    before: State | None
    after: State
    evidence: str | None
    document_id: str | None
    note: str
    hash: str
