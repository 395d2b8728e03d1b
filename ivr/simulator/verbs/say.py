"""Say: words turned into time. https://www.twilio.com/docs/voice/twiml/say"""

import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.etree.ElementTree import Element

from ivr.simulator import events
from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import Heard, Outcome, Place, Sound, Steps, Wait

KNOWN = "voice language loop"
SSML = frozenset(["break", "emphasis", "lang", "p", "s", "sub", "phoneme", "prosody", "say-as", "w"])
# https://www.twilio.com/docs/api/errors/13521
MOST_ENCODED = 4500
# A loop of nothing in particular: zero means until hang-up, or this often.
MOST_LOOPS = 1000
# Usual speeds of synthetic voices; Twilio names none.
CHINESE_PER_SECOND, OTHERS_PER_SECOND = 4, 14
BREAK = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")


def say(element: Element, place: Place) -> Steps[Outcome | None]:
    """Speak, hearing nothing."""
    yield from speak(element, frozenset())
    return None


def speak(element: Element, hearing: frozenset[str]) -> Steps[Heard | None]:
    """Speak until done or until something is heard."""
    read = Attributes(element, KNOWN)
    loop = read.whole("loop", 1, 13510) or MOST_LOOPS
    text = " ".join("".join(_spoken(element)).split())
    language = read.text("language", "en-US")
    _check(read, element, text)
    yield from read.warnings
    if not text:
        return None
    yield events.Say(text, language, read.text("voice", "man"), loop)
    heard: Heard | None = yield Wait(loop * (seconds(text, language) + _breaks(element)), Sound.AUDIO, hearing)
    return heard


def seconds(text: str, language: str) -> float:
    """Tell how long a voice takes over these words."""
    chinese = language.lower().startswith(("zh", "cmn", "yue"))
    return round(max(0.2, len(text) / (CHINESE_PER_SECOND if chinese else OTHERS_PER_SECOND)), 2)


def _check(read: Attributes, element: Element, text: str) -> None:
    if not text:
        read.warn(13520, "<Say> has no words")
    if len(quote(text, safe="")) > MOST_ENCODED:
        read.warn(13521, f"<Say> has {len(quote(text, safe=''))} URL-encoded characters; {MOST_ENCODED} may be spoken")
    for inner in element.iter():
        if inner is not element and inner.tag not in SSML:
            read.warn(12200, f"<{inner.tag}> may not stand in <Say>")


def _spoken(element: Element) -> Iterator[str]:
    yield element.get("alias", "") if element.tag == "sub" else element.text or ""
    for inner in element:
        yield from _spoken(inner)
        yield inner.tail or ""


def _breaks(element: Element) -> float:
    found = (BREAK.fullmatch(each.get("time", "1s")) for each in element.iter("break"))
    return sum(float(time[1]) / (1000 if time[2] == "ms" else 1) for time in found if time)
