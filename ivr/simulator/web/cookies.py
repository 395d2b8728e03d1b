"""The cookies of a call, kept and sent back as a browser does. https://www.twilio.com/docs/voice/twiml"""

from collections.abc import Iterable
from email.message import Message
from http.cookiejar import CookieJar
from typing import Any, cast
from urllib.request import Request


class Jar:
    """Cookies with their hosts, paths and ends."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    def keep(self, url: str, headers: Iterable[tuple[str, str]]) -> None:
        """Keep what an answer from `url` sets, and drop what it says has expired."""
        for name, value in headers:
            if name.lower() == "set-cookie":
                # One by one: of two in one answer a CookieJar drops what has expired before it keeps the other.
                self._jar.extract_cookies(cast(Any, _Answer(value)), Request(url))  # noqa: S310

    def header(self, url: str) -> str:
        """Give the Cookie header of a request to `url`, empty when none applies."""
        if not len(self._jar):
            return ""
        request = Request(url)  # noqa: S310
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie", "")


class _Answer:
    """What a CookieJar asks of an answer."""

    def __init__(self, cookie: str) -> None:
        self._headers = Message()
        self._headers["Set-Cookie"] = cookie

    def info(self) -> Message:
        return self._headers
