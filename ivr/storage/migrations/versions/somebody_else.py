"""Whom a call is not given to, because its caller asked for somebody else."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the column, which the program before this one leaves out: it gives a call to anybody."""
    op.add_column("entries", sa.Column("not_to", sa.Text(), nullable=False, server_default=""))
