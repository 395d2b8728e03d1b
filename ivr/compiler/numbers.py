"""Reads `numbers:` of hotline.yaml, whose calls begin elsewhere than at its start, and the numbers of ours among its facts."""

import re
from collections.abc import Mapping
from typing import NewType

from ivr.compiler.choices import read_jump
from ivr.compiler.shape import Spot
from ivr.flow.fields import AGAIN, Jump
from ivr.flow.numbers import bare

Numbers = NewType("Numbers", dict[str, Jump])

INTERNATIONAL = re.compile(r"\+[1-9][0-9 ()-]*")
FEWEST_DIGITS, MOST_DIGITS = 8, 15
"""Of an international number, country code included (E.164)."""
FEWEST_KEYED = 3
"""Of a number as it is dialled, such as 110."""


def read_numbers(spot: Spot) -> Numbers:
    """Read where the calls of each number begin; a number is told by its digits, however it is written."""
    written: dict[str, str] = {}
    numbers = Numbers({})
    for each in spot.table('{"+864000000001": {set: {language: en}, goto: ...}}'):
        first = written.setdefault(_digits(each), each.key)
        if first != each.key:
            raise each.refuse("number-twice", f'"{each.key}" is the same number as "{first}"', "Keep one of the two.", on_key=True)
        numbers[each.key] = _beginning(each)
    return numbers


def check_ours(spot: Spot, values: Mapping[str, str]) -> None:
    """Refuse a fact of our numbers with a word in it that is none: a caller's number is compared with each."""
    for word in (word for value in values.values() for word in value.split()):
        if len(bare(word)) < FEWEST_KEYED:
            what = f'"{word}" is not a telephone number'
            raise spot.refuse("telephone-number", what, 'Write its digits, such as "4000000001", with a space only before another.')


def _digits(spot: Spot) -> str:
    digits = bare(spot.key)
    if not INTERNATIONAL.fullmatch(spot.key) or not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        what = f'"{spot.key}" is not a telephone number with its country code'
        raise spot.refuse("telephone-number", what, 'Write it as the carrier does, such as "+864000000001".', on_key=True)
    return digits


def _beginning(spot: Spot) -> Jump:
    jump = read_jump(spot)
    if jump.goto is None or jump.goto == AGAIN:
        raise spot.refuse("goto-or-do", "a call cannot begin here", 'Write "goto: ..." with a node.', on_key=True)
    return jump
