"""Whether the last try of a callback is known to be over."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the column, which the program before this one leaves out."""
    op.add_column("callbacks", sa.Column("is_ringing", sa.Boolean(), nullable=False, server_default=sa.false()))
