"""The port to the work engine: a job appears with its rows or not at all, and once."""

import inspect
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbos import _datasource_sqlite, _sys_db
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Settings
from hikae.jobs import SCAN, days_ago, job_id, job_subject, prepare
from hikae.office import Office

SUBJECT = "a" * 64


@pytest.fixture
def office(home: Path) -> Iterator[Office]:
    office = Office.open(Settings.load(home))
    yield office
    office.jobs.close()
    office.engine.dispose()


def enqueued(office: Office, *turns: int) -> None:
    with office.write() as session:
        for turn in turns:
            office.jobs.enqueue(session, SCAN, job_id(SCAN, SUBJECT, turn), SUBJECT)


class TestAJob:
    def test_appears_when_its_transaction_ends(self, office: Office) -> None:
        with office.write() as session:
            office.jobs.enqueue(session, SCAN, job_id(SCAN, SUBJECT, 1), SUBJECT)
            with office.read() as other:
                assert other is not session
            assert office.jobs.waiting() == ()
        assert office.jobs.waiting() == (job_id(SCAN, SUBJECT, 1),)

    def test_does_not_appear_when_its_transaction_fails(self, office: Office) -> None:
        def fail() -> None:
            with office.write() as session:
                office.jobs.enqueue(session, SCAN, job_id(SCAN, SUBJECT, 1), SUBJECT)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert office.jobs.waiting() == ()

    def test_enqueued_twice_is_one(self, office: Office) -> None:
        enqueued(office, 1, 1)
        enqueued(office, 1)
        assert len(office.jobs.waiting()) == 1

    def test_of_another_turn_is_another(self, office: Office) -> None:
        enqueued(office, 1, 2)
        assert len(office.jobs.waiting()) == 2

    @given(
        st.sampled_from(["scan", "document", "judgement", "text"]),
        st.text(alphabet="0123456789abcdef", min_size=32, max_size=64),
        st.integers(0, 10**13),
    )
    def test_tells_by_its_name_what_it_works_on(self, kind: str, subject: str, turn: int) -> None:
        assert job_subject(job_id(kind, subject, turn)) == (kind, subject, str(turn))


class TestForgetting:
    def test_leaves_what_waits(self, office: Office) -> None:
        enqueued(office, 1)
        assert office.jobs.forget(datetime.now(UTC) + timedelta(days=1)) == 0
        assert len(office.jobs.waiting()) == 1

    def test_counts_days_back_from_now_in_utc(self) -> None:
        now = datetime(2025, 10, 31, 9, tzinfo=UTC)
        assert days_ago(now, 30) == datetime(2025, 10, 1, 9, tzinfo=UTC)


class TestTheEnginesLog:
    def test_says_the_same_once_a_minute(self, tmp_path: Path) -> None:
        prepare(f"sqlite:///{tmp_path / 'engine.db'}")
        engine = logging.getLogger("dbos")
        passed = [engine.filter(said("database or disk is full", at)) for at in (0, 0.3, 59, 61)]
        assert [bool(one) for one in passed] == [True, False, False, True]

    def test_says_something_else_at_once(self, tmp_path: Path) -> None:
        prepare(f"sqlite:///{tmp_path / 'engine.db'}")
        engine = logging.getLogger("dbos")
        assert engine.filter(said("one thing", 0))
        assert engine.filter(said("another", 0.1))


def said(text: str, at: float) -> logging.LogRecord:
    record = logging.makeLogRecord({"msg": text})
    record.created = at
    return record


class TestTheEngineThatWeUse:
    def test_still_asks_where_we_answer_whether_an_error_passes(self) -> None:
        asks = inspect.getsource(_sys_db.db_retry)
        assert "retriable_sqlite_exception(e)" in asks
        asks = inspect.getsource(_datasource_sqlite.SqliteSyncDatasource._is_serialization_error)
        assert "_is_sqlite_serialization_error(error)" in asks
