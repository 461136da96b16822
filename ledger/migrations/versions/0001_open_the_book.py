"""Open the book: entries and their events, and the register of scans and documents.

Safe while the service runs: yes (new tables only).
Way back: drop them all; the archive keeps every sheet, the city's list every entry.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_WORD = sa.String(32)
_TEXT = sa.String()
_TIME = sa.DateTime(timezone=True)
_ID = sa.CHAR(23).with_variant(sa.CHAR(23, collation="C"), "postgresql")
_FOLDED = sa.String(255).with_variant(sa.String(255, collation="C"), "postgresql")
_SHA = sa.CHAR(64)
_DOCUMENT = sa.String(32)
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _book()
    _register()
    _seal()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER event_stands ON event")
        op.execute("DROP FUNCTION event_stands()")
    for table in (
        "scanpage",
        "document",
        "scan",
        "arrival",
        "leftalone",
        "workerlease",
        "discrepancy",
        "chainhead",
        "event",
        "entry",
    ):
        op.drop_table(table)


def _book() -> None:
    op.create_table(
        "entry",
        sa.Column("application_id", _ID, primary_key=True),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("name_folded", _FOLDED, nullable=False),
        sa.Column("kana", _TEXT, nullable=False),
        sa.Column("kana_folded", _FOLDED, nullable=False),
        sa.Column("birth_date", sa.Date()),
        sa.Column("office", _TEXT, nullable=False),
        sa.Column("stage", _WORD, nullable=False),
        sa.Column("mail", _WORD, nullable=False),
        sa.Column("tracking_number", _TEXT),
        sa.Column("notice_number", _TEXT),
        sa.Column("notice_sent_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
    )
    for column in ("tracking_number", "notice_number", "name_folded", "kana_folded", "birth_date"):
        op.create_index(f"ix_entry_{column}", "entry", [column])
    op.create_table(
        "event",
        sa.Column("id", _BIG, primary_key=True, autoincrement=False),
        sa.Column("application_id", _ID, sa.ForeignKey("entry.application_id"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by", _TEXT, nullable=False),
        sa.Column("stage_before", _WORD),
        sa.Column("stage_after", _WORD, nullable=False),
        sa.Column("mail_before", _WORD),
        sa.Column("mail_after", _WORD, nullable=False),
        sa.Column("evidence", _TEXT),
        sa.Column("document_id", _TEXT),
        sa.Column("note", _TEXT, nullable=False),
        sa.Column("prev_hash", _SHA, nullable=False),
        sa.Column("hash", _SHA, nullable=False),
        sa.UniqueConstraint("application_id", "seq", name="uq_event_application_seq"),
    )
    op.create_index("ix_event_document", "event", ["document_id"])
    head = op.create_table(
        "chainhead",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("event_id", _BIG, nullable=False),
        sa.Column("hash", _SHA, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "event_id": 0, "hash": "0" * 64}])
    op.create_table(
        "discrepancy",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("application_id", _ID, sa.ForeignKey("entry.application_id"), nullable=False),
        sa.Column("document_id", _TEXT),
        sa.Column("event_kind", _WORD, nullable=False),
        sa.Column("stage", _WORD, nullable=False),
        sa.Column("why", _WORD, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("resolved_at", _TIME),
        sa.Column("resolved_by", _TEXT),
    )
    op.create_index("ix_discrepancy_application", "discrepancy", ["application_id"])


def _register() -> None:
    op.create_table(
        "arrival",
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("file", _TEXT, nullable=False),
        sa.Column("sha256", _SHA, nullable=False),
        sa.Column("size", _BIG, nullable=False),
        sa.Column("received_at", _TIME, nullable=False),
        sa.Column("source", _TEXT, nullable=False),
        sa.Column("duplicate", sa.Boolean(), nullable=False),
        sa.Column("attempt", sa.Integer()),
        sa.Column("quarantined_why", _WORD),
    )
    op.create_index("ix_arrival_sha256", "arrival", ["sha256"])
    op.create_table(
        "scan",
        sa.Column("sha256", _SHA, primary_key=True),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("size", _BIG, nullable=False),
        sa.Column("original_key", _TEXT, nullable=False),
        sa.Column("received_at", _TIME, nullable=False),
        sa.Column("state", _WORD, nullable=False),
        sa.Column("why", _WORD),
        sa.Column("pages", sa.Integer()),
        sa.Column("readings_key", _TEXT),
        sa.Column("readings_sha256", _SHA),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("started_at", _TIME),
        sa.Column("ended_at", _TIME),
    )
    op.create_index("ix_scan_state", "scan", ["state"])
    op.create_table(
        "document",
        sa.Column("id", _DOCUMENT, primary_key=True),
        sa.Column("scan_sha256", _SHA, sa.ForeignKey("scan.sha256"), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("form", _WORD, nullable=False),
        sa.Column("text_complete", sa.Boolean(), nullable=False),
        sa.Column("outcome", _WORD),
        sa.Column("why", _WORD),
        sa.Column("application_id", _ID),
        sa.Column("proof", sa.JSON()),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("key", _TEXT),
        sa.Column("sha256", _SHA),
        sa.Column("size", _BIG),
        sa.Column("event_id", _BIG),
        sa.Column("decided_at", _TIME),
        sa.Column("decided_by", _TEXT),
        sa.Column("note", _TEXT, nullable=False),
        sa.Column("replaces", _DOCUMENT, unique=True),
    )
    op.create_index("ix_document_scan", "document", ["scan_sha256"])
    op.create_index("ix_document_application", "document", ["application_id"])
    op.create_index("ix_document_outcome", "document", ["outcome"])
    op.create_table(
        "scanpage",
        sa.Column("scan_sha256", _SHA, sa.ForeignKey("scan.sha256"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("role", _WORD, nullable=False),
        sa.Column("document_id", _DOCUMENT, sa.ForeignKey("document.id")),
    )
    op.create_index("ix_scanpage_document", "scanpage", ["document_id"])
    op.create_table(
        "leftalone",
        sa.Column("path", _TEXT, primary_key=True),
        sa.Column("why", _TEXT, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
    )
    op.create_table(
        "workerlease",
        sa.Column("worker", _TEXT, primary_key=True),
        sa.Column("role", _TEXT, nullable=False),
        sa.Column("seen_at", sa.Float(), nullable=False),
    )


def _seal() -> None:
    """Let the database itself refuse to change what happened."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION event_stands() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'events are never changed' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        op.execute(
            "CREATE TRIGGER event_stands BEFORE UPDATE OR DELETE ON event "
            "FOR EACH ROW EXECUTE FUNCTION event_stands()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON event "
            "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
        )
