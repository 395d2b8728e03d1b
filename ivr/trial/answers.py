"""What a transcript gives of actions: `given ACTION = OUTCOME {field: value}, OUTCOME`, answered instead of acting."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from ivr.compiler.problems import did_you_mean
from ivr.flow.actions import Action, Actions
from ivr.flow.events import ActionDone
from ivr.spoken import SLOT_KINDS, say

WHOLE_NUMBERS = ("number", "count", "money")


class Answers:
    """Stands in for an action, inside or outside: gives its answers in turn, then the last for ever."""

    def __init__(self, answers: list[ActionDone]) -> None:
        self._left = answers

    def __call__(self, *_: object) -> ActionDone:
        return self._left.pop(0) if len(self._left) > 1 else self._left[0]


def read_answers(text: str, actions: Actions) -> tuple[str, Answers]:
    """Read what stands after `given`. Raises ValueError that says what is declared."""
    name, _, rest = (part.strip() for part in text.partition("="))
    if name not in actions:
        raise ValueError(f'"{name}" is not an action. {did_you_mean(name, actions)}')
    try:
        return name, Answers([_answer(actions[name], each) for each in _pieces(rest)])
    except yaml.YAMLError:
        raise ValueError(f'"{rest}" cannot be read; write for example: found {{title: "a, b"}}, unknown') from None


def _pieces(text: str) -> Iterator[str]:
    """Part the text at the commas that stand outside all braces."""
    depth = begun = 0
    for token in yaml.scan(f"[{text}]"):
        match token:
            case yaml.FlowSequenceStartToken() | yaml.FlowMappingStartToken():
                depth += 1
            case yaml.FlowSequenceEndToken() | yaml.FlowMappingEndToken():
                depth -= 1
            case yaml.FlowEntryToken() if depth == 1:
                yield text[begun : token.start_mark.index - 1]
                begun = token.start_mark.index
    yield text[begun:]


def _answer(action: Action, text: str) -> ActionDone:
    before = re.split(r"[{[]", text, maxsplit=1)[0]
    outcome, told = before.strip(), text[len(before) :]
    if outcome not in action.outcomes:
        raise ValueError(f'"{action.name}" never answers "{outcome}". {did_you_mean(outcome, action.outcomes)}')
    sample = action.outcomes[outcome]
    if not told:
        return ActionDone(outcome, sample or None)
    data = yaml.load(told, yaml.BaseLoader)  # noqa: S506  it makes nothing but text, lists and mappings
    if isinstance(sample, Mapping):
        return ActionDone(outcome, _record(action, data) or None)
    if not isinstance(data, list):
        raise ValueError(f'"{outcome}" of "{action.name}" gives a list; write {outcome} [{{...}}, {{...}}]')
    return ActionDone(outcome, [_record(action, each) for each in data] or None)


def _record(action: Action, fields: Any) -> dict[str, Any]:
    if not isinstance(fields, Mapping):
        raise ValueError(f"{fields} is no record; write {{field: value}}")
    return {name: _value(action, name, value) for name, value in fields.items()}


def _value(action: Action, name: str, text: Any) -> Any:
    kind = action.data.get(name)
    if kind is None:
        raise ValueError(f'"{action.name}" has no field "{name}". {did_you_mean(name, action.data)}')
    try:
        value = int(text) if kind in WHOLE_NUMBERS else [*map(int, text)] if kind == "range" else text
        for each in value.values() if isinstance(value, Mapping) else [value]:
            if kind in SLOT_KINDS:
                say(kind, each, "english")
    except (TypeError, ValueError):
        raise ValueError(f'{name}: {text!r} is no {kind}, which "{action.name}" gives there') from None
    return value
