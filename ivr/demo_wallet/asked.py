"""What an operation is asked with, how it refuses, and the contract's forms of money and time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel

from ivr.demo_wallet import tables
from ivr.demo_wallet.moments import ZONE

Row = sa.RowMapping
Answer = dict[str, Any]


class Refusal(Exception):
    """The wallet says no, with a code of the contract."""

    def __init__(self, status: int, code: str, message: str, /, **details: Any) -> None:
        super().__init__(message)
        self.status = status
        self.answer: Answer = {"error": {"code": code, "message": message, **details}}


class Empty(BaseModel):
    """Nothing is asked with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, its rows found: the account, order or refund that its address names, and what was sent with it."""

    db: sa.Connection
    now: datetime
    sent: Any = field(default_factory=Empty)
    account: Row = field(default_factory=dict)  # type: ignore[assignment]
    order: Row = field(default_factory=dict)  # type: ignore[assignment]
    refund: Row = field(default_factory=dict)  # type: ignore[assignment]

    def rows(self, query: sa.Select[Any]) -> list[Row]:
        """Give all rows."""
        return list(self.db.execute(query).mappings())

    def row(self, query: sa.Select[Any]) -> Row | None:
        """Give the one row, or none."""
        return self.db.execute(query).mappings().first()

    def change(self, **values: Any) -> None:
        """Change the account."""
        self.db.execute(sa.update(tables.accounts).where(tables.accounts.c.id == self.account["id"]).values(**values))

    def keep(self, deed: str, about: str = "", status: str = "done", due: datetime | None = None) -> str:
        """Keep that something was done, and give its reference."""
        row = {"account": self.account["id"], "deed": deed, "about": about, "at": self.now, "status": status, "due": due}
        done = self.db.execute(sa.insert(tables.deeds).values(**row))
        return str(done.inserted_primary_key[0])  # type: ignore[index]

    def open_deed(self, deed: str, about: str = "") -> Row | None:
        """Give the deed of this kind that is not finished."""
        deeds = tables.deeds
        mine = sa.and_(deeds.c.account == self.account["id"], deeds.c.deed == deed, deeds.c.about == about, deeds.c.status != "closed")
        return self.row(sa.select(deeds).where(mine).order_by(deeds.c.reference.desc()))


Operation = Callable[[Asked], Answer]


def money(amount: int) -> Mapping[str, Any]:
    """Give so many fen."""
    return {"amount": amount, "currency": "CNY"}


def told(at: datetime | None) -> str | None:
    """Give a time in the wallet's zone."""
    return at.astimezone(ZONE).isoformat(timespec="seconds") if at else None
