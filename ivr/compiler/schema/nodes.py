"""The shapes of nodes, and of what is asked of actions and sub-flows."""

from ivr.compiler.checks.kinds import ONE_OF
from ivr.compiler.docs import Doc, class_doc
from ivr.compiler.schema.names import Names
from ivr.compiler.schema.parts import Schema, every, has, one_of, only, when
from ivr.compiler.schema.shapes import Shapes
from ivr.flow import fields
from ivr.flow.actions import Action, Actions
from ivr.flow.fields import Given
from ivr.flow.graph import Menu
from ivr.flow.nodes import NODES

TYPE = Doc("What kind of node this is.", "节点的类型。")


def node(shapes: Shapes, names: Names, actions: Actions) -> Schema:
    """Give the shape of any node; its type tells which fields it has."""
    by_action = [when(has("action", name), _action(shapes, action)) for name, action in actions.items()]
    by_flow = [when(has("flow", name), _flow(shapes, menu)) for name, menu in names.flows.items()]
    shapes.own[fields.Check] = shapes.table(fields.Check) | every(by_action)
    together = {"action": by_action, "call": by_flow}
    kinds = {kind: shapes.define(f"node.{kind}", _kind(shapes, kind, together.get(kind, []))) for kind in NODES}
    told = [class_doc(cls).of(shapes.language) for cls in NODES.values()]
    chosen = shapes.told(TYPE, {"enum": list(NODES), "enumDescriptions": told, "markdownEnumDescriptions": told})
    by_kind = [when(has("type", kind), shape) for kind, shape in kinds.items()]
    return {"type": "object", "required": ["type"], "properties": {"type": chosen}, **every(by_kind)}


def _kind(shapes: Shapes, kind: str, together: list[Schema]) -> Schema:
    cls = NODES[kind]
    table = shapes.table(cls)
    table["properties"] = {"type": shapes.told(class_doc(cls), {"const": kind}), **table["properties"]}
    alternatives = [shape for keys in ONE_OF.get(cls, ()) for shape in one_of(keys)]
    return table | every([*together, *alternatives])


def _action(shapes: Shapes, action: Action) -> Schema:
    """Every outcome an action declares has a target; it is given what it takes, and nothing else."""
    needed = [name for name in action.takes if not name.endswith("?")]
    arguments = only((name.removesuffix("?") for name in action.takes), shapes.of(Given), required=needed)
    outcomes = only(action.outcomes, shapes.of(fields.Jump), required=list(action.outcomes))
    return {"properties": {"with": arguments, "outcomes": outcomes}, **({"required": ["with"]} if needed else {})}


def _flow(shapes: Shapes, menu: Menu) -> Schema:
    """Outcomes and arguments of a sub-flow are completed, and left to the compiler: its file changes too."""
    known = {"with": (menu.takes, shapes.of(Given)), "outcomes": (menu.returns, shapes.of(fields.Jump))}
    return {"properties": {key: {"properties": dict.fromkeys(names, shape)} for key, (names, shape) in known.items()}}
