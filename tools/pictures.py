"""Takes the pictures of docs/images in a real browser: the softphone, ringing the hotline of menus/, the page that draws them, the wallet.

`make pictures` takes all of them, `python -m tools.pictures graph` those of one sort.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
from playwright.sync_api import Browser, expect, sync_playwright

from tools.film import film

FOLDER = Path(__file__).parent.parent / "docs" / "images"
CHROMIUM, FLAGS = "/usr/bin/chromium", ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PORT, SAID = "8940", "The telephone is at "
BESIDE = "http://127.0.0.1:8942"
"""Where `ivr serve` has its demo wallet: on the second port after its own."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in a language, as large as this; the keys of the language and the menu, and what is being said when it is taken."""

    lang: str
    width: int
    height: int
    keys: str
    said: str


PICTURES = [
    Picture("zh-CN", 1280, 800, "14", "退款"),
    Picture("zh-CN", 390, 844, "14", "退款"),
    Picture("en-US", 1280, 800, "24", "refund"),
    Picture("en-US", 390, 844, "24", "refund"),
]
GRAPHS = [("zh-CN", "", 1600, 1000), ("en-US", "", 1600, 1000), ("zh-CN", "refund.howto", 1600, 800), ("en-US", "refund.howto", 390, 844)]
"""Language, what is chosen, width and height."""
WALLETS = [("zh-CN", 1280, 800), ("en-US", 1280, 800), ("en-US", 390, 844)]
WALLET_PORT, FIRST = "8943", "600100000001"


@contextmanager
def hotline() -> Iterator[str]:
    """Run the hotline with an empty store, and give the telephone's address."""
    with TemporaryDirectory() as folder:
        settings = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/hotline.db"}
        command = [sys.executable, "-m", "ivr", "serve", "--port", PORT]
        with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, text=True) as served:
            try:
                yield next(line.removeprefix(SAID).strip() for line in served.stdout or () if line.startswith(SAID))
            finally:
                served.terminate()


def take(browser: Browser, address: str, caller: int, picture: Picture) -> Path:
    """Ring the hotline from a number that it does not know yet, press the keys, and take the picture while the voice speaks."""
    context = browser.new_context(locale=picture.lang, viewport={"width": picture.width, "height": picture.height})
    page = context.new_page()
    page.goto(f"{address}?as=%2B1555000{caller}")
    page.locator("#numbers button").first.click()
    for pressed, key in enumerate(picture.keys, 1):
        expect(page.locator("#wanted")).not_to_be_empty(timeout=30_000)
        page.locator(f"#keypad [data-key='{key}']").click()
        expect(page.locator("#captions .you")).to_have_count(pressed)
    expect(page.locator("#captions p.now", has_text=picture.said)).to_be_visible(timeout=30_000)
    if picture.width > 1000:
        page.locator("#events summary").last.click()
        expect(page.locator("#events pre:visible")).to_be_in_viewport(ratio=1)
    file = FOLDER / f"softphone-{picture.lang[:2]}-{picture.width}.png"
    page.screenshot(path=file)
    context.close()
    return file


def take_softphone(browser: Browser) -> Iterator[Path]:
    with hotline() as address:
        for caller, picture in enumerate(PICTURES, 2222):
            yield take(browser, address, caller, picture)


def take_graph(browser: Browser) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        page_file = Path(folder) / "menus.html"
        subprocess.run([sys.executable, "-m", "ivr", "graph", "-o", page_file], check=True)
        for lang, chosen, width, height in GRAPHS:
            page = browser.new_page(locale=lang, viewport={"width": width, "height": height})
            page.goto(f"{page_file.as_uri()}#{chosen}")
            expect(page.locator(".card").first).to_be_visible()
            file = FOLDER / f"graph-{lang[:2]}-{width}{chosen and '-menu'}.png"
            page.screenshot(path=file)
            page.close()
            yield file


def take_wallet(browser: Browser) -> Iterator[Path]:
    """Take the demo wallet's page when the first account has been frozen and has refused a payment."""
    with subprocess.Popen([sys.executable, "-m", "ivr", "wallet", "--port", WALLET_PORT], stdout=subprocess.PIPE, text=True) as served:
        try:
            address = next(served.stdout or iter(())).split()[-1]
            headers = {"Authorization": "Bearer demo", "Idempotency-Key": "picture-1"}
            httpx2.post(f"{address.removesuffix('/demo')}/v1/accounts/{FIRST}/freeze", headers=headers).raise_for_status()
            for lang, width, height in WALLETS:
                page = browser.new_page(locale=lang, viewport={"width": width, "height": height})
                page.goto(address)
                first = page.locator(f"[data-account='{FIRST}']")
                first.get_by_role("button").click()
                expect(first.get_by_role("status")).not_to_be_empty()
                file = FOLDER / f"wallet-{lang[:2]}-{width}.png"
                page.screenshot(path=file)
                page.close()
                yield file
        finally:
            served.terminate()


def take_film(browser: Browser) -> Iterator[Path]:
    with hotline() as address:
        yield from film(browser, address, BESIDE, FOLDER)


TAKERS = {"softphone": take_softphone, "graph": take_graph, "wallet": take_wallet, "film": take_film}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in sys.argv[1:] or TAKERS:
            for file in TAKERS[name](browser):
                print(file)
        browser.close()


if __name__ == "__main__":
    main()
