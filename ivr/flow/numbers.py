"""Telephone numbers however they are written: as they are compared, by their digits, and as they are dialled."""

import re

OURS = ("hotline", "other_numbers")
"""Facts that hold numbers of ours, spaces between them."""
COUNTRY = "+86"
NOT_DIGITS = re.compile(r"[^0-9]+")


def bare(number: str) -> str:
    """Give a number's digits: +86 400-000-0001 and 00864000000001 are 864000000001."""
    return NOT_DIGITS.sub("", number).removeprefix("00")


def at_home(number: str) -> str:
    """Give a number's digits as they are dialled at home, without +86 and the 0 of an area: 02155550000 is +86 21 5555 0000."""
    return bare(number).removeprefix(COUNTRY[1:]).removeprefix("0")


def abroad(number: str) -> str:
    """Give a number as it is dialled from everywhere: before one that is keyed as it is dialled at home goes +86."""
    return number if number.startswith("+") else f"{COUNTRY}{number}"
