"""Times that come by chance. The chance itself is handed in, so that the same seed gives the same day."""

from collections.abc import Callable
from math import cos, exp, log, log1p, pi, sqrt

Chance = Callable[[], float]
"""Gives a number from 0 up to but not including 1, each as likely as any other."""
Draw = Callable[[Chance], int]
"""Gives a span in milliseconds."""


def always(span: int) -> Draw:
    """Give the same span each time."""
    return lambda chance: span


def exponential(mean: float) -> Draw:
    """Give spans that know no past: however long it has lasted, what is to come is as long as at the beginning."""
    return lambda chance: round(-log1p(-chance()) * mean)


def lognormal(mean: float, spread: float) -> Draw:
    """Give spans of which a few are very long, as talks are. `spread` is the standard deviation as a share of the mean."""
    width = sqrt(log(1 + spread**2))
    middle = log(mean) - width**2 / 2
    return lambda chance: round(exp(middle + width * _normal(chance)))


def _normal(chance: Chance) -> float:
    """Draw from the normal distribution, by Box and Muller."""
    return sqrt(-2 * log1p(-chance())) * cos(2 * pi * chance())
