"""Each page of what came in is in exactly one place, whatever is said twice."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from ledger.accounts import arrivals, balance
from ledger.documents import Documents
from ledger.engine import open_engine, writing
from ledger.forms import FormKind
from ledger.migrations import upgrade
from ledger.records import ArrivalFacts, NewDocument
from ledger.register import Received, Register
from ledger.scans import ArrivalState, ScanKind
from ledger.why import Why

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)
SHA = "a" * 64


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_engine(f"sqlite:///{tmp_path / 'book.db'}")
    upgrade(engine)
    with writing(engine) as session:
        yield session


def arrival(arrival_id: str, sha256: str = SHA) -> ArrivalFacts:
    return ArrivalFacts(
        arrival_id, "kita/a.pdf", sha256, 10, ScanKind.PDF, NOW, "drop", f"originals/{sha256}"
    )


def test_smoke(session: Session) -> None:
    register, documents = Register(session), Documents(session)
    assert register.receive(arrival("1")) is Received.NEW
    assert register.receive(arrival("1")) is Received.NEW
    assert register.receive(arrival("2")) is Received.DUPLICATE
    register.start(SHA, NOW)
    register.opened(SHA, 3)
    made = register.decide(SHA, [NewDocument((1,), FormKind.RECEIPT)], [2], [3], None)
    documents.held(made[0].document_id, Why.NO_KEY, [], NOW, "hikae")
    register.close(SHA, NOW)
    assert balance(session).problems == ()
    assert [a.state for a in arrivals(session)] == [ArrivalState.ENDED, ArrivalState.DUPLICATE]
