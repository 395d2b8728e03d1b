"""Callbacks are found by when they are due and by whose they are, and keep the last call made for them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

BOOKED = sa.text("state = 'booked'")


def upgrade() -> None:
    """Add columns, which the program before this one leaves out, and make the indexes, unless they were made beforehand."""
    op.add_column("callbacks", sa.Column("leg", sa.String(64), nullable=False, server_default=""))
    op.add_column("callbacks", sa.Column("rung_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_callbacks_caller", "callbacks", ["caller_hash"], if_not_exists=True)
    op.create_index("ix_callbacks_due", "callbacks", ["next_at"], sqlite_where=BOOKED, postgresql_where=BOOKED)
    op.create_index("ix_callbacks_entry", "callbacks", ["entry"])
