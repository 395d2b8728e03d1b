"""Gather: ask and listen, for keys or speech. https://www.twilio.com/docs/voice/twiml/gather"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal
from xml.etree.ElementTree import Element

from ivr.simulator import events
from ivr.simulator.effects import Heard, Key, Listen, Moment, Notice, Sound, Steps, Wait, Words
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Goto, Outcome
from ivr.simulator.twiml.attributes import BadValue, Refused, Table, address, choice, flag, http_method, like, read_whole, row, text, whole
from ivr.simulator.twiml.prompt import Prompt
from ivr.simulator.twiml.recogniser import SPEECH, understand
from ivr.simulator.verbs import pause, play, say

KEYS = "0123456789#*"
CUT_SHORT = events.Remark("the prompts were cut short")
# The lists of languages of these models have no Chinese.
WITHOUT_CHINESE = ("phone_call", "experimental_conversations", "experimental_utterances")
MODELS = (
    *("default", "numbers_and_commands", *WITHOUT_CHINESE, "googlev2_long", "googlev2_short", "googlev2_telephony"),
    *("googlev2_telephony_short", "deepgram_nova-2", "deepgram_nova-3"),
)
CHINESE = ("cmn", "yue", "zh")
# Recognition runs at most this long.
MOST_SPEECH_SECONDS = 60
MOST_HINTS, LONGEST_HINT = 500, 100
USUAL_TIMEOUT = 5
# How long a partial result is on its way.
PARTIAL_DELAY = 0.2
# `auto` submits at the first pause.
AUTO_PAUSE = 1
DTMF = frozenset({"dtmf"})
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

NESTED: Mapping[str, Callable[[Element, Place], Steps[Prompt | None]]] = {
    "Say": partial(say.prepare, table=say.SayInGather),
    "Play": play.prepare_in_gather,
    "Pause": pause.prepare,
}


def _finish_key(value: str) -> str:
    if len(value) > 1:
        raise BadValue(13311, "one key, or empty for none")
    if value not in KEYS:
        raise BadValue(13310, "a key of a phone, or empty for none")
    return value


def _timeout(value: str) -> int:
    return USUAL_TIMEOUT if value == "auto" else read_whole(value, 13313, least=1)


def _speech_timeout(value: str) -> int | Literal["auto"]:
    return "auto" if value == "auto" else read_whole(value, 13327, least=1)


def _hints(value: str) -> tuple[str, ...]:
    hints = tuple(hint.strip() for hint in value.split(",") if hint.strip())
    if len(hints) > MOST_HINTS or any(len(hint) > LONGEST_HINT for hint in hints):
        raise BadValue(13330, f"at most {MOST_HINTS} hints of at most {LONGEST_HINT} characters")
    return hints


@dataclass(frozen=True, slots=True)
class Gather(Table):
    """Gather's attributes, seconds in whole numbers. None is: as long as `timeout`; any number; whatever Twilio does."""

    action: str = text()
    method: str = http_method(13312)
    input: str = choice("dtmf", 13326, "dtmf", "speech", "dtmf speech", "speech dtmf")
    timeout: int = row(USUAL_TIMEOUT, _timeout)
    finish_on_key: str = row("#", _finish_key)
    num_digits: int | None = whole(None, 13314, least=1)
    action_on_empty_result: bool = flag(False, 13338, "error")
    speech_timeout: int | Literal["auto"] | None = row(None, _speech_timeout)
    max_speech_time: int = whole(MOST_SPEECH_SECONDS, 13328, least=1, most=MOST_SPEECH_SECONDS)
    language: str = like("en-US", 13331, LANGUAGE, "a language such as en-US or cmn-Hans-CN")
    hints: tuple[str, ...] = row((), _hints)
    speech_model: str = choice("default", 13334, *MODELS)
    enhanced: bool = flag(False, 12200)
    profanity_filter: bool = flag(True, 13333)
    partial_result_callback: str | None = address(11100)
    partial_result_callback_method: str = http_method(13329)
    barge_in: bool | None = flag(None, 13332)
    debug: bool = flag(False, 12200)

    @property
    def inputs(self) -> frozenset[str]:
        """What is listened for."""
        return frozenset(self.input.split())

    @property
    def silence(self) -> int:
        """How long a pause ends speech."""
        return AUTO_PAUSE if self.speech_timeout == "auto" else self.speech_timeout or self.timeout


def gather(element: Element, place: Place) -> Steps[Outcome | None]:
    """Ask; with something heard go to the action, else to the next verb."""
    ask = yield from Gather.read(element, place.unsure)
    yield from _slips(ask, place)
    prompts = yield from _prompts(element, place)
    yield events.Gather(" ".join(sorted(ask.inputs)), ask.timeout, ask.finish_on_key, ask.num_digits, ask.language)
    heard = yield from _listen(prompts, ask, place)
    if isinstance(heard, Words):
        entry = yield from _speech(heard, ask, place)
    else:
        entry = yield from _keys(heard, ask, place)
    is_empty = not (entry.get("Digits") or entry.get("SpeechResult"))
    if is_empty and not ask.action_on_empty_result:
        return None
    return Goto(place.address(ask.action), ask.method, entry)


def _slips(ask: Gather, place: Place) -> Steps[None]:
    if ask.speech_timeout == "auto" and ask.speech_model == "default":
        yield events.Error(13335, "warning", '<Gather speechTimeout="auto"> is not meant for the default model; give whole seconds')
    if place.waiting and ask.inputs == DTMF | SPEECH:
        yield events.Remark("a Gather in a wait document is promised keys or speech, not both at once; ask for one of them")
    if ask.inputs & SPEECH and ask.speech_model in WITHOUT_CHINESE and ask.language.lower().startswith(CHINESE):
        yield events.Error(13343, "error", f"the model {ask.speech_model} does not know {ask.language}; the <Gather> is passed over")
        raise Refused


def _prompts(element: Element, place: Place) -> Steps[list[Prompt]]:
    """Make all that is nested ready before the first of it is heard, as Twilio does."""
    prompts = []
    for child in element:
        if (prepare := NESTED.get(child.tag)) is None:
            yield events.Error(13320, "warning", f"<{child.tag}> may not stand in <Gather>")
            continue
        try:
            prompts.append((yield from prepare(child, place)))
        except Refused:
            continue
    return [prompt for prompt in prompts if prompt]


def _listen(prompts: list[Prompt], ask: Gather, place: Place) -> Steps[Heard | None]:
    barges_in = place.unsure.speech_barges_in if ask.barge_in is None else ask.barge_in
    moment = Moment("gather", ask.inputs, place.waiting)
    yield Listen(moment, prompts_over=False)
    for prompt in prompts:
        if heard := (yield from prompt.run(ask.inputs if barges_in else ask.inputs & DTMF)):
            yield CUT_SHORT
            return heard
    yield Listen(moment)
    answer: Heard | None = yield Wait(ask.timeout, Sound.LISTENING, ask.inputs)
    return answer


def _keys(first: Heard | None, ask: Gather, place: Place) -> Steps[dict[str, str]]:
    """Take keys until the finish key, the wanted number or silence; the finish key is looked at first."""
    digits, finished_on, heard = "", "", first
    while isinstance(heard, Key):
        if heard.key == ask.finish_on_key:
            finished_on = heard.key
            break
        digits += heard.key
        if len(digits) == ask.num_digits:
            break
        heard = yield Wait(ask.timeout, Sound.LISTENING, DTMF)
    if digits:
        yield events.Digits(digits)
    if not ask.inputs & DTMF:
        return {}
    keys = {"Digits": digits} if digits or place.unsure.digits_when_empty else {}
    finish = {"FinishedOnKey": finished_on} if place.unsure.finished_on_key else {}
    return keys | finish | {"msg": "Gather End"}


def _speech(first: Words, ask: Gather, place: Place) -> Steps[dict[str, str]]:
    said = yield from understand(first, ask.max_speech_time, ask.silence, partial(_partial, ask, place))
    if not said:
        return {}
    yield events.Speech(said, first.confidence)
    return {"SpeechResult": said, "Confidence": str(first.confidence)}


def _partial(ask: Gather, place: Place, understood: str) -> Steps[None]:
    if ask.partial_result_callback:
        stable = {"StableSpeechResult": understood} if place.unsure.partial_words_are_stable else {}
        params = {**place.params, "UnstableSpeechResult": understood, **stable}
        yield Notice(place.address(ask.partial_result_callback), ask.partial_result_callback_method, params, PARTIAL_DELAY)
