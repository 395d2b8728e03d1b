"""The page of the shipped menus, as `ivr graph` writes it, opened in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page

from ivr.cli import main
from tests import browsing

MENUS = Path(__file__).parent.parent.parent / "menus"
Open = Callable[..., Page]
browser = browsing.browser


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("picture"), MENUS, "--quick")


def write(folder: Path, menus: Path, *options: str) -> Path:
    """Write the page of these menus."""
    file = folder / "menus.html"
    done = CliRunner().invoke(main, ["graph", str(menus), *options, "-o", str(file)])
    assert done.exit_code == 0, done.output
    return file


@pytest.fixture
def opened(browser: Browser, written: Path) -> Iterator[Open]:
    """Open the page at a name; what it asks the network for, and what it finds wrong in itself, fails the test."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(at: str = "", lang: str = "en-US", width: int = 1280, scheme: Any = "light", file: Path = written) -> Page:
        context = browser.new_context(locale=lang, viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(file.as_uri()) else None)
        page.goto(f"{file.as_uri()}#{at}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
