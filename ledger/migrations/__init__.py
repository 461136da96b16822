"""The database's schema, step by step. Run from code: no alembic.ini, no command to know."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, MetaData, Table, inspect, text
from sqlmodel import SQLModel

from ledger import tables
from ledger.engine import alone, reading
from ledger.errors import SchemaNotCurrentError

if TYPE_CHECKING:
    from alembic.config import Config

# The step that this program's tables need. Every command asks for it, and alembic takes longer to
# load than most commands take to answer, so it is loaded only where steps are taken.
HEAD = "0003"
_FOLDER = Path(__file__).parent


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to this program; nothing to do is no error."""
    from alembic import command

    with alone(engine), engine.begin() as connection:
        _take_time(connection)
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take steps back; `base` drops every table of the ledger."""
    from alembic import command

    with alone(engine), engine.begin() as connection:
        _take_time(connection)
        command.downgrade(_config(connection), revision)


def is_current(engine: Engine) -> bool:
    """Are the tables those that this program was written for?"""
    return _found(engine) == HEAD


def is_empty(engine: Engine) -> bool:
    """Are there no tables of the ledger yet?"""
    return _found(engine) is None


def require_current(engine: Engine) -> None:
    """Refuse to work on tables of another version.

    Raises:
        SchemaNotCurrentError: they are older (`hikae migrate`) or newer than this program.
    """
    if not is_current(engine):
        raise SchemaNotCurrentError(_found(engine), HEAD)


def ours() -> MetaData:
    """The tables as the code describes them. The work engine keeps others in the same database."""
    assert tables.Entry.metadata is SQLModel.metadata  # noqa: S101  # importing it fills this
    return SQLModel.metadata


def is_ours(table: Table) -> bool:
    """Does a table that was found in the database belong to the ledger?"""
    return table.name in ours().tables


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _take_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # an index on a large table takes what it takes
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def _found(engine: Engine) -> str | None:
    with reading(engine) as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return None
        found = session.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)
