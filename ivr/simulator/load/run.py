"""Make the calls: they begin when they are due, however the server keeps up, and each lives on a clock of its own."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from random import Random
from uuid import uuid4

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.load.caller import Caller
from ivr.simulator.load.mix import Kind, Mix
from ivr.simulator.load.report import CALLER, Report
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.web.faults import Faulty
from ivr.simulator.web.faults import Plan as Faults
from ivr.simulator.web.http import Http
from ivr.simulator.web.line import Incoming, LineError, Outgoing
from ivr.simulator.web.realtime import AsyncWire, RealTime
from ivr.simulator.web.wire import Then, Wire

FIRST_CALLER = 15550000000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is rung, by whom and how fast. Calls come at random, `rate` a second on average, until so many or so long."""

    number: Number
    token: str
    called: str
    mix: Mix
    rate: float
    calls: int | None = None
    seconds: float | None = None
    pace: float = 1.0
    seed: int = 0


async def run(plan: Plan, report: Report, show: Callable[[], None] = lambda: None) -> None:
    """Make the calls of a plan to their ends; `show` is called whenever a call begins or ends."""
    loop, random, http = asyncio.get_running_loop(), Random(plan.seed), Http()
    began = loop.time()
    try:
        async with asyncio.TaskGroup() as calls:
            for place, after in enumerate(_arrivals(plan, random)):
                await asyncio.sleep(began + after - loop.time())
                calls.create_task(_call(plan, report, http, plan.mix.choose(random), place, began + after, show))
    finally:
        report.seconds = loop.time() - began
        await http.close()


def _arrivals(plan: Plan, random: Random) -> Iterator[float]:
    """Give the seconds after which calls are due."""
    after = 0.0
    for place in count():
        if place == plan.calls or (plan.seconds is not None and after > plan.seconds):
            return
        yield after
        after += random.expovariate(plan.rate)


async def _call(plan: Plan, report: Report, http: Http, kind: Kind, place: int, due: float, show: Callable[[], None]) -> None:
    """Make one call, on a carrier of its own, until nothing of it is under way."""
    clock, over = Clock(datetime.now(UTC)), asyncio.Event()
    report.begin()
    show()

    ended = False

    def tell(event: events.Event) -> None:
        nonlocal ended
        report.hear(event)
        if isinstance(event.what, events.Ended):
            ended = ended or event.leg == CALLER
            show()

    def ring() -> None:
        exchange.ring(plan.number, person, f"+{FIRST_CALLER + place}", plan.called, patience=kind.patience)

    def fail(slip: Exception) -> None:
        report.slip(slip)
        over.set()

    clock.after(0, ring)
    time = RealTime(clock, plan.pace, began=due, idle=over.set, failed=fail)
    wire = _Timed(time, http, report)
    exchange = _carrier(plan, plan.seed + place, clock, wire, tell)
    person = Caller(kind, Random(f"{plan.seed} {place}"))
    try:
        await over.wait()
        if not ended:
            tell(events.Event(clock.elapsed, CALLER, events.Ended("error", "the carrier failed")))
    finally:
        time.stop()
        wire.close()


def _carrier(plan: Plan, seed: int, clock: Clock, wire: Wire, tell: Callable[[events.Event], None]) -> Exchange:
    faulty = Faulty(wire, clock, Faults(plan.mix.carrier.faults, Random(seed)))
    # A server that has been rung before knows calls by their SID: the seed does not decide those.
    return Exchange(clock, faulty, Account(token=plan.token), carrier=plan.mix.carrier, seed=seed, tell=tell, sid=_new_sid)


def _new_sid(prefix: str) -> str:
    return f"{prefix}{uuid4().hex}"


class _Timed(AsyncWire):
    """Notes of each request how long after it was due its answer came."""

    def __init__(self, time: RealTime, http: Http, report: Report) -> None:
        super().__init__(time, http)
        self._report = report

    def carry(self, request: Outgoing, then: Then) -> None:
        late = asyncio.get_running_loop().time() - self._time.due

        def note(answer: Incoming | LineError) -> None:
            self._report.latencies.append(late + answer.seconds)
            then(answer)

        super().carry(request, note)
