"""How long callers were told they would wait, and how the waits of a line that are over are found."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the table, and the indexes by which a line's newest waits are found with their talks."""
    op.create_table(
        "estimates",
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("queue", sa.String(100), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("theory", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("top", sa.Integer(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("call_sid", "queue", name="pk_estimates"),
    )
    op.create_index("ix_entries_arrived_at", "entries", ["queue", "arrived_at"], if_not_exists=True)
    op.create_index("ix_offers_entry", "offers", ["entry"], if_not_exists=True)
