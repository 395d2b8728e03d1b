"""Never silence: whatever fails behind a voice route, the caller hears words and is tried again, then brought to people."""

import logging
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Response, request

from ivr.errors import StorageError
from ivr.service.queueing import OVERFLOW
from ivr.service.turns import Taken
from ivr.twiml.rescue import people, try_again
from ivr.web.door import answer, form, guard, leg, services, voice_route

GIVE_UP_SECONDS = 30
"""How long the same call may fail before it is brought to people."""
MOST_TRIES = 2
"""Tries of a turn that fails by our own fault: it would fail a third time too."""

log = logging.getLogger(__name__)
fallback = guard(Blueprint("fallback", __name__, url_prefix="/voice"))


def carry(take: Callable[[], Taken], n: int) -> Taken | str:
    """Take a turn; when it cannot be taken, give a document that tries again or brings the caller to people."""
    try:
        return services().patience.with_(take)
    except StorageError as error:
        log.error("call %s: the store failed: %s", leg().sid, error)
        return _again(f"/voice/turn?n={n}", _since(request.args.get("since")), _tries(), forgiving=True)
    except Exception:
        log.exception("call %s: turn %s failed", leg().sid, n)
        return _again(f"/voice/turn?n={n}", _since(request.args.get("since")), _tries(), forgiving=False)


@voice_route(fallback, "/fallback")
def fall_back() -> Response:
    """The carrier could not reach or run one of our documents. Needs no database."""
    parts = urlsplit(form().get("ErrorUrl", ""))
    ours = parts.path.startswith("/voice/") and parts.path != "/voice/fallback"
    query = parse_qs(parts.query)
    turn = query.get("n", ["0"])[0]
    path = f"/voice/turn?n={turn if turn.isascii() and turn.isdecimal() else 0}" if ours else "/voice/resume?f=1"
    return answer(_again(path, _since(query.get("since", [None])[0]), 0, forgiving=True))


def _again(path: str, since: int, tries: int, *, forgiving: bool) -> str:
    flow, now = services().flow, int(services().clock().timestamp())
    code = next(iter(flow.languages))
    language = flow.languages[code]
    if now - since > GIVE_UP_SECONDS or (not forgiving and tries >= MOST_TRIES):
        return people(language, _words("to_people", code), services().emergency_number, f"{OVERFLOW}.{code}.x")
    return try_again(language, _words("one_moment", code), f"{path}&r={tries + 1}&since={since}")


def _words(fragment: str, code: str) -> str:
    text = services().flow.fragment(fragment).texts[code]
    return "".join(piece for piece in text.pieces if isinstance(piece, str))


def _since(written: str | None) -> int:
    now = int(services().clock().timestamp())
    return int(written) if written and written.isascii() and written.isdecimal() and len(written) < 12 and int(written) <= now else now


def _tries() -> int:
    written = request.args.get("r", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 3 else 0
