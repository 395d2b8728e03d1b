"""A real browser, and pages in it."""

from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from ivr.simulator import softphone
from tests import browsing
from tests.simulator.softphone import boarding
from tests.simulator.softphone.handset import Carrier, Handset

STATIC = Path(softphone.__file__).parent / "static"
browser = browsing.browser


@pytest.fixture
def carrier() -> boarding.Carrier:
    return boarding.Carrier()


class Files(SimpleHTTPRequestHandler):
    """The page's files, where the carrier has them."""

    def translate_path(self, path: str) -> str:
        name = urlsplit(path).path.rpartition("/")[2]
        return str(STATIC / ("phone.html" if name == "phone" else name))

    def log_message(self, format: str, *args: object) -> None:
        return None


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Files) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/phone"
        server.shutdown()


@pytest.fixture
def handset(browser: Browser, address: str) -> Iterator[Callable[..., Handset]]:
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
        page.route_web_socket("**/phone/socket*", carrier.take)
        page.goto(address)
        expect(page.locator("#connection")).to_have_class("connected")
        return Handset(page, carrier)

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
