"""How far a card is (処理段階) and where its notice is. Values only."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What has been done for one application, in the order in which it is done."""

    APPLICATION_RECEIVED = "application_received"  # 申請受付済
    CARD_RECEIVED = "card_received"  # カード受領済（交付前設定待ち）
    PRECONFIGURED = "preconfigured"  # 交付前設定済
    NOTICE_DISPATCHED = "notice_dispatched"  # 交付通知済（通知書発送済）
    AT_OFFICE = "at_office"  # 窓口配備済（移送済）
    DELIVERED = "delivered"  # 交付済
    DOCUMENTS_ARCHIVED = "documents_archived"  # 電子保管済

    @property
    def rank(self) -> int:
        """The place in the order of the work, from 0."""
        return _ORDER[self]


class MailState(StrEnum):
    """Where the notice is. Beside the stage, for card and notice travel at the same time."""

    NONE = "none"  # 未発送
    DISPATCHED = "dispatched"  # 発送済
    RETURNED = "returned"  # 返戻
    RESENT = "resent"  # 再送済


@dataclass(frozen=True, slots=True)
class State:
    """Stage and mail state of one entry."""

    stage: Stage
    mail: MailState = MailState.NONE


_ORDER = {stage: rank for rank, stage in enumerate(Stage)}
