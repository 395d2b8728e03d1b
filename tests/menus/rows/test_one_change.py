"""One change in the menus' files is heard, texted and shown on the public page alike."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from ivr.compiler.compile import compile_texts
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.simulator.line import Outgoing
from ivr.simulator.person import Press

LANGUAGES = {"zh": Press("1"), "en": Press("2")}
OFFICIAL = (Press("3"), Press("3"), Press("3"))


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
    official = line.call(LANGUAGES[language], *OFFICIAL, Press("2"))
    assert NUMBER[language] in advice.words
    assert NUMBER[language] in official.words
    assert "4001234567" in texts(line, official)
    assert "4001234567" in page(line, language)
    assert not OLD.search(" ".join((advice.words, official.words, texts(line, official), page(line, language))))


KEYS = {"zh": ("退款问题请按6", "6 退款问题"), "en": ("For refunds, press 6", "6 For refunds")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_key_is_heard_works_and_is_shown(hotline, change, language):
    line = hotline(flow=change("welcome.yaml", "      4:\n        label: {zh: 退款问题", "      6:\n        label: {zh: 退款问题"))
    heard, shown = KEYS[language]
    call = line.call(LANGUAGES[language], Press("6"))
    assert heard in call.after(1)
    assert call.state.node == "refund.menu"
    assert shown in page(line, language)
