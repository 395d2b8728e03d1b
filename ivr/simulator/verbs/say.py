"""Say: words turned into time. https://www.twilio.com/docs/voice/twiml/say"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, tostring

from ivr.simulator import events
from ivr.simulator.effects import Steps, Utter
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Outcome
from ivr.simulator.twiml import voices
from ivr.simulator.twiml.attributes import Table, like, whole
from ivr.simulator.twiml.prompt import Prompt

SSML = frozenset(["break", "emphasis", "lang", "p", "s", "sub", "phoneme", "prosody", "say-as", "w"])
# A loop of nothing in particular: zero means until hang-up, or this often.
MOST_LOOPS = 1000
# Usual speeds of synthetic voices; Twilio names none.
CHINESE_PER_SECOND, OTHERS_PER_SECOND = 4, 14
BREAK = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")
# Words that are none, or that the voice cannot speak.
MUTING = frozenset({13512, 13520})
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _voice(code: int) -> Any:
    return like("", code, voices.VOICE, "man, woman, or a voice such as Polly.Joanna or Google.en-US-Wavenet-A")


@dataclass(frozen=True, slots=True)
class Say(Table):
    """Say's attributes; an empty voice or language is the account's."""

    voice: str = _voice(13511)
    language: str = like("", 13512, LANGUAGE, "a language such as en-US or cmn-CN")
    loop: int = whole(1, 13510)


@dataclass(frozen=True, slots=True)
class SayInGather(Say):
    """The same inside a Gather, with codes of its own."""

    voice: str = _voice(13321)
    loop: int = whole(1, 13322)


def say(element: Element, place: Place) -> Steps[Outcome | None]:
    """Speak, hearing nothing."""
    if prompt := (yield from prepare(element, place)):
        yield from prompt.run()
    return None


def prepare(element: Element, place: Place, table: type[Say] = Say) -> Steps[Prompt | None]:
    """Make the words ready to be heard; None when there is nothing to hear."""
    asked = yield from table.read(element, place.unsure)
    text = " ".join(("".join(_spoken(element)) if len(element) else element.text or "").split())
    slips = [*_slips(element, text, asked, place)]
    yield from slips
    is_mute = any(slip.code in MUTING for slip in slips) and place.unsure.bad_voice_is_silent
    if not text or is_mute:
        return None
    language = asked.language or voices.language(asked.voice) or "en-US"
    loop = asked.loop or MOST_LOOPS
    spoken: float = yield Utter(text, language)
    return Prompt(loop * (spoken + (_breaks(element) if len(element) else 0)), events.Say(text, language, asked.voice or "man", loop))


def estimated(text: str, language: str, then: Callable[[float], None]) -> None:
    """Be a voice that makes no sound, but takes the time of one."""
    then(seconds(text, language))


@lru_cache(maxsize=1024)
def seconds(text: str, language: str) -> float:
    """Tell how long a voice takes over these words."""
    chinese = language.lower().startswith(("zh", "cmn", "yue"))
    return round(max(0.2, len(text) / (CHINESE_PER_SECOND if chinese else OTHERS_PER_SECOND)), 2)


def _slips(element: Element, text: str, asked: Say, place: Place) -> Iterator[events.Error]:
    """Tell what Twilio would warn of."""
    inner = [each.tag for each in element.iter() if each is not element] if len(element) else []
    encoded = _encoded(text)
    marked = len(tostring(element, encoding="unicode")) if inner else len(text)
    if not text:
        yield events.Error(13520, "warning", "<Say> has no words")
    if voices.is_too_long(asked.voice, len(text), marked, encoded, place.unsure):
        yield events.Error(13521, "warning", f"<Say> has {len(text)} characters, {encoded} of them URL-encoded: too many at once")
    for tag in dict.fromkeys(inner):
        if tag not in SSML:
            yield events.Error(12200, "warning", f"<{tag}> may not stand in <Say>")
        elif not voices.understands(asked.voice, tag, place.unsure):
            yield events.Error(13520, "warning", f"the voice {asked.voice} does not understand <{tag}>, and may say nothing")
    if asked.language and not voices.can_speak(asked.voice, asked.language):
        yield events.Error(13512, "warning", f"the voice {asked.voice} does not speak {asked.language}, and may say nothing")


@lru_cache(maxsize=1024)
def _encoded(text: str) -> int:
    """Count the characters of a text as it is URL-encoded."""
    return len(quote(text, safe=""))


def _spoken(element: Element) -> Iterator[str]:
    yield element.get("alias", "") if element.tag == "sub" else element.text or ""
    for inner in element:
        yield from _spoken(inner)
        yield inner.tail or ""


def _breaks(element: Element) -> float:
    found = (BREAK.fullmatch(each.get("time", "1s")) for each in element.iter("break"))
    return sum(float(time[1]) / (1000 if time[2] == "ms" else 1) for time in found if time)
