"""What is of a call, and what goes by its own age, is found without reading whole tables."""

from alembic import op

revision = "0010"
down_revision = "0009"

OF_CALL = ("tickets", "callbacks", "drafts", "recordings", "codes")


def upgrade() -> None:
    """Make the indexes, unless they were made beforehand without holding up calls."""
    for table in OF_CALL:
        op.create_index(f"ix_{table}_call_sid", table, ["call_sid"], if_not_exists=True)
    op.create_index("ix_notices_at", "notices", ["at"], if_not_exists=True)
    op.create_index("ix_jobs_done_at", "jobs", ["done_at"], if_not_exists=True)
