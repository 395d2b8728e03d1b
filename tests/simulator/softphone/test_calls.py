"""Whole calls in a real browser, through the running carrier, to a small application that knows nothing of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.simulator.softphone.carrier import carrier
from tests.simulator.softphone.handset import until

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def carrier_address() -> Iterator[str]:
    with carrier() as address:
        yield address


@pytest.fixture
def open_phone(browser: Browser, carrier_address: str) -> Iterator[Open]:
    """Open a page with a handset of its own; what the page finds wrong in itself fails the test."""
    wrong: list[str] = []
    pages: list[Page] = []

    def open_page(number: str | None = None) -> Page:
        page = browser.new_context(locale="en-US").new_page()
        pages.append(page)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(f"{carrier_address}/phone" + (f"?as={number.replace('+', '%2B')}" if number else ""))
        expect(page.locator("#connection")).to_have_class("connected")
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert wrong == []


def stage(page: Page) -> Any:
    return expect(page.locator("#stage"))


def dial(page: Page, name: str) -> None:
    page.get_by_role("listitem").get_by_role("button", name=name).click()


def test_dial_hear_cut_in_by_key_wait_and_be_answered_by_another_page(open_phone: Open) -> None:
    caller, agent = open_phone(), open_phone()
    dial(caller, "Menu")
    expect(caller.locator("#captions .voice.now")).to_contain_text("Press 1 to wait")
    caller.keyboard.press("1")
    stage(caller).to_have_text("Waiting in the queue help")
    expect(caller.locator("#captions .voice").last).to_have_text("You are in the queue.")
    dial(agent, "Agent")
    stage(agent).to_contain_text("Talking with")
    stage(caller).to_contain_text("Talking with")
    caller.keyboard.press("Escape")
    stage(caller).to_have_text("Call ended: you hung up")
    stage(agent).to_have_text("Call ended: the application had nothing more to do")
    expect(caller.locator("#events [data-event=request] .what").first).to_have_text("POST /menu 200")


def test_typed_words_are_heard_and_the_application_hangs_up(open_phone: Open) -> None:
    page = open_phone()
    dial(page, "Menu")
    expect(page.locator("#wanted")).to_have_text("Press a key, or speak")
    page.get_by_label("Type what you would say").fill("退款")
    page.keyboard.press("Enter")
    expect(page.locator("#captions .you")).to_have_text("退款")
    expect(page.locator("#captions .voice").last).to_have_text("You said 退款.")
    stage(page).to_have_text("Call ended: the other side hung up")


def test_two_pages_talk_in_a_room_and_hear_one_another(open_phone: Open) -> None:
    one, other = open_phone(), open_phone()
    heard: list[str | bytes] = []
    other.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(frame)))
    other.reload()
    for page in (one, other):
        dial(page, "Room")
        stage(page).to_have_text("In the room tea")
    one.get_by_role("button", name="Microphone").click()
    until(other, lambda: any(isinstance(frame, bytes) and any(frame) for frame in heard))
    one.get_by_role("button", name="Hang up").click()
    stage(one).to_have_text("Call ended: you hung up")
    stage(other).to_have_text("In the room tea")


def test_a_page_is_rung_and_answers(open_phone: Open) -> None:
    page, called = open_phone(), open_phone(number="+15550003333")
    dial(page, "Ring")
    expect(called.get_by_role("alert").filter(has_text="Incoming call")).to_be_attached()
    called.keyboard.press("Enter")
    stage(called).to_contain_text("Talking with")
    stage(page).to_contain_text("Talking with")
    called.keyboard.press("Escape")
    stage(called).to_have_text("Call ended: you hung up")
    expect(page.locator("#captions .voice").last).to_have_text("That was completed.")


def test_a_page_is_rung_and_refuses(open_phone: Open) -> None:
    page, called = open_phone(), open_phone(number="+15550003333")
    dial(page, "Ring")
    called.get_by_role("button", name="Refuse").click()
    expect(page.locator("#captions .voice").last).to_have_text("That was busy.")


def test_a_call_goes_on_when_its_page_is_loaded_anew(open_phone: Open) -> None:
    page = open_phone()
    dial(page, "Menu")
    expect(page.locator("#wanted")).to_have_text("Press a key, or speak")
    page.keyboard.press("1")
    stage(page).to_have_text("Waiting in the queue help")
    page.reload()
    stage(page).to_have_text("Waiting in the queue help")
    expect(page.locator("#captions .note").first).to_have_text("Back again: the call goes on")
    page.keyboard.press("Escape")
    stage(page).to_have_text("Call ended: you hung up")


def test_pages_text_one_another(open_phone: Open) -> None:
    page, other = open_phone(), open_phone(number="+15550003333")
    page.get_by_role("tab", name="Texts").click()
    page.get_by_role("textbox", name="To").fill("+15550003333")
    page.get_by_role("textbox", name="Text", exact=True).fill("你好 <b>!</b>")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#thread p")).to_have_text("+15550003333你好 <b>!</b>")
    other.get_by_role("tab", name="Texts 1").click()
    expect(other.locator("#thread span")).to_have_text("你好 <b>!</b>")


def test_an_application_answers_a_text(open_phone: Open) -> None:
    page = open_phone()
    page.get_by_role("tab", name="Texts").click()
    page.get_by_role("textbox", name="To").fill("+15559990001")
    page.get_by_role("textbox", name="Text", exact=True).fill("Hello?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#thread span")).to_have_text(["Hello?", "You wrote Hello?"])
