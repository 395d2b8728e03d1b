"""Who was rung for what is asked of a level of people."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add the column, which the program before this one leaves out; who was rung for an open question may be rung for it once more."""
    op.add_column("consults", sa.Column("rung", sa.Text(), nullable=False, server_default=""))
