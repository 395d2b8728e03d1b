"""A real browser, and a page in it whose carrier the test plays."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect, sync_playwright

from ivr.simulator import softphone

STATIC = Path(softphone.__file__).parent / "static"
ADDRESS = "http://localhost/phone"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
HOTLINE, OTHER = "+15559990000", "+15550003333"
HELLO: dict[str, Any] = {
    "event": "hello",
    "number": "+15550002222",
    "numbers": [{"number": HOTLINE, "name": "热线"}],
    "speech": True,
    "at": None,
}


@dataclass
class Carrier:
    """The other end of the page's socket."""

    page: Page
    sockets: list[WebSocketRoute] = field(default_factory=list)
    deeds: list[dict[str, Any]] = field(default_factory=list)
    hello: dict[str, Any] = field(default_factory=lambda: dict(HELLO))

    def take(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        socket.on_message(lambda data: self.deeds.append(json.loads(data)) if isinstance(data, str) else None)
        socket.send(json.dumps(self.hello))

    def send(self, *messages: dict[str, Any]) -> None:
        for message in messages:
            self.sockets[-1].send(json.dumps(message, ensure_ascii=False))

    def heard(self) -> list[dict[str, Any]]:
        """Give what the page has said so far; asking the page something lets its messages arrive first."""
        self.page.evaluate("0")
        return self.deeds


@dataclass
class Handset:
    page: Page
    carrier: Carrier

    def dial(self) -> None:
        self.page.get_by_role("button", name=HOTLINE).click()


@pytest.fixture(scope="module")
def browser(need: Callable[[str], None]) -> Iterator[Browser]:
    """Chromium, for one file of tests: its driver holds an event loop that others must be able to start."""
    need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def handset(browser: Browser) -> Iterator[Callable[..., Handset]]:
    """Open a page as a browser of a language, width and colour would; what the page finds wrong in itself fails the test."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(lang: str = "en-US", width: int = 1280, scheme: Any = "light", **hello: Any) -> Handset:
        context = browser.new_context(locale=lang, viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        carrier = Carrier(page)
        carrier.hello.update(hello)
        page.route("**/phone", lambda route: route.fulfill(path=STATIC / "phone.html"))
        page.route("**/phone/static/*", lambda route: route.fulfill(path=STATIC / route.request.url.rpartition("/")[2]))
        page.route_web_socket("**/phone/socket*", carrier.take)
        page.goto(ADDRESS)
        expect(page.locator("#connection")).to_have_class("connected")
        return Handset(page, carrier)

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
