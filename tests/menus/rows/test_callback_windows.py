"""When a callback is made: in a quiet time if that is wished for, and never when nobody is there (R32)."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.calendar import in_peak, read_hours
from ivr.simulator.people.person import Press

LANGUAGES = {"zh": Press("1"), "en": Press("2")}
QUIET = (Press("0"), Press("4"), Press("3"), Press("1"))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def booked(line, call):
    with line.application.store.unit() as unit:
        return unit.callback(call.state.slots["callback"]["number"])


QUIET_TIMES = {
    ("2026-03-03 10:00", "zh"): ("2026-03-03 12:00", "我们会三月三日中午十二点以后用"),
    ("2026-03-03 10:00", "en"): ("2026-03-03 12:00", "We'll call you after March third, noon from"),
    ("2026-03-03 12:10", "zh"): ("2026-03-03 12:30", "我们会三月三日中午十二点三十分以后用"),
    ("2026-03-03 23:45", "zh"): ("2026-03-04 08:00", "我们会三月四日上午八点以后用"),
}


@pytest.mark.parametrize(("at", "language"), QUIET_TIMES)
def test_a_quiet_time_is_named_and_the_callback_booked_in_it(hotline, flow, at, language):
    begins, words = QUIET_TIMES[at, language]
    line = hotline(at=at, waiting=3)
    call = line.call(LANGUAGES[language], *QUIET)
    assert words in call.words
    window = booked(line, call).window_from
    assert window == datetime.fromisoformat(begins).replace(tzinfo=SHANGHAI)
    assert not in_peak(flow.peaks, window)


SELDOM_QUIET = {
    "the last minutes before ten days of holidays": ({"mon-fri": "09:00-18:00"}, "2026-02-14 17:40", "2026-02-24 12:00"),
    "a desk that is there in busy hours only": ({"mon-fri": "09:00-12:00"}, "2026-03-02 11:40", "2026-03-03 09:00"),
}


@pytest.mark.parametrize("case", SELDOM_QUIET)
def test_a_callback_in_a_quiet_time_is_never_for_when_nobody_is_there(hotline, flow, case):
    times, at, begins = SELDOM_QUIET[case]
    hours = read_hours({"timezone": "Asia/Shanghai", "open": times, "holidays": "CN"})
    line = hotline(replace(flow, hours=dict.fromkeys(flow.hours, hours)), at=at, waiting=3)
    call = line.call(LANGUAGES["zh"], *QUIET)
    assert booked(line, call).window_from == datetime.fromisoformat(begins).replace(tzinfo=SHANGHAI)


AT_NIGHT = {
    "as soon as possible": ("1", "2026-03-03 08:00", "三月三日上午八点以后"),
    "this afternoon": ("2", "2026-03-03 13:00", "今天下午"),
    "tomorrow morning": ("4", "2026-03-04 09:00", "明天上午"),
}


@pytest.mark.parametrize("case", AT_NIGHT)
def test_a_time_at_which_nobody_is_there_becomes_the_next_opening_and_that_is_said(hotline, case):
    key, begins, words = AT_NIGHT[case]
    line = hotline(at="2026-03-03 02:00")
    call = line.call(LANGUAGES["zh"], Press("0"), Press("4"), Press("1"), Press("1"), Press(key))
    assert f"我们会{words}用" in call.words
    assert booked(line, call).window_from == datetime.fromisoformat(begins).replace(tzinfo=SHANGHAI)


def test_a_window_that_is_over_is_the_same_one_of_the_next_day_and_that_is_said(hotline):
    line = hotline(at="2026-03-06 23:30", most=0)
    call = line.call(LANGUAGES["en"], Press("9"), Press("1"), Press("2"))
    assert "The time you chose isn't possible" in call.words
    assert "after March seventh, one p.m." in call.words
    assert booked(line, call).window_from == datetime.fromisoformat("2026-03-07 13:00").replace(tzinfo=SHANGHAI)
