"""Telephones rung and calls moved through the carrier's REST API. Imported by the worker alone: the library is large."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from requests import RequestException
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from ivr.errors import CarrierError
from ivr.outside.carrier import client, told

RING_SECONDS, DIAL_SECONDS = 15, 25
"""How long an agent's telephone rings, and a caller's. The carrier adds about five: https://www.twilio.com/docs/voice/api/call-resource"""
MOST_CALLS = 20
"""Looked through for one: the newest come first."""
LONGEST_SECONDS = 4 * 60 * 60
"""The carrier is to end a call after it: the same as LONGEST_CALL in ivr/storage/figures.py."""

CURRENT = "Twilio.CURRENT"
"""The recording that runs: https://www.twilio.com/docs/voice/api/recording"""
LIVE = frozenset({"queued", "initiated", "ringing", "in-progress"})
UNKNOWN = frozenset({404, 20404})
"""There is no such thing: https://www.twilio.com/docs/api/errors/20404"""

T = TypeVar("T")


def open_lines(account: str, token: str, number: str, base: str, url: Callable[[str], str]) -> "TwilioLines":
    """Prepare to ring from an account's number; nothing is connected before it is needed."""
    return TwilioLines(client(account, token, base), number, url)


class TwilioLines:
    """Rings from one number of an account; `url` gives where the carrier asks for a path of ours. All methods raise CarrierError."""

    def __init__(self, twilio: Client, number: str, url: Callable[[str], str]) -> None:
        self._twilio, self._number, self._url = twilio, number, url
        self._queues: dict[str, str] = {}

    def ring(self, to: str, path: str, ended: str) -> str:
        """Ring a telephone, whose call asks for `path` when it is answered and tells its end to `ended`; give the call's name.

        When a document fails, `path` is asked once more: what callers are told then is not for an agent.
        """
        return self._call(to, path, ended, path, RING_SECONDS)

    def dial(self, to: str, path: str, ended: str) -> str:
        """Call a caller back: as `ring`, with the patience and the rescue that callers have."""
        return self._call(to, path, ended, "/voice/fallback", DIAL_SECONDS)

    def dialled(self, to: str, since: datetime) -> str | None:
        """Name the newest call that we made to a number since a moment."""
        made = _asked(lambda: self._twilio.calls.list(to=to, from_=self._number, limit=MOST_CALLS))
        return next((str(call.sid) for call in made if call.date_created >= since.replace(microsecond=0)), None)

    def _call(self, to: str, path: str, ended: str, fallback: str, seconds: int) -> str:
        return _asked(
            lambda: str(
                self._twilio.calls.create(
                    to=to,
                    from_=self._number,
                    url=self._url(path),
                    fallback_url=self._url(fallback),
                    status_callback=self._url(ended),
                    timeout=seconds,
                    time_limit=LONGEST_SECONDS,
                ).sid
            )
        )

    def dequeue(self, queue: str, call: str, path: str) -> None:
        """Take a caller out of a queue to another document."""
        self._of_queue(queue, lambda sid: self._twilio.queues(sid).members(call).update(url=self._url(path), method="POST"))

    def move(self, call: str, path: str) -> None:
        """Send a live call to another document."""
        _asked(lambda: self._twilio.calls(call).update(url=self._url(path), method="POST", fallback_url=self._url("/voice/fallback")))

    def end(self, call: str) -> None:
        """End a call, whether or not it has been answered."""
        _asked(lambda: self._twilio.calls(call).update(status="completed"))

    def hold(self, conference: str, who: str, path: str) -> None:
        """Let somebody in a room, by their label or call, hear the document at `path` instead; the room again without one."""
        sound = {"hold_url": self._url(path), "hold_method": "GET"} if path else {}
        _asked(lambda: self._twilio.conferences(conference).participants(who).update(hold=bool(path), **sound))

    def tell(self, conference: str, who: str, path: str) -> None:
        """Let somebody in a room hear the document at `path`, who alone does, and then the room again."""
        sound = {"announce_url": self._url(path), "announce_method": "POST"}
        _asked(lambda: self._twilio.conferences(conference).participants(who).update(**sound))

    def pause(self, conference: str, is_paused: bool) -> None:
        """Have silence recorded of a room, or what is said."""
        wish = {"status": "paused", "pause_behavior": "silence"} if is_paused else {"status": "in-progress"}
        _asked(lambda: self._twilio.conferences(conference).recordings(CURRENT).update(**wish))

    def seat(self, conference: str, who: str, *, ends: bool | None = None, muted: bool | None = None, coached: str | None = None) -> None:
        """Say of somebody in a room whether it ends with them, whether they are heard, and which call alone hears them, if any."""
        wished = {"end_conference_on_exit": ends, "muted": muted, "coaching": None if coached is None else bool(coached)}
        given = {name: wish for name, wish in wished.items() if wish is not None} | ({"call_sid_to_coach": coached} if coached else {})
        _asked(lambda: self._twilio.conferences(conference).participants(who).update(**given))

    def conference(self, room: str) -> str:
        """Give the carrier's name for a room in which people talk; the list of them shows a new one a little late."""
        found = _asked(lambda: self._twilio.conferences.list(friendly_name=room, status="in-progress"))
        if not found:
            raise CarrierError(f"there is no talk in {room} yet", 404)
        return str(found[0].sid)

    def in_room(self, room: str) -> frozenset[str]:
        """Give the labels of those who are in a room."""

        def ask() -> frozenset[str]:
            found = [each for each in self._twilio.conferences.list(friendly_name=room) if each.status != "completed"]
            return frozenset(each.label for one in found for each in self._twilio.conferences(one.sid).participants.list())

        return _asked(ask)

    def members(self, queue: str) -> frozenset[str]:
        """Name the calls that are in a queue; in one that nobody has ever come to there are none."""
        found = _known(lambda: self._of_queue(queue, lambda sid: [each.call_sid for each in self._twilio.queues(sid).members.list()]))
        return frozenset(found or ())

    def in_line(self) -> dict[str, frozenset[str]]:
        """Name, of each queue that somebody is in, the calls that are in it."""
        queues = _asked(self._twilio.queues.list)
        return {str(queue.friendly_name): self.members(str(queue.friendly_name)) for queue in queues if queue.current_size}

    def is_live(self, call: str) -> bool:
        """Tell whether a call is not over; one that the carrier does not know is."""
        return _known(lambda: _asked(lambda: self._twilio.calls(call).fetch().status)) in LIVE

    def _of_queue(self, name: str, ask: Callable[[str], T]) -> T:
        """Ask about a queue by the carrier's name for it, which is looked up anew when the carrier does not know it any more."""
        try:
            return _asked(lambda: ask(self._queue(name)))
        except CarrierError as error:
            if error.code in UNKNOWN:
                self._queues.pop(name, None)
            raise

    def _queue(self, name: str) -> str:
        if name not in self._queues:
            self._queues |= {queue.friendly_name: str(queue.sid) for queue in self._twilio.queues.list()}
        if name not in self._queues:
            raise CarrierError(f"there is no queue {name} yet", 404)
        return self._queues[name]


def _known(ask: Callable[[], T]) -> T | None:
    """Ask about something; None when the carrier says that there is no such thing."""
    try:
        return ask()
    except CarrierError as error:
        if error.code not in UNKNOWN:
            raise
        return None


def _asked(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except (TwilioException, RequestException) as error:
        raise told(error, "what it was asked") from None
