"""Ten-digit reference numbers that callers hear and key in again; the last digit checks the others.

The check is Damm's: it catches every single wrong digit and every swap of two neighbours, and it is one small table.
"""

from collections.abc import Callable
from functools import reduce

DIGITS = 10
FIRST = 10 ** (DIGITS - 2)
"""The least number without its check digit: none begins with 0."""

# A totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004), zeros on its diagonal.
DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def reference(below: Callable[[int], int]) -> str:
    """Make a number. `below(n)` gives a random whole number from 0 to n - 1, as `secrets.randbelow` does."""
    digits = str(FIRST + below(9 * FIRST))
    return f"{digits}{_interim(digits)}"


def is_reference(text: str) -> bool:
    """Tell whether a text is ten digits, does not begin with 0, and its check digit is right."""
    return len(text) == DIGITS and text.isascii() and text.isdigit() and text[0] != "0" and _interim(text) == 0


def _interim(digits: str) -> int:
    return reduce(lambda interim, digit: DAMM[interim][int(digit)], digits, 0)
