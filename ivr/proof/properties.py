"""What must hold of every call: each property looks at all places and edges, and yields what breaks it."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace

from ivr.compiler.checks.flows import DEEPEST
from ivr.flow.commands import Continue, Enqueue, Gather, Record, Say
from ivr.flow.events import DigitsPressed, HungUp
from ivr.flow.graph import Flow, file_of
from ivr.flow.journal import Entered
from ivr.flow.nodes.call import Call
from ivr.proof.anywhere import Anywhere
from ivr.proof.doors import Door, Spot, Step
from ivr.proof.explore import Edge, Explored, Place
from ivr.proof.failure import Failure, Found, InCalls, Property, at
from ivr.proof.listening import heard
from ivr.proof.manners import keys_are_spoken, nothing_half, silence_chooses_nothing, slips_are_counted, takes_strays
from ivr.proof.rounds import rounds
from ivr.proof.turns import Turns

STEPS = 2
"""The most presses to a person."""


def handled(explored: Found) -> Iterator[Failure]:
    """Every event in every state is handled: no step breaks, and none goes round for ever."""
    breaks = _breaking(explored.doors, explored.edges) if isinstance(explored, Anywhere) else {}
    for edge in explored.edges:
        slip = edge.slip or breaks.get(edge.target, "")
        if slip and not isinstance(edge.source, Door):
            node = edge.source.node if edge.source else explored.flow.start
            yield Failure("handled", node, f"the call breaks here: {slip}", "Lead this event somewhere.", edge)


def _breaking(doors: Sequence[Door], steps: Iterable[Step]) -> dict[Spot | None, str]:
    """Give the doors that lead to a step that breaks, or that go round and never ask."""
    found: dict[Spot | None, str] = {step.source: step.slip for step in steps if step.slip and isinstance(step.source, Door)}
    inside = set(doors)
    for ring in rounds(doors, lambda door: (step.target for step in door.edges if isinstance(step.target, Door) and step.target in inside)):
        names = " to ".join(dict.fromkeys(door.node for door in ring))
        found |= dict.fromkeys(ring, f"it goes round by {names}, and never asks")
    size = -1
    while found and size != (size := len(found)):
        for door in doors:
            if door not in found and (slip := next((found[step.target] for step in door.edges if step.target in found), "")):
                found[door] = slip
    return found


def ends_by_itself(explored: Found) -> Iterator[Failure]:
    """A caller who does nothing, or only errs, comes to an ending or to people: no round without the caller's choice."""
    told: set[frozenset[str]] = set()
    for ring in rounds(explored.spots, _quietly):
        places = _asking(ring)
        nodes = list(dict.fromkeys(place.node for place in places))
        if not nodes or frozenset(nodes) in told:
            continue
        told.add(frozenset(nodes))
        first = nodes.index(min(nodes))
        in_vain = any(edge.in_vain and edge.target in ring for spot in ring for edge in spot.edges)
        who = "a caller for whom nothing can be looked up" if in_vain else "a caller who chooses nothing"
        what = f"{who} goes round here for ever: {' to '.join([*nodes[first:], *nodes[: first + 1]])}"
        found = at("ends-by-itself", places[0], what, "Lead out of the circle: to people, to a message or to a goodbye.")
        yield replace(found, node=nodes[first])  # a round has one name, wherever a call comes into it


def ends_when_over(explored: Found) -> Iterator[Failure]:
    """A call that has had its turns or its time comes to people, to an ending or to what stands in for people, whatever the caller does."""
    for ring in rounds(explored.spots, lambda spot: spot.over or _quietly(spot)):
        places = _asking(ring)
        if not any(place.over for place in places):
            continue
        nodes = list(dict.fromkeys(place.node for place in places))
        what = f"a call that has had its turns goes round here for ever: {' to '.join([*nodes, nodes[0]])}"
        fix = "Let what people are reached through lead on in its own file, or to a file that is reached from it alone."
        yield at("ends-when-over", places[0], what, fix)


def _asking(ring: Iterable[Spot]) -> list[Place]:
    return [spot for spot in ring if isinstance(spot, Place)]


def _quietly(spot: Spot) -> Iterator[Spot]:
    return (edge.target for edge in spot.edges if edge.quiet and edge.target is not None)


def person_in_reach(explored: Found) -> Iterator[Failure]:
    """From every question two presses lead to a person, a callback or a message, whatever actions answer."""
    people = _with_people(explored.flow)
    good = _not_followed(explored).union(place for place in explored.places if people(place))
    good |= _without_asking(explored, good)
    for _ in range(STEPS):
        good |= {place for place in explored.places if place not in good and _leads(place, good)}
        good |= _without_asking(explored, good)
    for place in explored.places:
        if place not in good:
            what = "from here no two presses lead to a person, a callback or a message"
            yield at("person-in-reach", place, what, "Let 0 lead to people here, or to a message where nobody is there.")


def _with_people(flow: Flow) -> Callable[[Place], bool]:
    """Tell of a place whether a caller there waits for people, talks to them, or is in what stands in for them."""
    front = file_of(flow.give_up.goto or "")
    others = flow.near_people - {front}
    return lambda place: isinstance(place.listens, Enqueue) or file_of(place.node) in others


def _not_followed(explored: Found) -> set[Spot]:
    followed = set(explored.spots)
    return {edge.target for edge in explored.edges if edge.target is not None and edge.target not in followed}


def _leads(place: Place, good: set[Spot]) -> bool:
    """Whether some one key leads to one of these, whichever way it goes."""
    ways: dict[str, list[Edge | Step]] = {}
    for edge in place.edges:
        if isinstance(edge.event, DigitsPressed):
            ways.setdefault(edge.event.digits, []).append(edge)
    return any(all(edge.target in good for edge in edges) for edges in ways.values())


def _without_asking(explored: Found, good: set[Spot]) -> set[Spot]:
    """Places that only speak on the way, or beep, and what a turn passes: those that lead to these."""
    passing = [spot for spot in reversed(explored.spots) if isinstance(spot, Door) or isinstance(spot.listens, Continue | Record)]
    found: set[Spot] = set()
    size = -1
    while size != (size := len(found)):
        for spot in passing:
            if spot not in good and spot not in found:
                ways = [edge.target for edge in spot.edges if edge.quiet or isinstance(spot, Door)]
                if spot.edges and all(target in good or target in found for target in ways):
                    found.add(spot)
    return found


def closed_by_hanging_up(explored: Found) -> Iterator[Failure]:
    """Hanging up ends the call under a name in every state."""
    turns = Turns(explored.flow, explored.facts)
    for place in explored.places:
        for taken in turns.takings(place.state, HungUp()):
            if taken.slip or taken.turn is None or not taken.turn.state.ended:
                what = f"a caller who hangs up here is not let go: {taken.slip or 'the call goes on'}"
                yield at("closed-by-hanging-up", place, what, "Let HungUp end the call.")


def nothing_unspoken(explored: Explored) -> Iterator[Failure]:
    """Whatever is put into a sentence is there when it is said, and nobody is asked in silence."""
    for edge in explored.edges:
        if edge.turn is None or not edge.real:
            continue
        words, node = heard(edge.turn.commands), edge.turn.state.node
        for each in words:
            for hole, value in zip(each.text.holes, each.values, strict=True) if isinstance(each, Say) else ():
                if not value and not hole.optional:
                    what = f"{{{'.'.join(hole.path)}}} is empty when it is said here"
                    yield Failure("nothing-unspoken", node, what, "Fill it on this way, or say the sentence under a condition.", edge)
        if isinstance(edge.turn.commands[-1], Gather) and not words:
            yield Failure("nothing-unspoken", node, "the caller is asked in silence here", "Give the question words.", edge)


def frames_match(explored: Found) -> Iterator[Failure]:
    """Whoever is in a sub-flow is at one of its questions, and no sub-flow is left behind open."""
    for place in explored.places:
        frames = place.state.frames
        if not frames:
            continue
        site = explored.flow.nodes[frames[-1].site]
        inside = explored.flow.identity if frames[-1].gate else site.flow if isinstance(site, Call) else None
        if len(frames) > DEEPEST:
            yield at("frames-match", place, f"sub-flows are {len(frames)} deep here", "Leave one before another is entered.")
        elif inside is None or file_of(inside) != file_of(place.node):
            yield at("frames-match", place, f'the sub-flow that "{frames[-1].site}" called is still open here', "Return from it first.")


def star_leads_back(explored: Explored) -> Iterator[Failure]:
    """Every star shortens the way back, until the top is reached; where a file leads it elsewhere, it does not lead round."""
    stars = {each.key for menu in explored.flow.menus.values() for each in menu.universals if each.jump.do == "back"}
    for edge in explored.edges:
        if edge.source is None or edge.turn is None or not edge.real or not _is_star(edge, edge.source, stars):
            continue
        before, after = edge.source.state.history, edge.turn.state.history
        leads_back = all(each.jump.do == "back" for each in explored.flow.menu_of(edge.source.node).universals if each.key in stars)
        goes_round = len(after) >= len(before) if leads_back else edge.target is edge.source
        if len(before) > 1 and goes_round:
            what = f'star leads round here: from "{edge.source.node}" to "{edge.turn.state.node}", and no nearer to the top'
            yield Failure("star-leads-back", edge.source.node, what, "Let the question before it be one that asks.", edge)


def _is_star(edge: Edge, source: Place, stars: Container[str | None]) -> bool:
    """Whether the caller pressed the key that leads back, where keys are choices."""
    if not isinstance(edge.event, DigitsPressed) or not isinstance(source.listens, Gather) or source.state.memo:
        return False
    is_noted = source.state.history[-1:] and source.state.history[-1].node == source.node
    return bool(is_noted) and edge.event.digits in stars and not edge.event.finished


def every_node_is_reached(*found: Found) -> Iterator[Failure]:
    """Every node is come to, by calls from their start or with something brought along."""
    entered = {fact.node for explored in found for edge in explored.edges for fact in edge.facts if isinstance(fact, Entered)}
    for name in found[0].flow.nodes:
        if name not in entered:
            yield Failure("every-node-is-reached", name, "no call comes here", "Lead to it under a condition that can hold, or delete it.")


EVERYWHERE: tuple[Property, ...] = (
    handled, ends_by_itself, ends_when_over, person_in_reach, closed_by_hanging_up, frames_match, takes_strays, silence_chooses_nothing,
    slips_are_counted, nothing_half,
)  # fmt: skip
IN_CALLS: tuple[InCalls, ...] = (nothing_unspoken, star_leads_back, keys_are_spoken)
"""Judged by what was said and gone through before, which only a call from its start has."""
