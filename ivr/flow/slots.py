"""Values a call has gathered: how a path finds one, and entries too secret to have a name."""

from collections.abc import Mapping
from typing import Any, NoReturn

Value = str | int | float | bool | None | list[Any] | dict[str, Any]


def look(slots: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """Give the value at `path`, or None when any step of it is missing; a number picks from a list."""
    value: Any = slots
    for name in path:
        if isinstance(value, list) and name.isdecimal():
            value = value[int(name)] if int(name) < len(value) else None
        elif isinstance(value, Mapping):
            value = value.get(name)
        else:
            return None
    return value


class Secret:
    """Keys that may be checked and nothing else: they cannot be printed, stored, pickled or spoken by accident."""

    __slots__ = ("_keys",)

    def __init__(self, keys: str) -> None:
        self._keys = keys

    def reveal(self) -> str:
        """Give the keys, to the one action that checks them."""
        return self._keys

    def _refuse(self, *_: object) -> NoReturn:
        raise TypeError("a secret entry cannot be shown, stored or copied")

    __repr__ = __str__ = __format__ = __reduce_ex__ = _refuse
