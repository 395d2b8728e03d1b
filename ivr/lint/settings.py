"""Reads `lint:` of hotline.yaml: which rules are off, and what others are set to. A setting is written as its default is."""

from collections.abc import Iterable, Mapping
from typing import Any

from ivr.compiler.hotline import LintSettings
from ivr.compiler.problems import Found, Route, did_you_mean
from ivr.compiler.source import Row, Scalar, Table, Value
from ivr.lint.rule import Rule

OFF = "off"


class _Wrong(Exception):
    """A setting that cannot be read; carries what was found."""

    def __init__(self, route: Route, what: str, fix: str, on_key: bool = False) -> None:
        super().__init__(what)
        self.found = Found(route, what, fix, on_key, "lint-setting")


def read_settings(written: LintSettings, rules: Iterable[Rule]) -> tuple[Mapping[str, Any], list[Found]]:
    """Give the setting of every rule that is in force, and what is wrong with what is written."""
    defaults = {rule.ID: rule.SETTING for rule in rules}
    settings: dict[str, Any] = dict(defaults)
    found: list[Found] = []
    for name, value in written.items():
        route = ("hotline", "lint", name)
        if name not in defaults:
            found.append(Found(route, f'"{name}" is not a rule', did_you_mean(name, defaults), True, "lint-setting"))
        elif isinstance(value, Scalar) and value.text == OFF:
            del settings[name]
        else:
            try:
                settings[name] = _read(defaults[name], value, route)
            except _Wrong as wrong:
                found.append(wrong.found)
    return settings, found


def _read(default: object, value: Value, route: Route) -> Any:
    match default, value:
        case int() | float(), Scalar(text):
            return _number(default, text, route)
        case str(), Scalar(text):
            return text
        case tuple(), Row(items):
            return tuple(_text(item, (*route, place)) for place, item in enumerate(items))
        case Mapping(), Table(entries):
            for key in entries:
                if key not in default:
                    raise _Wrong((*route, key), f'"{key}" is not something to set here', did_you_mean(key, default), True)
            return {**default, **{key: _read(default[key], each, (*route, key)) for key, each in entries.items()}}
        case None, _:
            raise _Wrong(route, "there is nothing to set of this rule", f'Write "{OFF}" to switch it off, or delete the line.')
    wanted = {int: "a number", float: "a number", str: "one text", tuple: "a list: [one, another]"}.get(
        type(default), "a table: {name: value}"
    )
    raise _Wrong(route, f'"{route[-1]}" wants {wanted}', f'Write it so, or "{OFF}".')


def _number(default: float, text: str, route: Route) -> float:
    try:
        number = type(default)(text)
    except ValueError:
        number = -1
    if number < 0:
        raise _Wrong(route, f'"{text}" is not a number', f'Write one, such as {default}, or "{OFF}".')
    return number


def _text(value: Value, route: Route) -> str:
    if not isinstance(value, Scalar):
        raise _Wrong(route, "this wants one text", "Write a single value.")
    return value.text
