"""The port to the work engine, without a database; `tests/contract` has the rest."""

import inspect
import logging
from datetime import UTC, datetime
from pathlib import Path

from dbos import _datasource, _datasource_sqlite, _sys_db
from hypothesis import given
from hypothesis import strategies as st

from hikae.jobs import days_ago, job_id, job_subject, prepare


class TestAJob:
    @given(
        st.sampled_from(["scan", "document", "judgement", "text"]),
        st.text(alphabet="0123456789abcdef", min_size=32, max_size=64),
        st.integers(0, 10**13),
    )
    def test_tells_by_its_name_what_it_works_on(self, kind: str, subject: str, turn: int) -> None:
        assert job_subject(job_id(kind, subject, turn)) == (kind, subject, str(turn))


class TestForgetting:
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
        assert "retriable_postgres_exception(e)" in asks
        asks = inspect.getsource(_datasource_sqlite.SqliteSyncDatasource._is_serialization_error)
        assert "_is_sqlite_serialization_error(error)" in asks
        asks = inspect.getsource(_datasource._is_retriable_db_error)
        assert "retriable_postgres_exception(error)" in asks
