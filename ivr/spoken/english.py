"""How American English says numbers, money, dates and times: no "and" inside numbers, no commas.

The few rules are written here because a library for them takes longer to import than all the rest of the program.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from ivr.spoken.values import MINUTES_A_DAY, WORKING_DAYS, Moment, Week, in_groups

SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (100, "hundred"))
ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KEYS = {"*": "star", "#": "pound"}


@lru_cache(maxsize=4096)
def number(value: int) -> str:
    """Say a number: one hundred twenty-eight."""
    if value < 0:
        return f"minus {number(-value)}"
    for size, name in SCALES:
        if value >= size:
            whole, rest = divmod(value, size)
            return f"{number(whole)} {name}" + (f" {number(rest)}" if rest else "")
    if value < 20:
        return SMALL[value]
    tens, ones = divmod(value, 10)
    return TENS[tens] + (f"-{SMALL[ones]}" if ones else "")


count = number


def ordinal(value: int) -> str:
    """Say a place in a row: twenty-second."""
    head, dash, last = number(value).rpartition("-")
    if last in ORDINALS:
        return head + dash + ORDINALS[last]
    return head + dash + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def digits(value: str) -> str:
    """Say digits one at a time, with a pause between groups."""
    plus = ["plus"] if value.startswith("+") else []
    groups = (" ".join(_letter(digit) for digit in group) for group in in_groups(value.lstrip("+")))
    return " ".join([*plus, ", ".join(groups)])


def letters(value: str) -> str:
    """Say a code one letter or digit at a time."""
    return " ".join(_letter(letter) for letter in value)


def _letter(letter: str) -> str:
    return SMALL[int(letter)] if letter.isdigit() else letter


def money(fen: int) -> str:
    """Say an amount: one hundred twenty-eight yuan fifty."""
    sign = "minus " if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{number(yuan)} yuan" + (f" {_two_digits(rest)}" if rest else "")


def _two_digits(value: int) -> str:
    return f"oh {SMALL[value]}" if value < 10 else number(value)


def day(value: date) -> str:
    """Say a day of the year: July third."""
    return f"{MONTHS[value.month - 1]} {ordinal(value.day)}"


def time(moment: Moment) -> str:
    """Say a time, after its day when it has one: July third, two p.m."""
    return (f"{day(moment.day)}, " if moment.day else "") + _clock(moment.hour, moment.minute)


def _clock(hour: int, minute: int) -> str:
    match hour, minute:
        case ((0 | 24), 0):
            return "midnight"
        case 12, 0:
            return "noon"
        case _:
            minutes = f" {_two_digits(minute)}" if minute else ""
            return f"{number((hour - 1) % 12 + 1)}{minutes} {'a.m.' if hour < 12 else 'p.m.'}"


def minutes(low: int, high: int) -> str:
    """Say about how long: five to eight minutes."""
    if low < 1:
        return f"less than {'a minute' if high < 2 else f'{number(high)} minutes'}"
    if low == high:
        return f"{number(low)} minute{'' if low == 1 else 's'}"
    return f"{number(low)} to {number(high)} minutes"


def hours(week: Week, closed_on_holidays: bool) -> str:
    """Say a week of hours: on working days from nine a.m. to six p.m."""
    said = [f"{_days(days, closed_on_holidays)} {' and '.join(map(_span, times))}" for days, times in week]
    rest = ["closed on public holidays"] if closed_on_holidays and [tuple(days) for days, _ in week] != [WORKING_DAYS] else []
    return ", ".join((*said, *rest))


def _days(days: Sequence[int], closed_on_holidays: bool) -> str:
    if len(days) == len(WEEKDAYS):
        return "daily"
    if closed_on_holidays and tuple(days) == WORKING_DAYS:
        return "on working days"
    first, last = WEEKDAYS[days[0]], WEEKDAYS[days[-1]]
    return first if len(days) == 1 else f"{first} {'and' if len(days) == 2 else 'to'} {last}"


def _span(span: tuple[int, int]) -> str:
    opens, closes = span
    if span == (0, MINUTES_A_DAY):
        return "around the clock"
    over = closes > MINUTES_A_DAY
    return f"from {_clock(*divmod(opens, 60))} to {_clock(*divmod(closes - over * MINUTES_A_DAY, 60))}{' the next day' if over else ''}"


def timetable(rows: Sequence[tuple[Sequence[str], str]]) -> str:
    """Say who keeps which hours: the refund team and the complaints team, daily around the clock; the supervisors, ..."""
    return "; ".join(f"{together(who)}, {when}" for who, when in rows)


def key(key: str) -> str:
    """Name a key of the telephone: star."""
    return KEYS.get(key, key)


def together(words: Sequence[str]) -> str:
    """Say several words as one: transfers, top-ups and refunds."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
