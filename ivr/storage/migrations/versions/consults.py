"""What agents ask of a level of people in their talks."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Make the table, of which the program before this one knows nothing."""
    op.create_table(
        "consults",
        sa.Column("offer", sa.String(64), nullable=False),
        sa.Column("level", sa.String(100), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("guest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("offer", name="pk_consults"),
    )
    op.create_index("ix_consults_open", "consults", ["asked_at"], sqlite_where=OPEN, postgresql_where=OPEN)
