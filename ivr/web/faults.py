"""Never silence: whatever fails behind a voice route, the caller hears words and is tried again, then brought to people."""

import logging
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, Response, request

from ivr.errors import StorageError
from ivr.service.queueing import OVERFLOW
from ivr.twiml.rescue import people, try_again
from ivr.web.door import answer, form, guard, leg, services, voice_route

GIVE_UP_SECONDS = 30
"""How long the same call may fail before it is brought to people."""
MOST_TRIES = 2
"""Tries of a turn that fails by our own fault: it would fail a third time too."""

T = TypeVar("T")
log = logging.getLogger(__name__)
fallback = guard(Blueprint("fallback", __name__, url_prefix="/voice"))


def carry(take: Callable[[], T], path: str) -> T | str:
    """Do what a live call waits for; when it cannot be done, give a document that tries `path` or brings the caller to people."""
    try:
        return services().patience.with_(take)
    except StorageError as error:
        log.error("call %s: the store failed: %s", leg().sid, error)
        return _again(path, _since(request.args.get("since")), _tries(), forgiving=True)
    except Exception:
        log.exception("call %s: %s failed", leg().sid, request.path)
        return _again(path, _since(request.args.get("since")), _tries(), forgiving=False)


def keep(note: Callable[[], None]) -> bool:
    """Keep a notice; False when the store did not come back in time."""
    try:
        services().patience.with_(note)
    except StorageError as error:
        log.error("call %s: a notice could not be kept: %s", leg().sid, error)
        return False
    return True


@voice_route(fallback, "/fallback")
def fall_back() -> Response:
    """The carrier could not reach or run one of our documents. Needs no database."""
    query = _query_of_ours(form().get("ErrorUrl", ""))
    path = "/voice/resume?f=1" if query is None else f"/voice/turn?n={_number(query.get('n'), most=8)}"
    return answer(_again(path, _since((query or {}).get("since")), 0, forgiving=True))


def _query_of_ours(url: str) -> dict[str, str] | None:
    """Give the query of a URL of a turn or beside one; None of a stranger's, and of this page's own."""
    try:
        parts = urlsplit(url)
        ours = parts.hostname == urlsplit(services().base_url).hostname
    except ValueError:  # a host or port that is none
        return None
    known = ours and parts.path.startswith("/voice/") and parts.path != "/voice/fallback"
    return dict(parse_qsl(parts.query)) if known else None


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
    return min(_number(written, most=11) or now, now)


def _tries() -> int:
    return _number(request.args.get("r"), most=2)


def _number(written: str | None, most: int) -> int:
    """Read a number of at most so many digits; 0 for anything else."""
    return int(written) if written and written.isascii() and written.isdecimal() and len(written) <= most else 0
