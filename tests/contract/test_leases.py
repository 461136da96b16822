"""Which workers are alive, and that no two of them go by one name, on every database."""

import pytest
from sqlalchemy import Engine, update

from ledger.engine import open_engine, writing
from ledger.leases import Leases
from ledger.tables import WorkerLease, table_of


@pytest.fixture
def leases(engine: Engine) -> Leases:
    return Leases(engine)


def seen(engine: Engine, worker: str, seconds_ago: float) -> None:
    """Let a worker have been seen so long ago."""
    table = table_of(WorkerLease)
    with writing(engine) as session:
        earlier = table.c.seen_at - seconds_ago
        session.execute(update(table).where(table.c.worker == worker).values(seen_at=earlier))


def test_who_renewed_is_alive(leases: Leases) -> None:
    leases.renew("one", "work")
    leases.renew("one", "work")
    leases.renew("two", "watch")
    assert leases.alive(30) == {"one", "two"}
    assert leases.alive(30, "watch") == {"two"}


def test_who_did_not_renew_for_a_lease_is_not(leases: Leases, engine: Engine) -> None:
    leases.renew("one", "work")
    leases.renew("two", "work")
    seen(engine, "one", seconds_ago=31)
    assert leases.alive(30) == {"two"}


def test_who_gave_up_is_not(leases: Leases) -> None:
    leases.renew("one", "work")
    leases.give_up("one")
    assert leases.alive(30) == frozenset()


def test_a_name_may_be_taken_again_when_it_was_let_go(leases: Leases) -> None:
    first = leases.claim("one")
    assert first is not None
    first.give_up()
    second = leases.claim("one")
    assert second is not None
    with second:
        assert second.holds()


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
@pytest.mark.service
class TestAServer:
    def test_gives_a_name_to_one_worker_only(self, database: str, leases: Leases) -> None:
        elsewhere = Leases(open_engine(database))
        mine = leases.claim("one")
        assert mine is not None
        with mine:
            assert elsewhere.claim("one") is None
            other = elsewhere.claim("two")
            assert other is not None
            other.give_up()
            assert mine.holds()
        again = elsewhere.claim("one")
        assert again is not None
        again.give_up()
