"""Who answers calls, which call is held out to whom, and what is asked of the carrier for it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)
LIVE = sa.text("state IN ('open', 'accepted', 'joined', 'connecting', 'talking')")
UNSETTLED = sa.text("state IN ('planned', 'sent', 'unknown')")


def upgrade() -> None:
    """Make the tables."""
    _agents()
    _offers()
    _intents()


def _agents() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("number_sealed", sa.Text(), nullable=False),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("ready_at", MOMENT, nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agents"),
    )


def _offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("entry", sa.String(100), nullable=False),
        sa.Column("agent", sa.String(100), nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("leg", sa.String(64), nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
    )
    op.create_index("uq_offers_entry", "offers", ["entry"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)
    op.create_index("uq_offers_agent", "offers", ["agent"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)
    op.create_index("ix_offers_changed_at", "offers", ["changed_at"])


def _intents() -> None:
    op.create_table(
        "intents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("offer", sa.String(64), nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_intents"),
        sa.UniqueConstraint("offer", "kind", name="uq_intents_offer"),
    )
    op.create_index("ix_intents_due_at", "intents", ["due_at"], sqlite_where=UNSETTLED, postgresql_where=UNSETTLED)
    op.create_index("ix_intents_sent_at", "intents", ["kind", "sent_at"])
