"""The cookies of a call, kept and sent back as a browser does. https://www.twilio.com/docs/voice/twiml"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.cookiejar import Cookie, CookieJar
from typing import Any, cast
from urllib.request import Request

Name = tuple[str, str, str]


class Jar:
    """Cookies with their hosts, paths and ends, which come by the time that `now` tells."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        # A CookieJar goes by the wall clock: it is given cookies that never end, and the ends are kept beside it.
        self._jar, self._ends = CookieJar(), dict[Name, float]()

    def keep(self, url: str, headers: Iterable[tuple[str, str]]) -> None:
        """Keep what an answer from `url` sets, and drop what it says has expired."""
        for name, value in headers:
            if name.lower() == "set-cookie":
                endless, end = _parted(value, self._now().timestamp())
                request = Request(url)  # noqa: S310
                for cookie in self._jar.make_cookies(cast(Any, _Answer(endless)), request):
                    self._jar.set_cookie_if_ok(cookie, request)
                    self._ends.pop(_name(cookie), None)
                    if end is not None:
                        self._ends[_name(cookie)] = end
        self._drop_ended()

    def header(self, url: str) -> str:
        """Give the Cookie header of a request to `url`, empty when none applies."""
        self._drop_ended()
        if not len(self._jar):
            return ""
        request = Request(url)  # noqa: S310
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie", "")

    def _drop_ended(self) -> None:
        now = self._now().timestamp()
        for cookie in [each for each in self._jar if self._ends.get(_name(each), now + 1) <= now]:
            self._jar.clear(*_name(cookie))


def _name(cookie: Cookie) -> Name:
    return cookie.domain, cookie.path, cookie.name


def _parted(cookie: str, now: float) -> tuple[str, float | None]:
    """Part a Set-Cookie line from when it ends, in seconds as `now` is; Max-Age is told before Expires."""
    others, age, date = list[str](), None, None
    for attribute in cookie.split(";"):
        name, _, text = attribute.strip().partition("=")
        try:
            match name.lower():
                case "max-age" if others:
                    age = now + int(text)
                case "expires" if others:
                    date = parsedate_to_datetime(text).replace(tzinfo=UTC).timestamp()
                case _:
                    others.append(attribute)
        except (ValueError, OverflowError):
            continue
    return ";".join(others), date if age is None else age


class _Answer:
    """What a CookieJar asks of an answer."""

    def __init__(self, cookie: str) -> None:
        self._headers = Message()
        self._headers["Set-Cookie"] = cookie

    def info(self) -> Message:
        return self._headers
