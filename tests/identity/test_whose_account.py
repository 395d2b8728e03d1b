"""Whose account it is: the number that rings, or one that is keyed; and the name, as far as it is told."""

import pytest

from tests.identity.conftest import LIGHT, Line, id_of, light, phone_of

OWN = f"+86{phone_of(1)}"
KEYED = "请输入您账户登记的手机号码"


def test_the_number_that_rings_is_used_when_the_wallet_knows_it(line: Line) -> None:
    call = line.ring((*LIGHT, "1", id_of(1)), OWN)
    assert "您正在用尾号零零零幺的手机来电。" in call.words
    assert KEYED not in call.words
    assert "身份已确认。账户姓名的最后一个字是芳。" in call.words


def test_another_account_is_found_by_its_number(line: Line) -> None:
    call = line.ring((*LIGHT, "2", f"{phone_of(3)}#", id_of(3)), OWN)
    assert KEYED in call.words
    assert "账户姓名的最后一个字是伟。" in call.words


@pytest.mark.parametrize("caller", ["+8613900000000", "anonymous"])
def test_who_rings_from_elsewhere_keys_the_number(line: Line, caller: str) -> None:
    call = line.ring(light(3, id_of(3)), caller)
    assert "您正在用尾号" not in call.words
    assert "账户姓名的最后一个字是伟。" in call.words


@pytest.mark.parametrize(
    ("keyed", "words"),
    [
        ("13900009999#", "没有找到这个号码的账户。请核对后再输入一次。"),
        ("27123456789#", "这里只能登记手机号码，请重新输入。"),
        ("123#", "您输入的位数不对，请重新输入。"),
        ("~", "抱歉，没有收到您的选择。"),
    ],
    ids=["of no account", "of no mobile phone", "too short", "none"],
)
def test_each_slip_has_its_own_words_and_may_be_mended(line: Line, keyed: str, words: str) -> None:
    call = line.ring((*LIGHT, keyed, f"{phone_of(3)}#", id_of(3)))
    assert words in call.words
    assert "账户姓名的最后一个字是伟。" in call.words


def test_of_the_name_only_the_last_character_is_told_and_of_the_number_nothing(line: Line) -> None:
    call = line.ring(light(3, id_of(3)))
    assert "张" not in call.words
    assert "零零零三" not in call.words
    assert all("600100000003" not in turn.twiml for turn in call.turns)


def test_an_id_that_ends_in_a_letter_is_keyed_with_a_star(line: Line) -> None:
    assert "身份已确认" in line.ring(light(17, "017*")).words
