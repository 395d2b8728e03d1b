"""Telephone numbers as they are compared: by their digits, country code first, however they are written."""

import re

NOT_DIGITS = re.compile(r"[^0-9]+")


def bare(number: str) -> str:
    """Give a number's digits: +86 400-000-0001 and 00864000000001 are 864000000001."""
    return NOT_DIGITS.sub("", number).removeprefix("00")
