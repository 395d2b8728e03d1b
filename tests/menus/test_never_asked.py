"""No prompt asks for a password, a PIN or a card; an ID or a code is keyed as a secret: `ivr lint` stops all else (R77)."""

from pathlib import Path

import pytest

from ivr.compiler.source import load
from ivr.lint.rules import asks_for_secret
from ivr.lint.runner import lint, read_menus
from ivr.service.actions import DECLARATIONS

ASKED = "请输入六位验证码。, en: Enter the six digits."
WORSE = [
    (ASKED, "请输入您的支付密码。, en: Enter the six digits."),
    (ASKED, "请输入六位验证码。, en: Enter your PIN."),
    (ASKED, "请输入银行卡号。, en: Enter your card number."),
    ("请输入您账户登记的手机号码，按井号键结束。", "请输入您的身份证号码，按井号键结束。"),
]


def found(files: dict[str, str]) -> set[str]:
    menus = read_menus([load(text, name) for name, text in files.items()], DECLARATIONS)
    return {problem.file for problem in lint(menus, (asks_for_secret,))}


@pytest.fixture(scope="module")
def shipped(menus: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(menus.glob("*.yaml"))}


def test_nothing_asks_for_what_must_not_be_asked_for(shipped: dict[str, str]) -> None:
    assert found(shipped) == set()


@pytest.mark.parametrize(("words", "worse"), WORSE, ids=["password", "PIN", "card", "ID in the clear"])
def test_a_prompt_that_does_stops_the_build(shipped: dict[str, str], words: str, worse: str) -> None:
    text = shipped["identity.yaml"]
    assert words in text
    assert found(shipped | {"identity.yaml": text.replace(words, worse, 1)}) == {"identity.yaml"}
