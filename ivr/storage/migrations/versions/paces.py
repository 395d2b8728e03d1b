"""When the next call may be begun is one row, whoever begins it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the table; its rows come by themselves."""
    op.create_table(
        "paces",
        sa.Column("what", sa.String(100), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("what", name="pk_paces"),
    )
