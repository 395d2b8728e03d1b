"""Values that are nobody else's, so that filling a slot with an equal one is noticed."""

from copy import copy
from typing import Any


class _Text(str):
    """A text that is not the same object as any other."""

    __slots__ = ()


def own(value: Any) -> Any:
    """Give an equal value that is an object of its own."""
    return _Text(value) if isinstance(value, str) else copy(value)
