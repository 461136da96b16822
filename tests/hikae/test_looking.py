"""Pages are looked at more closely as long as it is in doubt whose they are."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from hikae.bookkeeping import import_entries
from ledger.ids import ApplicationId
from ledger.records import NewEntry
from ledger.scans import Outcome
from ledger.states import MailState, Stage, State
from ledger.why import Why
from tests.hikae.scripted import MISREAD
from tests.hikae.workday import Workday

CARLA = ApplicationId("3" * 23)
AT_OFFICE = State(Stage.AT_OFFICE, MailState.DISPATCHED)
OWN = "氏名 見本 太郎/生年月日 昭和35年1月2日"
STRANGERS = "氏名 佐野 花子/生年月日 昭和45年7月7日"


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Workday]:
    begun = Workday.begin(tmp_path)
    carla = NewEntry(CARLA, "見本　太郎", "ミホン　タロウ", date(1960, 1, 2), "北区", AT_OFFICE)
    import_entries(begun.office, [carla], "test")
    yield begun
    begun.end()


def test_somebody_else_whom_only_the_fast_net_read_is_nobody(day: Workday) -> None:
    filed = day.document(day.drop(f"{MISREAD}{CARLA.digits} {OWN}/{STRANGERS}|{OWN}"))
    assert (filed.outcome, filed.application_id) == (Outcome.FILED, CARLA)


def test_somebody_else_whom_the_best_net_read_makes_it_wait(day: Workday) -> None:
    doubted = day.document(day.drop(f"{MISREAD}{CARLA.digits} {STRANGERS}|{OWN}/{STRANGERS}"))
    assert (doubted.outcome, doubted.why) == (Outcome.HELD, Why.MULTI_PERSON)
