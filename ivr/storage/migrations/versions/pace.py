"""How fast a caller is spoken to is remembered beside the language."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; whoever is known already is spoken to at the normal pace."""
    op.add_column("profiles", sa.Column("pace", sa.String(100), nullable=False, server_default=""))
