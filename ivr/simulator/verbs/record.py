"""Record: take the caller's voice down. https://www.twilio.com/docs/voice/twiml/record"""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ivr.simulator import events
from ivr.simulator.effects import Heard, Key, Listen, Moment, Now, Sound, Steps, Voice, Wait, Words
from ivr.simulator.office.place import Place
from ivr.simulator.office.recordings import Recording
from ivr.simulator.outcomes import Goto, HungUp, Moved, Outcome
from ivr.simulator.twiml.attributes import BadValue, Table, address, choice, flag, http_method, row, some, text, whole
from ivr.simulator.twiml.transcription import LONGEST_TRANSCRIBED, transcribed

KEYS = "1234567890*#"
HEARING = frozenset({"dtmf", "voice"})
BEEP_SECONDS = 0.5
LONGEST, USUAL_LONGEST = 14400, 3600


def _keys(value: str) -> str:
    if set(value) <= set(KEYS):
        return value
    raise BadValue(13613, f"of the keys {KEYS}")


@dataclass(frozen=True, slots=True)
class Record(Table):
    """Record's attributes, seconds in whole numbers; a timeout of 0 is none."""

    action: str = text()
    method: str = http_method(13610)
    timeout: int = whole(5, 13611)
    finish_on_key: str = row(KEYS, _keys)
    max_length: int | None = whole(None, 13612, least=2, most=LONGEST)
    play_beep: bool = flag(True, 13616)
    trim: str = choice("trim-silence", 13699, "trim-silence", "do-not-trim")
    recording_status_callback: str | None = address(13256)
    recording_status_callback_method: str = http_method(13610)
    recording_status_callback_event: tuple[str, ...] = some("completed", 13621, "in-progress", "completed", "absent", severity="error")
    transcribe: bool = flag(False, 13614)
    transcribe_callback: str | None = address(13257, "error")
    recording_configuration_id: str = text()

    @property
    def longest(self) -> int:
        """How long it may become."""
        return self.max_length or (LONGEST_TRANSCRIBED if self.transcribe else USUAL_LONGEST)


@dataclass(slots=True)
class Tape:
    """A recording in the making: when it began, when anybody spoke, and what a recogniser would understand of it."""

    began: float
    limit: float
    spoken: list[tuple[float, float]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def seconds(self, now: float, trims: bool) -> int:
        """Tell its length; trimmed, only speech counts."""
        return round(sum(min(end, now) - start for start, end in self.spoken) if trims else now - self.began)


def record(element: Element, place: Place) -> Steps[Outcome | None]:
    """Record until a key, silence, the longest length or the caller's hang-up; then always go to the action."""
    asked = yield from Record.read(element, place.unsure)
    if asked.transcribe and asked.longest > LONGEST_TRANSCRIBED:
        yield events.Error(13615, "warning", f"<Record> of more than {LONGEST_TRANSCRIBED} s is not transcribed")
    action = place.address(asked.action)
    tape = Tape((yield Now()), asked.longest)
    recordings = place.office.recordings
    progress = place.progress(
        asked.recording_status_callback, asked.recording_status_callback_method, asked.recording_status_callback_event
    )
    recording = recordings.start("RecordVerb", place.leg.account, progress, call=place.leg.sid)
    gone: HungUp | None = None
    try:
        if asked.play_beep:
            yield Wait(BEEP_SECONDS, Sound.AUDIO)
        tape.began = yield Now()
        yield Listen(Moment("record", HEARING))
        key = yield from _run(tape, asked, recording)
    except HungUp as hung:
        gone, key = hung, "hangup"
    except Moved:
        recordings.stop(recording, place.office.carrier.recording, tape.seconds((yield Now()), asked.trim == "trim-silence"))
        raise
    seconds = tape.seconds((yield Now()), asked.trim == "trim-silence")
    recordings.stop(recording, place.office.carrier.recording, seconds)
    yield events.Record(recording.url, seconds)
    if asked.transcribe and asked.longest <= LONGEST_TRANSCRIBED:
        yield from transcribed(recording, seconds, tape.words, asked.transcribe_callback, place)
    sid = {"RecordingSid": recording.sid} if place.unsure.recording_sid else {}
    params = {"RecordingUrl": recording.url, "RecordingDuration": str(seconds), "Digits": key, **sid}
    return Goto(action, asked.method, params, gone)


def _run(tape: Tape, asked: Record, recording: Recording) -> Steps[str]:
    """Record to the end, and give the key that ended it."""
    while (left := tape.began + tape.limit - (yield Now())) > 0:
        heard: Heard | None = yield Wait(min(asked.timeout or left, left), Sound.LISTENING, HEARING)
        match heard:
            case Key(key) if key in asked.finish_on_key:
                return key
            case Voice() | Words():
                recording.sounds += [((yield Now()) - tape.began, heard.sound)] if heard.sound else []
                tape.words += [heard.text] if isinstance(heard, Words) else []
                ended_by = yield from _voice(tape, heard.seconds, asked.finish_on_key)
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
