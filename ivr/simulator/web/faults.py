"""What goes wrong between the carrier and an application, on demand: by number, by path, by chance under a seed."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import partial
from random import Random
from urllib.parse import urlsplit

from ivr.simulator.clock import Clock
from ivr.simulator.web.line import Incoming, LineError, Outgoing
from ivr.simulator.web.wire import Then, Wire

SECONDS = r"\d+(?:\.\d+)?"
FAULT = re.compile(
    rf"(?P<kind>\w+)(?: (?P<least>{SECONDS})(?: to (?P<most>{SECONDS}))?)?(?: (?P<path>/\S*))?"
    r"(?: (?:number (?P<number>[1-9]\d*)|one in (?P<one_in>[1-9]\d*)))?"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with requests whose path fits: with that one of them, with one in so many, or with each."""

    kind: str
    path: str = "/*"
    number: int | None = None
    one_in: int = 1
    least: float = 0.0
    most: float = 0.0

    def __str__(self) -> str:
        """Write the fault as `read_fault` reads it."""
        seconds = [f"{self.least:g} to {self.most:g}"] if self.most else []
        which = [f"number {self.number}"] if self.number else [f"one in {self.one_in}"] if self.one_in > 1 else []
        return " ".join([self.kind, *seconds, self.path, *which])


class Plan:
    """Faults that are due, counted for each as requests come by."""

    def __init__(self, faults: tuple[Fault, ...], chance: Random) -> None:
        self._faults, self._chance = faults, chance
        self._seen = [0] * len(faults)

    def due(self, path: str) -> Iterator[tuple[Fault, float]]:
        """Tell what goes wrong with this request, and for how many seconds."""
        for order, fault in enumerate(self._faults):
            if fnmatchcase(path, fault.path):
                self._seen[order] += 1
                if fault.number in (None, self._seen[order]) and self._chance.random() * fault.one_in < 1:
                    yield fault, self._chance.uniform(fault.least, fault.most)


Carry = Callable[[Outgoing, Then], None]


class Faulty:
    """A wire on which things go wrong as planned. Time that is lost passes on the clock."""

    def __init__(self, wire: Wire, clock: Clock, plan: Plan) -> None:
        self._wire, self._clock, self._plan = wire, clock, plan
        self._held: list[Callable[[], None]] = []
        # How many requests are set to arrive later.
        self._waiting = 0
        self.base_url = wire.base_url

    def reaches(self, url: str) -> bool:
        return self._wire.reaches(url)

    @property
    def is_idle(self) -> bool:
        return not self._waiting and self._wire.is_idle

    def carry(self, request: Outgoing, then: Then) -> None:
        carry: Carry = self._wire.carry
        held, self._held = self._held, []
        for fault, seconds in self._plan.due(urlsplit(request.url).path or "/"):
            carry = partial(WAYS[fault.kind], self, seconds, carry)
        carry(request, then)
        for overtaken in held:
            overtaken()

    def drop(self, seconds: float, carry: Carry, request: Outgoing, then: Then) -> None:
        """The request never arrives."""
        lost = LineError("ct", 11205, f"could not connect to {request.url} in time", request.connect_seconds)
        self._clock.after(request.connect_seconds, lambda: then(lost))

    def lose(self, seconds: float, carry: Carry, request: Outgoing, then: Then) -> None:
        """The request arrives and is done, and its answer does not come back."""
        carry(request, _nobody)
        self._clock.after(request.read_seconds, lambda: then(_lost(request)))

    def delay(self, seconds: float, carry: Carry, request: Outgoing, then: Then) -> None:
        """The request arrives so much later; the answer is too late when it takes longer than may be waited for."""
        if seconds < request.read_seconds:
            self._later(seconds, lambda: carry(request, lambda answer: then(_longer(answer, seconds))))
        else:
            self._clock.after(request.read_seconds, lambda: then(_lost(request)))
            self._later(seconds, lambda: carry(request, _nobody))

    def repeat(self, seconds: float, carry: Carry, request: Outgoing, then: Then) -> None:
        """The request arrives twice, the second time so much later; nobody waits for that answer."""
        carry(request, then)
        self._later(seconds, lambda: carry(request, _nobody))

    def overtake(self, seconds: float, carry: Carry, request: Outgoing, then: Then) -> None:
        """The next request of any leg overtakes this one, unless none comes within the seconds."""
        began, waiting = self._clock.elapsed, [request]

        def go() -> None:
            if waiting:
                waiting.clear()
                carry(request, lambda answer: then(_longer(answer, self._clock.elapsed - began)))

        self._held.append(go)
        self._later(seconds, go)

    def corrupt(self, seconds: float, carry: Carry, request: Outgoing, then: Then) -> None:
        """Half of the answer comes back."""
        carry(request, lambda answer: then(_half(answer)))

    def _later(self, seconds: float, arrive: Callable[[], None]) -> None:
        self._waiting += 1

        def now() -> None:
            self._waiting -= 1
            arrive()

        self._clock.after(seconds, now)


# What can happen to a REST request.
REST_KINDS = ("refuse", "fail", "lose", "delay")
WAYS = {way.__name__: way for way in (Faulty.drop, Faulty.lose, Faulty.delay, Faulty.repeat, Faulty.overtake, Faulty.corrupt)}
LASTS = {"delay": 1.0, "repeat": 1.0, "overtake": 5.0, "refuse": 1.0}


def read_fault(text: str, kinds: Iterable[str] = WAYS) -> Fault:
    """Read a fault such as `delay 0 to 0.05`, `drop /status number 2` or `repeat one in 3`; raises ValueError."""
    found = FAULT.fullmatch(text)
    if found is None or found["kind"] not in kinds or (found["least"] and found["kind"] not in LASTS):
        raise ValueError(f"{text!r} is no fault; write {', '.join(kinds)}, then SECONDS or A to B, a path, number N or one in N")
    least = float(found["least"] or LASTS.get(found["kind"], 0.0))
    most = float(found["most"] or least)
    if most < least:
        raise ValueError(f"{text!r}: {least:g} to {most:g} seconds are none; put the smaller number first")
    number = int(found["number"]) if found["number"] else None
    return Fault(found["kind"], found["path"] or "/*", number, int(found["one_in"] or 1), least, most)


def _nobody(answer: Incoming | LineError) -> None:
    """Nobody waits for this answer."""


def _lost(request: Outgoing) -> LineError:
    return LineError("rt", 11205, f"{request.url} did not answer in time", request.read_seconds)


def _longer(answer: Incoming | LineError, seconds: float) -> Incoming | LineError:
    if isinstance(answer, LineError):
        answer.seconds += seconds
        return answer
    return replace(answer, seconds=answer.seconds + seconds)


def _half(answer: Incoming | LineError) -> Incoming | LineError:
    return answer if isinstance(answer, LineError) else replace(answer, body=answer.body[: len(answer.body) // 2])
