"""Numbers keyed by the caller: what an entry may look like, and the star that leads out of it.

The star rule: a star that the expected entry cannot take is the way out; keys after it are menu keys.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

NUMBERS = frozenset("0123456789")
LONGEST_AMOUNT = 8
"""Digits of whole yuan: up to 99,999,999, as far as amounts are spoken in words."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A whole entry; `value` is what is kept of it."""

    value: str | int


@dataclass(frozen=True, slots=True)
class WayOut:
    """A star led out of the entry; `keys` came after it."""

    keys: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not an entry, and why."""

    why: Literal["length", "date", "amount", "phone"]


Reading = Entered | WayOut | Wrong


class Entry(Protocol):
    """What one `collect` expects. `keys` is the number of keys that end it by themselves, None when only # does."""

    @property
    def keys(self) -> int | None: ...

    def read(self, digits: str, today: date) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Pattern:
    """Keys position by position: which are allowed at each, and the least number of them."""

    positions: tuple[frozenset[str], ...]
    least: int

    @property
    def keys(self) -> int | None:
        return self.least if self.least == len(self.positions) else None

    def read(self, digits: str, today: date) -> Reading:
        for place, key in enumerate(digits):
            if key == "*" and (place >= len(self.positions) or key not in self.positions[place]):
                return WayOut(digits[place + 1 :])
        if not self.least <= len(digits) <= len(self.positions):
            return Wrong("length")
        allowed = all(key in keys for key, keys in zip(digits, self.positions, strict=False))
        return Entered(digits) if allowed else Wrong("length")


def digits(least: int, most: int) -> Pattern:
    """Expect between `least` and `most` digits."""
    return Pattern((NUMBERS,) * most, least)


@dataclass(frozen=True, slots=True)
class Phone:
    """A mainland mobile number: eleven digits, the first a 1 (R35). It is ended by #, as its prompts say."""

    keys: int | None = None

    def read(self, digits: str, today: date) -> Reading:
        reading = _ELEVEN.read(digits, today)
        is_other = digits != "" and not digits.startswith("1")
        return Wrong("phone") if is_other and not isinstance(reading, WayOut) else reading


_ELEVEN = digits(11, 11)


@dataclass(frozen=True, slots=True)
class TicketNumber:
    """The ten digits of a reference number, ended by #. Whether there is such a ticket is for a check to say."""

    keys: int | None = None

    def read(self, digits: str, today: date) -> Reading:
        return _TEN.read(digits, today)


_TEN = digits(10, 10)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in minor units, more than nothing; the first star is the decimal point, the second is the way out."""

    keys: int | None = None

    def read(self, digits: str, today: date) -> Reading:
        whole, _, rest = digits.partition("*")
        fraction, star, keys = rest.partition("*")
        if star:
            return WayOut(keys)
        if not (whole + fraction).isdecimal() or len(whole) > LONGEST_AMOUNT or len(fraction) > 2:
            return Wrong("amount")
        amount = int(whole or "0") * 100 + int(fraction.ljust(2, "0"))
        return Entered(amount) if amount else Wrong("amount")


@dataclass(frozen=True, slots=True)
class MonthAndDay:
    """A date as four digits, month then day: the latest such date that is not in the future (R40). Ended by #."""

    keys: int | None = None

    def read(self, digits: str, today: date) -> Reading:
        reading = _FOUR.read(digits, today)
        if not isinstance(reading, Entered):
            return reading
        found = _latest(int(digits[:2]), int(digits[2:]), today)
        return Entered(found.isoformat()) if found else Wrong("date")


_FOUR = digits(4, 4)


def _latest(month: int, day: int, today: date) -> date | None:
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None


KINDS: dict[str, Entry] = {"amount": Amount(), "date": MonthAndDay(), "phone": Phone(), "ticket": TicketNumber()}
