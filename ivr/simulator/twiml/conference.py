"""Conference: a Dial's noun for a room. https://www.twilio.com/docs/voice/twiml/conference"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.events import Error
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Wish
from ivr.simulator.twiml.attributes import Refused, Table, address, choice, flag, http_method, like, some, text, whole

EVENTS = ("start", "end", "join", "leave", "hold", "mute", "modify", "speaker", "announcement")
# https://www.twilio.com/docs/api/errors/16024
LABEL = re.compile(r"(?!CA[0-9a-f]{32}$)[^/]{0,128}")
REGIONS = ("us1", "ie1", "de1", "sg1", "br1", "au1", "jp1")


@dataclass(frozen=True, slots=True)
class Conference(Table):
    """Conference's attributes. No `wait_url` is the carrier's own music, an empty one silence."""

    muted: bool = flag(False, 13230)
    beep: str = choice("true", 13235, "true", "false", "onEnter", "onExit")
    start_conference_on_enter: bool = flag(True, 13232)
    end_conference_on_exit: bool = flag(False, 13231, "error")
    participant_label: str = like("", 16024, LABEL, "at most 128 characters, no CallSid and without /", "error")
    jitter_buffer_size: str = choice("large", 12200, "off", "small", "medium", "large")
    wait_url: str | None = address(13233)
    wait_method: str = http_method(13234)
    max_participants: int = whole(250, 12200, least=2, most=250)
    record: str = choice("do-not-record", 12200, "do-not-record", "record-from-start", "true", "false")
    trim: str = choice("trim-silence", 13239, "trim-silence", "do-not-trim", severity="error")
    region: str = choice("", 12200, *REGIONS)
    coach: str = text()
    status_callback: str | None = address(11100)
    status_callback_method: str = http_method(12200)
    status_callback_event: tuple[str, ...] = some("", 12200, *EVENTS)
    recording_status_callback: str | None = address(13256)
    recording_status_callback_method: str = http_method(12200)
    recording_status_callback_event: tuple[str, ...] = some("completed", 13621, "in-progress", "completed", "absent", severity="error")


def read_room(noun: Element, place: Place) -> Steps[tuple[str, Wish]]:
    """Read the room's name, and how the leg wants to be in it; raises Refused."""
    asked = yield from Conference.read(noun, place.unsure)
    name = (noun.text or "").strip()
    if not name:
        yield Error(13237, "warning", "a <Conference> without a name cannot be entered")
        raise Refused
    return name, Wish(
        label=asked.participant_label,
        muted=asked.muted,
        beep=asked.beep,
        start=asked.start_conference_on_enter,
        end=asked.end_conference_on_exit,
        wait_url=place.address(asked.wait_url) if asked.wait_url else asked.wait_url,
        wait_method=asked.wait_method,
        most=asked.max_participants,
        coach=asked.coach,
        progress=place.progress(asked.status_callback, asked.status_callback_method, asked.status_callback_event),
        record=asked.record in ("record-from-start", "true"),
        recording=place.progress(
            asked.recording_status_callback, asked.recording_status_callback_method, asked.recording_status_callback_event
        ),
    )
