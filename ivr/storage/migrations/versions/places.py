"""Where an entry stands in line."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column, which the program before this one leaves out."""
    op.add_column("entries", sa.Column("place_at", sa.DateTime(timezone=True), nullable=True))
