"""The compiled form survives JSON whole."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from ivr.compiler.artifact import CLASSES, from_json, to_json
from ivr.compiler.compile import compile_texts
from ivr.flow import fields as field_types
from ivr.flow import graph, words
from ivr.flow.actions import Actions
from ivr.flow.graph import Flow

FOLDER = Path(__file__).parent / "ok"
OK = sorted(FOLDER.glob("*.yaml"))


def structure(thing: Any) -> Any:
    """Give a thing's structure: texts and parts are equal only to themselves."""
    match thing:
        case Mapping():
            return {name: structure(each) for name, each in thing.items()}
        case tuple():
            return tuple(map(structure, thing))
    if is_dataclass(thing):
        return type(thing), {each.name: structure(getattr(thing, each.name)) for each in fields(thing) if each.compare}
    return thing


@pytest.mark.parametrize("menu", OK, ids=lambda menu: menu.stem)
def test_a_flow_is_the_same_after_json(menu: Path, good: Mapping[str, str], actions: Actions) -> None:
    flow = compile_texts({**good, "trial.yaml": menu.read_text()}, actions)
    again = from_json(to_json(flow), actions)
    assert structure(again) == structure(flow)
    assert to_json(again) == to_json(flow)


def test_a_nodes_parts_are_the_flows_own(good: Mapping[str, str], actions: Actions) -> None:
    flow = from_json(to_json(compile_texts(good, actions)), actions)
    assert flow.nodes["main.order"].prompt[0] is flow.parts["main.order/prompt/0"]  # type: ignore[attr-defined]


def test_every_class_of_a_flow_can_be_written() -> None:
    declared = {each for module in (field_types, graph, words) for each in vars(module).values() if is_dataclass(each)}
    assert declared - set(CLASSES.values()) - {Flow, graph.Vocabulary} == set()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 0}', "null"])
def test_what_is_no_compiled_menu_is_refused(text: str, actions: Actions) -> None:
    with pytest.raises(ValueError, match="this compiled menu cannot be read"):
        from_json(text, actions)


def test_a_field_this_program_does_not_know_is_refused(good: Mapping[str, str], actions: Actions) -> None:
    data = json.loads(to_json(compile_texts(good, actions)))
    data["nodes"]["main.start"]["colour"] = "red"
    with pytest.raises(ValueError, match="colour"):
        from_json(json.dumps(data), actions)
