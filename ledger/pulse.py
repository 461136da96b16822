"""Since when an office waits and when something last happened, for whoever looks after it.

Reads only, and little: it is asked every minute, however large the ledger has become.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger.scans import ArrivalState
from ledger.tables import Arrival, ChainHead, Event, Scan

_UNDER_WAY = (ArrivalState.WAITING, ArrivalState.WORKING)


@dataclass(frozen=True, slots=True)
class Pulse:
    """One look. None: there was none yet, or none is under way.

    A scan under way counts from its first arrival, also where it came back from quarantine.
    """

    events: int
    last_event_at: datetime | None
    last_arrival_at: datetime | None
    oldest_under_way_at: datetime | None


def pulse(session: Session) -> Pulse:
    """Look once."""
    events = session.scalar(select(col(ChainHead.event_id))) or 0
    last = select(col(Arrival.received_at)).order_by(col(Arrival.position).desc()).limit(1)
    under_way = select(func.min(col(Scan.received_at))).where(col(Scan.state).in_(_UNDER_WAY))
    return Pulse(
        events=events,
        last_event_at=session.scalar(select(col(Event.at)).where(col(Event.id) == events)),
        last_arrival_at=session.scalar(last),
        oldest_under_way_at=session.scalar(under_way),
    )
