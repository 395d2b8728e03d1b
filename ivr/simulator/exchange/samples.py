"""Twilio's own samples, which its pages use in examples. Nobody is asked for them: they are the carrier's own music."""

import re
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from ivr.simulator.effects import Reply

# How long a piece of music lasts.
SECONDS = 30.0
# https://www.twilio.com/docs/voice/twiml/enqueue and https://www.twilio.com/docs/voice/twiml/conference
HOLD = re.compile(r"https?://(www\.)?twimlets\.com/holdmusic([/?#]|$)")
MUSIC = re.compile(
    r"https?://(com\.twilio\.music\.|s3\.amazonaws\.com/com\.twilio\.music\.|(demo|api)\.twilio\.com/[^?#]*\.(mp3|wav)([?#]|$))"
)
USUAL = "com.twilio.music.classical"


def is_music(url: str) -> bool:
    """Tell whether a sound is one of Twilio's samples."""
    return bool(MUSIC.match(url))


def hold_music(url: str) -> Reply | None:
    """Give the document at the address that plays music for ever; None for any other address."""
    if not HOLD.match(url):
        return None
    bucket = parse_qs(urlsplit(url).query).get("Bucket", [USUAL])[0]
    body = f"<Response><Play>{escape(f'http://{bucket}.s3.amazonaws.com/')}</Play><Redirect/></Response>"
    return Reply(200, url, {"content-type": "text/xml"}, body.encode())
