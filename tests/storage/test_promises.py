"""Tickets, callbacks and drafts, on every store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ivr.errors import StorageError
from ivr.storage.base import Store
from ivr.storage.records import Callback, Draft, Ticket

FIRST, SECOND = "1000000001", "1000000002"


def numbers(*proposed: str) -> Callable[[], str]:
    return iter(proposed).__next__


def test_a_ticket_is_opened_under_the_proposed_number(store: Store, ticket: Callable[..., Ticket]) -> None:
    wanted = ticket("CA1:3:0")
    with store.unit() as unit:
        assert unit.open_ticket(wanted, numbers(FIRST)) == (replace(wanted, number=FIRST), True)
        assert unit.ticket(FIRST) == replace(wanted, number=FIRST)
        assert unit.ticket(SECOND) is None


def test_the_same_key_gives_the_first_ticket(store: Store, ticket: Callable[..., Ticket]) -> None:
    with store.unit() as unit:
        first, _ = unit.open_ticket(ticket("CA1:3:0"), numbers(FIRST))
    with store.unit() as unit:
        assert unit.open_ticket(replace(ticket("CA1:3:0"), text="again"), numbers(SECOND)) == (first, False)
        assert unit.ticket(SECOND) is None


def test_a_number_in_use_is_not_given_again(store: Store, ticket: Callable[..., Ticket]) -> None:
    with store.unit() as unit:
        unit.open_ticket(ticket("CA1:3:0"), numbers(FIRST))
        second, new = unit.open_ticket(ticket("CA2:3:0"), numbers(FIRST, FIRST, SECOND))
        assert (second.number, new) == (SECOND, True)


def test_when_no_number_is_free_nothing_is_opened(store: Store, ticket: Callable[..., Ticket]) -> None:
    with store.unit() as unit:
        unit.open_ticket(ticket("CA1:3:0"), numbers(FIRST))
    with pytest.raises(StorageError, match="no free number"), store.unit() as unit:
        unit.open_ticket(ticket("CA2:3:0"), lambda: FIRST)


def test_the_tickets_of_an_account_are_listed_the_oldest_first_and_nobody_elses(store: Store, ticket: Callable[..., Ticket]) -> None:
    mine = replace(ticket("CA2:3:0"), account="a1", wallet="77")
    older = replace(mine, key="CA1:3:0", opened_at=mine.opened_at - timedelta(days=1), number=SECOND)
    with store.unit() as unit:
        nobodys, theirs = ticket("CA4:3:0"), replace(mine, key="CA5:3:0", account="a2")
        for each, number in ((mine, FIRST), (older, SECOND), (nobodys, "1000000003"), (theirs, "1000000004")):
            unit.open_ticket(each, numbers(number))
        assert unit.tickets_of("a1") == [older, replace(mine, number=FIRST)]


def test_a_callback_is_booked_once_under_a_free_number(store: Store, callback: Callable[..., Callback]) -> None:
    wanted = callback("CA1:5:0")
    with store.unit() as unit:
        booked, new = unit.book_callback(wanted, numbers(FIRST))
        assert (booked, new) == (replace(wanted, number=FIRST), True)
        assert unit.book_callback(wanted, numbers(SECOND)) == (booked, False)
        assert unit.callback(FIRST) == booked
        assert unit.callback(SECOND) is None


def test_a_draft_replaces_the_one_before_of_its_kind(store: Store, now: datetime) -> None:
    old = Draft("complaint", "carol", "CA1", '{"amount": 5}', now)
    new = replace(old, call_sid="CA2", slots='{"amount": 7}')
    other = replace(old, kind="report")
    with store.unit() as unit:
        for draft in (old, other, new):
            unit.keep_draft(draft)
        assert unit.draft("carol", "complaint") == new
        assert unit.draft("carol", "report") == other
        unit.drop_draft("carol", "complaint")
        assert unit.draft("carol", "complaint") is None
        assert unit.draft("carol", "report") == other


def test_a_caller_without_a_number_never_hears_a_strangers_draft(store: Store, now: datetime) -> None:
    with store.unit() as unit:
        unit.keep_draft(Draft("complaint", "", "CA1", "{}", now))
        assert unit.draft("", "complaint") is None
