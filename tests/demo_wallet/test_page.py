"""The page of the demo wallet in a real browser: what a call does to an account is seen there at once, by everybody."""

import re
import subprocess
import sys
from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import serious

FIRST = "600100000001"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "ivr", "wallet", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        try:
            yield serving.stdout.readline().split()[-1]
        finally:
            serving.terminate()


@pytest.fixture(params=[("zh-CN", 1280), ("en", 360)], ids=["zh-1280", "en-360"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    language, width = request.param
    httpx2.post(f"{address}/reset", json={}).raise_for_status()
    context = browser.new_context(locale=language, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(address)
    expect(page.locator("article")).to_have_count(17)
    yield page
    context.close()


def change(address: str, path: str, key: str) -> None:
    headers = {"Authorization": "Bearer demo", "Idempotency-Key": key}
    httpx2.post(f"{address.removesuffix('/demo')}/v1/accounts/{path}", headers=headers).raise_for_status()


def say(page: Page, zh: str, en: str) -> re.Pattern[str]:
    return re.compile(zh if page.evaluate("document.documentElement.lang") == "zh-CN" else en)


def test_a_freeze_is_seen_to_happen_and_a_payment_refused(page: Page, address: str) -> None:
    first = page.locator(f"[data-account='{FIRST}']")
    expect(first).to_have_attribute("data-state", "active")
    first.get_by_role("button", name=say(page, "付", "pay")).click()
    expect(first.get_by_role("status")).to_have_text(say(page, "已付款", "Paid"))
    change(address, f"{FIRST}/freeze", "call-1-freeze")
    expect(first).to_have_attribute("data-state", "own_freeze")
    expect(page.get_by_role("log")).to_contain_text(say(page, "王芳 冻结 7000", "王芳 frozen 7000"))
    first.get_by_role("button", name=say(page, "付", "pay")).click()
    expect(first.get_by_role("status")).to_have_text(say(page, "付不了", "Refused"))


def test_nobody_is_kept_out_of_it_and_it_fits(page: Page) -> None:
    page.locator("#controls summary").click()
    for summary in page.locator("[data-account='600100000002'] summary, [data-account='600100000003'] summary").all():
        summary.click()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "_" not in page.locator("#accounts").inner_text(), "a word is missing"


def test_by_keys_alone_the_wallet_is_broken_and_mended(page: Page, address: str) -> None:
    page.locator("#controls summary").focus()
    page.keyboard.press("Enter")
    page.locator("#faults select").nth(1).focus()
    page.keyboard.type("500")
    page.locator("#faults button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#broken li")).to_have_count(1)
    asked = f"{address.removesuffix('/demo')}/v1/incidents"
    assert httpx2.get(asked, headers={"Authorization": "Bearer demo"}).status_code == 500
    page.locator("#broken button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#broken li")).to_have_count(0)
    assert httpx2.get(asked, headers={"Authorization": "Bearer demo"}).status_code == 200


def test_the_holder_confirms_a_payment_that_is_tried_again(page: Page, address: str) -> None:
    change(address, "600100000002/orders/20260211/retry", "call-1-retry")
    second = page.locator("[data-account='600100000002']")
    second.locator("[data-part='orders'] summary").click()
    second.get_by_role("button", name=say(page, "确认付款", "Confirm")).click()
    expect(second.locator("li", has_text="20260211").filter(has_text=say(page, "已付款", "paid"))).to_have_count(1)


def test_the_clock_is_set_and_all_put_back(page: Page) -> None:
    page.locator("#controls summary").click()
    page.locator("#clock input").fill("2026-03-02T10:00")
    page.locator("#clock button").click()
    expect(page.locator("#now")).to_have_text(re.compile(r"2026-03-02 10:00:\d\d"))
    page.locator("#reset button").click()
    expect(page.locator("#now")).not_to_have_text(re.compile("2026-03-02"))


def test_another_page_cannot_order_it_about(address: str) -> None:
    assert httpx2.post(f"{address}/reset", data={"a": "b"}).status_code == 415


WRONG = (
    ("faults", {"operation": "balance", "fault": "500"}, "read_balance, "),
    ("faults", {"operation": "freeze", "fault": "slow"}, "slow SECONDS, never"),
    ("retries", {"order": "20260211", "ends": "payed"}, "paid, expired, failed balance"),
    ("retries", {"order": "20260201", "ends": "paid"}, "waiting now: none"),
)


@pytest.mark.parametrize(("path", "body", "named"), WRONG)
def test_a_name_it_does_not_know_is_refused_with_those_it_knows(address: str, path: str, body: dict[str, str], named: str) -> None:
    httpx2.post(f"{address}/reset", json={}).raise_for_status()
    answer = httpx2.post(f"{address}/{path}", json=body)
    assert answer.status_code == 400
    assert named in answer.json()["error"]["message"]


def test_all_that_is_broken_is_mended_at_once(address: str) -> None:
    for operation, fault in (("freeze", "lost"), ("*", "500"), ("*", "")):
        httpx2.post(f"{address}/faults", json={"operation": operation, "fault": fault}).raise_for_status()
    assert httpx2.get(f"{address}/state").json()["faults"] == []


def test_what_can_be_broken_has_its_own_name(page: Page) -> None:
    page.locator("#controls summary").click()
    shown = {name: page.locator(f"select[name={name}] option").all_text_contents() for name in ("operation", "fault", "service")}
    assert {"*", "freeze", "pay"} <= set(shown["operation"])
    assert "lost" in shown["fault"]
    assert say(page, "^退款$", "^refunds$").match(shown["service"][-1])
