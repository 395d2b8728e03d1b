"""An index that nobody reads any more: calls are paced by a row of their own."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Take it away; the program before this one does not read it either."""
    op.drop_index("ix_intents_sent_at", "intents", if_exists=True)
