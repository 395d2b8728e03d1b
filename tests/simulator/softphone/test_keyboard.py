"""The softphone's page by keyboard alone, and what can be pressed when."""

import pytest
from playwright.sync_api import expect

from tests.browsing import serious
from tests.simulator.softphone.stories import ASKS, INCOMING, STATES, TALK, Open, happened


def test_a_call_by_keyboard_alone(handset: Open) -> None:
    phone = handset()
    keys = phone.page.keyboard
    keys.press("?")
    expect(phone.page.get_by_role("dialog", name="Shortcuts")).to_be_visible()
    assert serious(phone.page) == []
    keys.press("Escape")
    expect(phone.page.get_by_role("dialog")).to_be_hidden()
    keys.type("+155599900007")
    keys.press("Backspace")
    keys.press("Enter")
    phone.carrier.send(*ASKS)
    expect(phone.page.locator("#wanted")).to_have_text("Press a key, or speak")
    keys.press("1")
    expect(phone.page.locator("#keyed")).to_have_text("1")
    keys.press("m")
    expect(phone.page.get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "true")
    keys.press("s")
    keys.type("1 refund?")
    keys.press("Enter")
    expect(phone.page.locator("#alert")).to_have_text("You are muted: unmute to speak")
    phone.page.locator("#keypad").focus()
    keys.press("m")
    expect(phone.page.locator("#alert")).to_be_empty()
    keys.press("s")
    keys.press("Enter")
    keys.press("Escape")
    assert phone.carrier.heard() == [
        {"do": "dial", "to": "+15559990000"},
        {"do": "key", "key": "1"},
        {"do": "mute", "on": True},
        {"do": "mute", "on": False},
        {"do": "say", "text": "1 refund?"},
        {"do": "hangup"},
    ]


@pytest.mark.parametrize(("key", "deed"), [("Enter", "answer"), ("Escape", "refuse")])
def test_a_call_that_comes_in_is_answered_or_refused_by_keyboard(handset: Open, key: str, deed: str) -> None:
    phone = handset()
    phone.carrier.send(*INCOMING)
    expect(phone.page.get_by_role("alert").filter(has_text="Incoming call from +15550003333")).to_be_attached()
    phone.page.keyboard.press(key)
    assert phone.carrier.heard() == [{"do": deed}]


FOCUSED = """() => {
  const {id, tagName, textContent} = document.activeElement;
  return [id || (tagName === "BODY" ? tagName : textContent), getComputedStyle(document.activeElement).outlineStyle];
}"""


def test_every_stop_of_the_tab_key_can_be_seen(handset: Open) -> None:
    phone = handset()
    phone.dial()
    phone.carrier.send(*TALK)
    expect(phone.page.locator("#stage")).to_have_text(STATES["talk"][1])
    seen = []
    for _ in range(40):
        phone.page.keyboard.press("Tab")
        stop = phone.page.evaluate(FOCUSED)
        if stop in seen:
            break
        if stop[0] != "BODY":
            seen.append(stop)
    assert {"hangup", "mute", "microphone", "words", "tab-trace", "filter", "events", "language"} <= {name for name, _ in seen}
    assert [name for name, outline in seen if outline == "none"] == []


LEFT = "[...document.querySelectorAll('#phone button:enabled')].filter((one) => one.checkVisibility()).map((one) => one.id)"


def test_without_a_line_nothing_can_be_pressed_but_to_hang_up_and_the_carrier_is_told_later(handset: Open) -> None:
    phone = handset()
    phone.dial()
    phone.carrier.send(*ASKS)
    phone.page.clock.install()
    phone.carrier.hello["at"] = 12.0
    phone.carrier.sockets[-1].close()
    expect(phone.page.locator("#stage")).to_have_text("The line is down")
    assert phone.page.evaluate(LEFT) == ["hangup"]
    phone.page.keyboard.type("1ms")
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator("#keyed")).to_be_empty()
    phone.page.get_by_role("button", name="Hang up").click()
    expect(phone.page.locator("#stage")).to_have_text("Call ended: you hung up")
    assert phone.page.evaluate(LEFT) == ["erase"]
    phone.page.clock.run_for(1000)
    expect(phone.page.locator("#connection")).to_have_text("Connected")
    assert phone.carrier.heard()[1:] == [{"do": "hangup"}]


@pytest.mark.parametrize("control", ["#words", "#hangup", "#keypad", "[data-key='1']"])
def test_after_a_call_that_is_hung_up_by_keyboard_the_focus_is_on_the_keypad(handset: Open, control: str) -> None:
    phone = handset()
    phone.dial()
    phone.carrier.send(*ASKS)
    phone.page.locator(control).focus()
    phone.page.keyboard.press("Escape")
    phone.carrier.send(happened(9.0, "ended", by="caller", reason="", seconds=9.0))
    expect(phone.page.locator("#stage")).to_have_text("Call ended: you hung up")
    phone.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert phone.page.evaluate("document.activeElement.closest('#keypad') !== null")


@pytest.mark.parametrize("numbers", [1, 2])
def test_without_a_number_the_only_one_there_is_is_dialled(handset: Open, numbers: int) -> None:
    phone = handset(numbers=[{"number": f"+1555999000{place}", "name": "Hotline"} for place in range(numbers)])
    phone.page.locator("#call").click()
    assert phone.carrier.heard() == [{"do": "dial", "to": "+15559990000"}][: 2 - numbers]
