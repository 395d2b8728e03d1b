"""HTTP to any host, one attempt at a time: bounded in time and in memory, whatever the other end does."""

import asyncio
import time
from threading import Thread

from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientSSLError,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
)
from yarl import URL

from ivr.simulator.web.line import Incoming, LineError, Outgoing

IDLE_SECONDS = 1.0
"""A connection is not used again after this time: the usual servers close theirs after two seconds or more."""
OURS_ALONE = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
"""Headers that the library would add."""


class Http:
    """Connections kept open for a while. Must be made and closed inside a running loop."""

    def __init__(self) -> None:
        # The jar is the call's; one here would outlive it.
        self._session = ClientSession(
            connector=TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS),
            cookie_jar=DummyCookieJar(),
            skip_auto_headers=OURS_ALONE,
            auto_decompress=False,
        )

    async def ask(self, request: Outgoing) -> Incoming | LineError:
        """Send one request as it is written and give the answer, or why there is none."""
        began = time.monotonic()
        replies: list[ClientResponse] = []
        try:
            limits = ClientTimeout(
                total=request.total_seconds, connect=request.connect_seconds, sock_read=request.read_seconds, ceil_threshold=60
            )
            url = URL(request.url, encoded=True)
            async with self._session.request(
                request.method, url, headers=request.headers, data=request.body or None, timeout=limits, allow_redirects=False
            ) as reply:
                replies.append(reply)
                body = await _first(reply, request.most_bytes)
        except (ClientError, TimeoutError, ValueError) as error:
            stage, code, why = _judged(error)
            return LineError("" if replies else stage, code, f"{request.url}: {why}", time.monotonic() - began)
        headers = tuple((_text(name), _text(value)) for name, value in reply.raw_headers)
        return Incoming(reply.status, headers, body, time.monotonic() - began)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._session.close()


class HttpLine:
    """Send requests over HTTP from any thread. Close it."""

    def __init__(self, base_url: str = "") -> None:
        self.base_url = base_url.rstrip("/")
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._http = asyncio.run_coroutine_threadsafe(_made(), self._loop).result()

    def reaches(self, url: str) -> bool:
        """Tell that any web address may be tried."""
        return url.startswith(("http://", "https://"))

    def send(self, request: Outgoing) -> Incoming:
        """Send one request within its limits."""
        answer = asyncio.run_coroutine_threadsafe(self._http.ask(request), self._loop).result()
        if isinstance(answer, LineError):
            raise answer
        return answer

    def close(self) -> None:
        """Let go of the connections."""
        asyncio.run_coroutine_threadsafe(self._http.close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _made() -> Http:
    return Http()


async def _first(reply: ClientResponse, most_bytes: int) -> bytes:
    body = bytearray()
    async for piece in reply.content.iter_any():
        body += piece
        if len(body) >= most_bytes:
            break
    return bytes(body[:most_bytes])


def _judged(error: Exception) -> tuple[str, int, str]:
    """Give the stage, Twilio's code and the words for what went wrong: https://www.twilio.com/docs/api/errors"""
    match error:
        case ConnectionTimeoutError():
            return "ct", 11205, "could not connect in time"
        case TimeoutError():
            return "rt", 11205, "did not answer in time"
        case ClientConnectorDNSError():
            return "ct", 11210, f"there is no such host: {error.os_error}"
        case ClientSSLError():
            return "ct", 11220, f"no TLS connection: {error.os_error}"
        case ClientConnectorError():
            return "ct", 11201, f"could not connect: {error.os_error}"
        case _:
            return "rt", 11200, f"{type(error).__name__}: {error}"


def _text(header: bytes) -> str:
    return header.decode("utf-8", "replace")
