"""A clock turned by an asyncio loop whose own time is turned by hand: it never waits, and instants are exact."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from ivr.simulator.clock import Clock
from ivr.simulator.web.line import Incoming, LineError, Outgoing
from ivr.simulator.web.realtime import AsyncWire, RealTime

OK = Incoming(200, (), b"")


class Jumping(asyncio.SelectorEventLoop):
    """Goes to the next timer at once instead of waiting for it."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        select = self._selector.select
        self._selector.select = lambda timeout=None: self._jump(timeout) or select(0)

    def _jump(self, timeout: float | None) -> None:
        self._now += timeout or 0.0

    def time(self) -> float:
        return self._now


@dataclass
class Slow:
    """Answers each request after so many seconds."""

    seconds: float

    async def ask(self, request: Outgoing) -> Incoming | LineError:
        await asyncio.sleep(self.seconds)
        return OK


@dataclass
class Diary:
    """What has happened, at which instant of the loop and of the clock."""

    clock: Clock = field(default_factory=lambda: Clock(datetime(2026, 3, 2, tzinfo=UTC)))
    lines: list[tuple[str, float, float]] = field(default_factory=list)

    def note(self, what: str) -> None:
        self.lines.append((what, round(asyncio.get_running_loop().time(), 6), round(self.clock.elapsed, 6)))

    def noting(self, what: str) -> Callable[..., None]:
        return lambda *answer: self.note(what)


@pytest.fixture
def diary() -> Diary:
    return Diary()


def run(story: Callable[[], Awaitable[None]]) -> None:
    with asyncio.Runner(loop_factory=Jumping) as runner:
        runner.run(story())


PACES = [
    # the pace, and when alarms of the clock's seconds 1, 2 and 2 ring
    (1.0, [1.0, 2.0, 2.0]),
    (0.25, [0.25, 0.5, 0.5]),
    (0.0, [0.0, 0.0, 0.0]),
]


@pytest.mark.parametrize(("pace", "instants"), PACES)
def test_alarms_ring_when_the_loop_comes_to_them(diary, pace, instants):
    async def story() -> None:
        time = RealTime(diary.clock, pace)
        for seconds in (2, 1, 2):
            time.do(lambda seconds=seconds: diary.clock.after(seconds, diary.noting(str(seconds))))
        await asyncio.sleep(10)

    run(story)
    assert diary.lines == list(zip(["1", "2", "2"], instants, [1.0, 2.0, 2.0], strict=True))


def test_what_an_alarm_sets_rings_too(diary):
    async def story() -> None:
        time = RealTime(diary.clock)
        time.do(lambda: diary.clock.every(2, diary.noting("tick")))
        await asyncio.sleep(5)
        time.stop()
        await asyncio.sleep(5)

    run(story)
    assert diary.lines == [("tick", 2.0, 2.0), ("tick", 4.0, 4.0)]


def test_a_deed_finds_the_clock_at_now(diary):
    async def story() -> None:
        time = RealTime(diary.clock)
        await asyncio.sleep(3)
        time.do(diary.noting("deed"))
        time.do(lambda: diary.clock.after(1, diary.noting("second later")))
        await asyncio.sleep(3)

    run(story)
    assert diary.lines == [("deed", 3.0, 3.0), ("second later", 4.0, 4.0)]


def test_an_alarm_called_off_neither_rings_nor_brings_the_next_forward(diary):
    async def story() -> None:
        time = RealTime(diary.clock)
        alarm = time.do(lambda: diary.clock.after(1, diary.noting("called off")))
        time.do(lambda: diary.clock.after(5, diary.noting("kept")))
        alarm.cancelled = True
        await asyncio.sleep(3)
        time.do(diary.noting("deed"))
        await asyncio.sleep(3)

    run(story)
    assert diary.lines == [("deed", 3.0, 3.0), ("kept", 5.0, 5.0)]


REQUESTS = [
    # the pace, seconds to the answer, when it lands by the loop and by the clock, and when an alarm of 4 seconds rings
    (1.0, 3.0, (3.0, 3.0), (4.0, 4.0)),
    (1.0, 6.0, (6.0, 6.0), (4.0, 4.0)),
    (0.5, 3.0, (3.0, 3.0), (3.5, 4.0)),
    (0.0, 3.0, (3.0, 3.0), (3.0, 4.0)),
]


@pytest.mark.parametrize(("pace", "seconds", "landed", "rang"), REQUESTS)
def test_while_a_request_is_under_way_the_clock_goes_as_the_world_does(diary, pace, seconds, landed, rang):
    async def story() -> None:
        time = RealTime(diary.clock, pace)
        wire = AsyncWire(time, Slow(seconds))
        time.do(lambda: diary.clock.after(4, diary.noting("alarm")))
        time.do(lambda: wire.carry(Outgoing("GET", "http://h/", {}, b""), diary.noting("answer")))
        await asyncio.sleep(20)

    run(story)
    assert sorted(diary.lines) == [("alarm", *rang), ("answer", *landed)]


def test_a_deed_knows_what_instant_it_was_meant_for(diary):
    due = []

    async def story() -> None:
        time = RealTime(diary.clock)
        time.do(lambda: diary.clock.after(1, lambda: due.append(time.due)))
        asyncio.get_running_loop()._now += 7
        await asyncio.sleep(0)
        time.do(lambda: due.append(time.due))

    run(story)
    assert due == [1.0, 7.0]


def test_what_was_to_begin_earlier_is_meant_for_then(diary):
    due = []

    async def story() -> None:
        await asyncio.sleep(9)
        diary.clock.after(0, lambda: due.append(time.due))
        time = RealTime(diary.clock, began=8.5)
        await asyncio.sleep(0)
        time.do(diary.noting("deed"))

    run(story)
    assert due == [8.5]
    assert diary.lines == [("deed", 9.0, 0.5)]


def test_it_says_when_nothing_is_set_and_nothing_under_way(diary):
    async def story() -> None:
        diary.clock.after(1, lambda: wire.carry(Outgoing("GET", "http://h/", {}, b""), diary.noting("answer")))
        time = RealTime(diary.clock, idle=diary.noting("idle"))
        wire = AsyncWire(time, Slow(3))
        await asyncio.sleep(9)

    run(story)
    assert diary.lines == [("answer", 4.0, 4.0), ("idle", 4.0, 4.0)]


def test_a_slip_in_what_an_alarm_does_is_told_and_the_next_rings(diary):
    told = []

    async def story() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(str(context["exception"])))
        time = RealTime(diary.clock)
        time.do(lambda: diary.clock.after(1, lambda: {}["slip"]))
        time.do(lambda: diary.clock.after(2, diary.noting("next")))
        time.do(lambda: AsyncWire(time, Slow(0)).carry(Outgoing("GET", "http://h/", {}, b""), lambda answer: {}["other"]))
        await asyncio.sleep(3)

    run(story)
    assert told == ["'other'", "'slip'"]
    assert diary.lines == [("next", 2.0, 2.0)]


def test_a_slip_of_another_leg_stops_neither_a_deed_nor_an_answer(diary):
    told = []

    async def story() -> None:
        time = RealTime(diary.clock, failed=lambda error: told.append(str(error)))
        wire = AsyncWire(time, Slow(2))
        for seconds in (1, 2):
            time.do(lambda seconds=seconds: diary.clock.after(seconds, lambda: {}["slip"]))
        time.do(lambda: wire.carry(Outgoing("GET", "http://h/", {}, b""), diary.noting("answer")))
        asyncio.get_running_loop()._now += 1.5
        time.do(diary.noting("deed"))
        await asyncio.sleep(3)
        assert time.under_way == 0

    run(story)
    assert told == ["'slip'", "'slip'"]
    assert diary.lines == [("deed", 1.5, 1.5), ("answer", 3.5, 3.5)]
