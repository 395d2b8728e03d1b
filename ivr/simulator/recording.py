"""A recording's names, and the telling of what becomes of it. https://www.twilio.com/docs/voice/twiml/record"""

from dataclasses import dataclass, field
from urllib.parse import urljoin
from uuid import uuid4

from ivr.simulator import events
from ivr.simulator.effects import Notice, Place, Steps

# How long after its end a recording, and later its words in writing, are told of.
READY_SECONDS, TRANSCRIBED_SECONDS = 2.0, 20.0
SHORTEST_TRANSCRIBED, LONGEST_TRANSCRIBED = 2, 120
WHOSE = ("CallSid", "AccountSid", "From", "To", "CallStatus", "ApiVersion", "Direction", "ForwardedFrom")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants to be told of which statuses."""

    url: str | None
    method: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording; `source` is Twilio's name for what made it, such as RecordVerb."""

    place: Place
    source: str
    wanted: Wanted
    sid: str = field(default_factory=lambda: f"RE{uuid4().hex}")

    @property
    def url(self) -> str:
        """Where it can be fetched."""
        return self._address("Recordings", self.sid)

    def told(self, status: str, seconds: int | None = None, delay: float = READY_SECONDS) -> Steps[None]:
        """Tell of a status, if somebody wants to know; `seconds` is the length of one that is there."""
        if self.wanted.url is None or status not in self.wanted.statuses:
            return
        whose = {name: self.place.params[name] for name in ("AccountSid", "CallSid")}
        named = {"RecordingSid": self.sid, "RecordingStatus": status, "RecordingSource": self.source}
        made = {} if seconds is None else {"RecordingUrl": self.url, "RecordingDuration": str(seconds), "RecordingChannels": "1"}
        yield Notice(urljoin(self.place.url, self.wanted.url), self.wanted.method, whose | named | made, delay)

    def transcribed(self, seconds: int, words: list[str], callback: str | None) -> Steps[None]:
        """Tell what was said, in writing, or that it could not be made out."""
        if not SHORTEST_TRANSCRIBED <= seconds <= LONGEST_TRANSCRIBED:
            range_ = f"{SHORTEST_TRANSCRIBED} to {LONGEST_TRANSCRIBED} s"
            yield events.Error(13617, "warning", f"a recording of {seconds} s is not transcribed; it should have {range_}")
        elif callback:
            sid = f"TR{uuid4().hex}"
            whose = {name: self.place.params[name] for name in WHOSE if name in self.place.params}
            text = {"TranscriptionText": " ".join(words), "TranscriptionStatus": "completed" if words else "failed"}
            names = {"TranscriptionSid": sid, "TranscriptionUrl": self._address("Transcriptions", sid)}
            made = {"RecordingSid": self.sid, "RecordingUrl": self.url}
            yield Notice(urljoin(self.place.url, callback), "POST", whose | text | names | made, TRANSCRIBED_SECONDS)

    def _address(self, kind: str, sid: str) -> str:
        return f"https://api.twilio.com/2010-04-01/Accounts/{self.place.params['AccountSid']}/{kind}/{sid}"
