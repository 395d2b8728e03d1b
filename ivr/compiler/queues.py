"""Reads `queues:` of hotline.yaml: who waits where, for whom, and what is heard meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

from ivr.compiler.choices import ALL_KEYS, line_of
from ivr.compiler.scalars import read_number
from ivr.compiler.shape import Spot, fill, whole_of
from ivr.compiler.texts import read_part
from ivr.flow.fields import Count, Jump, Name, QueueLevel, Seconds
from ivr.flow.graph import Queue, WaitKey
from ivr.flow.words import Part, Prompt

Queues = NewType("Queues", dict[str, Queue])
Messages = NewType("Messages", tuple[str, ...])
HoursName = NewType("HoursName", str)
HeadStart = NewType("HeadStart", int)
SpokenName = NewType("SpokenName", Part)
MOST_HEAD_START = 3600
"""Seconds by which one caller may be preferred to another; our judgement. More would starve who has no head start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenWaitKey:
    wish: Name
    """The name of what the caller asks for, one of `wishes` of the queue's nodes.
    来电人的要求，对应队列节点的 `wishes`。"""
    label: Part | None = None
    """What the key is called; without it the key works and is not spoken.
    这个键的名称；不写则按键有效但不念。"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenWait:
    every: Seconds = Seconds(60)
    """Seconds from one message to the next.
    每隔多少秒说一次。"""
    messages: Messages = Messages(())
    """Names under `fragments`, said in turn.
    轮流念 `fragments` 里的这些内容。"""
    keys: Mapping[str, WaitKey] = field(default_factory=dict)
    """Keys that work while waiting.
    排队时可以按的键。"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenQueue:
    hours: HoursName
    """The name under `hours` by which somebody is there.
    按 `hours` 里的哪个时间表上班。"""
    title: SpokenName
    """What the queue's people are called.
    这个队列的客服叫什么。"""
    head_start: HeadStart = HeadStart(0)
    """How urgent it is: answered as if the caller had come so many seconds earlier, at most 3600.
    有多紧急：按提前这么多秒来电的次序接听，最多 3600 秒。"""
    seniors: HeadStart = HeadStart(0)
    """The head start of a caller whom the wallet knows to be old, if it is more than that.
    钱包里登记为长者的来电人提前的秒数；与上一项取大的。"""
    skills: tuple[Name, ...] = ()
    """What an agent must be able to do.
    客服必须具备的技能。"""
    level: QueueLevel = "agent"
    """How high an agent must stand, at least; `agent` if left out.
    客服至少要有的级别；不写就是 `agent`。"""
    most: Count = Count(200)
    """How many may wait.
    最多多少人排队。"""
    transfer: Jump | None = None
    """Where a caller goes whom an agent transfers here; without it nobody can.
    客服把来电转到这个队列时去哪里；不写就不能转。"""
    wait: WrittenWait = field(default_factory=WrittenWait)
    """What is heard, and what may be pressed, while waiting.
    排队时听到什么、可以按什么。"""


def _wait_key(spot: Spot) -> WaitKey:
    if spot.key not in ALL_KEYS:
        raise spot.refuse("key", f'"{spot.key}" is not a key of a telephone', 'Write one of 0 to 9, "*" or "#".', on_key=True)
    written = fill(WrittenWaitKey, spot)
    line = None if written.label is None else line_of(spot, written.label, spot.key, "/".join(map(str, (*spot.route, "option"))))
    return WaitKey(written.wish, line)


def _messages(spot: Spot) -> Messages:
    names = []
    for each in spot.row():
        names.append(each.text())
        each.mention("fragment", each.text())
    return Messages(tuple(names))


def _hours_name(spot: Spot) -> HoursName:
    spot.mention("hours", spot.text())
    return HoursName(spot.text())


def _head_start(spot: Spot) -> HeadStart:
    text = spot.text()
    if text.isdecimal() and int(text) > MOST_HEAD_START:
        what = f"a head start of {text} seconds starves those who have none: who comes so much later is answered before them"
        raise spot.refuse("starving", what, f"Write a whole number from 0 to {MOST_HEAD_START}, an hour.")
    return HeadStart(read_number(spot, 0, MOST_HEAD_START, "a head start in seconds"))


def _queues(spot: Spot) -> Queues:
    written: dict[str, WrittenQueue] = whole_of({each.key: each for each in spot.table("{refund: {hours: ..., title: ...}}")}, WrittenQueue)
    return Queues({name: _queue(spot, name, each) for name, each in written.items()})


def _queue(spot: Spot, name: str, queue: WrittenQueue) -> Queue:
    parts = spot.book.parts
    messages: Prompt = tuple(parts[f"hotline.{each}"] for each in queue.wait.messages if f"hotline.{each}" in parts)
    wait, urgency = queue.wait, (queue.head_start, queue.seniors)
    skills, level, most = queue.skills, queue.level, queue.most
    return Queue(name, queue.hours, queue.title, *urgency, skills, level, most, wait.every, messages, wait.keys, queue.transfer)


QUEUE_READERS: Mapping[object, Callable[[Spot], Any]] = {
    Queues: _queues,
    WaitKey: _wait_key,
    Messages: _messages,
    HoursName: _hours_name,
    HeadStart: _head_start,
    SpokenName: read_part,
}
