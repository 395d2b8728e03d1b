"""Tasks, sub-flows and history: what moving through the menus does to a call's stack, errors and slots.

A task is one menu file. Errors count over the task; entering another file by a choice, whatever nodes it leads through,
starts a new one, which forgets the slots that are neither remembered nor filled by that choice. A sub-flow is a frame;
leaving it by `goto` abandons it, and the history loses its questions.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ivr.flow.fields import Jump
from ivr.flow.graph import Flow, file_of
from ivr.flow.state import CALLER, HISTORY, CallState, Frame, Visit


def move(flow: Flow, state: CallState, target: str) -> CallState:
    """Move towards a node: leave the sub-flows it is not in, and start a new task if the caller chose another file."""
    if file_of(target) == file_of(state.node):
        return state
    state = _cut(state, _depth_of(state, target))
    return _new_task(flow, state) if state.acted else state


def _depth_of(state: CallState, target: str) -> int:
    """Tell how many sub-flows a node is in: none, unless giving up in one leads back into the one that called it."""
    for depth in range(len(state.frames) - 1, -1, -1):
        if file_of(state.frames[depth].site) == file_of(target):
            return depth
    return 0


def _cut(state: CallState, depth: int) -> CallState:
    if depth >= len(state.frames):
        return state
    history = tuple(visit for visit in state.history if visit.depth <= depth)
    return state.but(frames=state.frames[:depth], history=history, errors=state.frames[depth].errors)


def _new_task(flow: Flow, state: CallState) -> CallState:
    remembered = _remembered(flow, state)
    history = state.history
    if history and history[-1].kept is None:
        lost = {name: value for name, value in state.slots.items() if name not in remembered}
        history = (*history[:-1], Visit(history[-1].node, history[-1].depth, lost))
    given = {name: state.slots[name] for name in state.fresh if name in state.slots}
    return state.but(errors=0, slots={**remembered, **given}, history=history)


def lost(state: CallState) -> Mapping[str, Any]:
    """Give the slots that the task before this one lost when this one began."""
    return next((visit.kept for visit in reversed(state.history) if visit.kept is not None), {})


def _remembered(flow: Flow, state: CallState) -> dict[str, Any]:
    return {name: value for name, value in state.slots.items() if name in flow.remember or name == CALLER}


def call(state: CallState, frame: Frame) -> CallState:
    """Enter a sub-flow: its errors are counted from nothing."""
    return state.but(frames=(*state.frames, frame), errors=0)


def leave(state: CallState) -> tuple[Frame, CallState]:
    """Return from a sub-flow to the node that called it, with the errors counted there."""
    frame = state.frames[-1]
    return frame, _cut(state, len(state.frames) - 1).but(node=frame.site, memo={})


def visit(state: CallState) -> CallState:
    """Note the question the caller is at."""
    here = Visit(state.node, len(state.frames))
    if state.history and (state.history[-1].node, state.history[-1].depth) == (here.node, here.depth):
        return state.but(history=(*state.history[:-1], here))
    return state.but(history=(*state.history, here)[-HISTORY:])


def back(flow: Flow, state: CallState) -> CallState | None:
    """Go back to the question before this one; None at the top, and at the first question of a check that an agent began.

    A task that is returned to gets its slots back.
    """
    earlier = state.history
    if _is_noted(state):
        earlier = earlier[:-1]
    if not earlier or earlier[-1].depth < _check(flow, state):
        return None
    target = earlier[-1]
    inside = [frame.site for frame in state.frames[target.depth :]]
    same = file_of(target.node) == file_of(inside[0] if inside else state.node)
    state = _cut(state.but(history=earlier), target.depth)
    history = (*earlier[:-1], Visit(target.node, target.depth))
    slots: Mapping[str, Any] = state.slots if target.kept is None else {**_remembered(flow, state), **target.kept}
    errors = state.errors if same else 0
    return state.but(node=target.node, memo={}, slots=slots, history=history, errors=errors, said=(), spoken=0)


def line(flow: Flow, state: CallState) -> str | None:
    """Name the line in which an agent began the check that the caller is in."""
    depth = _check(flow, state)
    return state.frames[depth - 1].site if depth else None


def _check(flow: Flow, state: CallState) -> int:
    """Tell how deep an agent's check is among the sub-flows, which when given up comes back to where it began; 0 when there is none."""
    return next((depth for depth, frame in enumerate(state.frames, 1) if _otherwise(flow, frame).goto == frame.site), 0)


def close(flow: Flow, state: CallState) -> CallState:
    """Forget the way back, after something was changed; the menu outside all sub-flows that led here is still the one to go up to."""
    outside = (visit.node for visit in reversed(state.history) if visit.depth == 0)
    return state.but(history=(), came=_menu_among(flow, outside) or state.came)


def up(flow: Flow, state: CallState) -> str:
    """Name the menu from which the question at hand was chosen: the last one that star would come through."""
    earlier = (visit.node for visit in reversed(state.history[: -1 if _is_noted(state) else None]))
    return _menu_among(flow, earlier) or state.came or flow.start


def _is_noted(state: CallState) -> bool:
    return bool(state.history) and state.history[-1].node == state.node


def _menu_among(flow: Flow, nodes: Iterable[str]) -> str | None:
    return next((node for node in nodes if flow.nodes[node].is_menu), None)


def way_out(flow: Flow, state: CallState) -> Jump:
    """Give where a task leads that the caller cannot finish: the node's, the sub-flow's caller's, the menu's, the hotline's."""
    node = flow.nodes[state.node]
    own: Jump | None = getattr(node, "give_up", None)
    if own is not None:
        return own
    if state.frames:
        return _otherwise(flow, state.frames[-1])
    return flow.menu_of(state.node).give_up or flow.give_up


def _otherwise(flow: Flow, frame: Frame) -> Jump:
    site = flow.nodes[frame.site]
    if frame.gate and site.requires is not None:
        return site.requires.otherwise
    otherwise: Jump | None = getattr(site, "otherwise", None)
    return otherwise or flow.menu_of(frame.site).give_up or flow.give_up
