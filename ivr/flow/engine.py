"""step(): one event in, one turn out. Pure: the node says what it makes of the event (`decide`), a Walk applies it.

Called by the service for calls, and by the proof for every state.
"""

from ivr.flow.decisions import Decision, End, GoTo, Perform
from ivr.flow.events import ActionDone, CallStarted, DigitsPressed, Event, HungUp, LeftQueue, NoInput, RecordingDone, SpeechHeard
from ivr.flow.fields import Jump
from ivr.flow.graph import Flow, file_of
from ivr.flow.question import Question
from ivr.flow.scene import Scene
from ivr.flow.state import CALLER, CallState
from ivr.flow.turn import Turn
from ivr.flow.walk import Walk
from ivr.flow.world import World

HUNG_UP, SILENT = "hung_up", "silent"
"""The endings of a call whose caller left, and of one in which nobody ever keyed or said anything."""


def begin(flow: Flow) -> CallState:
    """Give the state of a call before its first turn: it speaks the hotline's first language."""
    return CallState(language=next(iter(flow.languages)))


def adopt(flow: Flow, state: CallState) -> CallState:
    """Fit a call that began on other menus to these: it stays at its question, and forgets what is no longer there."""
    frames = state.frames if all(frame.site in flow.nodes for frame in state.frames) else ()
    return state.but(
        memo={},
        frames=frames,
        history=tuple(visit for visit in state.history if visit.node in flow.nodes and visit.depth <= len(frames)),
        said=(),
        spoken=0,
        came=state.came if state.came in flow.nodes else "",
        node=state.node if len(frames) == len(state.frames) else "",
    )


def step(flow: Flow, state: CallState, event: Event, world: World) -> Turn:
    """Take one event and say what to do next.

    When the turn `wants` an action, nothing is said yet: perform it and step again with ActionDone from `turn.state`.
    """
    walk = Walk(flow, world, state)
    return walk.run(set_out(walk, event))


def set_out(walk: Walk, event: Event) -> Decision:
    """Decide about an event; the walk has still to apply the decision."""
    if not walk.state.heard and _is_somebody(event):
        walk.state = walk.state.but(heard=True)
    if isinstance(event, ActionDone):
        walk.note_done(event)
    return decide(walk.scene, event)


def defer(flow: Flow, turn: Turn, world: World) -> Turn:
    """Put a wanted action off to the next request: what was said so far is heard first."""
    deferred = Walk(flow, world, turn.state).put_off()
    return Turn(deferred.state, deferred.commands, turn.facts)


def decide(scene: Scene, event: Event) -> Decision:
    """Say what the node at hand makes of an event; nothing is applied yet."""
    flow, state = scene.flow, scene.state
    match event:
        case CallStarted(facts, called, at):
            return GoTo(Jump(at) if at else flow.begins(called), fill=facts)
        case HungUp():
            return _hang_up(scene)
        case _ if state.ended:
            return End(state.ended)
        case _ if state.node not in flow.nodes:
            return GoTo(flow.give_up)
        case ActionDone() if state.memo.get("closing"):
            return End(_gone(state))
        case ActionDone():
            return flow.nodes[state.node].handle(scene, event)
        case DigitsPressed() | SpeechHeard() | NoInput() if _is_over(scene):
            return GoTo(flow.give_up)
    return flow.nodes[state.node].handle(scene, event)


def _is_over(scene: Scene) -> bool:
    """Tell whether the call has had its turns, or its time, and is asked something elsewhere than on the way to people."""
    flow, state = scene.flow, scene.state
    if (state.turn < flow.turns and scene.world.lasted() < flow.minutes) or not isinstance(flow.nodes[state.node], Question):
        return False
    return file_of(state.node) not in flow.near_people


def _is_somebody(event: Event) -> bool:
    """Tell whether an event shows that somebody is there: keys, words, a message, or a talk."""
    match event:
        case DigitsPressed() | SpeechHeard() | LeftQueue(result="bridged" | "wish"):
            return True
        case RecordingDone(seconds=seconds):
            return seconds > 0
        case CallStarted(at=at):
            return bool(at)
    return False


def _gone(state: CallState) -> str:
    return HUNG_UP if state.heard else SILENT


def _hang_up(scene: Scene) -> Decision:
    draft = _draft(scene)
    if draft is None or scene.state.ended:
        return End(_gone(scene.state))
    lasting = (CALLER, *scene.flow.remember)
    slots = {name: value for name, value in scene.state.slots.items() if name not in lasting}
    return Perform("drafts.keep", {"kind": draft, "slots": slots}, memo={"closing": True})


def _draft(scene: Scene) -> str | None:
    """Name the draft of the task the caller is in; one who is in a sub-flow is still in the task that called it."""
    places = (scene.state.node, *(frame.site for frame in reversed(scene.state.frames)))
    drafts = (scene.flow.menu_of(place).draft for place in places if place in scene.flow.nodes)
    return next(filter(None, drafts), None)
