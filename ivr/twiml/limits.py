"""The carrier's numbers, each under the address of the page that gives it."""

from urllib.parse import quote

# https://www.twilio.com/docs/api/errors/11750 (says 64 kB; the smaller reading is safe under both)
MAX_DOCUMENT_BYTES = 64_000

# https://www.twilio.com/docs/api/errors/13521 (the URL-encoded text; a Chinese character counts nine)
MAX_SAY = 4500

# https://www.twilio.com/docs/voice/twiml/gather
MAX_HINTS = 500
MAX_HINT = 100

# https://www.twilio.com/docs/voice/twiml/record
MIN_RECORDING_SECONDS = 2
MAX_RECORDING_SECONDS = 14_400


def said_length(text: str) -> int:
    """Count a text as the carrier counts a Say: URL-encoded."""
    return len(quote(text, safe="", errors="replace"))
