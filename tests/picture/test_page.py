"""The page in a real browser: what the eye finds on it, in both languages, on any screen, with the keyboard alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from ivr.picture.page import STATIC
from tests.browsing import serious
from tests.picture.conftest import MENUS, Open, write

SMALL = Path("tests/service/menus")
ENDS = """row => {
    const box = element => { const {left, right, top, bottom} = element.getBoundingClientRect(); return {left, right, top, bottom}; };
    const near = ({left, right, top, bottom}, {x, y}, by) => x > left - by && x < right + by && y > top - by && y < bottom + by;
    const ends = [...document.querySelectorAll("#lines path")].filter(line => line.checkVisibility()).map(line => {
        const at = place => line.getPointAtLength(place).matrixTransform(line.getScreenCTM());
        return {start: at(0), end: at(line.getTotalLength())};
    });
    const mine = ends.filter(({start}) => near(box(row.querySelector("kbd")), start, 2));
    const cards = [...document.querySelectorAll(".card")].filter(card => mine.some(({end}) => near(box(card), end, 8)));
    return cards.map(card => card.dataset.name);
}"""
"""The cards at which the arrows end that begin at the key of a row, by nothing but where they are drawn."""
OVERLAPS = """() => {
    const cards = [...document.querySelectorAll(".card")].map(card => [card.dataset.name, card.getBoundingClientRect()]);
    return cards.flatMap(([one, a], place) => cards.slice(place + 1).filter(([, b]) =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).map(([other]) => [one, other]));
}"""
LOOSE = """() => [...document.querySelectorAll("#lines path")].filter(line => line.checkVisibility()).map(line => {
    const {x, y} = line.getPointAtLength(line.getTotalLength()).matrixTransform(line.getScreenCTM());
    const box = document.querySelector(`[data-name="${line.dataset.to}"]`).getBoundingClientRect();
    return [line.dataset.from, line.dataset.to, x < box.left + 1 && x > box.left - 8 && y > box.top && y < box.bottom];
}).filter(([, , there]) => !there)"""

NAMES = "const names = words => Object.entries(words).map(([name, value]) => [name, typeof value === 'object' ? names(value) : 0]);"


def card(page: Page, name: str) -> Locator:
    return page.locator(f'.card[data-name="{name}"]')


def follow(at: Locator, label: str) -> Locator:
    """Follow the arrow of a key with the eye to the card where it ends."""
    row = at.get_by_role("listitem").filter(has_text=label)
    (name,) = row.evaluate(ENDS)
    return card(at.page, name)


@pytest.mark.parametrize(
    ("lang", "refunds", "how", "said"),
    [
        ("zh-CN", "退款问题", "怎样申请退款", "第二步，点申请退款"),
        ("en-US", "For refunds", "For how to apply", "Two, tap request a refund"),
    ],
)
def test_the_eye_finds_the_way_from_the_main_menu_to_how_to_apply_for_a_refund(
    opened: Open, lang: str, refunds: str, how: str, said: str
) -> None:
    page = opened(lang=lang)
    refund = follow(card(page, "welcome"), refunds)
    expect(refund.get_by_text(how)).to_be_visible()
    refund.get_by_role("heading").get_by_role("link").click()
    howto = follow(card(page, "refund.menu"), how)
    howto.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("complementary")).to_contain_text(said)


def test_keys_lead_as_they_lead_a_caller(opened: Open) -> None:
    page = opened()
    panel = page.get_by_role("complementary")
    expect(panel.locator(".ways kbd")).to_have_text(["0", "*", "#", "9"])
    page.keyboard.press("4")
    page.keyboard.press("3")
    expect(panel.get_by_role("heading", level=1)).to_contain_text("refund.howto")
    expect(panel.locator(".route kbd")).to_have_text(["4", "3"])
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation")).to_have_text("All menus")


def test_a_word_callers_hear_finds_its_place_and_its_line(opened: Open) -> None:
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("同意后原路退回")
    page.keyboard.press("Enter")
    line = MENUS.joinpath("refund.yaml").read_text(encoding="utf-8").splitlines().index("  howto:") + 1
    panel = page.get_by_role("complementary")
    expect(panel).to_contain_text(f"refund.yaml:{line}")
    expect(panel.get_by_role("link", name="open in editor")).to_have_attribute("href", f"vscode://file{MENUS}/refund.yaml:{line}")


def test_every_menu_is_drawn_without_overlap_and_every_arrow_ends_at_its_card(opened: Open, subtests: pytest.Subtests) -> None:
    page = opened()
    for name in ("", *sorted(file.stem for file in MENUS.glob("*.yaml") if file.stem not in ("hotline", "holidays"))):
        with subtests.test(menu=name):
            page.evaluate("name => { location.hash = name; }", name)
            expect(page.locator(f".card{'' if name == '' else '.box'}").first).to_be_visible()
            assert page.evaluate(OVERLAPS) == []
            assert page.evaluate(LOOSE) == []
            if name:
                nodes = (MENUS / f"{name}.yaml").read_text(encoding="utf-8").partition("\nnodes:")[2]
                assert page.locator(".card.box").count() == len(re.findall(r"^  \w+:", nodes, re.MULTILINE))


@pytest.mark.parametrize(("lang", "width", "scheme"), [("zh-CN", 360, "light"), ("en-US", 1280, "dark")])
def test_the_page_reads_well_and_fits(opened: Open, subtests: pytest.Subtests, lang: str, width: int, scheme: str) -> None:
    page = opened("", lang, width, scheme)
    for name in ("", "refund", "agent.account"):
        with subtests.test(at=name):
            page.evaluate("name => { location.hash = name; }", name)
            expect(page.locator(".card").first).to_be_visible()
            assert serious(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_page_changes_its_language_and_has_every_word_in_both(opened: Open) -> None:
    page = opened("refund.howto", "zh-TW")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("complementary")).to_contain_text("The way here from the main menu")
    words = (STATIC / "words.js").read_text(encoding="utf-8")
    chinese, english = page.evaluate(f"() => {{ {words} {NAMES} return [names(WORDS.zh), names(WORDS.en)]; }}")
    assert chinese == english


def test_what_calls_cost_and_where_they_go_wrong_is_shown(opened: Open, tmp_path: Path) -> None:
    """The small hotline's costs are reckoned by hand in tests/proof/test_cost.py; where its queue is closed, nobody is in reach."""
    page = opened(file=write(tmp_path, SMALL))
    panel = page.get_by_role("complementary")
    expect(panel.get_by_role("row").filter(has_text="a person")).to_have_text("a person5 s, 1 key")
    card(page, "main").get_by_role("heading").get_by_role("link").click()
    expect(card(page, "main.order").locator("small")).to_have_text("entry · 3 s")
    page.evaluate("location.hash = 'people.record'")
    expect(panel.locator(".problems li")).to_have_count(2)
    expect(panel).to_contain_text("whoever is not understood here is only sent away")
    expect(panel).to_contain_text("from here no two presses lead to a person")
    expect(card(page, "people.record").locator(".flag")).to_have_text("2")
    expect(card(page, "people.keep").locator(".flag")).to_have_count(0)
