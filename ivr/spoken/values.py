"""Reads the plain values that slots hold (text, numbers, lists: whatever survives JSON) before they are spoken."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

LONGEST_TEXT = 60
"""Characters of free text that are spoken; a longer name is cut, so that a document's size can be bounded."""

LONGEST_SENTENCE = 300
"""Characters of what staff announce; who takes it in sees to that."""

Week = Sequence[tuple[Sequence[int], Sequence[tuple[int, int]]]]
"""A week's opening hours: weekdays (0 is Monday), and from when to when; minutes from midnight, past 24 hours on the next day."""

MINUTES_A_DAY = 24 * 60
WORKING_DAYS = (0, 1, 2, 3, 4)
MIDNIGHT_AT_THE_END = "24:00"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of local time; without a day it is an hour of any day. Hour 24 is the end of a day."""

    day: date | None
    hour: int
    minute: int


def read_number(value: object) -> int:
    """Read a whole number, given as a number or as its digits."""
    match value:
        case bool():
            raise ValueError(f"{value!r} is not a whole number")
        case int():
            return value
        case str() if re.fullmatch(r"-?[0-9]{1,18}", value.strip()):
            return int(value)
        case _:
            raise ValueError(f"{value!r} is not a whole number")


def read_range(value: object) -> tuple[int, int]:
    """Read a pair of numbers; the smaller one comes first in the answer."""
    match value:
        case [low, high]:
            first, second = sorted((read_number(low), read_number(high)))
            return first, second
        case _:
            raise ValueError(f"{value!r} is not a pair of numbers")


def read_date(value: object) -> date:
    """Read an ISO date; the hours of an ISO date and time are left out."""
    return _read_iso(value).date()


def read_moment(value: object) -> Moment:
    """Read an ISO date and time, or HH:MM alone. A time zone in it is not applied: the words are of the clock written."""
    match value:
        case str() if value == MIDNIGHT_AT_THE_END:
            return Moment(None, 24, 0)
        case str() if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", value):
            clock = _read_iso(f"2000-01-01T{value:0>5}")
            return Moment(None, clock.hour, clock.minute)
        case _:
            whole = _read_iso(value)
            return Moment(whole.date(), whole.hour, whole.minute)


def _read_iso(value: object) -> datetime:
    match value:
        case str():
            try:
                return datetime.fromisoformat(value)
            except ValueError as err:
                raise ValueError(f"{value!r} is not a date or time such as 2026-07-03 or 2026-07-03T14:00") from err
        case _:
            raise ValueError(f"{value!r} is not a date or time")


def read_digits(value: object) -> str:
    """Read a number that is spoken digit by digit: 0-9 and X remain, a star is an X, separators go.

    The country code is dropped from a mainland mobile number; any other plus sign stays.
    """
    text = re.sub(r"[\s().-]", "", str(value)).upper().replace("*", "X")
    if not re.fullmatch(r"\+?[0-9X]+", text):
        raise ValueError(f"{value!r} is not a string of digits")
    return text.removeprefix("+86") if re.fullmatch(r"\+861[0-9]{10}", text) else text


def read_letters(value: object) -> str:
    """Read a code of letters and digits: in capitals, separators gone."""
    text = re.sub(r"[\s_.-]", "", str(value)).upper()
    if not re.fullmatch(r"[A-Z0-9]+", text):
        raise ValueError(f"{value!r} is not a code of letters and digits")
    return text


def read_word(value: object) -> str:
    """Read a word of a few that can stand here."""
    match value:
        case str():
            return value
        case _:
            raise ValueError(f"{value!r} is not a word")


def read_words(value: object) -> list[str]:
    """Read one word, or a list of them."""
    return [read_word(each) for each in value] if value and isinstance(value, list) else [read_word(value)]


def read_text(value: object) -> str:
    """Read plain text: no control characters, single spaces, at most LONGEST_TEXT characters."""
    spaced = " ".join(str(value).split())
    clean = "".join(letter for letter in spaced if unicodedata.category(letter)[0] != "C")
    return clean[:LONGEST_TEXT].rstrip()


def in_groups(digits: str) -> list[str]:
    """Split digits into groups of at most four, as even as can be, the shorter ones first.

    Eleven digits are 3-4-4 and ten are 3-3-4, as people say phone and ticket numbers.
    """
    count = -(-len(digits) // 4)
    size, longer = divmod(len(digits), count)
    sizes = [size] * (count - longer) + [size + 1] * longer
    ends = [sum(sizes[: n + 1]) for n in range(count)]
    return [digits[end - width : end] for width, end in zip(sizes, ends, strict=True)]
