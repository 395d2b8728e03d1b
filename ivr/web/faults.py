"""Never silence: whatever fails behind a voice route, the caller hears words and is tried again, then brought to people."""

import logging
from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

from ivr.errors import StorageError
from ivr.service.queueing import OVERFLOW
from ivr.twiml.document import hangup
from ivr.twiml.rescue import Saying, people, try_again
from ivr.web.door import Answer, Knock, View, answer, read_number

GIVE_UP_SECONDS = 30
"""How long the same call may fail before it is brought to people."""
MOST_TRIES = 2
"""Tries of a turn that fails by our own fault: it would fail a third time too."""
OVERFLOW_ENTRY = f"{OVERFLOW}.any.x"
"""One for all who wait there: nothing is kept of them, and nobody knows their language."""

T = TypeVar("T")
log = logging.getLogger(__name__)


def carry(knock: Knock, take: Callable[[], T], path: str) -> T | str:
    """Do what a live call waits for; when it cannot be done, give a document that tries `path` or brings the caller to people."""
    try:
        return knock.services.patience.with_(take)
    except StorageError as error:
        log.error("call %s: the store failed: %s", knock.leg.sid, error)
        knock.services.counts.failed("store")
        return _again(knock, path, knock.number("since", 11), knock.number("r", 2) or 0, forgiving=True)
    except Exception:
        log.exception("call %s: %s failed", knock.leg.sid, knock.path)
        knock.services.counts.failed("fault")
        return _again(knock, path, knock.number("since", 11), knock.number("r", 2) or 0, forgiving=False)


def keep(knock: Knock, note: Callable[[], None]) -> bool:
    """Keep a notice; False when the store did not come back in time."""
    try:
        knock.services.patience.with_(note)
    except StorageError as error:
        log.error("call %s: a notice could not be kept: %s", knock.leg.sid, error)
        knock.services.counts.failed("notice")
        return False
    return True


def fall_back(knock: Knock) -> Answer:
    """The carrier could not reach or run one of our documents, or the emergency number's Dial is over. Needs no database."""
    if "d" in knock.form:
        return answer(_after_emergency(knock))
    path, query = _of_ours(knock, knock.form.get("ErrorUrl", ""))
    since = read_number(query.get("since", ""), 11)
    return answer(_again(knock, _way_on(path, query), since, 0, forgiving=True))


def sayings(knock: Knock, fragment: str) -> tuple[Saying, ...]:
    """Give a fragment in every language of the hotline: without the store nobody knows which one this caller speaks."""
    flow = knock.services.flow
    texts = flow.fragment(fragment).texts
    pieces = {code: "".join(piece for piece in texts[code].pieces if isinstance(piece, str)) for code in flow.languages}
    return tuple((flow.languages[code], said) for code, said in pieces.items())


def left_path(n: int, entry: str, result: str) -> str:
    """Give the path that takes the turn of one who left a queue, with the result that no redirect would bring."""
    return f"/voice/queue/left?n={n}&e={quote(entry[:100], safe='')}&QueueResult={quote(result[:20], safe='')}"


def talk_path(n: int, offer: str, status: str) -> str:
    """Give the path that takes the turn of one who is out of a room, with how that went if it is known: no redirect would bring it."""
    told = f"&DialCallStatus={quote(status[:20], safe='')}" if status else ""
    return f"/voice/turn?n={n}&o={quote(offer[:64], safe='')}{told}"


def _after_emergency(knock: Knock) -> str:
    if knock.form.get("DialCallStatus") in ("completed", "answered"):
        return hangup()
    return people(sayings(knock, "to_people"), "", OVERFLOW_ENTRY)


def _of_ours(knock: Knock, url: str) -> tuple[str, dict[str, str]]:
    """Give path and query of a URL of a turn or beside one; nothing of a stranger's, and of this page's own."""
    try:
        parts = urlsplit(url)
        ours = parts.hostname == urlsplit(knock.services.base_url).hostname
    except ValueError:  # a host or port that is none
        return "", {}
    known = ours and parts.path.startswith("/voice/") and parts.path != "/voice/fallback"
    return (parts.path, dict(parse_qsl(parts.query))) if known else ("", {})


def _way_on(path: str, query: dict[str, str]) -> str:
    if not path:
        return "/voice/resume?f=1"
    n = read_number(query.get("n", ""), 8) or 0
    if path.startswith("/voice/callback/"):
        return f"/voice/callback/answered?t={quote(query.get('t', ''), safe='')}"
    if path == "/voice/queue/left":
        # the result came in a form that is lost; a talk that may be over must not be asked for again
        return left_path(n, query.get("e", ""), query.get("QueueResult", "failed"))
    if path == "/voice/turn" and "o" in query:
        return talk_path(n, query["o"], query.get("DialCallStatus", ""))
    return f"/voice/turn?n={n}"


def _again(knock: Knock, path: str, since: int | None, tries: int, *, forgiving: bool) -> str:
    now = int(knock.services.clock().timestamp())
    since = min(since or now, now)
    if now - since > GIVE_UP_SECONDS or (not forgiving and tries >= MOST_TRIES):
        return people(sayings(knock, "to_people"), knock.services.emergency_number, OVERFLOW_ENTRY)
    return try_again(sayings(knock, "one_moment"), f"{path}&r={tries + 1}&since={since}")


FALLBACK: Mapping[str, View] = {"/voice/fallback": fall_back}
