"""One check lasts the call, a stronger one asks only for what is new, and how far a caller is known goes along to people."""

import json
from collections.abc import Iterator

import pytest

from tests.identity.conftest import Line, id_of, phone_of

PRIVATE, GRAVE = "1", "3"
"""In the menu of personal data: what asks for the light check, and what asks for the strong one."""
PRIVACY = ("3", "4")
ACCOUNT_OF_THE_FIRST = "600100000001"
ASKED_ID, ASKED_CODE, VERIFIED, REPORT = "请输入您身份证号码的最后四位", "请输入六位验证码", "身份已确认", "请在提示音后说明"


def known(line: Line, *then: str) -> Iterator[str]:
    """Come to what is private, answer the light check, and go on so; `code` is the code that was texted."""
    yield from (*PRIVACY, PRIVATE, f"{phone_of(1)}#", id_of(1))
    for move in then:
        yield line.code() if move == "code" else move


def test_one_check_lasts_the_call(line: Line) -> None:
    call = line.ring(known(line, "*", PRIVATE))
    assert call.words.count(REPORT) == 2
    assert call.words.count(ASKED_ID) == call.words.count(VERIFIED) == 1


def test_a_stronger_check_asks_only_for_what_is_new(line: Line) -> None:
    call = line.ring(known(line, "*", GRAVE, "1", "code"))
    assert call.words.count(ASKED_ID) == call.words.count(ASKED_CODE) == 1
    assert call.words.count(VERIFIED) == 2
    assert "更正信息请按2" in call.words


def test_a_stronger_check_at_once_asks_for_both(line: Line) -> None:
    call = line.ring(known(line, "*", GRAVE, "1", "code", "*", PRIVATE))
    assert call.words.count(REPORT) == 2
    assert call.words.count(ASKED_ID) == call.words.count(ASKED_CODE) == 1


def test_the_light_check_does_not_do_for_what_is_grave(line: Line) -> None:
    call = line.ring(known(line, "*", GRAVE))
    assert "我会把六位验证码发到您的登记手机" in call.words
    assert "更正信息请按2" not in call.words


def test_another_account_looked_up_on_the_way_does_not_take_over_a_level(line: Line) -> None:
    """Back from the question for the code, another number is keyed and its question left by star: who is known is still the first."""
    moves = (*PRIVACY, GRAVE, f"{phone_of(1)}#", id_of(1), "*", "*", f"{phone_of(3)}#", "*", "*", PRIVATE)
    call = line.ring(moves, closes=False)
    assert call.words.count(ASKED_ID) == 3
    assert REPORT in call.words
    assert json.loads(line.state(call.sid))["slots"]["account"]["id"] == ACCOUNT_OF_THE_FIRST


@pytest.mark.parametrize(("moves", "level"), [((), None), ((id_of(1),), "light"), ((id_of(1), "*", GRAVE, "1", "code"), "strong")])
def test_how_far_a_caller_is_known_goes_along_to_people(line: Line, moves: tuple[str, ...], level: str | None) -> None:
    def rings() -> Iterator[str]:
        yield from (*PRIVACY, PRIVATE, f"{phone_of(1)}#")
        for move in (*moves, "*0" if not moves or moves == (id_of(1),) else "0"):
            yield line.code() if move == "code" else move

    call = line.ring(rings(), closes=False)
    assert line.story(call.sid).get("identity") == level
