"""The shipped menus, walked by the real engine: every question a caller can be at, in every language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow import engine
from ivr.flow.commands import Record
from ivr.flow.events import ActionDone, CallStarted, DigitsPressed, Event, LeftQueue, NoInput, RecordingDone, SpeechHeard
from ivr.flow.graph import Flow
from ivr.flow.journal import Entered
from ivr.flow.state import CallState
from ivr.flow.turn import Turn
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parent.parent.parent / "menus"
MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
INPUTS: tuple[Event, ...] = (
    *(DigitsPressed(key) for key in "0123456789"),
    *(DigitsPressed(digits, finished=True) for digits in ("12345678", "4815162340", "13800138000", "128*5", "0301", "")),
    NoInput(),
    *(SpeechHeard(words) for words in ("找主管", "supervisor", "主菜单", "main menu", "再见", "goodbye")),
    RecordingDone("RE1", "https://carrier.example/RE1", 4, "#"),
    LeftQueue("bridged"),
    LeftQueue("failed"),
    *(LeftQueue("wish", wish) for wish in ("callback", "voicemail", "freeze")),
)


@dataclass(frozen=True, slots=True)
class World:
    """A Monday morning in which every desk is open; in `trouble` something is out of order, and something announced."""

    trouble: bool = False

    def now(self) -> datetime:
        return MONDAY

    def lasted(self) -> int:
        return 0

    def is_open(self, hours: str) -> bool:
        return True

    def incident(self) -> Mapping[str, object] | None:
        return {"service": {"zh": "转账", "en": "transfers"}, "until": "12:00"} if self.trouble else None

    def announcement(self) -> object:
        return {"zh": "今晚升级。", "en": "We upgrade tonight."} if self.trouble else None


@dataclass(frozen=True, slots=True)
class Place:
    """A question in a language, with the state of the shortest call found that is at it."""

    node: str
    language: str
    state: CallState
    turn: Turn


@dataclass(slots=True)
class Walker:
    """Walks a flow. `prefer` chooses an action's outcome, else its first one."""

    flow: Flow
    prefer: dict[str, str] = field(default_factory=dict)
    world: World = field(default_factory=World)
    entered: set[str] = field(default_factory=set)

    def step(self, state: CallState, event: Event) -> Turn:
        """Take one event, answering every action with a declared outcome."""
        turn = engine.step(self.flow, state, event, self.world)
        facts = turn.facts
        while turn.wants is not None:
            action = self.flow.actions[turn.wants.action]
            outcome = self.prefer.get(action.name, next(iter(action.outcomes)))
            done = ActionDone(outcome, action.outcomes[outcome] or None, action.name)
            turn = engine.step(self.flow, turn.state, done, self.world)
            facts += turn.facts
        self.entered |= {fact.node for fact in facts if isinstance(fact, Entered)}
        return replace(turn, facts=facts)

    def places(self) -> Iterator[Place]:
        """Find every question, by every input from every place found before."""
        seen: set[tuple[object, ...]] = set()
        start = self.step(engine.begin(self.flow), CallStarted({"caller": {"last4": "1111"}}))
        found = [start]
        while found:
            turn = found.pop(0)
            state = turn.state
            told = ("entered" in state.memo, state.memo.get("at"))
            here = (state.node, state.language, state.slots.get("team"), state.slots.get("call_to"), *told)
            if here in seen or turn.state.ended:
                continue
            seen.add(here)
            yield Place(turn.state.node, turn.state.language, turn.state, turn)
            found += [self.step(turn.state, event) for event in INPUTS]
            record = self.step(turn.state, NoInput())
            found.append(self.step(record.state, NoInput()))
            if isinstance(record.commands[-1], Record):
                found.append(self.step(record.state, RecordingDone("RE1", "https://carrier.example/RE1", 4, "#")))


@pytest.fixture(scope="session")
def menus() -> Path:
    """The folder of the shipped menus."""
    return MENUS


@pytest.fixture(scope="session")
def flow() -> Flow:
    """The shipped menus, compiled."""
    return compile_folder(MENUS, DECLARATIONS)


@pytest.fixture(scope="session")
def walker(flow: Flow) -> Walker:
    """A walker whose queues are open."""
    return Walker(flow)


@dataclass(frozen=True, slots=True)
class Survey:
    """Every question in every language, and every node entered on the way."""

    places: tuple[Place, ...]
    entered: frozenset[str]


@pytest.fixture(scope="session")
def survey(flow: Flow) -> Survey:
    """What is found with queues open, closed and full, and by a caller who is known, while something is out of order."""
    found: dict[tuple[str, str], Place] = {}
    entered: set[str] = set()
    lines = (("open", "joined"), ("closed", "closed"), ("full", "full"), ("open", "full"), ("open", "closed"))
    for prefer in (
        *({"queues.look": look, "queues.join": join} for look, join in lines),
        {"callers.recall": "known", "tickets.look": "overdue", "numbers.check": "not_ours"},
        {"callers.recall": "often"},
    ):
        walker = Walker(flow, prefer, World(trouble="callers.recall" in prefer))
        for place in walker.places():
            found.setdefault((place.node, place.language), place)
        entered |= walker.entered
    return Survey(tuple(found.values()), frozenset(entered))
