"""Films a freeze: the telephone in a real browser and, beside it, the demo wallet's page, as both are at a few moments of one call."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

WIDTHS, HEIGHT = {"phone": 900, "wallet": 480}, 800
RINGS = {"zh-CN": "01", "en-US": "02"}
"""Who of the wallet's people rings in each language: the last digits of the number and of the account."""
SLOW = 90_000
BESIDE = '<body style="margin:0;display:flex">{}</body>'
IMAGE = '<img src="data:image/png;base64,{}">'


@dataclass(frozen=True, slots=True)
class Shot:
    """Keys that are pressed one after the other, each once the words before it are said, and the words at which a picture is taken."""

    name: str
    steps: tuple[tuple[str, str], ...]
    said: str


FILMS = {
    "zh-CN": (
        Shot("confirm", (("1", "普通话"), ("9", "按9"), ("1", "尾号"), ("1001", "身份证")), "现在冻结尾号"),
        Shot("frozen", (("1", "现在冻结"),), "账户已经冻结"),
        Shot("charges", (("1", "接下来"),), "是可疑的"),
        Shot("reported", (("1", "是可疑的"), ("1", "李明"), ("3", "兰州拉面")), "已登记两笔"),
    ),
    "en-US": (
        Shot(
            "frozen",
            (("2", "For English"), ("9", "press 9"), ("1", "calling from"), ("1002", "last four"), ("1", "Freeze the")),
            "is frozen",
        ),
    ),
}


def film(browser: Browser, telephone: str, wallet: str, folder: Path) -> Iterator[Path]:
    """Make the call in each language, and give the pictures taken of it."""
    for lang, shots in FILMS.items():
        context = browser.new_context(locale=lang)
        pages = {name: context.new_page() for name in WIDTHS}
        for name, page in pages.items():
            page.set_viewport_size({"width": WIDTHS[name], "height": HEIGHT})
        pages["phone"].goto(f"{telephone}?as=%2B86138000000{RINGS[lang]}")
        pages["wallet"].goto(f"{wallet}/demo")
        pages["phone"].locator("#numbers button").first.click()
        for number, shot in enumerate(shots, 1):
            for keys, said in shot.steps:
                _press(pages["phone"], keys, said)
            expect(pages["phone"].locator("#captions .voice", has_text=shot.said).last).to_be_visible(timeout=SLOW)
            pages["wallet"].locator(f"[data-account='6001000000{RINGS[lang]}']").scroll_into_view_if_needed()
            yield _beside(browser, pages, folder / f"freeze-{lang[:2]}-{number}-{shot.name}.png")
        context.close()


def _press(phone: Page, keys: str, said: str) -> None:
    """Press keys once these words are said and the telephone listens."""
    expect(phone.locator("#captions .voice", has_text=said).last).to_be_visible(timeout=SLOW)
    for key in keys:
        expect(phone.locator("#wanted")).not_to_be_empty(timeout=SLOW)
        phone.locator(f"#keypad [data-key='{key}']").click()


def _beside(browser: Browser, pages: dict[str, Page], file: Path) -> Path:
    """Take one picture of all pages, side by side."""
    both = browser.new_page(viewport={"width": sum(WIDTHS.values()), "height": HEIGHT})
    both.set_content(BESIDE.format("".join(IMAGE.format(b64encode(page.screenshot()).decode()) for page in pages.values())))
    both.screenshot(path=file)
    both.close()
    return file
