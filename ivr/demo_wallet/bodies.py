"""What requests may carry, as the contract says. Anything else is refused before it is looked at."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{6,20}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
MOST = 100_000_000_000


def _number(text: object) -> object:
    if isinstance(text, str) and not re.fullmatch("[0-9]{1,20}", text):
        raise ValueError("is not a number")
    return text


def _whole(number: object) -> object:
    """JSON knows one sort of numbers: 12.0 is 12."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _day(text: object) -> object:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise ValueError("is not a day such as 2026-03-02")
    return text


class Body(BaseModel):
    """What a body carries, exactly."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Nothing(Body):
    """No body, or an empty one."""


class Money(Body):
    """So many fen."""

    amount: Annotated[int, BeforeValidator(_whole), Field(ge=0, le=MOST)]
    currency: Literal["CNY"]


class Find(Body):
    """Whose phone."""

    phone: Phone


class Identity(Body):
    """What is said to be the end of the document's number."""

    id_last4: Annotated[str, StringConstraints(pattern=r"^[0-9]{3}[0-9X]$")]


class Payment(Body):
    """What is paid to whom."""

    amount: Money
    payee: str = Field(min_length=1, max_length=40)


class RefundRequest(Body):
    """Why money is asked back, and how much; without an amount all of it."""

    reason: Literal["not_received", "faulty", "paid_twice", "unwanted", "other"]
    amount: Money = None  # type: ignore[assignment]  # left out or given, never null


class Trace(Body):
    """Which money is looked for."""

    order: Digits
    refund: Digits = None  # type: ignore[assignment]  # left out or given, never null


class Theft(Body):
    """The transactions that the holder did not make."""

    transactions: list[Digits] = Field(max_length=20)


class Newest(BaseModel):
    """How many of the newest."""

    limit: Annotated[int, BeforeValidator(_number), Field(ge=1, le=20)] = 5


class Search(Newest):
    """Of which day, and of what amount."""

    day: Annotated[date, BeforeValidator(_day)] | None = None
    amount: Annotated[int, BeforeValidator(_number), Field(ge=1, le=MOST)] | None = None
