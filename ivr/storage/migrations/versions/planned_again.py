"""What is asked of the carrier keeps how often it was planned again."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the column, which the program before this one leaves out."""
    op.add_column("intents", sa.Column("again", sa.Integer(), nullable=False, server_default="0"))
