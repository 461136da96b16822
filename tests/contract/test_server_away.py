"""While the server is away or refuses, everything waits, says so, and nothing is done twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from hikae.jobs import SCAN, Jobs, job_id
from hikae.office import migrate
from ledger.engine import open_engine, reading, writing
from ledger.errors import DatabaseDownError
from ledger.leases import Leases
from tests.contract.workers import Team, team, wait_until
from tests.postgres import PostgreSQL

pytestmark = pytest.mark.service

DOWN_S = 8.0
READ_ONLY = "ALTER DATABASE ledger SET default_transaction_read_only = "
EVERYBODY_OUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = 'ledger' AND pid <> pg_backend_pid()"
)


@pytest.fixture
def server() -> Iterator[PostgreSQL]:
    """One that is durable, for it is stopped without a warning."""
    server = PostgreSQL()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def database(server: PostgreSQL) -> str:
    url = server.database("ledger")
    engine = open_engine(url)
    migrate(url, engine)
    engine.dispose()
    return url


@pytest.fixture
def workers(database: str, tmp_path: Path) -> Iterator[Team]:
    with team(database, tmp_path) as workers:
        yield workers


def clock_says(seconds: float) -> None:
    """Come back when so much time has passed."""
    import threading

    threading.Event().wait(seconds)


class TestAServerThatIsStoppedAtOnce:
    def test_ends_every_job_once_when_it_is_back(self, server: PostgreSQL, workers: Team) -> None:
        subjects = [f"{number:02}" for number in range(12)]
        both = workers.hire(), workers.hire()
        workers.give(*subjects)
        wait_until(lambda: sum(bool(workers.begun(one)) for one in subjects) == 8)
        server.stop_at_once()
        workers.go_on()  # steps end while it is away
        clock_says(DOWN_S)
        assert all(worker.poll() is None for worker in both)
        server.start()
        wait_until(lambda: len(workers.written()) >= len(subjects), deadline_s=120)
        assert workers.written() == subjects
        assert workers.buried() == set()

    def test_is_said_to_whoever_asks_and_writes(self, server: PostgreSQL, database: str) -> None:
        engine, jobs = open_engine(database), Jobs(database)
        with writing(engine) as session:
            jobs.enqueue(session, SCAN, job_id(SCAN, "a", 1), "a")
        server.stop_at_once()
        with pytest.raises(DatabaseDownError), writing(engine) as session:
            jobs.enqueue(session, SCAN, job_id(SCAN, "b", 1), "b")
        with pytest.raises(DatabaseDownError):
            jobs.waiting()
        with pytest.raises(DatabaseDownError):
            Jobs(database)
        with pytest.raises(DatabaseDownError), reading(engine) as session:
            session.execute(text("SELECT 1"))
        with pytest.raises(DatabaseDownError):
            Leases(engine).renew("one", "work")
        server.start()
        assert jobs.waiting() == (job_id(SCAN, "a", 1),)

    def test_is_said_in_the_middle_of_a_change(self, server: PostgreSQL, database: str) -> None:
        def change() -> None:
            with writing(engine) as session:
                session.execute(text("INSERT INTO leftalone VALUES ('x', 'link', now())"))
                server.stop_at_once()
                session.execute(text("INSERT INTO leftalone VALUES ('y', 'link', now())"))

        engine = open_engine(database)
        with pytest.raises(DatabaseDownError):
            change()
        server.start()
        with reading(engine) as session:
            assert session.scalar(text("SELECT count(*) FROM leftalone")) == 0

    def test_is_said_while_it_starts(self, server: PostgreSQL, database: str) -> None:
        engine = open_engine(database)
        server.stop_at_once()
        server.begin_to_start()
        refused = 0
        while True:
            try:
                with reading(engine) as session:
                    session.execute(text("SELECT 1"))
            except DatabaseDownError:
                refused += 1
            else:
                break
        assert refused  # nothing else came

    def test_gives_the_name_of_a_worker_back_to_it(self, server: PostgreSQL, database: str) -> None:
        mine = Leases(open_engine(database)).claim("one")
        assert mine is not None
        server.stop_at_once()
        with pytest.raises(DatabaseDownError):
            mine.holds()
        server.start()
        assert mine.holds()
        assert Leases(open_engine(database)).claim("one") is None

    def test_may_give_it_to_another(self, server: PostgreSQL, database: str) -> None:
        mine = Leases(open_engine(database)).claim("one")
        assert mine is not None
        server.stop_at_once()
        server.start()
        faster = Leases(open_engine(database)).claim("one")
        assert faster is not None
        assert not mine.holds()


class TestAServerThatMayOnlyBeRead:
    """A standby that was not promoted yet; a disk that is nearly full."""

    def test_is_waited_for(self, server: PostgreSQL, workers: Team) -> None:
        workers.hire()
        workers.give("a")
        wait_until(lambda: bool(workers.begun("a")))
        server.run(READ_ONLY + "on")
        server.run(EVERYBODY_OUT)
        workers.go_on()
        wait_until(lambda: "read-only" in workers.log())
        server.run(READ_ONLY + "off")
        server.run(EVERYBODY_OUT)
        wait_until(lambda: workers.written() == ["a"])
        assert workers.buried() == set()


class TestAWorker:
    def test_has_few_connections_however_many_jobs_it_works_on(
        self, server: PostgreSQL, workers: Team
    ) -> None:
        subjects = [f"{number:02}" for number in range(64)]
        workers.hire(concurrency=32)
        workers.give(*subjects)
        wait_until(lambda: sum(bool(workers.begun(one)) for one in subjects) == 32)
        workers.go_on()
        wait_until(lambda: workers.written() == subjects)
        count = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'ledger'"
        ((connections,),) = server.run(count)
        assert connections * 32 <= 300
