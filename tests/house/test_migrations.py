"""What a reader of the schema may rely on; `tests/contract` runs its steps."""

from pathlib import Path

from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from ledger import migrations, tables
from ledger.migrations import HEAD


def test_the_head_that_commands_ask_for_is_the_last_step() -> None:
    folder = Path(migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_every_column_says_what_it_holds() -> None:
    bare = [
        f"{row.__name__}.{name}"
        for row in vars(tables).values()
        if isinstance(row, type) and issubclass(row, SQLModel)
        for name, field in row.model_fields.items()
        if not field.description
    ]
    assert bare == []
