"""Note where the full text of a scan's pages lies: it is read after whose they are was decided.

Safe while the service runs: no (an older program does not know of the text and calls it an orphan).
Way back: drop the two columns; the words of documents that are not filed yet are read anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scan", sa.Column("texts_key", sa.String()))
    op.add_column("scan", sa.Column("texts_sha256", sa.CHAR(64)))


def downgrade() -> None:
    with op.batch_alter_table("scan") as scan:
        scan.drop_column("texts_sha256")
        scan.drop_column("texts_key")
