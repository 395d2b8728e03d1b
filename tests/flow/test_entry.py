"""What keys make of an entry: the value, the way out by star, or what is wrong with it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.entry import KINDS, NUMBERS, Entered, Entry, Pattern, WayOut, Wrong, digits

TODAY = date(2026, 3, 2)
ORDER, CODE = digits(8, 20), digits(6, 6)
PAPERS = Pattern((NUMBERS, NUMBERS, NUMBERS, NUMBERS | {"*"}), 4)
PHONE, DATE, AMOUNT, TICKET = KINDS["phone"], KINDS["date"], KINDS["amount"], KINDS["ticket"]
LENGTH, NO_DATE, NO_AMOUNT, NO_MOBILE = Wrong("length"), Wrong("date"), Wrong("amount"), Wrong("phone")
BACK, PERSON, FREEZE = WayOut(""), WayOut("0"), WayOut("9")


@pytest.mark.parametrize(
    ("entry", "keys", "reading"),
    [
        (ORDER, "12345678", Entered("12345678")),
        (ORDER, "00000000", Entered("00000000")),
        (ORDER, "12345678901234567890", Entered("12345678901234567890")),
        (ORDER, "1234567", LENGTH),
        (ORDER, "123456789012345678901", LENGTH),
        (ORDER, "", LENGTH),
        (ORDER, "0", LENGTH),
        (ORDER, "9", LENGTH),
        (ORDER, "*", BACK),
        (ORDER, "1*", BACK),
        (ORDER, "12345678*", BACK),
        (ORDER, "12345678901234567890*", BACK),
        (ORDER, "*0", PERSON),
        (ORDER, "12345678*0", PERSON),
        (ORDER, "*9", FREEZE),
        (ORDER, "12*9", FREEZE),
        (ORDER, "**", WayOut("*")),
        (ORDER, "*12345678", WayOut("12345678")),
        (ORDER, "1234#678", LENGTH),
        (CODE, "123456", Entered("123456")),
        (CODE, "12345", LENGTH),
        (CODE, "1234567", LENGTH),
        (CODE, "12345*", BACK),
        (CODE, "1234*0", PERSON),
        (PAPERS, "1234", Entered("1234")),
        (PAPERS, "123*", Entered("123*")),
        (PAPERS, "123", LENGTH),
        (PAPERS, "12345", LENGTH),
        (PAPERS, "12*", BACK),
        (PAPERS, "12*4", WayOut("4")),
        (PAPERS, "*", BACK),
        (PAPERS, "*0", PERSON),
        (PAPERS, "1*9", FREEZE),
        (PAPERS, "****", WayOut("***")),
        (PAPERS, "123**", BACK),
        (PAPERS, "123**0", PERSON),
        (PAPERS, "1234*9", FREEZE),
        (PHONE, "13800001111", Entered("13800001111")),
        (PHONE, "23800001111", NO_MOBILE),
        (PHONE, "01012345678", NO_MOBILE),
        (PHONE, "62345678", NO_MOBILE),
        (PHONE, "0", NO_MOBILE),
        (PHONE, "", LENGTH),
        (PHONE, "62345678*", BACK),
        (PHONE, "1380000111", LENGTH),
        (PHONE, "138000011112", LENGTH),
        (PHONE, "138*", BACK),
        (PHONE, "138*0", PERSON),
        (DATE, "0302", Entered("2026-03-02")),
        (TICKET, "4815162340", Entered("4815162340")),
        (TICKET, "481516234", LENGTH),
        (TICKET, "48151623401", LENGTH),
        (TICKET, "4815*0", PERSON),
        (DATE, "0301", Entered("2026-03-01")),
        (DATE, "0303", Entered("2025-03-03")),
        (DATE, "1231", Entered("2025-12-31")),
        (DATE, "0229", Entered("2024-02-29")),
        (DATE, "0230", NO_DATE),
        (DATE, "0431", NO_DATE),
        (DATE, "1301", NO_DATE),
        (DATE, "0001", NO_DATE),
        (DATE, "0100", NO_DATE),
        (DATE, "301", LENGTH),
        (DATE, "20260302", LENGTH),
        (DATE, "03*", BACK),
        (DATE, "*0", PERSON),
        (DATE, "*9", FREEZE),
        (AMOUNT, "128*5", Entered(12850)),
        (AMOUNT, "128*05", Entered(12805)),
        (AMOUNT, "128*50", Entered(12850)),
        (AMOUNT, "128*", Entered(12800)),
        (AMOUNT, "128", Entered(12800)),
        (AMOUNT, "*5", Entered(50)),
        (AMOUNT, "0*01", Entered(1)),
        (AMOUNT, "0", NO_AMOUNT),
        (AMOUNT, "00", NO_AMOUNT),
        (AMOUNT, "0*", NO_AMOUNT),
        (AMOUNT, "*00", NO_AMOUNT),
        (AMOUNT, "0*0*0", PERSON),
        (AMOUNT, "007", Entered(700)),
        (AMOUNT, "99999999", Entered(9999999900)),
        (AMOUNT, "100000000", NO_AMOUNT),
        (AMOUNT, "1*234", NO_AMOUNT),
        (AMOUNT, "*", NO_AMOUNT),
        (AMOUNT, "", NO_AMOUNT),
        (AMOUNT, "1#5", NO_AMOUNT),
        (AMOUNT, "**", BACK),
        (AMOUNT, "128*5*", BACK),
        (AMOUNT, "128**", BACK),
        (AMOUNT, "**0", PERSON),
        (AMOUNT, "1**0", PERSON),
        (AMOUNT, "1*2*9", FREEZE),
        (AMOUNT, "***", WayOut("*")),
    ],
)
def test_keys_are_read(entry: Entry, keys: str, reading: object) -> None:
    assert entry.read(keys, TODAY) == reading


@pytest.mark.parametrize(
    ("today", "keys", "value"),
    [
        (date(2026, 1, 1), "1231", "2025-12-31"),
        (date(2026, 1, 1), "0101", "2026-01-01"),
        (date(2025, 12, 31), "0101", "2025-01-01"),
        (date(2024, 2, 29), "0229", "2024-02-29"),
        (date(2024, 2, 28), "0229", "2020-02-29"),
        (date(2024, 3, 1), "0229", "2024-02-29"),
        (date(2027, 6, 1), "0229", "2024-02-29"),
        (date(2104, 2, 28), "0229", "2096-02-29"),
    ],
)
def test_a_date_is_the_latest_such_day_that_is_not_to_come(today: date, keys: str, value: str) -> None:
    assert DATE.read(keys, today) == Entered(value)


@pytest.mark.parametrize(
    ("entry", "keys"), [(ORDER, None), (CODE, 6), (PAPERS, 4), (PHONE, None), (DATE, None), (AMOUNT, None), (TICKET, None)]
)
def test_an_entry_of_one_length_ends_by_itself_and_a_kind_by_pound(entry: Entry, keys: int | None) -> None:
    assert entry.keys == keys


ANY_KEYS = st.text("0123456789*", max_size=24)


@given(ANY_KEYS, st.sampled_from([ORDER, CODE, PHONE, DATE]))
def test_no_star_is_ever_part_of_a_number(keys: str, entry: Entry) -> None:
    reading = entry.read(keys, TODAY)
    assert isinstance(reading, WayOut) == ("*" in keys)


@given(ANY_KEYS)
def test_a_way_out_is_what_came_after_a_star(keys: str) -> None:
    for entry in (ORDER, CODE, PAPERS, PHONE, DATE, AMOUNT):
        reading = entry.read(keys, TODAY)
        assert not isinstance(reading, WayOut) or keys.endswith(f"*{reading.keys}")


@given(st.integers(1, 99_999_999_99))
def test_every_amount_can_be_keyed(fen: int) -> None:
    assert AMOUNT.read(f"{fen // 100}*{fen % 100:02}", TODAY) == Entered(fen)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_date_read_is_that_day_within_a_leap_cycle(today: date, day: date) -> None:
    reading = DATE.read(f"{day:%m%d}", today)
    assert isinstance(reading, Entered)
    found = date.fromisoformat(str(reading.value))
    assert (found.month, found.day) == (day.month, day.day)
    assert 0 <= (today - found).days <= (366 if f"{day:%m%d}" != "0229" else 1461)
