"""A tiny TwiML application and a phone that rings it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import parse_qs

import pytest

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.faces.phone import Ending, Phone
from ivr.simulator.faces.script import Inputs, read_inputs
from ivr.simulator.office.number import Number
from ivr.simulator.web.line import WsgiLine

BASE = "https://hotline.example"
Answer = str | tuple[str, str, bytes] | Callable[[dict[str, str]], str]


@dataclass
class Application:
    """Answers each path with verbs, with (status, content type, body), or with what a function of the form says."""

    pages: Mapping[str, Answer]
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    environs: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raw = environ["wsgi.input"].read().decode() + "&" + environ["QUERY_STRING"]
        form = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True).items()}
        self.seen.append((environ["PATH_INFO"], form))
        self.environs.append(environ)
        answer = self.pages.get(environ["PATH_INFO"], ("404 Not Found", "text/plain", b"no such page"))
        answer = answer(form) if callable(answer) else answer
        if isinstance(answer, tuple):
            status, kind, body = answer
            start_response(status, [("Content-Type", kind)] if kind else [])
            return [body]
        start_response("200 OK", [("Content-Type", "text/xml; charset=utf-8")])
        return [f"<Response>{answer}</Response>".encode()]


@dataclass
class Played:
    """A call that is over."""

    ending: Ending
    events: list[events.Event]
    application: Application

    def of(self, kind: type) -> list[Any]:
        return [event.what for event in self.events if isinstance(event.what, kind)]

    @property
    def words(self) -> list[str]:
        return [say.text for say in self.of(events.Say)]

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.application.seen]

    def form(self, path: str) -> dict[str, str]:
        """Give the form of the last request to a path."""
        return [form for seen, form in self.application.seen if seen == path][-1]

    @property
    def codes(self) -> list[int]:
        return [error.code for error in self.of(events.Error)]


@pytest.fixture(scope="session")
def ring() -> Callable[..., Played]:
    """Ring `/` of an application; further names are the Phone's, or the Number's."""

    def play(pages: Mapping[str, Answer] | str, inputs: Any = "", **settings: Any) -> Played:
        application = Application({"/": pages} if isinstance(pages, str) else pages)
        heard: list[events.Event] = []
        numbers = count()
        told = {name: settings.pop(name) for name in ("method", "fallback", "status") if name in settings}
        phone = Phone(
            line=WsgiLine(application, BASE),
            clock=settings.pop("clock", None) or Clock(datetime(2026, 3, 2, 10, tzinfo=UTC)),
            token="12345",
            **{"sid": lambda prefix: f"{prefix}{next(numbers):032x}"} | settings,
        )
        person = Inputs(read_inputs(inputs)) if isinstance(inputs, str) else inputs
        ending = phone.ring(Number("/", **told), person, heard.append)
        return Played(ending, heard, application)

    return play
