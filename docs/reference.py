"""Writes docs/menus.md: its frame, and between it the node types as their docstrings and fields tell them.

With --check nothing is written; a page that is no longer what the code says fails.
"""

import dataclasses
import inspect
import re
import sys
from pathlib import Path
from typing import Any, get_args

from ivr.flow import fields
from ivr.flow.nodes import NODES
from ivr.flow.question import AnyNode, Question
from ivr.flow.words import Part, Prompt

DOCS = Path(__file__).parent
PAGE, FRAME = DOCS / "menus.md", DOCS / "menus.frame.md"
PLACE = "<!-- node types -->\n"
NOTICE = "<!-- Written by `make docs` from docs/menus.frame.md and ivr/flow/nodes/. Change those. -->\n"
EXAMPLE = re.compile(r"^ *type: .*(?:\n.+)*", re.MULTILINE)

TYPES: dict[Any, str] = {
    Prompt: "prompt",
    Part: "sentence",
    fields.Jump: "target",
    fields.Outcomes: "outcome: target",
    fields.Options: "key: option",
    fields.Cases: "list of `{when, goto}`",
    fields.Assignments: "name: value",
    fields.Check: "`{action, with, into, outcomes}`",
    fields.From: "`{list, into, goto, label}`",
    fields.KeptSpeech: "`{into, goto}`",
    fields.Requires: "`light`, `strong` or `{level, else}`",
    fields.SlotName: "slot",
    fields.QueueName: "queue",
    fields.TextName: "text of `texts:`",
    fields.EndingName: "ending of `endings:`",
    fields.ReturnName: "one of the file's `returns`",
    fields.ActionName: "action",
    fields.FlowName: "`file.node` of a sub-flow",
    fields.Name: "name",
    fields.Digits: "`6` or `8-20`",
    fields.KeyClasses: "`[0-9]{3}[0-9*]`",
    fields.Kind: "`amount`, `date`, `phone` or `ticket`",
    fields.Flag: "`yes` or `no`",
    fields.Seconds: "seconds",
    fields.Count: "number",
}


def example(kind: str) -> str:
    """Give the YAML that a node type's docstring shows."""
    found = EXAMPLE.search(inspect.getdoc(NODES[kind]) or "")
    if found is None:
        raise SystemExit(f'The docstring of "{kind}" shows no example; it should begin with "type: {kind}".')
    return inspect.cleandoc("\n" + found[0])


def page() -> str:
    """Give the whole page."""
    before, _, after = FRAME.read_text(encoding="utf-8").partition(PLACE)
    return NOTICE + before + _shared() + "".join(_section(kind, node) for kind, node in NODES.items()) + after


def _shared() -> str:
    every = f"### Every node\n\n{_first(AnyNode)}\n\n{_table(AnyNode, None)}\n"
    return f"{every}### Every node that asks\n\n{_rest(Question)}\n\n{_table(Question, AnyNode)}\n"


def _section(kind: str, node: type[AnyNode]) -> str:
    rest = _rest(node)
    parts = [f"### {kind}", _first(node), f"```yaml\n{example(kind)}\n```", *([rest] if rest else [])]
    return "\n\n".join(parts) + "\n\n" + _table(node, Question if issubclass(node, Question) else AnyNode) + "\n"


def _first(node: type) -> str:
    return (inspect.getdoc(node) or "").partition("\n")[0]


def _rest(node: type) -> str:
    """Give a docstring's prose behind its first sentence and its example."""
    _, _, rest = (inspect.getdoc(node) or "").partition("\n")
    return " ".join(EXAMPLE.sub("", rest).split())


def _table(node: type[AnyNode], base: type[AnyNode] | None) -> str:
    inherited = {each.name for each in dataclasses.fields(base)} if base else set()
    own = [each for each in dataclasses.fields(node) if each.name not in inherited and _key(each)]
    rows = (f"| `{_key(each)}` | {_takes(each.type)} | {'required' if _is_required(each) else _default(each)} |\n" for each in own)
    return "| field | takes | |\n| --- | --- | --- |\n" + "".join(rows)


def _key(field: "dataclasses.Field[Any]") -> Any:
    return field.metadata.get("key", field.name)


def _takes(kind: Any) -> str:
    if kind in TYPES:
        return TYPES[kind]
    return next(TYPES[each] for each in get_args(kind) if each in TYPES)


def _is_required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _default(field: "dataclasses.Field[Any]") -> str:
    match field.default:
        case bool(flag):
            return f"`{'yes' if flag else 'no'}` if left out"
        case int(number):
            return f"{number} if left out"
    return ""


def main(arguments: list[str]) -> int:
    """Write the page, or with --check compare it."""
    made = page()
    if arguments != ["--check"]:
        PAGE.write_text(made, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == made:
        return 0
    print("docs/menus.md is stale: run make docs and look at the difference.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
