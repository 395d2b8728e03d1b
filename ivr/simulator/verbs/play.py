"""Play: a sound file or tones. https://www.twilio.com/docs/voice/twiml/play"""

import re
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from ivr.simulator import events
from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import Failure, Fatal, Heard, Media, Outcome, Place, Sound, Steps, Wait
from ivr.simulator.verbs.say import MOST_LOOPS

KNOWN, KNOWN_NESTED = "loop digits", "loop"
TONES = re.compile(r"[0-9A-D#*wW]+")


def play(element: Element, place: Place) -> Steps[Outcome | None]:
    """Play, hearing nothing."""
    yield from sound(element, place, frozenset())
    return None


def sound(element: Element, place: Place, hearing: frozenset[str], nested: bool = False) -> Steps[Heard | None]:
    """Play until done or until something is heard; tones may not be nested."""
    read = Attributes(element, KNOWN_NESTED if nested else KNOWN)
    loop = read.whole("loop", 1, 13410) or MOST_LOOPS
    tones = read.text("digits")
    if tones and not TONES.fullmatch(tones):
        read.warn(13430, f'<Play digits="{tones}">: these are not tones')
        tones = ""
    yield from read.warnings
    url = (element.text or "").strip()
    seconds = sum(1.0 if tone == "W" else 0.5 for tone in tones)
    if not tones:
        if not url:
            return None
        seconds = yield from _file(urljoin(place.url, url), loop)
    heard: Heard | None = yield Wait(seconds * loop, Sound.AUDIO, hearing)
    return heard


def _file(url: str, loop: int) -> Steps[float]:
    seconds: float | Failure = yield Media(url)
    if isinstance(seconds, Failure):
        raise Fatal(seconds.code, seconds.message)
    yield events.Play(url, loop)
    return seconds
