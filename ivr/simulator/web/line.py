"""How a request leaves the simulator: what every line carries, and the one straight into a WSGI application. No retries."""

import io
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes, urlsplit

# A byte more than TwiML may have, so that whoever reads the document sees that it is too long.
MOST_BYTES = 64 * 1024 + 1


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request as it goes on the wire. Of the answer's body at most `most_bytes` are read, the rest is left."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    connect_seconds: float = 5.0
    read_seconds: float = 15.0
    total_seconds: float = 15.0
    most_bytes: int = MOST_BYTES


@dataclass(frozen=True, slots=True)
class Incoming:
    """One answer as it came, header names as sent, and the seconds it took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float = 0.0


class LineError(Exception):
    """No answer came in `seconds`. `code` is Twilio's.

    `stage` is `ct` or `rt` as in connection overrides, or empty when an answer had begun: such requests are never tried again.
    """

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
        """Call the application; what it raises is a 500, as under any server. Nobody can cut short what it does between two pieces."""
        if not self.reaches(request.url):
            raise LineError("ct", 11210, f"nothing answers at {request.url}; the application is at {self.base_url}")
        started: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], None]:
            started.append((status, headers))
            return written.append

        began = time.monotonic()
        try:
            answer = self._app(_environ(request), start_response)
            try:
                written.extend(_first(answer, request.most_bytes, began + request.total_seconds))
            finally:
                getattr(answer, "close", lambda: None)()
            status, headers = started[-1]
            code, body = int(status.split(" ", 1)[0]), b"".join(written)[: request.most_bytes]
        except Exception as error:
            code, headers, body = 500, [("Content-Type", "text/plain")], f"{type(error).__name__}: {error}".encode()
        return Incoming(code, tuple(headers), body, time.monotonic() - began)


def _first(answer: Iterable[bytes], most_bytes: int, until: float) -> Iterator[bytes]:
    for piece in answer:
        yield piece
        most_bytes -= len(piece)
        if most_bytes <= 0 or time.monotonic() > until:
            return


def _environ(request: Outgoing) -> dict[str, Any]:
    parts = urlsplit(request.url)
    raw = (parts.path or "/") + ("?" + parts.query if parts.query else "")
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
