"""Record: take the caller's voice down. https://www.twilio.com/docs/voice/twiml/record"""

from dataclasses import dataclass, field
from urllib.parse import urljoin
from uuid import uuid4
from xml.etree.ElementTree import Element

from ivr.simulator import events
from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import (
    Goto,
    Heard,
    HungUp,
    Kept,
    Key,
    Listen,
    Moment,
    Notice,
    Now,
    Outcome,
    Place,
    Sound,
    Steps,
    Voice,
    Wait,
    Words,
)

KNOWN = (
    "action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback recordingStatusCallbackMethod "
    "recordingStatusCallbackEvent transcribe transcribeCallback recordingConfigurationId"
)
KEYS = "1234567890*#"
HEARING = frozenset({"dtmf", "voice"})
BEEP_SECONDS = 0.5
LONGEST = 3600


@dataclass(slots=True)
class Tape:
    """A recording in the making."""

    began: float
    limit: float
    spoken: list[tuple[float, float]] = field(default_factory=list)

    def seconds(self, now: float, trims: bool) -> int:
        """Tell its length; trimmed, only speech counts."""
        return round(sum(min(end, now) - start for start, end in self.spoken) if trims else now - self.began)


def record(element: Element, place: Place) -> Steps[Outcome | None]:
    """Record until a key, silence, the longest length or the caller's hang-up; then always go to the action."""
    read = Attributes(element, KNOWN)
    timeout = read.whole("timeout", 5, 13612)
    limit = read.whole("maxLength", LONGEST, 13613, least=2, most=86400)
    keys, method = _finish_keys(read), read.method(13611)
    beep = read.flag("playBeep", True, 13616)
    trims = read.choice("trim", ("trim-silence", "do-not-trim"), "trim-silence", 13618) == "trim-silence"
    yield from read.warnings
    tape = Tape((yield Now()), limit)
    gone: HungUp | None = None
    try:
        if beep:
            yield Wait(BEEP_SECONDS, Sound.AUDIO)
        tape.began = yield Now()
        yield Listen(Moment("record", HEARING))
        key = yield from _run(tape, timeout, keys)
    except HungUp as hung:
        gone, key = hung, "hangup"
    seconds = tape.seconds((yield Now()), trims)
    params = yield from _kept(element, place, seconds, read)
    action = urljoin(place.url, read.text("action").strip())
    return Goto(action, method, params | {"Digits": key}, gone)


def _finish_keys(read: Attributes) -> str:
    keys = read.text("finishOnKey", KEYS)
    if set(keys) <= set(KEYS):
        return keys
    read.warn(13614, f'<Record finishOnKey="{keys}">: not all are keys of a phone; any key ends it')
    return KEYS


def _run(tape: Tape, timeout: int, keys: str) -> Steps[str]:
    """Record to the end, and give the key that ended it."""
    while (left := tape.began + tape.limit - (yield Now())) > 0:
        heard: Heard | None = yield Wait(min(timeout or left, left), Sound.LISTENING, HEARING)
        match heard:
            case Key(key) if key in keys:
                return key
            case Voice() | Words():
                ended_by = yield from _voice(tape, heard.seconds, keys)
                if ended_by:
                    return ended_by
            case None:
                return ""
    return ""


def _voice(tape: Tape, seconds: float, keys: str) -> Steps[str]:
    since: float = yield Now()
    until = min(since + seconds, tape.began + tape.limit)
    tape.spoken.append((since, until))
    while (left := until - (yield Now())) > 0:
        heard: Heard | None = yield Wait(left, Sound.LISTENING, HEARING)
        if isinstance(heard, Key) and heard.key in keys:
            return heard.key
    return ""


def _kept(element: Element, place: Place, seconds: int, read: Attributes) -> Steps[dict[str, str]]:
    sid = f"RE{uuid4().hex}"
    account = place.params["AccountSid"]
    url = f"https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{sid}"
    params = {"RecordingUrl": url, "RecordingDuration": str(seconds)}
    named = {"RecordingSid": sid}
    yield events.Record(url, seconds)
    callback = element.get("recordingStatusCallback")
    status: str = yield Kept()
    if callback and status in read.text("recordingStatusCallbackEvent", "completed").split():
        told = named | {
            "RecordingStatus": status,
            "AccountSid": account,
            "CallSid": place.params["CallSid"],
            "RecordingSource": "RecordVerb",
        }
        if status == "completed":
            told |= params | {"RecordingChannels": "1"}
        yield Notice(urljoin(place.url, callback), read.method(13611, "recordingStatusCallbackMethod"), told, delay=2.0)
    return params | named if place.unsure.recording_sid else params
