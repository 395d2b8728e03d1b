"""One request to the REST API and its answer, as whoever carries them sees them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Pairs = Sequence[tuple[str, str]]
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Request:
    """A request. `path` is as sent, without the query; the names of `headers` are in lower case."""

    method: str
    path: str
    query: Pairs = ()
    form: Pairs = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and how many seconds late it is; one that is lost is late for ever."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float = 0.0


def shown(resource: Mapping[str, Any], status: int = 200) -> Answer:
    """Answer with a resource, 201 for a new one."""
    return Answer(status, JSON, json.dumps(resource, ensure_ascii=False).encode())


DELETED = Answer(204, {}, b"")


class Refusal(Exception):
    """What will not be done: HTTP status, Twilio's code, and why."""

    def __init__(self, status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers or {}

    def answer(self) -> Answer:
        """Give the body that Twilio gives with an error."""
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        answer = shown({"code": self.code, "message": str(self), "more_info": more, "status": self.status}, self.status)
        return Answer(answer.status, {**JSON, **self.headers}, answer.body)


def not_found(path: str) -> Refusal:
    """Refuse what is not there, as Twilio words it."""
    return Refusal(404, 20404, f"The requested resource {path} was not found")
