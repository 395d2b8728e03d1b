"""Tries at an identity check and one-time codes, on every store."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

from ivr.service.guesses import ACCOUNT, ask
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.records import Code, Try

AT_ONCE = 8
SECRET = "a secret for tests"


def test_the_newest_tries_come_first_and_nobody_elses(store: Store, now: datetime) -> None:
    first, second, third = (Try("a", place, "CA1", now + timedelta(minutes=place), counted=False) for place in (1, 2, 3))
    with store.unit() as unit:
        assert all(unit.add_try(each) for each in (first, second, third, replace(first, subject="b")))
        assert unit.tries("a", 2) == [third, second]


def test_a_place_is_taken_once(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        assert unit.add_try(Try("a", 1, "CA1", now, counted=False))
        assert not unit.add_try(Try("a", 1, "CA2", now, counted=False))


def test_what_a_call_is_asked_is_counted_or_forgotten_and_no_other_calls(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        for place, sid in enumerate(("CA1", "CA2", "CA3"), start=1):
            unit.add_try(Try("a", place, sid, now, counted=False))
        assert unit.count_tries("CA1")
        assert unit.forget_tries("CA2")
        assert [(each.call_sid, each.counted) for each in unit.tries("a", 9)] == [("CA3", False), ("CA1", True)]
        assert not unit.forget_tries("CA1")
        assert not unit.count_tries("CA2")


def test_a_code_takes_the_place_of_an_older_one_and_remembers_its_tries(store: Store, now: datetime) -> None:
    new = Code("a", "h2", "CA2", now + timedelta(minutes=1))
    with store.unit() as unit:
        unit.keep_code(Code("a", "h1", "CA1", now))
        unit.try_code("a", use=True)
        assert unit.code("a") == Code("a", "h1", "CA1", now, tries=1, used=True)
        unit.keep_code(new)
        assert unit.code("a") == new
        unit.try_code("a", use=False)
        assert unit.code("a") == replace(new, tries=1)
        assert unit.code("b") is None


def test_tries_asked_for_at_once_are_no_more_than_the_rules_allow(shared_url: str, now: datetime) -> None:
    def try_once(sid: str) -> bool:
        with closing(open_store(shared_url, SECRET)) as store, store.unit() as unit:
            return not ask(unit, {"a": ACCOUNT}, sid, now).minutes

    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = list(pool.map(try_once, (f"CA{nth}" for nth in range(AT_ONCE))))
    assert sum(asked) == ACCOUNT[0].most
