"""The types of fields a node may declare. Compiler, schema and linter read a node by these alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType

from ivr.flow.conditions import Condition
from ivr.flow.entry import Pattern
from ivr.flow.words import Hole, Part

Seconds = NewType("Seconds", int)
Count = NewType("Count", int)
Key = NewType("Key", str)
SlotName = NewType("SlotName", str)
QueueName = NewType("QueueName", str)
TextName = NewType("TextName", str)
EndingName = NewType("EndingName", str)
ReturnName = NewType("ReturnName", str)
Name = NewType("Name", str)
Digits = NewType("Digits", Pattern)
KeyClasses = NewType("KeyClasses", Pattern)
Flag = NewType("Flag", bool)
Kind = Literal["amount", "date", "phone", "ticket"]
Level = Literal["light", "strong"]
QueueLevel = Literal["agent", "supervisor", "review"]
Do = Literal["back", "repeat", "again", "text", "up", "next", "keep"]

AGAIN = "again"
"""The reserved target: this node once more, one error, with its own `again` words."""

Given = str | Hole
"""A constant, or the value of a slot: `"{item}"`."""
Assignments = Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Jump:
    """Where to go on: a node's full name, `again`, or something to `do` here; `set` is filled on the way."""

    goto: str | None = None
    do: Do | None = None
    set: Assignments = field(default_factory=dict)


Outcomes = Mapping[str, Jump]
Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Option:
    """One key of a question. `label` names it, `line` is the label with its key as spoken; both None in a hand-written prompt.

    `words` are phrases per language; a `careful` option takes only an exact phrase or a key; `means` lends it the phrases
    of a common answer (`yes`, `no`).
    """

    key: str
    jump: Jump
    label: Part | None = None
    line: Part | None = None
    words: Words = field(default_factory=dict)
    careful: bool = False
    means: str | None = None

    @property
    def name(self) -> str:
        return self.key


Options = Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Universal:
    """A key or phrase that is alive in every question."""

    name: str
    jump: Jump
    key: str | None = None
    words: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One branch of a choose node."""

    when: Condition
    jump: Jump


Cases = tuple[Case, ...]
Items = tuple[Part, ...]
Args = Mapping[str, Given]
ActionName = NewType("ActionName", str)
FlowName = NewType("FlowName", str)


@dataclass(frozen=True, slots=True)
class Check:
    """An action asked about an entry (`{entry}` in its arguments) before the call goes on."""

    action: ActionName
    """The action that is asked.
    用来核对的动作。"""
    outcomes: Outcomes
    """Where each outcome of the action leads; all of them are needed.
    动作的每种结果各去哪里；一个都不能少。"""
    args: Args = field(default_factory=dict, metadata={"key": "with"})
    """What the action is given; `"{entry}"` is the number.
    交给动作的内容；`"{entry}"` 就是所按的号码。"""
    into: SlotName | None = None
    """The slot that takes what the action found.
    动作查到的内容放进这个槽位。"""


@dataclass(frozen=True, slots=True)
class From:
    """Up to three options made from a list slot; `label` is filled from each item's fields, `lines` adds keys 1 to 3."""

    list: SlotName
    """The list slot whose items become options.
    把这个列表槽位里的各项变成选项。"""
    into: SlotName
    """The slot that takes the item chosen.
    选中的一项放进这个槽位。"""
    goto: Jump
    """Where each of these options leads.
    选中后去哪里。"""
    label: Part
    """What each option is called, with the item's fields.
    每个选项的名称，可以用这一项的字段。"""
    lines: tuple[Part, ...] = field(default=(), metadata={"key": None})
    words: Mapping[str, Words] = field(default_factory=dict)
    """Phrases by the option's key, then by language.
    先按选项的键、再按语言写来电人可能的说法。"""


@dataclass(frozen=True, slots=True)
class Requires:
    """The identity level a node wants before it is entered, and where to go when it is not reached."""

    level: Level
    """How well a caller must be known.
    对来电人身份的要求。"""
    otherwise: Jump = field(metadata={"key": "else"})
    """Where a caller goes who does not reach it.
    达不到要求的来电人去哪里。"""


@dataclass(frozen=True, slots=True)
class KeptSpeech:
    """Words that match no option are kept in a slot instead of refused."""

    into: SlotName
    """The slot that takes what was said.
    说的话放进这个槽位。"""
    goto: Jump
    """Where the call goes with it.
    之后去哪里。"""
