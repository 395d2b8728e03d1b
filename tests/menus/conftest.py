"""The shipped menus, walked by the real engine: every question a caller can be at, in every language."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow import engine
from ivr.flow.actions import Action, Sample
from ivr.flow.commands import Record
from ivr.flow.events import ActionDone, CallStarted, DigitsPressed, Event, LeftQueue, NoInput, RecordingDone, SpeechHeard
from ivr.flow.graph import Flow
from ivr.flow.journal import Entered
from ivr.flow.state import CallState
from ivr.flow.turn import Turn
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parent.parent.parent / "menus"
MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
WITH_PEOPLE = ("agent.", "callback.", "voicemail.", "survey.")
"""Menu files that go on by which line a caller is to wait in."""
INPUTS: tuple[Event, ...] = (
    *(DigitsPressed(key) for key in "0123456789"),
    *(DigitsPressed(digits, finished=True) for digits in ("12345678", "4815162340", "13800138000", "128*5", "0301", "1234", "123456", "")),
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
    """Walks a flow."""

    flow: Flow
    world: World = field(default_factory=World)
    entered: set[str] = field(default_factory=set)

    def step(self, state: CallState, event: Event) -> Turn:
        """Take one event, answering every action with the first outcome it declares."""
        return next(self.ways(engine.step(self.flow, state, event, self.world)))

    def ways(self, turn: Turn) -> Iterator[Turn]:
        """Go on from a turn by every outcome of the actions it wants, until it asks or ends. In trouble the last is the first, more
        than one thing is found, and what may be this or that is what is declared first."""
        self.entered |= {fact.node for fact in turn.facts if isinstance(fact, Entered)}
        if turn.wants is None:
            yield turn
            return
        action = self.flow.actions[turn.wants.action]
        for outcome, sample in (reversed if self.world.trouble else iter)(action.outcomes.items()):
            told = _in_trouble(action, sample) if self.world.trouble else sample
            done = engine.step(self.flow, turn.state, ActionDone(outcome, told or None, action.name), self.world)
            yield from self.ways(replace(done, facts=turn.facts + done.facts))

    def places(self) -> Iterator[Place]:
        """Find every question, by every input from every place found before."""
        seen: set[tuple[object, ...]] = set()
        found = deque(self.ways(engine.step(self.flow, engine.begin(self.flow), CallStarted({"caller": {"last4": "1111"}}), self.world)))
        while found:
            turn = found.popleft()
            state = turn.state
            told = ("entered" in state.memo, state.memo.get("at"))
            checked = (state.slots.get("need"), *(frame.site for frame in state.frames)) if state.frames else ()
            line = state.slots.get("team") if state.node.startswith(WITH_PEOPLE) else None
            here = (state.node, state.language, line, state.slots.get("call_to"), *told, *checked)
            if here in seen or turn.state.ended:
                continue
            seen.add(here)
            yield Place(turn.state.node, turn.state.language, turn.state, turn)
            found += [way for event in INPUTS for way in self.ways(engine.step(self.flow, turn.state, event, self.world))]
            record = self.step(turn.state, NoInput())
            found.append(self.step(record.state, NoInput()))
            if isinstance(record.commands[-1], Record):
                found.append(self.step(record.state, RecordingDone("RE1", "https://carrier.example/RE1", 4, "#")))


def _in_trouble(action: Action, sample: Sample) -> Sample:
    if isinstance(sample, Mapping):
        return {**sample, **{name: words[0] for name, words in action.words.items() if name in sample}}
    return [*sample, *sample]


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
    """A walker for whom queues are open and all goes well."""
    return Walker(flow)


@dataclass(frozen=True, slots=True)
class Survey:
    """Every question in every language, and every node entered on the way."""

    places: tuple[Place, ...]
    entered: frozenset[str]


@pytest.fixture(scope="session")
def survey(flow: Flow) -> Survey:
    """What is found by every outcome of every action, also while something is out of order."""
    found: dict[tuple[str, str], Place] = {}
    entered: set[str] = set()
    for trouble in (False, True):
        walker = Walker(flow, World(trouble))
        for place in walker.places():
            found.setdefault((place.node, place.language), place)
        entered |= walker.entered
    return Survey(tuple(found.values()), frozenset(entered))
