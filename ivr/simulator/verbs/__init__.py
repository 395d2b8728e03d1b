"""The verbs, one small file each. A verb yields effects and returns where to go, or None for the next verb."""

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Fatal, Outcome, Place, Steps
from ivr.simulator.events import Error
from ivr.simulator.verbs import dial, enqueue, gather, hangup, leave, pause, play, record, redirect, reject, say

Verb = Callable[[Element, Place], Steps[Outcome | None]]

VERBS: Mapping[str, Verb] = {
    "Say": say.say,
    "Play": play.play,
    "Pause": pause.pause,
    "Gather": gather.gather,
    "Redirect": redirect.redirect,
    "Hangup": hangup.hangup,
    "Reject": reject.reject,
    "Record": record.record,
    "Dial": dial.dial,
    "Enqueue": enqueue.enqueue,
    "Leave": leave.leave,
}


NESTING = frozenset({"Say", "Gather", "Dial", "Enqueue"})


def perform(element: Element, place: Place) -> Steps[Outcome | None]:
    """Run one verb. An unknown one is fatal here, although Twilio may only warn: a scenario should not pass over it."""
    verb = VERBS.get(element.tag)
    if verb is None:
        raise Fatal(12200, f"<{element.tag}> is not a verb that this carrier knows")
    if len(element) and element.tag not in NESTING:
        yield Error(12200, "warning", f"nothing may stand in <{element.tag}>")
    return (yield from verb(element, place))
