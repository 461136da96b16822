"""Note which documents hold a reply: most stand behind the notice that they answer.

Safe while the service runs: yes (an older program leaves the new column at its default). Of
documents decided before, only those that begin with a reply are known to hold one.
Way back: drop the column.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "document", sa.Column("has_reply", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    document = sa.table("document", sa.column("form"), sa.column("has_reply"))
    op.execute(document.update().where(document.c.form == "reply_form").values(has_reply=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("document") as document:
        document.drop_column("has_reply")
