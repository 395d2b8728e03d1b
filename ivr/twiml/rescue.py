"""Documents for when nothing else works: a moment's patience, and people reached without the database."""

from ivr.flow.graph import Language
from ivr.twiml.document import FOOT, HEAD, address, go, say
from ivr.twiml.markup import content

PATIENCE_SECONDS = 2
"""Pause before a turn that could not be kept is asked for again."""


def try_again(language: Language, text: str, path: str) -> str:
    """Ask for a moment and go on at one of our paths."""
    return f'{HEAD}{say(language, text)}<Pause length="{PATIENCE_SECONDS}"/>{go(path)}{FOOT}'


def people(language: Language, text: str, emergency: str, entry: str) -> str:
    """Bring the caller to people: dial the emergency number, or wait in the overflow queue as `entry`."""
    if emergency:
        return f"{HEAD}{say(language, text)}<Dial>{content(emergency)}</Dial><Hangup/>{FOOT}"
    resume, wait = address("/voice/resume"), address(f"/voice/queue/wait?e={entry}&c=0")
    enqueue = f'<Enqueue action="{resume}" method="POST" waitUrl="{wait}" waitUrlMethod="POST">overflow</Enqueue>'
    return f"{HEAD}{say(language, text)}{enqueue}{FOOT}"
