"""Reference numbers: what their check digit promises."""

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.storage.reference import DAMM, is_reference, reference

DRAWN = st.integers(0, 899_999_999)
DIGITS = range(10)


def numbered(drawn: int) -> str:
    return reference(lambda _: drawn)


@given(DRAWN)
def test_a_reference_is_ten_digits_and_checks(drawn: int) -> None:
    number = numbered(drawn)
    assert len(number) == 10
    assert number[0] != "0"
    assert is_reference(number)


@given(DRAWN)
def test_every_single_wrong_digit_is_caught(drawn: int) -> None:
    number = numbered(drawn)
    for place, digit in product(range(10), "0123456789"):
        wrong = number[:place] + digit + number[place + 1 :]
        assert is_reference(wrong) == (wrong == number)


@given(DRAWN)
def test_every_swap_of_neighbours_is_caught(drawn: int) -> None:
    number = numbered(drawn)
    for place in range(9):
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert is_reference(swapped) == (swapped == number)


def test_the_table_tells_any_two_digits_and_any_two_orders_apart() -> None:
    for interim in DIGITS:
        assert sorted(DAMM[interim]) == list(DIGITS)
        assert sorted(row[interim] for row in DAMM) == list(DIGITS)
        for a, b in product(DIGITS, DIGITS):
            assert a == b or DAMM[DAMM[interim][a]][b] != DAMM[DAMM[interim][b]][a]


def test_the_whole_range_is_asked_for_and_its_ends_are_numbers() -> None:
    asked: list[int] = []
    reference(lambda below: asked.append(below) or 0)
    assert asked == [900_000_000]
    assert numbered(0)[:9] == "100000000"
    assert numbered(899_999_999)[:9] == "999999999"


def test_the_same_seed_gives_the_same_numbers() -> None:
    assert [reference(random.Random(7).randrange) for _ in range(3)] == [reference(random.Random(7).randrange)] * 3


@pytest.mark.parametrize(
    "text", ["", "1", numbered(5)[:-1], numbered(5) + "0", "0000000000", "１２３４５６７８９０", "12345 6789", "-123456789"]
)
def test_other_texts_are_no_references(text: str) -> None:
    assert not is_reference(text)
