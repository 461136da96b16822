"""The port to the work engine, on every database: a job appears with its rows or not at all."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from hikae.jobs import SCAN, Jobs, job_id
from ledger.engine import reading, writing

SUBJECT = "a" * 64


@pytest.fixture
def jobs(database: str) -> Iterator[Jobs]:
    jobs = Jobs(database)
    yield jobs
    jobs.close()


def enqueued(engine: Engine, jobs: Jobs, *turns: int) -> None:
    with writing(engine) as session:
        for turn in turns:
            jobs.enqueue(session, SCAN, job_id(SCAN, SUBJECT, turn), SUBJECT)


class TestAJob:
    def test_appears_when_its_transaction_ends(self, engine: Engine, jobs: Jobs) -> None:
        with writing(engine) as session:
            jobs.enqueue(session, SCAN, job_id(SCAN, SUBJECT, 1), SUBJECT)
            with reading(engine) as other:
                assert other is not session
            assert jobs.waiting() == ()
        assert jobs.waiting() == (job_id(SCAN, SUBJECT, 1),)

    def test_does_not_appear_when_its_transaction_fails(self, engine: Engine, jobs: Jobs) -> None:
        def fail() -> None:
            with writing(engine) as session:
                jobs.enqueue(session, SCAN, job_id(SCAN, SUBJECT, 1), SUBJECT)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert jobs.waiting() == ()

    def test_enqueued_twice_is_one(self, engine: Engine, jobs: Jobs) -> None:
        enqueued(engine, jobs, 1, 1)
        enqueued(engine, jobs, 1)
        assert len(jobs.waiting()) == 1

    def test_of_another_turn_is_another(self, engine: Engine, jobs: Jobs) -> None:
        enqueued(engine, jobs, 1, 2)
        assert len(jobs.waiting()) == 2


class TestForgetting:
    def test_leaves_what_waits(self, engine: Engine, jobs: Jobs) -> None:
        enqueued(engine, jobs, 1)
        assert jobs.forget(datetime.now(UTC) + timedelta(days=1)) == 0
        assert len(jobs.waiting()) == 1
