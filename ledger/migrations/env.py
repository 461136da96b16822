"""Alembic's way in. It is only ever run by `ledger.migrations`, which hands in the connection."""

from alembic import context

from ledger.migrations import ours

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ours(),
    render_as_batch=True,  # SQLite cannot alter a column: copy the table
)
context.run_migrations()
