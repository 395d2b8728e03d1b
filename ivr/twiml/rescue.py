"""Documents for when nothing else works: a moment's patience, and people reached without the database.

Nobody knows the caller's language then, so each is said in all of them.
"""

from collections.abc import Sequence

from ivr.flow.graph import Language
from ivr.twiml.document import FOOT, HEAD, address, go, say, wait_document
from ivr.twiml.markup import content

PATIENCE_SECONDS = 2
"""Pause before a turn that could not be kept is asked for again."""

Saying = tuple[Language, str]


def try_again(sayings: Sequence[Saying], path: str) -> str:
    """Ask for a moment and go on at one of our paths."""
    return f'{HEAD}{_said(sayings)}<Pause length="{PATIENCE_SECONDS}"/>{go(path)}{FOOT}'


def people(sayings: Sequence[Saying], emergency: str, entry: str) -> str:
    """Bring the caller to people: dial the emergency number, or wait in the overflow queue as `entry`."""
    if emergency:
        dial = f'<Dial action="{address("/voice/fallback?d=1")}" method="POST">{content(emergency)}</Dial>'
        return f"{HEAD}{_said(sayings)}{dial}{FOOT}"
    resume, wait = address("/voice/resume"), address(f"/voice/queue/wait?e={entry}&c=0")
    enqueue = f'<Enqueue action="{resume}" method="POST" waitUrl="{wait}" waitUrlMethod="POST">overflow</Enqueue>'
    return f"{HEAD}{_said(sayings)}{enqueue}{FOOT}"


def overflow_round(sayings: Sequence[Saying], entry: str, cycle: int) -> str:
    """Keep one who waits in the overflow company for a moment: short, because what they wait for may be back at any time."""
    return wait_document(_said(sayings), entry, cycle, "", 1, keys=False)


def _said(sayings: Sequence[Saying]) -> str:
    return "".join([say(language, text) for language, text in sayings])
