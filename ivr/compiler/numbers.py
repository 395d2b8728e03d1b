"""Reads `numbers:` of hotline.yaml: numbers of the hotline whose calls begin elsewhere than at its start."""

import re
from typing import NewType

from ivr.compiler.choices import read_jump
from ivr.compiler.shape import Spot
from ivr.flow.fields import AGAIN, Jump
from ivr.flow.numbers import bare

Numbers = NewType("Numbers", dict[str, Jump])

INTERNATIONAL = re.compile(r"\+[1-9][0-9 ()-]*")
FEWEST_DIGITS, MOST_DIGITS = 8, 15
"""Of an international number, country code included (E.164)."""


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
