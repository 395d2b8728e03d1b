"""What the carrier's form says: which call it is and what happened to it. Whatever is in a form, reading it never fails;
only a call without a usable name is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from ivr.errors import WebhookError
from ivr.flow.events import DialEnded, DigitsPressed, Event, LeftQueue, NoInput, RecordingDone, SpeechHeard
from ivr.twiml.limits import MAX_RECORDING_SECONDS
from ivr.twiml.markup import clean

MOST_DIGITS = 64
MOST_SPEECH = 500
MOST_URL = 1000

KEYS = frozenset("0123456789*#")
_SID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NOT_KEYS = re.compile(r"[^0-9*#]+")

DIAL_STATUSES = frozenset({"completed", "answered", "busy", "no-answer", "failed", "canceled"})

QUEUE_NOTICES = frozenset({"redirected", "redirected-from-bridged", "hangup", "system-error"})
"""QueueResults that only tell: the caller is gone or already runs another document, so no turn is taken."""

_LEFT = {"bridged": "bridged", "leave": "wish", "queue-full": "full"}


class Form(dict[str, str]):
    """A parsed form and query: each name's first value. `pairs` keeps all of the form's, in order, for the signature."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: Sequence[tuple[str, str]], query: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(reversed((*pairs, *query)))
        self.pairs = pairs

    @classmethod
    def read(cls, body: bytes, query: str = "") -> "Form":
        """Read a form's body and the query of its URL; the body's values come first."""
        return cls(read_pairs(body), read_pairs(query.encode(errors="replace")))

    def getlist(self, name: str) -> list[str]:
        """Give all the form's values of a name; the carrier's own library asks by this name."""
        return [value for each, value in self.pairs if each == name]


def read_pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Decode name=value pairs, blank values too, as `urllib.parse.parse_qsl` does, at a fraction of its time."""
    text = encoded.decode(errors="replace").replace("+", " ")
    split = [pair.partition("=") for pair in text.split("&") if pair]
    return [(_decoded(name) if "%" in name else name, _decoded(value) if "%" in value else value) for name, _, value in split]


@lru_cache(maxsize=4096)
def _decoded(text: str) -> str:
    """Decode one name or value: numbers and places come again with every request of a call."""
    return unquote(text)


@dataclass(frozen=True, slots=True)
class Leg:
    """One party's side of a call, as the carrier names it."""

    sid: str
    caller: str
    called: str


def read_call(form: Mapping[str, str]) -> Leg:
    """Tell which leg a request is about, or else which room or text. Raise WebhookError when it has no usable name."""
    sid = form.get("CallSid") or form.get("ConferenceSid") or form.get("MessageSid", "")
    if not _SID.fullmatch(sid):
        raise WebhookError(f"CallSid should be 1 to 64 letters, digits, - or _, not {sid[:80]!r}")
    return Leg(sid, _short(form.get("From", "")), _short(form.get("To", "")))


def masked(number: str) -> str:
    """Give a number as logs may show it: the country and the last four digits."""
    shown = _short(number)
    return f"{shown[:3]}********{shown[-4:]}" if len(shown) > 10 else "********"


def read_event(form: Mapping[str, str]) -> Event:
    """Tell what happened. A form that reports nothing, a redirect's, is NoInput."""
    if "DialCallStatus" in form:
        return _dial(form["DialCallStatus"])
    if "QueueResult" in form:
        return LeftQueue(_LEFT.get(form["QueueResult"], "failed"))
    if "RecordingUrl" in form or "RecordingDuration" in form:
        return _recording(form)
    return _gathered(form)


def _gathered(form: Mapping[str, str]) -> Event:
    """Missing and empty are alike: which of them an empty gather sends is documented nowhere."""
    digits = _NOT_KEYS.sub("", form.get("Digits", ""))[:MOST_DIGITS]
    ended_by = form.get("FinishedOnKey")
    if digits or ended_by == "#":
        return DigitsPressed(digits, finished=ended_by == "#", unfinished=ended_by == "")
    speech = clean(form.get("SpeechResult", "")[:MOST_SPEECH]).strip()
    return SpeechHeard(speech, _confidence(form.get("Confidence", ""))) if speech else NoInput()


def _confidence(written: str) -> float | None:
    try:
        confidence = float(written)
    except ValueError:
        return None
    return confidence if 0.0 <= confidence <= 1.0 else None


def _dial(status: str) -> DialEnded:
    return DialEnded(status if status in DIAL_STATUSES else "failed")


def _recording(form: Mapping[str, str]) -> RecordingDone:
    url = clean(form.get("RecordingUrl", "")[:MOST_URL]).strip()
    sid = form.get("RecordingSid") or url.rpartition("/")[2]
    key = form.get("Digits", "")
    return RecordingDone(
        sid=sid if _SID.fullmatch(sid) else "",
        url=url,
        seconds=_seconds(form.get("RecordingDuration", "")),
        key=key if key in KEYS or key == "hangup" else "",
    )


def _seconds(written: str) -> int:
    return min(int(written), MAX_RECORDING_SECONDS) if written.isascii() and written.isdecimal() and len(written) < 10 else 0


def _short(text: str) -> str:
    return clean(text[:100]).strip()
