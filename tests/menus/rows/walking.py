"""A walk through the shipped menus by phone, to every place a caller can come to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ivr.flow.fields import Jump
from ivr.flow.graph import Flow, Node, jumps
from ivr.flow.nodes import NODES
from ivr.simulator.people.person import Leave, Move, Press, Silence, Speak
from tests.menus.rows.hotline import TICKETS, Call, Hotline, Scene

LANGUAGES = ("zh", "en")
KINDS = {kind: name for name, kind in NODES.items()}
ENTRIES = {"phone": "13900139000", "amount": "12*5#", "date": "0301#"}

SCENES = {
    "morning": Scene(),
    "night": Scene("2026-03-03 02:00"),
    "a long line": Scene(waiting=3),
    "no room in line": Scene(most=0),
    "no music on hold": Scene(broken="/voice/queue/wait"),
    "known in Mandarin, slowly": Scene(known="zh", pace="slow"),
    "known in English, slowly": Scene(known="en", pace="slow"),
    "an incident": Scene(incident=True, through=("payment.menu", "payment.failed")),
    "again and again": Scene(silent=3),
    "again and again, known in English": Scene(silent=3, known="en"),
    "an unfinished complaint": Scene(unfinished='{"matter": "missing", "matter_order": "12345678"}', through=("complaint.menu",)),
    "a number withheld": Scene(withheld=True, through=("refund.menu",)),
    "somebody answers": Scene(talks=60, through=("agent.account",)),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phone listens: a node in a language, or `over`. The way on from some depends on `call_to` or on a list's item."""

    node: str
    language: str
    kind: str
    call_to: object = None
    item: object = None

    @property
    def menu(self) -> str:
        return self.node.partition(".")[0]


OVER = Place("", "", "over")
TRUNK = ("welcome.language", "welcome.main", "agent.ask")
"""What every scene is walked through again, and the key from there to people."""
FIRST = ("welcome.language", "welcome.anybody")
"""Questions before the notice is heard: from there the same key leads another way."""
TO_PEOPLE = Press("0")


NOT_ON_A_WALK = {"callers.known": ("known",), "identity.begin": ("locked",), "callbacks.mine": ("called",)}
"""Outcomes of actions of ours that come to pass only where a wallet answers, and of those outside every one but `unavailable`; or where
somebody is called back, as in `tests/floor`."""


WHO = {"identity", "account"}
"""Slots that only a wallet's answer leads to."""
AFTER_A_TALK = ("line", "same")
"""A slot that is only so of a caller who talked to an agent before: `tests/floor/nobody-else-*.call`."""


def without_a_wallet(flow: Flow) -> set[str]:
    """Name the nodes that a call can come to while no wallet answers: nobody is known, checks are failed, and nothing is looked up."""
    found: dict[str, None] = {}
    waiting = [flow.start, flow.give_up.goto]
    while waiting:
        name = waiting.pop()
        if name in found or name not in flow.nodes:
            continue
        found[name] = None
        menu, node = flow.menu_of(name), flow.nodes[name]
        gate = getattr(node, "requires", None)
        waiting += [gate.otherwise.goto] if gate else [jump.goto for jump in jumps(_unanswered(flow, node))]
        waiting += [jump.goto for jump in (*(each.jump for each in menu.universals), menu.give_up) if jump]
        waiting += [option.jump.goto for option in flow.endings.get(getattr(node, "ending", None), ())]
    return set(found)


def _is_elsewhere(path: tuple[str, ...]) -> bool:
    return path[0] in WHO or path == AFTER_A_TALK


def _unanswered(flow: Flow, node: Node) -> Node:
    """Give the node with those ways alone that it has where no wallet answers."""
    if isinstance(node, NODES["choose"]):
        return replace(node, cases=tuple(case for case in node.cases if not any(_is_elsewhere(test.path) for test in case.when)))
    if isinstance(node, NODES["collect"]) and node.check:
        return replace(node, check=replace(node.check, outcomes=_without(flow, node.check.action, node.check.outcomes)))
    return replace(node, outcomes=_without(flow, node.action, node.outcomes)) if isinstance(node, NODES["action"]) else node


def _without(flow: Flow, action: str, outcomes: Mapping[str, Jump]) -> Mapping[str, Jump]:
    if flow.actions[action].where == "outside":
        return {"unavailable": outcomes["unavailable"]}
    return {outcome: jump for outcome, jump in outcomes.items() if outcome not in NOT_ON_A_WALK.get(action, ())}


def place(flow: Flow, call: Call) -> Place:
    if call.ending.ended.by == "app":
        return OVER
    kind = "read back" if "entered" in call.state.memo else KINDS[type(flow.nodes[call.state.node])]
    return Place(call.state.node, call.state.language, kind, call.state.slots.get("call_to"), call.state.memo.get("at"))


def moves(flow: Flow, at: Place) -> Iterator[Move]:
    """Give what a caller can do here: every key on offer, an entry or none, a recording, hearing out the last words."""
    node = flow.nodes[at.node]
    match at.kind:
        case "read back":
            yield from (Press("1"), Press("2"))
        case "collect":
            asked = node.check.action if node.check else ""
            known = {"tickets.look": TICKETS, "numbers.check": flow.facts["hotline"].values()}.get(asked, ())
            yield from (Press(f"{number}#") for number in dict.fromkeys(known))
            yield from [Press(ENTRIES.get(node.kind, "12345678#"))] if asked != "tickets.look" else []
            yield from [Press("0#")] if node.empty else []
        case "record":
            yield Leave(4)
        case "queue":
            yield from map(Press, flow.queues[node.queue].keys)
        case "end":
            yield Silence()
        case _:
            yield from map(Press, getattr(node, "options", {}))
            yield from [Silence()] if getattr(node, "attempts", None) == 1 else []
            yield from (Press(option.key) for option in flow.endings.get(getattr(node, "ending", None), ()))


def always(flow: Flow, at: Place) -> Iterator[tuple[tuple[str, str, str], Move]]:
    """Give the keys and words that work in every question, each under its menu file (or first question), name and language."""
    for each in flow.menu_of(at.node).universals if at.kind not in ("record", "queue") else ():
        where = at.node if at.node in FIRST else at.menu
        yield (where, each.name, at.language), Press(each.key) if each.key else Speak(each.words[at.language][0])


@dataclass(frozen=True, slots=True)
class Made:
    """A call that was made: in which scene, with which moves, and how it went."""

    scene: str
    moves: tuple[Move, ...]
    call: Call


@dataclass
class Walk:
    """What was found by calling: how each place was reached first, where the moves there lead, and every call made."""

    hotlines: dict[str, Hotline] = field(default_factory=dict)
    places: dict[Place, Made] = field(default_factory=dict)
    leads: dict[Place, set[Place]] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)
    tried: set[tuple[str, str, str]] = field(default_factory=set)

    def go(self, scene: str) -> None:
        """Call again and again, one move further each time, until no call comes to a new place."""
        found: dict[tuple[Move, ...], Place] = {}
        ahead: list[tuple[Move, ...]] = [()]
        for way in ahead:
            at = found[way] = self._call(scene, way)
            if way:
                self.leads.setdefault(found[way[:-1]], set()).add(at)
            through = (*TRUNK, *self.hotlines[scene].scene.through)
            is_new = at not in self.places or (at.node in through and at not in list(found.values())[:-1])
            if is_new and at is not OVER:
                self.places.setdefault(at, self.made[-1])
                ahead += [(*way, move) for move in self._onward(at)]
                ahead += [(*way, Silence())] if self.hotlines[scene].scene.talks and at.kind == "queue" else []

    def further(self, at: Place, *more: Move) -> Call:
        """Call once more as this place was reached first, and go on from there."""
        made = self.places[at]
        return self.hotlines[made.scene].call(*made.moves, *more)

    def moves(self, at: Place) -> Iterable[Move]:
        return moves(self.hotlines["morning"].flow, at)

    def _call(self, scene: str, way: tuple[Move, ...]) -> Place:
        call = self.hotlines[scene].call(*way)
        self.made.append(Made(scene, way, call))
        return place(self.hotlines[scene].flow, call)

    def _onward(self, at: Place) -> Iterator[Move]:
        yield from self.moves(at)
        for name, move in always(self.hotlines["morning"].flow, at):
            if name not in self.tried or (at.node in TRUNK and move == TO_PEOPLE):
                self.tried.add(name)
                yield move
