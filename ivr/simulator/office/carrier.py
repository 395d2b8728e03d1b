"""What the carrier makes of a caller in a queue and of a recording: settings of a Phone, or givens of a transcript."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ivr.simulator.effects import Queueing
from ivr.simulator.web.faults import REST_KINDS, Fault, read_fault

NUMBER = r"(\d+(?:\.\d+)?)"
QUEUE = re.compile(rf"queue (.+) (?:(full|fails)|answered after {NUMBER}(?: talks {NUMBER})?)")
RECORDING = re.compile(rf"recording (?:(absent|failed)|late {NUMBER})")
FAULT, REST_FAULT = "fault ", "rest "
GIVENS = (
    "queue NAME full, queue NAME fails, queue NAME answered after 20 talks 30, recording absent, recording failed, recording late 20, "
    "fault KIND"
)
# How long the carrier takes to have a recording ready.
READY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Carrier:
    """The queues by name, others being never answered and roomy; what recordings come to, and when; what goes wrong, either way."""

    queues: Mapping[str, Queueing] = field(default_factory=dict)
    recording: Literal["completed", "absent", "failed"] = "completed"
    recording_seconds: float = READY_SECONDS
    faults: tuple[Fault, ...] = ()
    rest_faults: tuple[Fault, ...] = ()

    def queueing(self, queue: str) -> Queueing:
        """Tell how a queue treats a caller."""
        return self.queues.get(queue, Queueing())


def read_given(given: str, carrier: Carrier) -> Carrier | None:
    """Add what is given to a carrier; None when it is not about one. Raises ValueError for a fault that nobody knows."""
    if kept := RECORDING.fullmatch(given):
        status, late = kept.groups()
        if late:
            return replace(carrier, recording_seconds=float(late))
        return replace(carrier, recording="failed" if status == "failed" else "absent")
    if given.startswith(FAULT):
        return replace(carrier, faults=(*carrier.faults, read_fault(given.removeprefix(FAULT))))
    if given.startswith(REST_FAULT):
        return replace(carrier, rest_faults=(*carrier.rest_faults, read_fault(given.removeprefix(REST_FAULT), REST_KINDS)))
    if (found := QUEUE.fullmatch(given)) is None:
        return None
    name, refused, after, talks = found.groups()
    match refused:
        case "full":
            queueing = Queueing(most=0)
        case "fails":
            queueing = Queueing(fails=True)
        case _:
            queueing = Queueing(answers_after=float(after))
    if talks:
        queueing = replace(queueing, talks=float(talks))
    return replace(carrier, queues={**carrier.queues, name: queueing})


def written_givens(carrier: Carrier) -> Iterator[str]:
    """Write the givens that read back as this carrier."""
    for name, queueing in carrier.queues.items():
        if queueing.fails:
            yield f"queue {name} fails"
        elif queueing.most is not None:
            yield f"queue {name} full"
        elif queueing.answers_after is not None:
            yield f"queue {name} answered after {queueing.answers_after:g} talks {queueing.talks:g}"
    if carrier.recording != "completed":
        yield f"recording {carrier.recording}"
    if carrier.recording_seconds != READY_SECONDS:
        yield f"recording late {carrier.recording_seconds:g}"
    yield from (f"{FAULT}{fault}" for fault in carrier.faults)
    yield from (f"{REST_FAULT}{fault}" for fault in carrier.rest_faults)
