"""Where the time of a turn goes: complete turns in this process, under cProfile."""

import cProfile
import io
import os
import pstats
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import structlog

from bench.calls import CALLS, Call, Form, check_turns, form, turns
from bench.load import body_and_headers
from bench.server import environment
from ivr.app import build, create_app
from ivr.config import load
from ivr.storage.schema import migrate

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Post = Callable[[str, Form], bytes]
WARM_UP = 5


def profile(rounds: int, lines: int) -> str:
    """Play every call of the bench some rounds and give the first lines of the profile, by own time."""
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        os.environ.update(environment(Path(folder)))
        config = load()
        migrate(config.database_url)
        structlog.configure(processors=[structlog.processors.JSONRenderer()], logger_factory=structlog.PrintLoggerFactory(nowhere))
        application = build(config)
        app, profiler = create_app(application), cProfile.Profile()
        _play(app, WARM_UP)
        _play(lambda *asked: profiler.runcall(app, *asked), rounds)
        application.store.close()
    text = io.StringIO()
    pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("tottime").print_stats(lines)
    return text.getvalue()


def _play(app: Wsgi, rounds: int) -> None:
    for call in CALLS * rounds:
        play(call, poster(app))


def play(call: Call, post: Post) -> str:
    """Make a call, check its answers, and give the last."""
    sid = f"CA{uuid4().hex}"
    answers = [post(path, form(sid, step)) for path, step in zip(turns(call), call.steps, strict=True)]
    check_turns(call, answers)
    return answers[-1].decode()


def poster(app: Wsgi) -> Post:
    """Post to an application in this process."""

    def post(path: str, form: Form) -> bytes:
        body, headers = body_and_headers(path, form)
        parts = urlsplit(path)
        environ = {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "RAW_URI": path,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": headers["Content-Type"],
            "HTTP_X_TWILIO_SIGNATURE": headers["X-Twilio-Signature"],
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
        }
        return b"".join(app(environ, lambda status, headers, exc_info=None: None))

    return post
