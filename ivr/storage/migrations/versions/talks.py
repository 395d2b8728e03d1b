"""When a talk began is kept when it is over."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column; of talks before it nobody knows."""
    op.add_column("offers", sa.Column("talked_at", sa.DateTime(timezone=True), nullable=True))
