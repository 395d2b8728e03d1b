"""For whom a caller is on hold."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the column, which the program before this one leaves out; who is on hold now is so by the agent's wish."""
    op.add_column("offers", sa.Column("held_for", sa.String(64), nullable=False, server_default=""))
