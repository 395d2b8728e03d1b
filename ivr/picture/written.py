"""What is spoken and what is asked for, written down again as an author reads it."""

from ivr.flow.conditions import Condition, Test
from ivr.flow.words import Text, plain


def sentence(text: Text) -> str:
    """Write a text with the names of its holes in braces."""
    return plain(text, [f"{{{'.'.join(hole.path)}}}" for hole in text.holes])


def condition(tests: Condition) -> str:
    """Write a condition as menus have it."""
    return " and ".join(map(_test, tests))


def _test(test: Test) -> str:
    claim = {"unknown": "is not known", "known": "is known"}.get(test.operator, test.operator)
    return " ".join((".".join(test.path), claim, ", ".join(test.values))).rstrip()
