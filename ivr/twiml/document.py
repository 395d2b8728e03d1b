"""Whole documents and their smallest parts: what side documents are made of, and what the renderer shares with them."""

from urllib.parse import quote

from ivr.flow.graph import Language
from ivr.twiml.markup import attribute, content

HEAD = '<?xml version="1.0" encoding="UTF-8"?><Response>'
FOOT = "</Response>"

# A request killed with its worker is sent again: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
OVERRIDES = "#rc=2&rt=6000&rp=all"

SILENCE_SECONDS = 10
"""A wait document without music must spend time, or the carrier would fetch it again and again at once."""


def address(path: str) -> str:
    """Give one of our paths as it stands in a document."""
    return attribute(path + OVERRIDES)


def url(base_url: str, path: str) -> str:
    """Give one of our paths as the carrier is told it through its REST API."""
    return f"{base_url}{path}{OVERRIDES}"


def say(language: Language, text: str) -> str:
    """Speak a text; nothing at all if there is nothing to say, because the carrier refuses an empty Say."""
    spoken = content(text)
    opening, closing = say_tags(language)
    return f"{opening}{spoken}{closing}" if spoken.strip() else ""


def say_tags(language: Language, *, slow: bool = False) -> tuple[str, str]:
    """Open and close a Say in a language's voice."""
    opening = f'<Say language="{attribute(language.say)}" voice="{attribute(language.voice)}">'
    if slow and language.slow:
        return f'{opening}<prosody rate="{attribute(language.slow)}">', "</prosody></Say>"
    return opening, "</Say>"


def play(url: str, loop: int = 1) -> str:
    """Play a recorded file, `loop` times."""
    times = f' loop="{loop}"' if loop != 1 else ""
    return f"<Play{times}>{content(url)}</Play>"


def go(path: str) -> str:
    """Leave the document for another of ours."""
    return f'<Redirect method="POST">{address(path)}</Redirect>'


def empty() -> str:
    """Give the document that does nothing: it ends a live call, so answer only notices with it."""
    return f"{HEAD}{FOOT}"


def hangup() -> str:
    """End the call."""
    return f"{HEAD}<Hangup/>{FOOT}"


def reject() -> str:
    """Refuse a call that is not answered yet."""
    return f"{HEAD}<Reject/>{FOOT}"


def leave() -> str:
    """Take the caller out of the line, on to the Enqueue's action."""
    return f"{HEAD}<Leave/>{FOOT}"


def redirect(path: str) -> str:
    """Go on at one of our paths."""
    return f"{HEAD}{go(path)}{FOOT}"


def say_and_go(words: str, path: str) -> str:
    """Say something, and go on at one of our paths; `words` are spoken verbs as Renderer.words gives them."""
    return f"{HEAD}{words}{go(path)}{FOOT}"


def wait_document(words: str, entry: str, cycle: int, music: str, loop: int, keys: bool) -> str:
    """Keep one who waits company for one round. `words` are spoken verbs as Renderer.words gives them; `music` is played
    `loop` times, without it there is silence; `keys` tells whether a key does anything."""
    name = quote(entry, safe="")
    inside = words + (play(music + OVERRIDES, loop) if music else f'<Pause length="{SILENCE_SECONDS}"/>')
    if keys:
        action = address(f"/voice/queue/key?e={name}&c={cycle}")
        opening = f'<Gather action="{action}" method="POST" input="dtmf" numDigits="1" finishOnKey="" timeout="1">'
        inside = f"{opening}{inside}</Gather>"
    return f"{HEAD}{inside}{go(f'/voice/queue/wait?e={name}&c={cycle + 1}')}{FOOT}"
