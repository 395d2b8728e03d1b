"""What was said in a recording, told in writing. https://www.twilio.com/docs/voice/twiml/record"""

from urllib.parse import urljoin

from ivr.simulator import events
from ivr.simulator.effects import Notice, Steps
from ivr.simulator.office.place import Place
from ivr.simulator.office.recordings import Recording

# How long after its end the words of a recording are told in writing.
TRANSCRIBED_SECONDS = 20.0
SHORTEST_TRANSCRIBED, LONGEST_TRANSCRIBED = 2, 120
WHOSE = ("CallSid", "AccountSid", "From", "To", "CallStatus", "ApiVersion", "Direction", "ForwardedFrom")


def transcribed(recording: Recording, seconds: int, words: list[str], callback: str | None, place: Place) -> Steps[None]:
    """Tell what was said, or that it could not be made out."""
    if not SHORTEST_TRANSCRIBED <= seconds <= LONGEST_TRANSCRIBED:
        range_ = f"{SHORTEST_TRANSCRIBED} to {LONGEST_TRANSCRIBED} s"
        yield events.Error(13617, "warning", f"a recording of {seconds} s is not transcribed; it should have {range_}")
    elif callback:
        sid = place.office.new_sid("TR")
        whose = {name: place.params[name] for name in WHOSE if name in place.params}
        text = {"TranscriptionText": " ".join(words), "TranscriptionStatus": "completed" if words else "failed"}
        account = recording.url.partition("/Recordings/")[0]
        names = {"TranscriptionSid": sid, "TranscriptionUrl": f"{account}/Transcriptions/{sid}"}
        made = {"RecordingSid": recording.sid, "RecordingUrl": recording.url}
        yield Notice(urljoin(place.url, callback), "POST", whose | text | names | made, TRANSCRIBED_SECONDS)
