"""What columns hold, and the collection that tables are declared in."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, String, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware datetime, in UTC in the database. SQLite keeps no time zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a datetime without a time zone: nobody could say what it means."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware datetime."""
        return moment(value)


def moment(kept: datetime | str | None) -> datetime | None:
    """Give an aware datetime of a moment as a driver gives it: with a zone, without one, or as text."""
    value = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    if value is None or value.tzinfo is UTC:
        return value
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


SID = String(64)
HASH = String(64)
NUMBER = String(10)
KEY = String(200)
WORD = String(100)
SERIAL = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts up plain INTEGER keys only."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)
