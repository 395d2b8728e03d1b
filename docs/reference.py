"""Writes docs/menus.md: its frame, and in it what may be written where, as node types and fields tell it of themselves."""

import dataclasses
import inspect
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ivr.compiler import choices, fragments, hotline, languages, menu, numbers, queues, say_as, schedule, texts
from ivr.compiler.docs import field_docs, parted
from ivr.compiler.shape import Declared, declared
from ivr.flow import fields
from ivr.flow.conditions import Condition
from ivr.flow.graph import WaitKey
from ivr.flow.nodes import NODES
from ivr.flow.question import AnyNode, Question
from ivr.flow.words import Part, Prompt

DOCS = Path(__file__).parent
PAGE, FRAME = DOCS / "menus.md", DOCS / "menus.frame.md"
PLACE = re.compile(r"<!-- (.+) -->\n")
NOTICE = "<!-- Written by `make docs` from docs/menus.frame.md and what the code says of its fields. Change those. -->\n"
EXAMPLE = re.compile(r"^ *type: .*(?:\n.+)*", re.MULTILINE)

TYPES: dict[Any, str] = {
    Prompt: "prompt",
    Part: "sentence",
    Condition: "condition",
    choices.Target: "node",
    fields.Jump: "target",
    fields.Outcomes: "outcome: target",
    fields.Options: "key: option",
    fields.Cases: "list of cases",
    fields.Assignments: "name: value",
    fields.Words: "phrases per language",
    Mapping[str, fields.Words]: "name: phrases per language",
    fields.Check: "check",
    fields.From: "from",
    fields.KeptSpeech: "speech",
    fields.Requires: "`light`, `strong` or `{level, else}`",
    fields.Level: "`light` or `strong`",
    fields.Do: "one of these words",
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
    str: "text",
    tuple[fields.Name, ...]: "list of names",
    tuple[fields.SlotName, ...]: "list of slots",
    Mapping[str, str]: "key: text",
    hotline.Defaults: "defaults",
    hotline.Endings: "name: options",
    hotline.Facts: "name: text, or a text per language",
    hotline.GateFlow: "`file.node` or `none`",
    hotline.Identity: "`{flow, else}`",
    hotline.Keys: "key: what it does",
    hotline.Peaks: "hours",
    hotline.SpokenWords: "name: target, with phrases per language",
    hotline.Texts: "name: a text per language",
    Mapping[str, hotline.Schedule]: "name: hours",
    fragments.Fragments: "name: sentence",
    hotline.LintSettings: "rule: setting",
    languages.Languages: "language: how it is spoken",
    languages.Rate: "`20%` to `99%`",
    languages.SpokenIn: "`mandarin` or `english`",
    languages.Template: "text",
    menu.MenuName: "name",
    menu.Tail: "sentence",
    numbers.Numbers: "number: target",
    queues.HoursName: "hours of `hours:`",
    queues.Messages: "list of fragments",
    queues.Queues: "name: queue",
    queues.HeadStart: "seconds",
    fields.QueueLevel: "`agent`, `supervisor` or `review`",
    queues.SpokenName: "sentence",
    queues.WrittenWait: "wait",
    Mapping[str, WaitKey]: "key: what it does",
    say_as.SayAs: "words per language",
}
VALUES = {
    "target": choices.WrittenJump,
    "option": choices.WrittenOption,
    "key": choices.WrittenKey,
    "case": choices.WrittenCase,
    "check": fields.Check,
    "from": fields.From,
    "speech": fields.KeptSpeech,
    "sentence": texts.WrittenPart,
}
SHARED = {
    "language": languages.WrittenLanguage,
    "defaults": hotline.Defaults,
    "identity": hotline.Identity,
    "queue": queues.WrittenQueue,
    "wait": queues.WrittenWait,
    "key of a wait": queues.WrittenWaitKey,
    "hours": schedule.WrittenHours,
}


def example(kind: str) -> str:
    """Give the YAML that a node type's docstring shows."""
    found = EXAMPLE.search(inspect.getdoc(NODES[kind]) or "")
    if found is None:
        raise SystemExit(f'The docstring of "{kind}" shows no example; it should begin with "type: {kind}".')
    return inspect.cleandoc("\n" + found[0])


def page() -> str:
    """Give the whole page."""
    made = {
        "node types": _nodes,
        "hotline": lambda: _table(hotline.Hotline),
        "what stands in hotline.yaml": lambda: _tables(SHARED),
        "menu file": lambda: _table(menu.Written),
        "values": lambda: _tables(VALUES),
    }
    return NOTICE + PLACE.sub(lambda place: made[place[1]](), FRAME.read_text(encoding="utf-8"))


def _nodes() -> str:
    every = f"### Every node\n\n{_table(AnyNode)}\n"
    asking = f"### Every node that asks\n\n{_table(Question, AnyNode)}\n"
    return every + asking + "".join(_section(kind, node) for kind, node in NODES.items())


def _section(kind: str, node: type[AnyNode]) -> str:
    rest = _rest(node)
    parts = [f"### {kind}", _first(node), f"```yaml\n{example(kind)}\n```", *([rest] if rest else [])]
    return "\n\n".join(parts) + "\n\n" + _table(node, Question if issubclass(node, Question) else AnyNode) + "\n"


def _first(node: type) -> str:
    return (inspect.getdoc(node) or "").partition("\n")[0]


def _rest(node: type) -> str:
    """Give a docstring's prose behind its first sentence and its example."""
    _, _, rest = parted(inspect.getdoc(node) or "")[0].partition("\n")
    return " ".join(EXAMPLE.sub("", rest).split())


def _tables(classes: Mapping[str, type]) -> str:
    return "\n".join(f"**{name}**\n\n{_table(cls)}" for name, cls in classes.items())


def _table(cls: type, base: type | None = None) -> str:
    """Give the fields of a class but not its base's: what each takes and is, and whether it may be left out."""
    inherited = {each.name for each in dataclasses.fields(base)} if base else set()
    rows = (_row(cls, each) for each in declared(cls) if each.name not in inherited)
    return "| field | takes | is |\n| --- | --- | --- |\n" + "".join(rows)


def _row(cls: type, field: Declared) -> str:
    takes = f"{TYPES[field.type]}, required" if field.required else TYPES[field.type] + _default(cls, field.name)
    return f"| `{field.key}` | {takes} | {field_docs(cls)[field.name].en} |\n"


def _default(cls: type, name: str) -> str:
    match next(each.default for each in dataclasses.fields(cls) if each.name == name):
        case bool(flag):
            return f"; `{'yes' if flag else 'no'}` if left out"
        case int(number):
            return f"; {number} if left out"
    return ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
