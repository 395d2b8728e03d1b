"""The demo wallet's own tables. Money is fen; times are aware and kept as UTC text; lists and what a deed answered are JSON."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()


class Moment(sa.TypeDecorator[datetime]):
    """An aware time, kept so that text order is time order."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        return value.astimezone(UTC).isoformat(timespec="seconds") if value else None

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> datetime | None:
        return datetime.fromisoformat(value) if value else None


def _table(name: str, *columns: sa.Column[Any]) -> sa.Table:
    return sa.Table(name, metadata, *columns)


def _optional(name: str, kind: Any = sa.String) -> sa.Column[Any]:
    return sa.Column(name, kind)


def _column(name: str, kind: Any = sa.String, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **more)


accounts = _table(
    "accounts",
    _column("id", primary_key=True),
    _column("phone", unique=True),
    _column("name"),
    _column("note", sa.JSON),
    _column("age"),
    _column("language"),
    _optional("email"),
    _optional("id_last4"),
    _column("free", sa.Integer),
    _column("held", sa.Integer),
    _optional("frozen_at", Moment),
    _optional("block"),
    _optional("blocked_at", Moment),
    _column("papers", sa.JSON),
    _optional("review_days", sa.Integer),
    _column("theft_report", sa.Boolean),
    _column("login_locked", sa.Boolean),
    _column("devices", sa.Integer),
)

transactions = _table(
    "transactions",
    _column("number", primary_key=True),
    _column("account", index=True),
    _column("at", Moment),
    _column("direction"),
    _column("counterparty"),
    _column("amount", sa.Integer),
    _column("status"),
)

orders = _table(
    "orders",
    _column("number", primary_key=True),
    _column("account", index=True),
    _column("at", Moment),
    _column("merchant"),
    _column("amount", sa.Integer),
    _column("state"),
    _optional("paid_at", Moment),
    _optional("failure"),
    _optional("expected_at", Moment),
    _column("retry"),
)

refunds = _table(
    "refunds",
    _column("id", primary_key=True),
    _column("account", index=True),
    _column("order"),
    _column("amount", sa.Integer),
    _column("state"),
    _column("way"),
    _optional("card"),
    _column("requested_at", Moment),
    _column("answer_by", Moment),
    _optional("agreed_at", Moment),
    _optional("sent_at", Moment),
    _optional("arrived_at", Moment),
    _optional("refusal"),
)

retries = _table(
    "retries",
    _column("order", primary_key=True),
    _column("reference"),
    _column("state"),
    _optional("failure"),
    _optional("settles_at", Moment),
    _optional("settles_as"),
)

incidents = _table("incidents", _column("service", primary_key=True), _column("since", Moment), _column("until", Moment))

deeds = sa.Table(
    "deeds",
    metadata,
    sa.Column("reference", sa.Integer, primary_key=True, autoincrement=True),
    _column("account"),
    _column("deed"),
    _column("about"),
    _column("at", Moment),
    _column("status"),
    _optional("due", Moment),
)
"""Everything that was ever done to an account, once each: what the page shows, and what is open."""

keys = _table("keys", _column("key", primary_key=True), _column("arguments"), _column("status", sa.Integer), _column("answer", sa.JSON))
"""What a change with this Idempotency-Key was asked and answered."""
