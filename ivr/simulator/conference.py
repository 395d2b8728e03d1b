"""Conference: a Dial's noun for a room. https://www.twilio.com/docs/voice/twiml/conference"""

from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from ivr.simulator.attributes import Attributes
from ivr.simulator.effects import Meet, Outcome, Progress, Steps, Wish
from ivr.simulator.events import Error
from ivr.simulator.place import Place

KNOWN = (
    "muted beep startConferenceOnEnter endConferenceOnExit participantLabel jitterBufferSize waitUrl waitMethod maxParticipants "
    "record trim region coach statusCallback statusCallbackMethod statusCallbackEvent recordingStatusCallback "
    "recordingStatusCallbackMethod recordingStatusCallbackEvent"
)
LONGEST_LABEL, MOST = 128, 250
EVENTS = frozenset(["start", "end", "join", "leave", "hold", "mute", "modify", "speaker", "announcement"])
KEEPS = frozenset({"in-progress", "completed", "absent"})


def meet(noun: Element, place: Place, action: str | None, method: str, limit: float, star: bool) -> Steps[Outcome | None]:
    """Read the attributes and ask to enter the room."""
    read = Attributes(noun, KNOWN)
    wait_url, label = noun.get("waitUrl"), read.text("participantLabel")
    wish = Wish(
        label=label[:LONGEST_LABEL],
        muted=read.flag("muted", False, 13221),
        beep=read.choice("beep", ("true", "false", "onEnter", "onExit"), "true", 13217),
        start=read.flag("startConferenceOnEnter", True, 13218),
        end=read.flag("endConferenceOnExit", False, 13219),
        wait_url=urljoin(place.url, wait_url) if wait_url else wait_url,
        wait_method=read.method(13220, "waitMethod"),
        most=read.whole("maxParticipants", MOST, 13222, least=2, most=MOST),
        coach=read.text("coach"),
        progress=_progress(read, place, "statusCallback", EVENTS, ""),
        record=read.choice("record", ("do-not-record", "record-from-start", "true", "false"), "do-not-record", 13226)
        in ("record-from-start", "true"),
        recording=_progress(read, place, "recordingStatusCallback", KEEPS, "completed"),
    )
    if len(label) > LONGEST_LABEL:
        read.warn(13230, f"a participantLabel has at most {LONGEST_LABEL} characters")
    yield from read.warnings
    name = (noun.text or "").strip()
    if not name:
        yield Error(13232, "error", "a <Conference> needs a name")
    return Meet(name, action, method, limit, wish, star)


def _progress(read: Attributes, place: Place, name: str, known: frozenset[str], default: str) -> Progress | None:
    callback = read.text(name).strip()
    if not callback:
        return None
    events = frozenset(read.text(f"{name}Event", default).split()) & known
    return Progress(urljoin(place.url, callback), read.method(13245, f"{name}Method"), events)
