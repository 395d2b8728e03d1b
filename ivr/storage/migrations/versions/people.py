"""Who else is in a talk, what is wished of it, and what an agent wrote after it; agents in browsers; callbacks that are made."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

MOMENT = sa.DateTime(timezone=True)
LIVE = "state IN ('open', 'accepted', 'joined', 'connecting', 'talking')"
OWNS = sa.text(f"{LIVE} AND role = 'owner'")


def upgrade() -> None:
    """Add columns, which the program before this one leaves out, and a table; only the owner of a room is one of a kind from now on."""
    for name, of, default in (
        ("role", sa.String(100), "owner"),
        ("room", sa.String(64), ""),
        ("conference", sa.String(64), ""),
        ("is_held", sa.Boolean(), sa.false()),
        ("is_paused", sa.Boolean(), sa.false()),
    ):
        op.add_column("offers", sa.Column(name, of, nullable=False, server_default=default))
    op.drop_index("uq_offers_entry", "offers")
    op.create_index("uq_offers_entry", "offers", ["entry"], unique=True, sqlite_where=OWNS, postgresql_where=OWNS)
    op.add_column("agents", sa.Column("by", sa.String(100), nullable=False, server_default="telephone"))
    op.add_column("agents", sa.Column("level", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("callbacks", sa.Column("entry", sa.String(100), nullable=False, server_default=""))
    op.add_column("callbacks", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("callbacks", sa.Column("next_at", MOMENT, nullable=True))
    op.create_table(
        "wrapups",
        sa.Column("offer", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(100), nullable=False),
        sa.Column("disposition", sa.String(100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("offer", name="pk_wrapups"),
    )
    op.create_index("ix_wrapups_written_at", "wrapups", ["written_at"])
