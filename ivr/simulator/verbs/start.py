"""Start: what runs beside the documents; of that this carrier does recording. https://www.twilio.com/docs/voice/twiml/recording"""

from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from ivr.simulator.effects import Steps
from ivr.simulator.events import Error, Remark
from ivr.simulator.office.place import Place
from ivr.simulator.outcomes import Fatal, Outcome
from ivr.simulator.twiml.attributes import Refused, Table, address, choice, http_method, some, text

SOURCE = "StartCallRecordingTwiML"
NOT_SIMULATED = frozenset({"Stream", "Siprec", "Transcription"})


@dataclass(frozen=True, slots=True)
class Recording(Table):
    """The attributes of a recording that is started."""

    name: str = text()
    channels: str = choice("mono", 12200, "mono", "dual")
    track: str = choice("both", 13622, "inbound", "outbound", "both")
    trim: str = choice("trim-silence", 13699, "trim-silence", "do-not-trim")
    recording_status_callback: str | None = address(11100)
    recording_status_callback_method: str = http_method(12200)
    recording_status_callback_event: tuple[str, ...] = some("completed", 13621, "in-progress", "completed", "absent", severity="error")
    recording_configuration_id: str = text()


def start(element: Element, place: Place) -> Steps[Outcome | None]:
    """Begin what is asked for, and go on at once."""
    for child in element:
        if child.tag == "Recording":
            yield from _record(child, place)
        else:
            yield other(element, child)
    return None


def _record(element: Element, place: Place) -> Steps[None]:
    try:
        asked = yield from Recording.read(element, place.unsure)
    except Refused:
        return
    url = asked.recording_status_callback
    # Others have seen a relative address fail so.
    if url and not urlsplit(url).scheme:
        raise Fatal(11200, f'<Recording recordingStatusCallback="{url}">: write the whole address, beginning with https')
    progress = place.progress(url, asked.recording_status_callback_method, asked.recording_status_callback_event)
    made = place.office.recordings.start(SOURCE, place.leg.account, progress, call=place.leg.sid)
    made.name, made.channels = asked.name, 2 if asked.channels == "dual" else 1


def other(element: Element, child: Element) -> Error | Remark:
    """Tell of what cannot be started or stopped."""
    if child.tag in NOT_SIMULATED:
        return Remark(f"<{element.tag}><{child.tag}> is passed over: this carrier does not simulate it")
    if element.tag == "Start":
        return Error(14300, "error", f"<{child.tag}> may not stand in <Start>; it is passed over")
    return Error(12200, "warning", f"<{child.tag}> may not stand in <{element.tag}>")
