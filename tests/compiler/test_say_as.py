"""Words said in another way than they are written: in what is spoken, and nowhere else."""

from collections.abc import Mapping

import pytest

from ivr.compiler.compile import compile_texts
from ivr.flow.actions import Actions
from ivr.flow.graph import Flow
from ivr.flow.words import Text, plain

SAY_AS = """
say_as:
  zh: {请按: 请点按, 24小时: 二十四小时, 小时: 钟头, APP: 应用}
  en: {app: A P P, press: touch, app store: market, "24": twenty-four}
"""
MENU = """
menu: trial
words: {trial: {goto: first, zh: [试试], en: [trial]}}
nodes:
  first:
    type: menu
    prompt: {zh: "24小时内，两小时后。", en: "An apple in the app store, in 24 hours or 240, by app."}
    sms: told
    options:
      1: {label: {zh: 打开APP, en: To use the app}, goto: main.goodbye}
"""
TOLD = """texts:
  told: {zh: 24小时内打开APP。, en: Open the app within 24 hours.}
"""


@pytest.fixture(scope="module")
def flow(good: Mapping[str, str], actions: Actions) -> Flow:
    hotline = good["hotline.yaml"].replace("\nkeys:\n", f"{SAY_AS}keys:\n", 1).replace("\ntexts:\n", f"\n{TOLD}", 1)
    return compile_texts({**good, "hotline.yaml": hotline, "trial.yaml": MENU}, actions)


def said(text: Text) -> str:
    return "".join(map(str, text.pieces))


def both(flow: Flow, part: str, how: object) -> list[str]:
    return [how(flow.parts[part].texts[language]) for language in ("zh", "en")]  # type: ignore[operator]


def test_the_longest_word_counts_and_english_ones_only_when_whole(flow: Flow) -> None:
    assert both(flow, "trial.first/prompt/0", said) == [
        "二十四小时内，两钟头后。",
        "An apple in the market, in twenty-four hours or 240, by A P P.",
    ]


def test_an_option_is_said_so_and_its_label_is_heard_and_shown_as_written(flow: Flow) -> None:
    assert both(flow, "trial.first/option/1", said) == ["打开应用请点按1。", "To use the A P P, touch 1."]
    assert both(flow, "trial.first/label/1", lambda text: plain(text, ())) == ["打开APP", "To use the app"]


def test_a_text_message_is_sent_as_written(flow: Flow) -> None:
    assert [said(flow.texts["told"].texts[language]) for language in ("zh", "en")] == ["24小时内打开APP。", "Open the app within 24 hours."]
