"""Every kind of placeholder, as it comes out in words in both languages."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from ivr.compiler.compile import compile_texts
from ivr.flow.actions import Action, Actions
from ivr.flow.scene import Scene
from ivr.flow.state import CallState
from ivr.flow.words import plain
from ivr.service.clock import ServiceWorld

DATA = {
    "number": "digits", "amount": "money", "day": "date", "at": "time", "ahead": "number", "minutes": "range", "code": "letters",
    "state": "word", "shop": "text", "phone": "phone",
}  # fmt: skip
SAMPLE = {
    "number": "20260703", "amount": 12850, "day": "2026-07-03", "at": "2026-07-03T14:00", "ahead": 2, "minutes": [5, 8], "code": "QR7K",
    "state": {"zh": "已到账", "en": "completed"}, "shop": "Corner Bakery", "phone": "13800138000",
}  # fmt: skip
WORDS = [
    ("{it.number:digits}", "二零二六，零七零三", "two zero two six, zero seven zero three"),
    ("{it.phone:digits}", "幺三八，零零幺三，八零零零", "one three eight, zero zero one three, eight zero zero zero"),
    ("{it.amount:money}", "人民币一百二十八元五角", "one hundred twenty-eight yuan fifty"),
    ("{it.day:date}", "七月三日", "July third"),
    ("{it.at:date}", "七月三日", "July third"),
    ("{it.at:time}", "七月三日下午两点", "July third, two p.m."),
    ("{it.ahead:count}", "两", "two"),
    ("{it.ahead:number}", "二", "two"),
    ("{it.minutes:range}", "五到八分钟", "five to eight minutes"),
    ("{it.code:letters}", "Q R 七 K", "Q R seven K"),
    ("{it.state:word}", "已到账", "completed"),
    ("{it.shop}", "Corner Bakery", "Corner Bakery"),
    ("{it.shop:text}", "Corner Bakery", "Corner Bakery"),
    ("{ it.ahead?:count }", "两", "two"),
    ("{{{it.shop}}}", "{Corner Bakery}", "{Corner Bakery}"),
    ("{hotline:digits}", "九五，零零零", "nine five, zero zero zero"),
    ("{hotline}", "95000", "95000"),
    ("{name}", "云钱包", "Cloud Wallet"),
]


@pytest.mark.parametrize(("written", "zh", "en"), WORDS, ids=[written for written, _, _ in WORDS])
def test_a_placeholder_comes_out_in_words(written: str, zh: str, en: str, good: Mapping[str, str], actions: Actions) -> None:
    menu = f"""
menu: trial
words: {{trial: {{goto: first, zh: [试试], en: [trial]}}}}
nodes:
  first: {{type: action, action: it.find, into: it, outcomes: {{found: said}}}}
  said: {{type: say, prompt: {{zh: "（{written}）", en: "({written})"}}, goto: main.goodbye}}
"""
    known = {**actions, "it.find": Action("it.find", "inside", {"found": SAMPLE}, data=DATA)}
    flow = compile_texts({**good, "trial.yaml": menu}, known)
    world = ServiceWorld(flow, datetime(2026, 3, 2, 10, tzinfo=UTC))
    said = {
        language: plain(text, Scene(flow, CallState(language, slots={"it": SAMPLE}), world).fill(text))
        for language, text in flow.parts["trial.said/prompt/0"].texts.items()
    }
    assert said == {"zh": f"（{zh}）", "en": f"({en})"}
