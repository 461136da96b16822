"""The steps of the schema lead exactly to the tables of the code, on every database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from ledger.engine import open_engine, writing
from ledger.errors import SchemaNotCurrentError
from ledger.migrations import downgrade, is_current, is_ours, ours, require_current, upgrade
from tests.databases import Databases

_SCAN = """
INSERT INTO scan (sha256, kind, size, original_key, received_at, state, attempt)
VALUES ('a', 'pdf', 1, 'originals/a', '2025-10-20 05:00:00', 'ended', 1)
"""
_DOCUMENT = """
INSERT INTO document (id, scan_sha256, ordinal, pages, form, text_complete, candidates, note)
VALUES (:form, 'a', :ordinal, '[]', :form, true, '[]', '')
"""


@pytest.fixture
def engine(databases: Databases) -> Engine:
    return open_engine(databases.empty())


def differences(engine: Engine) -> list[object]:
    def wanted(thing: object, _name: str, kind: str, reflected: bool, _other: object) -> bool:
        return not (kind == "table" and reflected) or is_ours(thing)  # type: ignore[arg-type]

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": wanted}
        )
        return list(compare_metadata(context, ours()))


def test_the_migrations_lead_to_the_tables_of_the_code(engine: Engine) -> None:
    upgrade(engine)
    assert differences(engine) == []
    assert is_current(engine)


def test_a_reply_that_was_filed_before_is_known_to_be_one(engine: Engine) -> None:
    upgrade(engine, "0002")
    with engine.begin() as connection:
        connection.execute(text(_SCAN))
        for ordinal, form in enumerate(("reply_form", "issuance_notice"), start=1):
            connection.execute(text(_DOCUMENT), {"ordinal": ordinal, "form": form})
    upgrade(engine)
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT form FROM document WHERE has_reply"))
        assert rows.scalars().all() == ["reply_form"]


def test_tables_of_the_work_engine_are_not_ours(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE workflow_status (id TEXT)"))
    assert differences(engine) == []


def test_every_step_can_be_taken_back_and_again(engine: Engine) -> None:
    upgrade(engine)
    downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine)
    assert differences(engine) == []


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    upgrade(engine)
    upgrade(engine)
    assert is_current(engine)


def test_programs_may_upgrade_at_once(databases: Databases) -> None:
    url = databases.empty()

    def open_and_upgrade() -> bool:
        engine = open_engine(url)
        upgrade(engine)
        return is_current(engine)

    with ThreadPoolExecutor(4) as pool:
        assert all(one.result() for one in [pool.submit(open_and_upgrade) for _ in range(4)])


def test_whether_it_is_current_can_be_asked_while_somebody_writes(engine: Engine) -> None:
    upgrade(engine)
    other = open_engine(engine.url.render_as_string(hide_password=False), busy_ms=10)
    with writing(engine):
        assert is_current(other)


def test_an_empty_database_is_not_current(engine: Engine) -> None:
    assert not is_current(engine)
    with pytest.raises(SchemaNotCurrentError):
        require_current(engine)
