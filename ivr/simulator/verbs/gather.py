"""Gather: ask and listen, for keys or speech. https://www.twilio.com/docs/voice/twiml/gather"""

from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from ivr.simulator import events
from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import Goto, Heard, Key, Listen, Moment, Notice, Outcome, Place, Sound, Steps, Wait, Words
from ivr.simulator.verbs.pause import quiet
from ivr.simulator.verbs.play import sound
from ivr.simulator.verbs.say import speak

KNOWN = (
    "action method input timeout finishOnKey numDigits actionOnEmptyResult speechTimeout language hints speechModel "
    "enhanced profanityFilter partialResultCallback partialResultCallbackMethod bargeIn maxSpeechTime debug"
)
INPUTS = ("dtmf", "speech", "dtmf speech", "speech dtmf")
KEYS = "0123456789#*"
# Recognition runs at most this long.
MOST_SPEECH_SECONDS = 60
MOST_HINTS, LONGEST_HINT = 500, 100
# `auto` submits at the first pause.
AUTO_PAUSE = 1
DTMF = frozenset({"dtmf"})


@dataclass(frozen=True, slots=True)
class Ask:
    """A Gather's attributes, read."""

    action: str
    method: str
    input: frozenset[str]
    timeout: int
    finish_on_key: str
    num_digits: int | None
    on_empty: bool
    speech_timeout: int
    language: str
    barge_in: bool
    partial_url: str | None
    partial_method: str


def gather(element: Element, place: Place) -> Steps[Outcome | None]:
    """Ask; with something heard go to the action, else to the next verb."""
    read = Attributes(element, KNOWN)
    ask = _read(read, element, place)
    yield from read.warnings
    yield events.Gather(" ".join(sorted(ask.input)), ask.timeout, ask.finish_on_key, ask.num_digits, ask.language)
    heard = yield from _listen(element, ask, place)
    match heard:
        case Words():
            return (yield from _speech(heard, ask, place))
        case Key(key):
            digits, finished_on = yield from _collect(ask, key)
        case _:
            digits, finished_on = "", ""
    if digits:
        yield events.Digits(digits)
    elif not ask.on_empty:
        return None
    return Goto(ask.action, ask.method, _entry(digits, finished_on, ask, place))


def _read(read: Attributes, element: Element, place: Place) -> Ask:
    timeout = 5 if read.text("timeout") == "auto" else read.whole("timeout", 5, 13313, least=1)
    hints = [hint for hint in read.text("hints").split(",") if hint]
    if len(hints) > MOST_HINTS or any(len(hint) > LONGEST_HINT for hint in hints):
        read.warn(13330, f"hints may be {MOST_HINTS} of at most {LONGEST_HINT} characters")
    partial = element.get("partialResultCallback")
    return Ask(
        action=urljoin(place.url, read.text("action").strip()),
        method=read.method(13312),
        input=frozenset(read.choice("input", INPUTS, "dtmf", 13326).split()),
        timeout=timeout,
        finish_on_key=_finish_key(read),
        num_digits=read.whole("numDigits", 0, 13314, least=1) or None,
        on_empty=read.flag("actionOnEmptyResult", False, 13338),
        speech_timeout=_speech_timeout(read, timeout),
        language=read.text("language", "en-US"),
        barge_in=read.flag("bargeIn", True, 13332),
        partial_url=urljoin(place.url, partial) if partial else None,
        partial_method=read.method(13329, "partialResultCallbackMethod"),
    )


def _finish_key(read: Attributes) -> str:
    key = read.text("finishOnKey", "#")
    if len(key) > 1:
        read.warn(13311, f'<Gather finishOnKey="{key}">: only one key can end it; # is used')
    elif key not in KEYS:
        read.warn(13310, f'<Gather finishOnKey="{key}">: not a key of a phone; # is used')
    else:
        return key
    return "#"


def _speech_timeout(read: Attributes, timeout: int) -> int:
    if read.text("speechTimeout") != "auto":
        return read.whole("speechTimeout", timeout, 13327, least=1)
    if read.text("speechModel", "default") == "default":
        read.warn(13335, '<Gather speechTimeout="auto"> is not meant for the default model; give whole seconds')
    return AUTO_PAUSE


def _listen(element: Element, ask: Ask, place: Place) -> Steps[Heard | None]:
    moment = Moment("gather", ask.input)
    yield Listen(moment, prompts_over=False)
    heard: Heard | None = yield from _prompts(element, ask.input if ask.barge_in else ask.input & DTMF, place)
    if heard is not None:
        yield events.Remark("the prompts were cut short")
        return heard
    yield Listen(moment)
    heard = yield Wait(ask.timeout, Sound.LISTENING, ask.input)
    return heard


def _prompts(element: Element, hearing: frozenset[str], place: Place) -> Steps[Heard | None]:
    for child in element:
        heard: Heard | None = None
        match child.tag:
            case "Say":
                heard = yield from speak(child, hearing)
            case "Play":
                heard = yield from sound(child, place, hearing, nested=True)
            case "Pause":
                heard = yield from quiet(child, hearing)
            case tag:
                yield events.Error(13320, "warning", f"<{tag}> may not stand in <Gather>")
        if heard is not None:
            return heard
    return None


def _collect(ask: Ask, first: str) -> Steps[tuple[str, str]]:
    """Take keys until the finish key, the wanted number or silence; the finish key is looked at first."""
    digits = ""
    heard: Heard | None = Key(first)
    while isinstance(heard, Key):
        if heard.key == ask.finish_on_key:
            return digits, heard.key
        digits += heard.key
        if len(digits) == ask.num_digits:
            break
        heard = yield Wait(ask.timeout, Sound.LISTENING, DTMF)
    return digits, ""


def _speech(words: Words, ask: Ask, place: Place) -> Steps[Goto]:
    yield Wait(min(words.seconds, MOST_SPEECH_SECONDS), Sound.LISTENING)
    if ask.partial_url:
        yield Notice(ask.partial_url, ask.partial_method, {**place.params, "UnstableSpeechResult": words.text})
    yield Wait(ask.speech_timeout, Sound.LISTENING)
    yield events.Speech(words.text, words.confidence)
    return Goto(ask.action, ask.method, {"SpeechResult": words.text, "Confidence": str(words.confidence)})


def _entry(digits: str, finished_on: str, ask: Ask, place: Place) -> dict[str, str]:
    if "dtmf" not in ask.input:
        return {}
    keys = {"Digits": digits} if digits or place.unsure.digits_when_empty else {}
    finish = {"FinishedOnKey": finished_on} if place.unsure.finished_on_key else {}
    return keys | finish | {"msg": "Gather End"}
