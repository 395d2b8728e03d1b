"""How a request leaves the simulator: straight into a WSGI application, or over HTTP. One attempt each, no retries."""

import io
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes, urlsplit

import httpx2


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request as it goes on the wire."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    connect_seconds: float = 5.0
    read_seconds: float = 15.0


@dataclass(frozen=True, slots=True)
class Incoming:
    """One answer as it came, header names as sent, and how long it took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float = 0.0


class LineError(Exception):
    """No answer came in `seconds`. `stage` is `ct` or `rt` as in connection overrides, `code` is Twilio's."""

    def __init__(self, stage: str, code: int, message: str, seconds: float = 0.0) -> None:
        super().__init__(message)
        self.stage, self.code, self.seconds = stage, code, seconds


class Line(Protocol):
    """Whatever can carry one request."""

    base_url: str

    def reaches(self, url: str) -> bool: ...

    def send(self, request: Outgoing) -> Incoming: ...


WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class WsgiLine:
    """Call a WSGI application in-process, as if it were served at `base_url`; no other host can be reached."""

    def __init__(self, app: WsgiApp, base_url: str = "https://hotline.example") -> None:
        self._app = app
        self.base_url = base_url.rstrip("/")

    def reaches(self, url: str) -> bool:
        """Tell whether the URL is the application's."""
        return url == self.base_url or url.startswith((self.base_url + "/", self.base_url + "?"))

    def send(self, request: Outgoing) -> Incoming:
        """Call the application; what it raises is a 500, as under any server."""
        if not self.reaches(request.url):
            raise LineError("ct", 11210, f"nothing answers at {request.url}; the application is at {self.base_url}")
        started: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], None]:
            started.append((status, headers))
            return written.append

        try:
            answer = self._app(_environ(request), start_response)
            try:
                written.extend(answer)
            finally:
                getattr(answer, "close", lambda: None)()
        except Exception as error:
            return Incoming(500, (("Content-Type", "text/plain"),), f"{type(error).__name__}: {error}".encode())
        status, headers = started[-1]
        return Incoming(int(status.split(" ", 1)[0]), tuple(headers), b"".join(written))


def _environ(request: Outgoing) -> dict[str, Any]:
    parts = urlsplit(request.url)
    raw = parts._replace(scheme="", netloc="").geturl() or "/"
    port = parts.port or (443 if parts.scheme == "https" else 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        # PEP 3333: bytes of the path, decoded as latin-1.
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "RAW_URI": raw,
        "REQUEST_URI": raw,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": parts.netloc.rpartition("@")[2],
        "CONTENT_LENGTH": str(len(request.body)),
    }
    environ |= {"wsgi.version": (1, 0), "wsgi.url_scheme": parts.scheme, "wsgi.input": io.BytesIO(request.body), "wsgi.errors": sys.stderr}
    environ |= {"wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False}
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ


class HttpLine:
    """Send requests over HTTP to any host."""

    def __init__(self, base_url: str = "") -> None:
        self.base_url = base_url.rstrip("/")
        self._client = httpx2.Client(follow_redirects=False)

    def reaches(self, url: str) -> bool:
        """Tell that any web address may be tried."""
        return url.startswith(("http://", "https://"))

    def send(self, request: Outgoing) -> Incoming:
        """Send one request within its time limits."""
        timeout = httpx2.Timeout(request.read_seconds, connect=request.connect_seconds)
        try:
            # Twilio's jar is the call's; the client's own would outlive it.
            self._client.cookies.clear()
            reply = self._client.request(request.method, request.url, headers=dict(request.headers), content=request.body, timeout=timeout)
        except httpx2.ConnectTimeout as error:
            raise LineError("ct", 11205, f"could not connect to {request.url} in time") from error
        except httpx2.ConnectError as error:
            raise LineError("ct", 11201, f"could not connect to {request.url}: {error}") from error
        except httpx2.TimeoutException as error:
            raise LineError("rt", 11205, f"{request.url} did not answer in time") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise LineError("rt", 11200, f"{request.url}: {error}") from error
        return Incoming(reply.status_code, tuple(reply.headers.multi_items()), reply.content)

    def close(self) -> None:
        """Let go of the connections kept open."""
        self._client.close()
