"""The page in a real browser, its carrier played by the test: every state in both languages, by keyboard, and when the line breaks."""

import json
import re
from typing import get_args

import pytest
from playwright.sync_api import expect

from ivr.simulator import events
from ivr.simulator.sound import wav
from tests.browsing import serious
from tests.simulator.softphone.conftest import STATIC
from tests.simulator.softphone.handset import HELLO, OTHER
from tests.simulator.softphone.stories import (
    ASKS,
    BROKE,
    MENU,
    QUEUE,
    REQUEST,
    STATES,
    TALK,
    Message,
    Open,
    asked,
    happened,
)


@pytest.mark.parametrize(("lang", "width", "scheme"), [("zh-CN", 360, "light"), ("en-US", 1280, "dark")])
def test_every_state_is_in_words_reads_well_and_fits(handset: Open, subtests: pytest.Subtests, lang: str, width: int, scheme: str) -> None:
    phone = handset(lang, width, scheme)
    phone.page.get_by_role("textbox").first.fill("5559990000")
    for state, (messages, english, chinese) in STATES.items():
        with subtests.test(state=state):
            if state != "incoming":
                phone.page.keyboard.press("Enter")
            phone.carrier.send(*messages)
            expect(phone.page.locator("#stage")).to_have_text(chinese if lang == "zh-CN" else english)
            assert serious(phone.page) == []
            for across in (1280, 360):
                phone.page.set_viewport_size({"width": across, "height": 800})
                assert phone.page.evaluate("document.documentElement.scrollWidth") == across
            phone.page.set_viewport_size({"width": width, "height": 800})
        phone.carrier.send(happened(99.0, "ended", by="caller", reason="", seconds=99.0))


def test_the_page_speaks_the_language_the_browser_asks_for_and_keeps_the_one_chosen(handset: Open) -> None:
    page = handset("zh-TW").page
    expect(page.get_by_role("heading", name="模拟电话")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Simulated phone")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Number", exact=True)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_without_a_voice_the_page_says_how_to_get_one(handset: Open) -> None:
    page = handset(speech=False).page
    page.get_by_text("There is no voice here").click()
    expect(page.get_by_text("install espeak-ng on the server")).to_be_visible()
    assert serious(page) == []


def test_the_clause_that_is_spoken_now_is_marked_and_past_lines_stay(handset: Open) -> None:
    phone = handset()
    phone.page.clock.install()
    phone.dial()
    words = ["For your balance, ", "press 1. ", "For a person, ", "press 0."]
    phone.carrier.send(*ASKS[:-1], {"event": "sound", "wav": None, "ms": 100 * len(MENU), "text": MENU})
    marked = phone.page.locator("#captions .now .now")
    for clause in words:
        expect(marked).to_have_text(clause)
        phone.page.clock.run_for(100 * len(clause))
    expect(marked).to_have_count(0)
    phone.carrier.send(happened(9.0, "say", text="Once more.", language="en-US", voice=""))
    expect(phone.page.locator("#captions .voice")).to_have_text([MENU, "Once more."])


CUTS = [("dtmf", "key", True), ("dtmf", "say", False), ("speech", "key", False), ("dtmf speech", "say", True), (None, "key", False)]


def test_a_key_or_words_cut_the_voice_at_once_where_they_are_listened_for(handset: Open, subtests: pytest.Subtests) -> None:
    phone = handset()
    phone.page.route("**/phone/sound/*.wav", lambda route: route.fulfill(body=wav.write(wav.silence(30)), content_type="audio/wav"))
    phone.dial()
    for listens, deed, stops in CUTS:
        with subtests.test(listens=listens, deed=deed):
            phone.carrier.send(REQUEST, *(asked(0.3, listens) if listens else []))
            phone.carrier.send({"event": "sound", "wav": "/phone/sound/1.wav", "ms": 30_000, "text": MENU})
            phone.page.wait_for_function("!document.getElementById('prompt').paused")
            if deed == "key":
                phone.page.get_by_role("button", name="2 ABC").click()
            else:
                phone.page.get_by_label("Type what you would say").fill("退款")
                phone.page.get_by_role("button", name="Say").click()
            assert phone.carrier.heard()[-1] == ({"do": "key", "key": "2"} if deed == "key" else {"do": "say", "text": "退款"})
            assert phone.page.evaluate("document.getElementById('prompt').paused") is stops


BUSY = [
    ("not_now", "This phone cannot do that now", "现在不能这样做"),
    ("muted", "You are muted: unmute to speak", "您已静音：取消静音后才能说话"),
    ("speaking", "Your last words are not spoken yet: wait a moment", "上一句还没有说完，请稍候"),
    ("taken", "+1555 cannot be had; this phone is +1556", "号码 +1555 不能使用，本机号码是 +1556"),
]


@pytest.mark.parametrize("lang", ["en-US", "zh-CN"])
def test_what_cannot_be_is_said_in_the_language_of_the_page(handset: Open, lang: str) -> None:
    phone = handset(lang)
    for why, english, chinese in BUSY:
        phone.carrier.send({"event": "busy", "why": why, "wanted": "+1555", "number": "+1556"})
        expect(phone.page.locator("#alert")).to_have_text(english if lang == "en-US" else chinese)


def test_who_presses_call_twice_calls_once(handset: Open) -> None:
    phone = handset()
    phone.page.get_by_label("Number", exact=True).fill("+15559990000")
    phone.page.locator("#call").evaluate("call => { call.click(); call.click(); }")
    assert phone.carrier.heard() == [{"do": "dial", "to": "+15559990000"}]


def test_typed_words_of_a_talk_are_read_with_who_said_them(handset: Open) -> None:
    phone = handset()
    phone.dial()
    phone.carrier.send(*TALK, {"event": "said", "text": "Hello?"}, happened(21.0, "heard", by=OTHER, text="Who is it?"))
    expect(phone.page.locator("#captions .you").last).to_have_text("Hello?")
    expect(phone.page.locator("#captions .other")).to_have_text(f"{OTHER}: Who is it?")


@pytest.mark.parametrize(
    ("at", "again", "stage"),
    [(None, [], "The call ended while this page was away"), (12.0, QUEUE, "Waiting in the queue wallet")],
)
def test_a_page_that_lost_its_line_says_so_and_comes_back(handset: Open, at: float | None, again: list[Message], stage: str) -> None:
    phone = handset()
    phone.dial()
    phone.carrier.send(*ASKS)
    phone.page.clock.install()
    phone.carrier.hello["at"] = at
    phone.carrier.sockets[-1].close()
    expect(phone.page.get_by_text("Connection lost, trying again…")).to_be_visible()
    phone.page.clock.run_for(1000)
    expect(phone.page.locator("#connection")).to_have_text("Connected")
    phone.carrier.send(*again)
    expect(phone.page.locator("#stage")).to_have_text(stage)
    assert phone.carrier.sockets[-1].url.endswith("?as=%2B15550002222")


def test_texts_go_out_and_come_in(handset: Open) -> None:
    phone = handset()
    phone.carrier.send({"event": "text", "from": OTHER, "to": HELLO["number"], "body": "您的验证码"})
    expect(phone.page.get_by_role("tab", name="Texts 1")).to_be_visible()
    phone.page.get_by_role("tab", name="Texts").click()
    phone.page.get_by_role("textbox", name="Text", exact=True).fill("Thank you")
    phone.page.get_by_role("button", name="Send").click()
    assert phone.carrier.heard() == [{"do": "text", "to": OTHER, "body": "Thank you"}]
    phone.carrier.send({"event": "text", "from": HELLO["number"], "to": OTHER, "body": "Thank you"})
    expect(phone.page.locator("#thread p")).to_have_text([f"{OTHER}您的验证码", f"{OTHER}Thank you"])
    expect(phone.page.locator("#unread")).to_be_hidden()
    assert serious(phone.page) == []


def test_the_trace_shows_requests_with_form_and_twiml_and_marks_what_went_wrong(handset: Open) -> None:
    phone = handset()
    phone.dial()
    phone.carrier.send(*BROKE, {**REQUEST, "at": 9.3, "status": 0, "twiml": "no <XML"})
    rows = phone.page.locator("#events li")
    rows.filter(has_text="POST /voice?n=1 200").locator("summary").click()
    expect(rows.filter(has_text="200").locator("dl")).to_have_text("CallSidCA1From+15550002222To+15559990000")
    assert rows.filter(has_text="200").locator("pre").inner_text() == (
        f'<Response>\n  <Gather input="dtmf speech" numDigits="1">\n    <Say>{MENU}</Say>\n  </Gather>\n</Response>\n'
    )
    phone.page.get_by_label("Show").select_option("Remarks and errors")
    expect(phone.page.locator("#events li:visible .what")).to_have_text(
        ["remark the same question three times", "error 12100 error: Document parse failure", "POST /voice?n=1 no answer"]
    )
    phone.page.get_by_label("Filter").fill("PARSE")
    phone.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.page.get_by_role("button", name="Copy JSON").click()
    expect(phone.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = phone.page.evaluate("navigator.clipboard.readText()")
    assert [json.loads(line) for line in copied.splitlines()] == [message for message in BROKE if message["event"] == "error"]


def test_the_trace_names_what_happens_in_the_language_of_the_page(handset: Open) -> None:
    phone = handset("zh-CN")
    phone.dial()
    phone.carrier.send(*BROKE)
    rows = phone.page.locator("#events li")
    expect(rows.filter(has_text="three times").locator(".what")).to_have_text("提示 the same question three times")


@pytest.mark.parametrize("kind", get_args(events.What), ids=lambda kind: kind.__name__)
def test_whatever_happens_has_a_name_in_both_languages(kind: type) -> None:
    words = (STATIC / "words.js").read_text(encoding="utf-8")
    assert re.search(rf'^  event_{kind.__name__.lower()}: \["[^"a-z]+", "[a-z]+"\],$', words, re.MULTILINE)


def test_the_microphone_is_asked_for_in_a_talk_only_and_sends_20_ms_at_a_time(handset: Open) -> None:
    phone = handset()
    phone.dial()
    phone.carrier.send(*ASKS)
    microphone = phone.page.get_by_role("button", name="Microphone")
    expect(microphone).to_be_hidden()
    phone.carrier.send(*TALK)
    microphone.click()
    expect(microphone).to_have_attribute("aria-pressed", "true")
    assert {len(frame) for frame in phone.carrier.voice(5)} == {320}
