"""Of which recordings we have the sound ourselves."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the column; of recordings before it the carrier alone has the sound."""
    op.add_column("recordings", sa.Column("sha256", sa.String(64), nullable=False, server_default=""))
