"""What marks callers are asked for by text."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "asked_marks",
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("ticket", sa.String(10), nullable=False),
        sa.Column("caller_hash", sa.String(64), nullable=False),
        sa.Column("queue", sa.String(100), nullable=False),
        sa.Column("language", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("call_sid", "ticket", name="pk_asked_marks"),
    )
    op.create_index("ix_asked_marks_caller", "asked_marks", ["caller_hash", "at"])
