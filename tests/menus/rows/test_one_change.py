"""One change in the menus' files is heard, texted and shown on the public page alike."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from ivr.compiler.compile import compile_texts
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.simulator.people.person import Leave, Press
from ivr.simulator.web.line import Outgoing

LANGUAGES = {"zh": Press("1"), "en": Press("2")}
CHANNELS = (Press("1"), Press("5"), Press("2"))


@pytest.fixture
def change(menus) -> Callable[..., Flow]:
    """Compile the shipped menus with something written in place of what stands there once."""
    files = {file.name: file.read_text(encoding="utf-8") for file in menus.glob("*.yaml")}

    def make(name: str, old: str, new: str) -> Flow:
        assert files[name].count(old) == 1
        return compile_texts({**files, name: files[name].replace(old, new)}, DECLARATIONS)

    return make


def page(line, language: str) -> str:
    answer = line.line.send(Outgoing("GET", f"{line.config.base_url}/?lang={language}", {}, b""))
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.body.decode())))


def texts(line, call) -> str:
    with line.application.store.unit() as unit:
        return " ".join(message.body for message in unit.messages(call.sid))


NUMBER = {"zh": "四零零，幺二三，四五六七", "en": "four zero zero, one two three, four five six seven"}
OLD = re.compile("4000000000|四零零，零|four zero zero, zero")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_number_is_heard_texted_and_shown(hotline, change, language):
    line = hotline(flow=change("hotline.yaml", 'hotline: "4000000000"', 'hotline: "4001234567"'))
    advice = line.call(LANGUAGES[language], Press("1"), Press("4"), Press("3"))
    official = line.call(LANGUAGES[language], *CHANNELS, Press("2"))
    assert NUMBER[language] in advice.words
    assert NUMBER[language] in official.words
    assert "4001234567" in texts(line, official)
    assert "4001234567" in page(line, language)
    assert not OLD.search(" ".join((advice.words, official.words, texts(line, official), page(line, language))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_mail_address_is_heard_texted_and_shown(hotline, change, language):
    line = hotline(flow=change("hotline.yaml", "mail: help@wallet.example", "mail: care@wallet.example"))
    call = line.call(LANGUAGES[language], Press("1"), Press("5"), Press("2"), Press("2"))
    for told in (call.words, texts(line, call), page(line, language)):
        assert "care@wallet.example" in told
        assert "help@wallet.example" not in told


CHANGED = {"zh": "以上信息最近更改于 2026-12-01", "en": "Last changed on 2026-12-01"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_of_the_last_change_is_shown(hotline, change, language):
    line = hotline(flow=change("hotline.yaml", 'changed: "2026-11-22"', 'changed: "2026-12-01"'))
    assert CHANGED[language] in page(line, language)


KEYS = {"zh": ("退款问题请按6", "6 退款问题"), "en": ("For refunds, press 6", "6 For refunds")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_key_is_heard_works_and_is_shown(hotline, change, language):
    line = hotline(flow=change("welcome.yaml", "      4:\n        label: {zh: 退款问题", "      6:\n        label: {zh: 退款问题"))
    heard, shown = KEYS[language]
    call = line.call(LANGUAGES[language], Press("6"))
    assert heard in call.after(1)
    assert call.state.node == "refund.menu"
    assert shown in page(line, language)


FREEZE = {"zh": "9 账户正在被盗用", "en": "9 If your account is being misused"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_key_that_freezes(hotline, language):
    assert FREEZE[language] in page(hotline(), language)


HOURS = {
    "zh": ("账户客服，每天上午七点到晚上十点", "账户客服 每天 07:00–22:00"),
    "en": ("the account team, daily from seven a.m. to ten p.m.", "the account team daily 07:00–22:00"),
}
ASK_FOR_HOURS = (Press("1"), Press("5"), Press("1"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_new_hours_are_heard_hold_and_are_shown(hotline, change, language):
    old = 'account_desk: {timezone: Asia/Shanghai, open: {mon-sun: "08:00-24:00"}}'
    flow, (heard, shown) = change("hotline.yaml", old, old.replace("08:00-24:00", "07:00-22:00")), HOURS[language]
    line = hotline(flow=flow, at="2026-03-03 07:30")
    assert heard in line.call(LANGUAGES[language], *ASK_FOR_HOURS).words
    assert line.call(LANGUAGES[language], Press("1"), Press("0")).state.node == "agent.account"
    assert shown in page(line, language)


def test_another_promise_of_an_answer_is_spoken_and_is_what_the_ticket_is_held_to(hotline, change):
    line = hotline(change("hotline.yaml", 'answer_hours: "24"', 'answer_hours: "12"'), at="2026-03-03 10:00")
    call = line.call(LANGUAGES["en"], *map(Press, "112111432"), Leave(4))
    assert "We'll contact you within twelve hours." in call.words
    assert call.state.slots["ticket"]["due"].startswith("2026-03-03T22:0")
