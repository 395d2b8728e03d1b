"""How callers marked talks, on every store."""

from dataclasses import replace
from datetime import datetime, timedelta

from ivr.storage.base import Store
from ivr.storage.records import AskedMark, Survey

DAY = timedelta(days=1)


def test_another_mark_of_the_same_call_takes_the_place_of_the_first(store: Store, now: datetime) -> None:
    first = Survey("CA1", "carol", "refund", 2, now)
    with store.unit() as unit:
        unit.keep_survey(first)
        unit.keep_survey(Survey("CA1", "carol", "refund", 3, now + DAY, "yes"))
        unit.keep_survey(Survey("CA2", "dan", "refund", 5, now))
        (kept,) = unit.surveys("carol", now - DAY)
    assert kept == Survey("CA1", "carol", "refund", 3, now, "yes")


def test_marks_are_listed_from_a_moment_on(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        unit.keep_survey(Survey("CA1", "carol", "refund", 2, now - DAY))
        unit.keep_survey(Survey("CA2", "carol", "refund", 4, now))
        assert [each.call_sid for each in unit.surveys("carol", now - DAY)] == ["CA2"]
        assert [each.call_sid for each in unit.surveys("carol", now - 2 * DAY)] == ["CA1", "CA2"]


def test_callers_without_a_number_have_no_marks_in_common(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        unit.keep_survey(Survey("CA1", "", "refund", 2, now))
        assert unit.surveys("", now - DAY) == []


def test_a_mark_that_was_asked_for_is_given_once(store: Store, now: datetime) -> None:
    talk, answer = AskedMark("CA1", "carol", "refund", "zh", now), AskedMark("CA1", "carol", "refund", "zh", now + DAY, "4815162340")
    with store.unit() as unit:
        assert [unit.ask_mark(each) for each in (talk, talk, answer)] == [True, False, True]
        assert [unit.give_mark(talk, score) for score in (2, 5)] == [True, False]
        assert unit.asked_marks("carol", now - DAY) == [replace(talk, score=2), answer]
        assert unit.asked_marks("carol", now) == [answer]
        assert unit.asked_marks("dan", now - DAY) == []
