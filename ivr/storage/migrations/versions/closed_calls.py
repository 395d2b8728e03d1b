"""Closed calls can be found by when they were closed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

CLOSED = sa.text("closed_at IS NOT NULL")


def upgrade() -> None:
    """Make the index, unless it was made beforehand without holding up calls."""
    op.create_index("ix_calls_closed", "calls", ["closed_at"], sqlite_where=CLOSED, postgresql_where=CLOSED, if_not_exists=True)
