"""A page in a browser, and the carrier at the other end of its socket, which the test plays."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

HOTLINE, OTHER = "+15559990000", "+15550003333"
HELLO: dict[str, Any] = {
    "event": "hello",
    "number": "+15550002222",
    "numbers": [{"number": HOTLINE, "name": "热线"}],
    "speech": True,
    "at": None,
}


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Let the page go on until something is so; an error when ten seconds were not enough."""
    for _ in range(600):
        if is_so():
            return
        page.evaluate("new Promise(requestAnimationFrame)")
    raise AssertionError("it did not come to that")


@dataclass
class Carrier:
    """The other end of the page's socket."""

    page: Page
    sockets: list[WebSocketRoute] = field(default_factory=list)
    deeds: list[dict[str, Any]] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)
    hello: dict[str, Any] = field(default_factory=lambda: dict(HELLO))

    def take(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        socket.on_message(self._hear)
        socket.send(json.dumps(self.hello))

    def send(self, *messages: dict[str, Any]) -> None:
        for message in messages:
            self.sockets[-1].send(json.dumps(message, ensure_ascii=False))

    def _hear(self, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self.frames.append(data)
            return
        deed = json.loads(data)
        self.deeds.append(deed)
        match deed:
            case {"do": "dial", "to": to}:
                self.send({"event": "dialled", "to": to})
            case {"do": "mute", "on": on}:
                self.send({"event": "muted", "on": on})

    def heard(self) -> list[dict[str, Any]]:
        """Give what the page has said so far; asking the page something lets its messages arrive first."""
        self.page.evaluate("0")
        return self.deeds

    def voice(self, frames: int) -> list[bytes]:
        """Wait for so many frames of voice."""
        until(self.page, lambda: len(self.frames) >= frames)
        return self.frames


@dataclass
class Handset:
    page: Page
    carrier: Carrier

    def dial(self) -> None:
        self.page.get_by_role("button", name=HOTLINE).click()
