"""The calls of a number can be found by when they began."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the index, unless it was made beforehand without holding up calls."""
    op.create_index("ix_calls_caller", "calls", ["caller_hash", "started_at"], if_not_exists=True)
