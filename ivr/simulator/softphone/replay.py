"""What a page's call has gone through, to be told again to a page that is loaded anew."""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

MOST_MESSAGES, MOST_BYTES = 1000, 1 << 19
MOST_LETTERS = 4096

Message = Mapping[str, Any]


class Replay:
    """The last messages of a call, as many as may be kept."""

    def __init__(self) -> None:
        self._kept: deque[tuple[Message, int]] = deque()
        self._bytes = 0

    def __iter__(self) -> Iterator[Message]:
        return (message for message, _ in self._kept)

    def add(self, message: Message) -> None:
        """Keep a message, in place of the oldest where there is no more room."""
        size = len(as_json(message).encode())
        self._kept.append((message, size))
        self._bytes += size
        while self._bytes > MOST_BYTES or len(self._kept) > MOST_MESSAGES:
            self._bytes -= self._kept.popleft()[1]

    def clear(self) -> None:
        """Forget a call that is over."""
        self._kept.clear()
        self._bytes = 0


def as_json(message: Message) -> str:
    """Write a message; half a character, which cannot be sent, is a question mark."""
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "replace").decode()


def cut(value: Any) -> Any:
    """Shorten long texts, also one level down: the page shows beginnings."""
    match value:
        case str() if len(value) > MOST_LETTERS:
            return value[:MOST_LETTERS] + "…"
        case Mapping():
            return {key: cut(each) for key, each in value.items()}
    return value
