"""How resources are written: dates, and addresses under an account."""

from datetime import UTC, datetime
from email.utils import format_datetime

VERSION = "2010-04-01"


def rfc2822(moment: datetime | None) -> str | None:
    """Write a date as api.twilio.com does."""
    return None if moment is None else format_datetime(moment.astimezone(UTC))


def iso(moment: datetime) -> str:
    """Write a date as the newer APIs do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def under(account: str, *parts: str) -> str:
    """Give the path of something of an account, without suffix."""
    return "/".join((f"/{VERSION}/Accounts/{account}", *parts))


def uri(account: str, *parts: str) -> str:
    """Give the address of a resource of an account."""
    return under(account, *parts) + ".json"
