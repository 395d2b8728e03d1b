"""A compiled hotline: nodes and what is common to them, and the arrows between nodes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ivr.flow.actions import Actions
from ivr.flow.events import Event
from ivr.flow.fields import Jump, Option, QueueLevel, Requires, Universal
from ivr.flow.numbers import bare
from ivr.flow.words import Part, Prompt
from ivr.speech import Phrases

if TYPE_CHECKING:
    from ivr.flow.decisions import Decision
    from ivr.flow.scene import Scene

FRAGMENTS = (
    "tail", "no_input_1", "no_input_2", "no_input_end", "invalid_1", "invalid_2", "invalid_end", "unclear_1",
    "unclear_2", "wrong_length", "wrong_date", "wrong_amount", "wrong_phone", "silent_recording", "or_none",
    "confirm_speech", "read_back", "at_top", "text_sent", "one_moment", "to_people",
)  # fmt: skip
"""Phrases the engine itself says; hotline.yaml must give each in every language."""


class Node(Protocol):
    """One place a call can be. Fields are data; `enter` and `handle` decide; `ask` puts the question again."""

    @property
    def name(self) -> str: ...
    @property
    def requires(self) -> Requires | None: ...
    @property
    def set(self) -> Mapping[str, Any]: ...
    @property
    def is_menu(self) -> bool: ...

    def enter(self, scene: "Scene") -> "Decision": ...
    def handle(self, scene: "Scene", event: Event) -> "Decision": ...
    def ask(self, scene: "Scene") -> "Decision": ...


@dataclass(frozen=True, slots=True)
class Language:
    """How one language is spoken and heard: `say` and `voice` for speech out, `listen` for speech in (different tags).

    `spoken` names the language of `ivr.spoken` and `ivr.speech` in which values are said and words compared;
    `name` is what its speakers call it; `slow` is the rate of its voice in the slow pace, such as 80%.
    """

    say: str
    voice: str
    listen: str
    per_second: int
    spoken: str
    name: str
    slow: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """What one menu file declares for all its nodes: one task for counting errors, or a sub-flow with `takes` and `returns`."""

    name: str
    attempts: int
    give_up: Jump | None = None
    takes: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    draft: str | None = None
    universals: tuple[Universal, ...] = ()
    tail: Part | None = None


@dataclass(frozen=True, slots=True)
class WaitKey:
    """A key that works while waiting, and the wish it makes."""

    wish: str
    line: Part | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of people: who may wait (`most`), by which hours, and what is heard every `every` seconds.

    Who waits here is answered as if they had come `head_start` seconds earlier, who is old at least `seniors`. `transfer` is where a
    caller goes whom an agent of another queue gives over to this one. Who answers stands at `level` or above.
    """

    name: str
    hours: str
    title: Part
    head_start: int = 0
    seniors: int = 0
    skills: tuple[str, ...] = ()
    level: QueueLevel = "agent"
    most: int = 200
    every: int = 60
    messages: Prompt = ()
    keys: Mapping[str, WaitKey] = field(default_factory=dict)
    transfer: Jump | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may be said to one question: `phrases` to match, `hints` for the recogniser, comma separated."""

    phrases: Phrases
    hints: str


@dataclass(frozen=True, slots=True)
class Flow:
    """All menus of one version, ready to be walked. Parts and phrases are looked up by stable names.

    A call begins where `numbers` says for the number rung, by its digits, else at `start`.
    """

    version: str
    name: str
    start: str
    numbers: Mapping[str, Jump]
    languages: Mapping[str, Language]
    nodes: Mapping[str, Node]
    menus: Mapping[str, Menu]
    parts: Mapping[str, Part]
    give_up: Jump
    timeout: int
    slow_timeout: int
    turns: int
    minutes: int
    remember: frozenset[str]
    identity: str | None
    answers: Mapping[str, Mapping[str, tuple[str, ...]]]
    endings: Mapping[str, tuple[Option, ...]]
    queues: Mapping[str, Queue]
    hours: Mapping[str, Any]
    peaks: Any
    facts: Mapping[str, Any]
    texts: Mapping[str, Part]
    actions: Actions
    vocabularies: dict[tuple[str, ...], Vocabulary] = field(default_factory=dict, repr=False, compare=False)
    near_people: frozenset[str] = field(init=False, repr=False, compare=False)
    """The files that people are reached through: where giving up leads, and what that leads on to, a callback or a message."""

    def __post_init__(self) -> None:
        people = file_of(self.give_up.goto or "")
        inside = (node for name, node in self.nodes.items() if file_of(name) == people)
        onward = {file_of(jump.goto) for node in inside for jump in jumps(node) if jump.goto is not None}
        object.__setattr__(self, "near_people", frozenset({people, *onward - {file_of(self.start)}}))

    def menu_of(self, node: str) -> Menu:
        """Give the menu file a node stands in."""
        return self.menus[file_of(node)]

    def begins(self, called: str) -> Jump:
        """Give where a call to this number begins."""
        return self.numbers.get(bare(called)) or Jump(self.start)

    def fragment(self, name: str) -> Part:
        """Give one of the engine's own phrases."""
        return self.parts[f"hotline.{name}"]


def file_of(node: str) -> str:
    """Give the menu file a node's full name begins with."""
    return node.partition(".")[0]


def jumps(thing: object) -> Iterator[Jump]:
    """Yield every jump anywhere in a node's fields: its arrows."""
    if isinstance(thing, Jump):
        yield thing
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from jumps(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from jumps(value)
    elif is_dataclass(thing) and not isinstance(thing, Part | type):
        for each in fields(thing):
            yield from jumps(getattr(thing, each.name))
