"""What is kept of the wallet: whose ticket it is and of what, which account a text is for, and who is known to ring."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)
UNSENT = sa.text("state = 'queued'")
TAKEN = sa.text("carrier_sid <> ''")


def upgrade() -> None:
    """Add the columns, with what the program before this one leaves out; and the table."""
    op.add_column("tickets", sa.Column("wallet", sa.String(100), nullable=False, server_default=""))
    op.create_index("ix_tickets_account", "tickets", ["account", "opened_at"])
    op.add_column("outbox", sa.Column("account", sa.String(100), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("until", MOMENT, nullable=True))
    op.add_column("outbox", sa.Column("tried_at", MOMENT, nullable=True))
    op.add_column("outbox", sa.Column("carrier_sid", sa.String(64), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("reason", sa.String(100), nullable=False, server_default=""))
    op.create_index("ix_outbox_queued_at", "outbox", ["queued_at"], sqlite_where=UNSENT, postgresql_where=UNSENT)
    op.create_index("ix_outbox_carrier_sid", "outbox", ["carrier_sid"], sqlite_where=TAKEN, postgresql_where=TAKEN)
    op.create_table(
        "known_callers",
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("call_sid", name="pk_known_callers"),
    )
