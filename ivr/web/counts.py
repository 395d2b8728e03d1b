"""What requests are counted in, over all processes of one server, for the page at /metrics."""

import os
from typing import Literal, get_args

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from ivr.flow.events import ActionDone, Event, HungUp
from ivr.service.one_turn import Taken

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The library's name for the folder in which processes add up; `ivr/gunicorn.py` makes it. Without one a process counts for itself."""
SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 6.0)
"""Six seconds after its request the carrier asks again."""
EVENTS = tuple(event for event in get_args(Event) if event not in (ActionDone, HungUp))
"""Those a turn begins with."""
Failure = Literal["store", "notice", "fault"]


class Counts:
    """Counters whose every label is known from the start: nothing that is sent to us can become one."""

    def __init__(self) -> None:
        self._registry = here = CollectorRegistry()
        turns = Counter("ivr_turns", "Turns answered; a replayed one had been taken before.", ("event", "result"), registry=here)
        failures = Counter("ivr_failures", "Turns and notices that the store failed, and faults of ours.", ("what",), registry=here)
        self._taken = {event: turns.labels(event.__name__, "taken") for event in EVENTS}
        self._replayed = {event: turns.labels(event.__name__, "replayed") for event in EVENTS}
        self._failures = {what: failures.labels(what) for what in get_args(Failure)}
        self._calls = Counter("ivr_calls", "Calls begun.", registry=here)
        self._refused = Counter("ivr_refused", "Requests that the carrier has not signed.", registry=here)
        self._seconds = Histogram("ivr_turn_seconds", "How long turns took, failed ones too.", buckets=SECONDS, registry=here)

    def turn(self, taken: Taken) -> None:
        """Count a turn that was answered."""
        (self._replayed if taken.replayed else self._taken)[type(taken.event)].inc()
        if taken.turn == 1 and not taken.replayed:
            self._calls.inc()

    def took(self, seconds: float) -> None:
        """Note how long a turn took."""
        self._seconds.observe(seconds)

    def failed(self, what: Failure) -> None:
        """Count a request that could not be carried out."""
        self._failures[what].inc()

    def refused(self) -> None:
        """Count a request that did not come through the door."""
        self._refused.inc()

    def read(self) -> bytes:
        """Give all counts in Prometheus' format."""
        if SHARED not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
