"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN_ENTRY = sa.text("state IN ('waiting', 'away')")
NOT_DONE = sa.text("done_at IS NULL")


def upgrade() -> None:
    """Make all tables; `calls` first, because others point at it."""
    _calls()
    _journal()
    _entries()
    _tickets()
    _callbacks()
    _drafts()
    _outbox()
    _recordings()
    _notices()
    _jobs()
    _flows()
    _profiles()


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("sid", sa.String(64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(100), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("caller_hash", sa.String(64), nullable=False),
        sa.Column("caller_sealed", sa.Text(), nullable=False),
        sa.Column("called", sa.String(100), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("hung_up_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("ending", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("sid", name="pk_calls"),
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("sid", sa.String(64), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sid"], ["calls.sid"], name="fk_journal_sid"),
        sa.PrimaryKeyConstraint("sid", "turn", name="pk_journal"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("queue", sa.String(100), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("arrived_at", MOMENT, nullable=False),
        sa.Column("language", sa.String(100), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("wish", sa.String(100), nullable=False),
        sa.ForeignKeyConstraint(["call_sid"], ["calls.sid"], name="fk_entries_call_sid"),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
    )
    op.create_index("ix_entries_order", "entries", ["queue", "state", "priority", "arrived_at"])
    op.create_index("ix_entries_call_sid", "entries", ["call_sid"])
    op.create_index("uq_entries_open", "entries", ["call_sid", "queue"], unique=True, sqlite_where=OPEN_ENTRY, postgresql_where=OPEN_ENTRY)


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("number", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("category", sa.String(100), nullable=False),
        sa.Column("account", sa.String(100), nullable=True),
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("caller_hash", sa.String(64), nullable=False),
        sa.Column("recording", sa.Text(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("language", sa.String(100), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_tickets"),
        sa.UniqueConstraint("key", name="uq_tickets_key"),
    )


def _callbacks() -> None:
    op.create_table(
        "callbacks",
        sa.Column("number", sa.String(10), nullable=False),
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("caller_hash", sa.String(64), nullable=False),
        sa.Column("number_sealed", sa.Text(), nullable=False),
        sa.Column("queue", sa.String(100), nullable=False),
        sa.Column("window_from", MOMENT, nullable=False),
        sa.Column("window_until", MOMENT, nullable=False),
        sa.Column("booked_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_callbacks"),
        sa.UniqueConstraint("key", name="uq_callbacks_key"),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("caller_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("caller_hash", "kind", name="pk_drafts"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("to_hash", sa.String(64), nullable=False),
        sa.Column("to_sealed", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(100), nullable=False),
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_call_sid", "outbox", ["call_sid"])


def _recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("sid", sa.String(64), nullable=False),
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(100), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sid", name="pk_recordings"),
    )


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("sid", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sid", "kind", "sequence", name="pk_notices"),
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", SERIAL, nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("kind", "key", name="uq_jobs_kind"),
    )
    op.create_index("ix_jobs_due", "jobs", ["due_at"], sqlite_where=NOT_DONE, postgresql_where=NOT_DONE)


def _flows() -> None:
    op.create_table(
        "flows",
        sa.Column("version", sa.String(100), nullable=False),
        sa.Column("artifact", sa.Text(), nullable=False),
        sa.Column("stored_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_flows"),
    )


def _profiles() -> None:
    op.create_table(
        "profiles",
        sa.Column("caller_hash", sa.String(64), nullable=False),
        sa.Column("language", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("caller_hash", name="pk_profiles"),
    )
