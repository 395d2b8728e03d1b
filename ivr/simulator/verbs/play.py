"""Play: a sound file or tones. https://www.twilio.com/docs/voice/twiml/play"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator import events
from ivr.simulator.effects import Failure, Media, Steps
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Fatal, Outcome
from ivr.simulator.twiml.attributes import Table, like, whole
from ivr.simulator.twiml.prompt import Prompt
from ivr.simulator.verbs.say import MOST_LOOPS

TONES = re.compile(r"[0-9A-D#*wW]+")


@dataclass(frozen=True, slots=True)
class PlayInGather(Table):
    """Play's attributes inside a Gather, where tones may not be."""

    loop: int = whole(1, 13410)


@dataclass(frozen=True, slots=True)
class Play(PlayInGather):
    """Play's attributes; `w` is half a second of nothing, `W` a whole one."""

    digits: str = like("", 13430, TONES, "made of 0-9 A-D # * w W")


def play(element: Element, place: Place) -> Steps[Outcome | None]:
    """Play, hearing nothing."""
    asked = yield from Play.read(element, place.unsure)
    if prompt := (yield from _tones_or_file(element, place, asked.loop, asked.digits)):
        yield from prompt.run()
    return None


def prepare_in_gather(element: Element, place: Place) -> Steps[Prompt | None]:
    """Fetch a sound for a Gather, whose sounds are all fetched before the first is heard."""
    asked = yield from PlayInGather.read(element, place.unsure)
    return (yield from _tones_or_file(element, place, asked.loop, "", bad_type=13325))


def _tones_or_file(element: Element, place: Place, loop: int, tones: str, bad_type: int = 13420) -> Steps[Prompt | None]:
    url, loop = (element.text or "").strip(), loop or MOST_LOOPS
    if tones:
        return Prompt(loop * sum(1.0 if tone == "W" else 0.5 for tone in tones), events.Play("", loop, tones))
    if not url and "digits" not in element.attrib:
        yield events.Error(12200, "warning", "<Play> has neither an address nor digits")
    if not url:
        return None
    address = place.address(url)
    seconds: float | Failure = yield Media(address)
    if not isinstance(seconds, Failure):
        return Prompt(loop * seconds, events.Play(address, loop))
    code = bad_type if seconds.code == 13420 else seconds.code
    if place.unsure.play_failure_is_fatal:
        raise Fatal(code, seconds.message)
    yield events.Error(code, "error", f"{seconds.message}; the <Play> is passed over")
    return None
