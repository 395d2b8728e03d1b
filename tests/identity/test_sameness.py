"""Whoever guesses wrong learns nothing of why: the wallet is asked the same, the database told the same, and the caller hears the same."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.identity.conftest import Call, Line, Turn, id_of, light, strong

WRONG = "9999"
WITHOUT_ID = 13


@pytest.fixture
def warm(line: Line) -> Line:
    """A hotline that has prepared all it will say."""
    line.ring(light(2, WRONG, WRONG, WRONG), "+8613900000009")
    return line


def answered(call: Call) -> Turn:
    """Give the turn that answers the call's last keys."""
    return call.turns[-1]


def test_what_is_compared_is_what_is_told(warm: Line) -> None:
    """The comparison itself: a right answer is seen to differ in all three."""
    right, wrong = (answered(warm.ring(light(1, answer), f"+86139000001{answer[-2:]}")) for answer in (id_of(1), WRONG))
    assert right.twiml != wrong.twiml
    assert right.statements != wrong.statements
    assert right.asked == wrong.asked == (("POST", "/v#/accounts/#/identity"),)


def test_an_account_without_an_id_is_like_one_whose_id_was_wrong(warm: Line) -> None:
    wrong, without = (warm.ring(light(person, WRONG), f"+8613900000{person:03}") for person in (1, WITHOUT_ID))
    assert answered(wrong) == answered(without)
    assert "您还可以再试" in answered(wrong).twiml
    assert wrong.turns == without.turns


def test_the_last_try_of_either_locks_it_alike(warm: Line) -> None:
    wrong, without = (warm.ring(light(person, WRONG, WRONG, WRONG), f"+8613900000{person:03}") for person in (1, WITHOUT_ID))
    assert wrong.turns == without.turns
    assert "电话验证已暂停" in answered(wrong).twiml


def test_a_locked_account_is_asked_about_no_more(warm: Line) -> None:
    """Whether the ID would have been right, wrong or is not on file: the lock is told before the question."""
    for person in (1, WITHOUT_ID):
        warm.ring(light(person, WRONG, WRONG, WRONG), f"+8613900000{person:03}")
    minutes = {person: warm.ring(light(person), f"+8613900001{person:03}") for person in (1, WITHOUT_ID)}
    first, second = (answered(call) for call in minutes.values())
    assert (first.asked, first.statements) == (second.asked, second.statements)
    assert "电话验证已暂停" in first.twiml


def test_a_wrong_code_is_like_another_accounts_and_like_one_used_before(warm: Line) -> None:
    codes: dict[str, str] = {}

    def used() -> Iterator[str]:
        yield from strong(1, "1")
        codes["used"] = warm.code()
        yield codes["used"]

    def another() -> Iterator[str]:
        yield from strong(3, "1")
        codes["another's"] = warm.code()

    assert "身份已确认" in warm.ring(used(), "+8613900000021").words
    warm.ring(another(), "+8613900000022")
    codes["wrong"] = "000000"
    answers = []
    for nth, code in enumerate(codes.values()):
        warm.pass_on(timedelta(hours=2))
        answers.append(answered(warm.ring(strong(1, "1", code), f"+861390000003{nth}")))
    first, *others = answers
    assert others == [first, first]
    assert "您还可以再试" in first.twiml
