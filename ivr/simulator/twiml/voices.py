"""Voices: what they speak, which SSML they understand, how much of it. https://www.twilio.com/docs/voice/twiml/say/text-speech"""

import re
from functools import lru_cache

from ivr.simulator.unsure import Unsure

VOICE = re.compile(r"man|woman|alice|Polly\.[A-Za-z]+(-Neural|-Generative)?|Google\.[a-z]{2,3}-[A-Z]{2}-[A-Za-z0-9-]+")
BASIC = frozenset({"man", "woman"})
BASIC_LANGUAGES = frozenset({"en", "es", "fr", "de", "it"})
# The voices of Amazon that this project has read of; of others nothing is claimed.
POLLY = {"Zhiyu": "cmn-CN", "Hiujin": "yue-CN", "Nicole": "en-AU", "Olivia": "en-AU", "Raveena": "en-IN", "Kajal": "en-IN"}
POLLY |= dict.fromkeys(["Joanna", "Matthew", "Salli", "Joey", "Ruth", "Stephen", "Danielle", "Gregory"], "en-US")
POLLY |= dict.fromkeys(["Amy", "Brian", "Emma", "Arthur"], "en-GB")
# https://www.twilio.com/docs/api/errors/13521
MOST_ENCODED = 4500
MOST_BASIC, MOST_POLLY, MOST_GOOGLE = 4096, 3000, 5000


@lru_cache(maxsize=256)
def language(voice: str) -> str | None:
    """Tell the language a voice speaks, where that is known."""
    family, _, name = voice.partition(".")
    if family == "Google":
        return "-".join(name.split("-")[:2])
    return POLLY.get(name.partition("-")[0])


@lru_cache(maxsize=256)
def can_speak(voice: str, wanted: str) -> bool:
    """Tell whether a voice speaks a language; where nothing is known, it does."""
    if voice in BASIC:
        return wanted.lower().split("-")[0] in BASIC_LANGUAGES
    own = language(voice)
    return own is None or own.lower() == wanted.lower()


def understands(voice: str, tag: str, unsure: Unsure) -> bool:
    """Tell whether a voice understands an SSML element."""
    if voice in BASIC:
        return False
    if "Chirp3-HD" in voice:
        return unsure.chirp_speaks_ssml
    if tag == "emphasis":
        return not voice.endswith(("-Neural", "-Generative"))
    return tag != "w" or not voice.startswith("Google.")


def is_too_long(voice: str, words: int, marked: int, encoded: int, unsure: Unsure) -> bool:
    """Tell whether so many characters, with markup, or URL-encoded, are more than a voice takes."""
    if encoded > MOST_ENCODED and (unsure.one_limit_for_all_voices or voice.startswith(("Polly.", "Google."))):
        return True
    if voice.startswith("Polly."):
        return words > MOST_POLLY
    if voice.startswith("Google."):
        return marked > MOST_GOOGLE
    return voice in BASIC and words > MOST_BASIC
