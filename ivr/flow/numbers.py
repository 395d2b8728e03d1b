"""Telephone numbers as they are compared: by their digits, country code first, however they are written."""

import re

OURS = ("hotline", "other_numbers")
"""Facts that hold numbers of ours, spaces between them."""
NOT_DIGITS = re.compile(r"[^0-9]+")


def bare(number: str) -> str:
    """Give a number's digits: +86 400-000-0001 and 00864000000001 are 864000000001."""
    return NOT_DIGITS.sub("", number).removeprefix("00")


def at_home(number: str) -> str:
    """Give a number's digits as they are dialled at home, without +86 and the 0 of an area: 02155550000 is +86 21 5555 0000."""
    return bare(number).removeprefix("86").removeprefix("0")
