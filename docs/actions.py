"""Writes docs/actions.md: its frame, and in it the actions as their declarations and docstrings tell them."""

import inspect
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from ivr.flow.actions import Action
from ivr.service.actions import INSIDE, OUTSIDE

DOCS = Path(__file__).parent
PAGE, FRAME = DOCS / "actions.md", DOCS / "actions.frame.md"
PLACES = {"<!-- outside -->\n": OUTSIDE, "<!-- inside -->\n": INSIDE}
NOTICE = "<!-- Written by `make docs` from docs/actions.frame.md and ivr/service/actions/. Change those. -->\n"


def page() -> str:
    """Give the whole page."""
    text = FRAME.read_text(encoding="utf-8")
    for place, modules in PLACES.items():
        by_name = sorted(modules, key=lambda module: module.DECLARATION.name)
        text = text.replace(place, "\n".join(map(_section, by_name)))
    return NOTICE + text


def _section(module: ModuleType) -> str:
    action: Action = module.DECLARATION
    what = (inspect.getdoc(module) or "").removeprefix(f"{action.name}: ")
    how = " ".join((inspect.getdoc(module.perform) or "").split())
    rows = "".join(f"| `{outcome}` | {_sample(sample)} |\n" for outcome, sample in action.outcomes.items())
    said = (f"### {action.name}", f"{what[0].upper()}{what[1:]}", f"{how}{_once(action)}", _takes(action.takes), _gives(action.data))
    return "\n\n".join(filter(None, said)) + f"\n\n| outcome | such as |\n| --- | --- |\n{rows}"


def _once(action: Action) -> str:
    """Say when asking twice is asking once; for others each turn is an effect of its own."""
    named = " and ".join(f"`{name}`" for name in action.once_per)
    return f" Changes something; once a call for the same {named}." if named else " Changes something." if action.changes else ""


def _takes(takes: Mapping[str, str]) -> str:
    named = ", ".join(f"`{name}` ({kind})" for name, kind in takes.items())
    return f"Takes {named}." if named else ""


def _gives(data: Mapping[str, str]) -> str:
    named = ", ".join(f"`{name}` ({kind})" for name, kind in data.items())
    return f"Gives {named}." if named else ""


def _sample(sample: Any) -> str:
    return f"`{_yaml(sample)}`" if sample else ""


def _yaml(value: Any) -> str:
    match value:
        case Mapping():
            return "{" + ", ".join(f"{name}: {_yaml(each)}" for name, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_yaml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
