"""Guessing over virtual days: how many guesses reach the wallet, whoever makes them and from wherever.

Of the last four characters of an ID three are digits and one is a digit or X: 11,000. A code is one of a million.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest

from tests.identity.conftest import LIGHT, Call, Line, id_of, light, phone_of, strong

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WRONG = "9999"
ASKED_ID = "请输入您身份证号码的最后四位"
MINUTES = re.compile("请[^请]+分钟后")
IN_A_WEEK, FROM_A_NUMBER, LOOKED_UP = 9, 6, 10
"""The most wrong answers about one account in seven days and from one number in a day, and look-ups from one number in a day."""


@pytest.fixture
def numbers() -> Iterator[str]:
    return map("+86139{:08}".format, count(1))


def test_one_account_from_many_numbers(line: Line, numbers: Iterator[str]) -> None:
    """Three guesses every eight hours for 16 days, each call from a number of its own: 144 guesses are meant.

    Six are let through on the first day and three on the second, then none for seven days, after which it begins again: 18, and in
    no case more than 9 in any seven days, 27 in 16. The chance to have been right is 18 in 11,000, one in 611.
    """
    for _ in range(16 * 3):
        line.ring(light(1, WRONG, WRONG, WRONG), next(numbers))
        line.pass_on(8 * HOUR)
    assert line.asked.compared == 2 * IN_A_WEEK


def test_many_accounts_from_one_number(line: Line) -> None:
    """Every two hours for three days one number guesses at another of 14 accounts: 36 guesses are meant.

    A day after the sixth wrong answer six more are let through: at most 6 in any day, 18 in three.
    """
    for nth in range(3 * 12):
        line.ring(light(1 + nth % 14, WRONG))
        line.pass_on(2 * HOUR)
    assert FROM_A_NUMBER < line.asked.compared <= 3 * FROM_A_NUMBER


def test_slow_drip(line: Line, numbers: Iterator[str]) -> None:
    """One guess every 20 hours for 30 days, each from a number of its own: 36 are meant.

    Nine in seven days are as many as may be, 45 in 30 days. Whoever is patient enough to stay under them gets all 36 through, and is
    right with one chance in 305.
    """
    for _ in range(36):
        line.ring(light(1, WRONG), next(numbers))
        line.pass_on(20 * HOUR)
    assert line.asked.compared <= 5 * IN_A_WEEK


def test_calls_at_the_same_time(line: Line, numbers: Iterator[str]) -> None:
    """Eight calls are on the line when each of them has come to the ID of one account, and only then do they answer.

    A try is taken before the question is put: three are asked, so three answers reach the wallet, where counting answers as they
    come would let eight through.
    """

    def guess(others: int) -> Iterator[str]:
        yield from light(1)
        if others:
            line.ring(guess(others - 1), next(numbers), closes=False)
        yield WRONG

    line.ring(guess(7), next(numbers), closes=False)
    assert line.asked.compared == 3


def test_look_ups_from_one_number(line: Line) -> None:
    """A number tries out which phone numbers have an account, four in each of ten calls in a day: 40 are meant.

    After ten it is asked for none.
    """
    for call in range(10):
        words = line.ring((*LIGHT, *(f"1370000{call}{nth:03}#" for nth in range(4)))).words
        line.pass_on(HOUR)
    assert "电话验证已暂停" in words
    assert sum(b"+861370000" in body for _, _, body in line.asked.said) == LOOKED_UP


def test_look_ups_by_going_back(line: Line) -> None:
    """Each number that has an account is left by star for the question before, which is not come to from its beginning: 14 are meant."""
    keyed = (key for nth in range(14) for key in (f"{phone_of(1 + nth)}#", "*"))
    told = [line.ring((*LIGHT, *keyed)).words, line.ring((*LIGHT, f"{phone_of(1)}#")).words]
    assert told[0].count(ASKED_ID) == LOOKED_UP
    assert ASKED_ID not in told[1]


def test_look_ups_at_the_same_time(line: Line) -> None:
    """Two look-ups are left when four calls are asked for a phone number before any of them keys it: two hear what was found."""
    line.ring((*LIGHT, *(f"1370000{nth:04}#" for nth in range(LOOKED_UP - 2))))
    line.pass_on(HOUR)
    calls: list[Call] = []

    def look_up(others: int) -> Iterator[str]:
        yield from LIGHT
        if others:
            calls.append(line.ring(look_up(others - 1), closes=False))
        yield f"{phone_of(1 + others)}#"

    calls.append(line.ring(look_up(3), closes=False))
    assert sum(ASKED_ID in call.words for call in calls) == 2


def test_a_question_that_is_left_unanswered_is_no_look_up(line: Line) -> None:
    there, back = LIGHT[-1], "*"
    call = line.ring((*LIGHT, *(back, there) * LOOKED_UP, f"{phone_of(1)}#", id_of(1)))
    assert call.words.count("请输入您账户登记的手机号码") == LOOKED_UP + 1
    assert "身份已确认" in call.words


@pytest.mark.parametrize("way", ["look-ups", "answers"])
def test_one_withheld_number_locks_no_other(line: Line, way: str) -> None:
    """The limits of a number are the limits of the call when it is withheld."""
    looks_up = [f"1370000{nth:04}#" for nth in range(LOOKED_UP + 1)]
    guesses = [key for person in (1, 2, 3) for key in (f"{phone_of(person)}#", WRONG, WRONG, WRONG, "*", "*")]
    before = line.asked.compared
    assert "电话验证已暂停" in line.ring((*LIGHT, *(looks_up if way == "look-ups" else guesses)), "anonymous").words
    assert line.asked.compared - before == (0 if way == "look-ups" else FROM_A_NUMBER)
    line.known.discard("anonymous")
    assert "身份已确认" in line.ring(light(4, id_of(4)), "anonymous").words


def test_codes(line: Line, numbers: Iterator[str]) -> None:
    """Somebody knows the ID and has not the phone, and keys three codes every six hours for seven days: 84 are meant.

    Wrong codes are wrong answers like others: 9 are let through in seven days, one chance in 111,111.
    """
    keyed = []

    def guess() -> Iterator[str]:
        yield from strong(1, "1")
        for _ in line.texts() * 3:
            keyed.append("000000" if line.code() != "000000" else "000001")
            yield keyed[-1]

    for _ in range(7 * 4):
        line.ring(guess(), next(numbers))
        line.pass_on(6 * HOUR)
    assert len(keyed) == IN_A_WEEK


def test_a_lock_is_over_and_the_right_answer_is_right_again(line: Line, numbers: Iterator[str]) -> None:
    for _ in range(3):
        line.ring(light(1, WRONG), next(numbers))
    assert "身份已确认" not in line.ring(light(1, id_of(1)), next(numbers)).words
    line.pass_on(HOUR)
    assert "身份已确认" in line.ring(light(1, id_of(1)), next(numbers)).words


def test_a_lock_does_not_tell_the_right_answer_from_a_wrong_one(line: Line, numbers: Iterator[str]) -> None:
    for _ in range(3):
        line.ring(light(1, WRONG), next(numbers))
    before = line.asked.compared
    right, wrong = (line.ring(light(1, answer), next(numbers)) for answer in (id_of(1), WRONG))
    told = next(place for place, turn in enumerate(right.turns, start=1) if "电话验证已暂停" in turn.twiml)
    assert [MINUTES.sub("", turn.twiml) for turn in right.turns[:told]] == [MINUTES.sub("", turn.twiml) for turn in wrong.turns[:told]]
    assert line.asked.compared == before


def test_a_try_without_an_answer_is_given_back(line: Line, numbers: Iterator[str]) -> None:
    for _ in range(5):
        line.ring(light(1), next(numbers))
    assert "身份已确认" in line.ring(light(1, id_of(1)), next(numbers)).words
