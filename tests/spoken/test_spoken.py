"""What every kind of value sounds like, in each language."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.spoken import LANGUAGES, SLOT_KINDS, longest, samples, say

EXAMPLES = [
    # kind, value, Mandarin, English
    ("digits", "7", "七", "seven"),
    ("digits", "110", "幺幺零", "one one zero"),
    ("digits", "95588", "九五，五八八", "nine five, five eight eight"),
    ("digits", "012X", "零幺二X", "zero one two X"),
    ("digits", "012*", "零幺二X", "zero one two X"),
    ("digits", "95xxx", "九五，XXX", "nine five, X X X"),
    ("digits", "482913", "四八二，九幺三", "four eight two, nine one three"),
    ("digits", "4158675309", "四幺五，八六七，五三零九", "four one five, eight six seven, five three zero nine"),
    (
        "digits",
        "13800138000",
        "幺三八，零零幺三，八零零零",
        "one three eight, zero zero one three, eight zero zero zero",
    ),
    (
        "digits",
        "+8613800138000",
        "幺三八，零零幺三，八零零零",
        "one three eight, zero zero one three, eight zero zero zero",
    ),
    ("digits", "+15550001", "加幺五五五，零零零幺", "plus one five five five, zero zero zero one"),
    ("digits", "6222-0212", "六二二二，零二幺二", "six two two two, zero two one two"),
    ("money", 0, "人民币零元", "zero yuan"),
    ("money", 1, "人民币一分", "zero yuan oh one"),
    ("money", 2, "人民币两分", "zero yuan oh two"),
    ("money", 20, "人民币两角", "zero yuan twenty"),
    ("money", 22, "人民币两角二分", "zero yuan twenty-two"),
    ("money", 50, "人民币五角", "zero yuan fifty"),
    ("money", 100, "人民币一元", "one yuan"),
    ("money", 105, "人民币一元零五分", "one yuan oh five"),
    ("money", 120, "人民币一元二角", "one yuan twenty"),
    ("money", 200, "人民币两元", "two yuan"),
    ("money", 222, "人民币两元二角二分", "two yuan twenty-two"),
    ("money", 1000, "人民币十元", "ten yuan"),
    ("money", 1200, "人民币十二元", "twelve yuan"),
    ("money", 2000, "人民币二十元", "twenty yuan"),
    ("money", 10005, "人民币一百元零五分", "one hundred yuan oh five"),
    ("money", 10500, "人民币一百零五元", "one hundred five yuan"),
    ("money", 11000, "人民币一百一十元", "one hundred ten yuan"),
    ("money", 12850, "人民币一百二十八元五角", "one hundred twenty-eight yuan fifty"),
    ("money", 12855, "人民币一百二十八元五角五分", "one hundred twenty-eight yuan fifty-five"),
    ("money", 20000, "人民币二百元", "two hundred yuan"),
    ("money", 200000, "人民币两千元", "two thousand yuan"),
    ("money", 1000000, "人民币一万元", "ten thousand yuan"),
    ("money", 1200000, "人民币一万二千元", "twelve thousand yuan"),
    ("money", 2000000, "人民币两万元", "twenty thousand yuan"),
    ("money", 100000000, "人民币一百万元", "one million yuan"),
    ("money", -12850, "人民币负一百二十八元五角", "minus one hundred twenty-eight yuan fifty"),
    ("money", "12850", "人民币一百二十八元五角", "one hundred twenty-eight yuan fifty"),
    ("date", "2026-07-03", "七月三日", "July third"),
    ("date", "2026-01-01", "一月一日", "January first"),
    ("date", "2026-02-02", "二月二日", "February second"),
    ("date", "2026-03-12", "三月十二日", "March twelfth"),
    ("date", "2026-04-20", "四月二十日", "April twentieth"),
    ("date", "2026-11-22", "十一月二十二日", "November twenty-second"),
    ("date", "2026-12-31", "十二月三十一日", "December thirty-first"),
    ("date", "2026-07-03T14:00", "七月三日", "July third"),
    ("time", "2026-07-03T14:00", "七月三日下午两点", "July third, two p.m."),
    ("time", "2026-07-03T14:00:30+08:00", "七月三日下午两点", "July third, two p.m."),
    ("time", "2026-07-03T00:00", "七月三日零点", "July third, midnight"),
    ("time", "14:00", "下午两点", "two p.m."),
    ("time", "08:00", "上午八点", "eight a.m."),
    ("time", "8:30", "上午八点三十分", "eight thirty a.m."),
    ("time", "08:05", "上午八点零五分", "eight oh five a.m."),
    ("time", "02:02", "凌晨两点零二分", "two oh two a.m."),
    ("time", "00:00", "零点", "midnight"),
    ("time", "00:30", "零点三十分", "twelve thirty a.m."),
    ("time", "12:00", "中午十二点", "noon"),
    ("time", "12:30", "中午十二点三十分", "twelve thirty p.m."),
    ("time", "13:10", "下午一点十分", "one ten p.m."),
    ("time", "18:00", "晚上六点", "six p.m."),
    ("time", "22:22", "晚上十点二十二分", "ten twenty-two p.m."),
    ("time", "24:00", "二十四点", "midnight"),
    ("count", 0, "零", "zero"),
    ("count", 1, "一", "one"),
    ("count", 2, "两", "two"),
    ("count", 10, "十", "ten"),
    ("count", 12, "十二", "twelve"),
    ("count", 20, "二十", "twenty"),
    ("count", 22, "二十二", "twenty-two"),
    ("count", 102, "一百零二", "one hundred two"),
    ("count", 110, "一百一十", "one hundred ten"),
    ("count", 200, "二百", "two hundred"),
    ("count", 2000, "两千", "two thousand"),
    ("count", 12000, "一万二千", "twelve thousand"),
    ("number", 2, "二", "two"),
    ("number", 12, "十二", "twelve"),
    ("range", [5, 8], "五到八分钟", "five to eight minutes"),
    ("range", (2, 12), "两到十二分钟", "two to twelve minutes"),
    ("range", [1, 2], "一到两分钟", "one to two minutes"),
    ("range", [8, 5], "五到八分钟", "five to eight minutes"),
    ("range", [5, 5], "五分钟", "five minutes"),
    ("range", [1, 1], "一分钟", "one minute"),
    ("range", [0, 2], "不到两分钟", "less than two minutes"),
    ("range", [0, 1], "不到一分钟", "less than a minute"),
    ("range", [0, 0], "不到一分钟", "less than a minute"),
    ("letters", "QR7K", "Q R 七 K", "Q R seven K"),
    ("letters", "a-12", "A 幺 二", "A one two"),
    ("word", "Visa", "Visa", "Visa"),
    ("word", ["A"], "A", "A"),
    ("word", ["A", "B"], "A和B", "A and B"),
    ("word", ["A", "B", "C"], "A、B和C", "A, B and C"),
    ("sentence", "Tonight.", "Tonight.", "Tonight."),
    ("sentence", ["One.", "Two."], "One. Two.", "One. Two."),
    ("text", "Corner Bakery", "Corner Bakery", "Corner Bakery"),
    ("text", " 小\x00店\u202e\n 一号 ", "小店 一号", "小店 一号"),
    ("text", "x" * 200, "x" * 60, "x" * 60),
]

WRONG = [
    ("digits", "12a"),
    ("digits", ""),
    ("digits", "+"),
    ("money", "1.50"),
    ("money", 1.5),
    ("money", None),
    ("money", True),
    ("date", "July"),
    ("date", None),
    ("time", "25:00"),
    ("time", 14),
    ("range", [1, 2, 3]),
    ("range", "58"),
    ("letters", "é"),
    ("word", 3),
    ("word", []),
    ("colour", "red"),
]


@pytest.mark.parametrize(("kind", "value", "mandarin", "english"), EXAMPLES)
def test_a_value_is_said_in_the_words_of_the_language(kind: str, value: object, mandarin: str, english: str) -> None:
    assert (say(kind, value, "mandarin"), say(kind, value, "english")) == (mandarin, english)


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_a_value_its_kind_cannot_speak_is_refused_with_its_name(kind: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"is not|has no"):
        say(kind, value, "mandarin")


@pytest.mark.parametrize("kind", SLOT_KINDS)
@pytest.mark.parametrize("language", ["mandarin", "english"])
def test_the_longest_words_are_those_of_a_sample(kind: str, language: str) -> None:
    lengths = [len(say(kind, value, language)) for value in samples(kind)]
    assert len(longest(kind, language)) == max(lengths) > min(lengths)


WITHIN_BOUNDS = st.one_of(
    st.tuples(st.just("digits"), st.text("0123456789*X", min_size=1, max_size=20)),
    st.tuples(st.just("money"), st.integers(-9_999_999_999, 9_999_999_999)),
    st.tuples(st.just("date"), st.dates().map(date.isoformat)),
    st.tuples(st.just("time"), st.datetimes().map(lambda at: at.isoformat())),
    st.tuples(st.just("count"), st.integers(0, 99_999)),
    st.tuples(st.just("number"), st.integers(0, 99_999)),
    st.tuples(st.just("range"), st.tuples(st.integers(0, 999), st.integers(0, 999))),
    st.tuples(st.just("letters"), st.text("0123456789ABCXYZ", min_size=1, max_size=20)),
    st.tuples(st.just("text"), st.text()),
)


@settings(deadline=None)
@given(WITHIN_BOUNDS, st.sampled_from(["mandarin", "english"]))
def test_no_value_within_the_bounds_is_longer_than_the_longest(case: tuple[str, object], language: str) -> None:
    kind, value = case
    assert len(say(kind, value, language)) <= len(longest(kind, language))


@settings(deadline=None)
@given(st.text("0123456789X", min_size=1, max_size=20), st.sampled_from(["mandarin", "english"]))
def test_every_digit_is_said_once_and_pauses_come_every_two_to_four(digits: str, language: str) -> None:
    said = say("digits", digits, language)
    groups = [group.split() for group in said.split(", ")] if language == "english" else said.split("，")
    assert sum(map(len, groups)) == len(digits)
    assert all(2 <= len(group) <= 4 for group in groups) or len(digits) == 1


@pytest.fixture(scope="module")
def library() -> Any:
    """Another's English numbers. It takes longer to load than most test files to run."""
    return import_module("inflect").engine()


@settings(deadline=None)
@given(value=st.integers(0, 10**15 - 1))
def test_english_numbers_agree_with_a_library_for_them(library: Any, value: int) -> None:
    words = library.number_to_words(value, andword="")
    assert say("number", value, "english") == str(words).replace(",", "").replace("  ", " ")


def test_english_days_agree_with_a_library_for_them(library: Any) -> None:
    for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(31)):
        assert say("date", day.isoformat(), "english") == f"January {library.number_to_words(library.ordinal(day.day))}"


ALL, WORK, WEEKEND = range(7), range(5), (5, 6)
NINE_TO_SIX, DAY, NIGHT = (540, 1080), (0, 1440), (1320, 1560)
WEEKS = [
    ([(ALL, [DAY])], False, "每天二十四小时", "daily around the clock"),
    ([(ALL, [(480, 1440)])], False, "每天上午八点到二十四点", "daily from eight a.m. to midnight"),
    ([(WORK, [NINE_TO_SIX])], True, "工作日上午九点到晚上六点", "on working days from nine a.m. to six p.m."),
    ([(WORK, [NINE_TO_SIX])], False, "周一至周五上午九点到晚上六点", "Monday to Friday from nine a.m. to six p.m."),
    (
        [(WORK, [(540, 720), (780, 1080)]), ((5,), [NIGHT])], True,
        "工作日上午九点到中午十二点、下午一点到晚上六点，周六晚上十点到第二天凌晨两点，法定节假日休息",
        "on working days from nine a.m. to noon and from one p.m. to six p.m., Saturday from ten p.m. to two a.m. the next day,"
        " closed on public holidays",
    ),
    ([(WEEKEND, [DAY])], False, "周六和周日二十四小时", "Saturday and Sunday around the clock"),
]  # fmt: skip


@pytest.mark.parametrize(("week", "closed_on_holidays", "mandarin", "english"), WEEKS)
def test_a_week_of_hours_is_said(week, closed_on_holidays, mandarin, english):
    assert LANGUAGES["mandarin"].hours(week, closed_on_holidays) == mandarin
    assert LANGUAGES["english"].hours(week, closed_on_holidays) == english


def test_who_keeps_which_hours_is_said():
    rows = [(["A", "B", "C"], "X"), (["D"], "Y")]
    assert LANGUAGES["mandarin"].timetable(rows) == "A、B和C，X；D，Y"
    assert LANGUAGES["english"].timetable(rows) == "A, B and C, X; D, Y"
