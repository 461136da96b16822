"""The steps of the schema lead exactly to the tables of the code."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

from ledger import migrations, tables
from ledger.engine import open_engine, writing
from ledger.errors import SchemaNotCurrentError
from ledger.migrations import HEAD, downgrade, is_current, is_ours, ours, require_current, upgrade


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'book.db'}")


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


def test_the_head_that_commands_ask_for_is_the_last_step() -> None:
    folder = Path(migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


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


def test_two_programs_may_upgrade_at_once(tmp_path: Path) -> None:
    def open_and_upgrade() -> bool:
        engine = open_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
        upgrade(engine)
        return is_current(engine)

    with ThreadPoolExecutor(2) as pool:
        assert all(one.result() for one in [pool.submit(open_and_upgrade) for _ in range(2)])


def test_whether_it_is_current_can_be_asked_while_somebody_writes(engine: Engine) -> None:
    upgrade(engine)
    with writing(engine):
        assert is_current(open_engine(str(engine.url), busy_ms=10))


def test_an_empty_database_is_not_current(engine: Engine) -> None:
    assert not is_current(engine)
    with pytest.raises(SchemaNotCurrentError):
        require_current(engine)


def test_every_column_says_what_it_holds() -> None:
    bare = [
        f"{row.__name__}.{name}"
        for row in vars(tables).values()
        if isinstance(row, type) and issubclass(row, SQLModel)
        for name, field in row.model_fields.items()
        if not field.description
    ]
    assert bare == []
