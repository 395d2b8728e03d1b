"""Somebody else about the same matter: whom a caller talked to, and whom the router then passes over."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from ivr.agents.model import ALWAYS
from ivr.service.ahead import agent_of, need_of
from ivr.service.somebody_else import is_nobody, passed_over
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.floor_records import AgentRow, OfferRow
from ivr.storage.records import Callback, CallRow, Entry
from tests.floor.test_floor import flow
from tests.floor.test_router import router_of

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def agent(staff: str, skills: str = "refund", languages: str = "en", state: str = "ready") -> AgentRow:
    return AgentRow(staff, "", skills, languages, state, NOW)


@pytest.fixture(params=["memory", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    url = str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else "sqlite:///:memory:"
    with closing(open_store(url, "k" * 64)) as store:
        yield store


def keep(store: Store, sid: str, caller: str, started: datetime, *talks: tuple[str, str, str]) -> None:
    """Keep a call that waited, and the offers of it, each to an agent, in a role, and as it ended."""
    with store.unit() as unit:
        unit.start_call(CallRow(sid, 1, "v1", "{}", "", caller, "", "+15559990000", started), "[]")
        unit.join_queue(Entry(f"refund.en.v1.{sid}", sid, "refund", started, started, "en", "{}"))
        for staff, role, end in talks:
            offer = OfferRow(f"{sid}.{staff}", f"refund.en.v1.{sid}", staff, started, started, role=role)
            assert unit.open_offer(offer)
            if end == "over":
                unit.move_offer(offer.id, ["open"], "talking", started)
            unit.move_offer(offer.id, ["open", "talking"], end, started)
        unit.leave_queue(sid, "done")


def test_a_number_has_talked_to_whom_it_heard(store: Store) -> None:
    keep(store, "CA1", "li", NOW - 40 * DAY, ("1001", "owner", "over"))
    keep(store, "CA2", "li", NOW - 2 * DAY, ("1002", "owner", "over"))
    heard, unheard = [("1003", "owner", "over"), ("2001", "guest", "over")], [("2002", "ear", "over"), ("1004", "owner", "declined")]
    keep(store, "CA3", "li", NOW - DAY, *heard, *unheard)
    keep(store, "CA4", "bo", NOW, ("1005", "owner", "over"))
    with store.unit() as unit:
        found = unit.talked_to("CA0", "li", NOW - 30 * DAY)
    assert [sid for sid, _ in found] == ["CA3", "CA3", "CA2"]
    assert set(found) == {("CA3", "1003"), ("CA3", "2001"), ("CA2", "1002")}


def test_of_a_number_that_is_withheld_only_this_call_is_known(store: Store) -> None:
    for sid, staff in (("CA1", "1002"), ("CA2", "1003")):
        keep(store, sid, "", NOW, (staff, "owner", "over"))
    with store.unit() as unit:
        assert unit.talked_to("CA2", "", NOW - DAY) == [("CA2", "1003")]


@pytest.mark.parametrize(
    ("at_work", "whom", "is_asked"),
    [
        pytest.param([agent("1024"), agent("1025")], {"1024": ALWAYS, "1030": ALWAYS}, False, id="another can take it"),
        pytest.param([agent("1024"), agent("1025", "security")], {}, True, id="another has not the skill"),
        pytest.param([agent("1024"), agent("1025", languages="zh")], {}, True, id="another does not speak the language"),
        pytest.param([agent("1024"), agent("1030")], {}, True, id="all who are there were in that talk"),
        pytest.param([agent("1024", "security")], {}, False, id="nobody who is there can take it"),
        pytest.param([], {}, False, id="nobody is there"),
    ],
)
def test_a_call_is_for_those_of_last_time_only_when_nobody_else_at_work_can_take_it(
    at_work: list[AgentRow], whom: dict[str, int], is_asked: bool
) -> None:
    need, there = need_of(flow(), "refund", "en"), [agent_of(each) for each in at_work]
    assert passed_over("1024,1030", need, there) == whom
    assert is_nobody("1024,1030", need, there) == is_asked


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        pytest.param("ready", None, id="another is at work, in a talk: the call waits"),
        pytest.param("away", "1024", id="another has gone home: it waits no longer"),
    ],
)
def test_the_call_waits_for_another_while_there_is_one(store: Store, state: str, offered: str | None) -> None:
    with store.unit() as unit:
        for each in (agent("1024"), agent("1025")):
            unit.put_agent(each)
            unit.turn_agent(each.id, each.state, NOW)
    keep(store, "CA1", "bo", NOW, ("1025", "owner", "open"))
    with store.unit() as unit:
        unit.turn_agent("1025", state, NOW)
        unit.start_call(CallRow("CA2", 1, "v1", "{}", "", "li", "", "+15559990000", NOW), "[]")
        unit.join_queue(Entry("refund.en.v1.b", "CA2", "refund", NOW, NOW, "en", "{}", not_to="1024"))
    assert router_of(store, lambda: NOW).work() == (offered is not None)
    with store.unit() as unit:
        held_out = unit.offer_of("refund.en.v1.b")
    assert (held_out.agent if held_out else None) == offered


@pytest.mark.parametrize(
    ("others", "waited", "caller"),
    [
        pytest.param([("1025", "refund")], HOUR, None, id="another has gone home: the callback waits for them"),
        pytest.param([("1025", "refund")], DAY, "1024", id="the window is over: it waits no longer"),
        pytest.param([("1025", "security")], HOUR, "1024", id="nobody else of the house can make it"),
    ],
)
def test_a_callback_waits_for_another_until_its_window_is_over(
    store: Store, others: list[tuple[str, str]], waited: timedelta, caller: str | None
) -> None:
    with store.unit() as unit:
        unit.put_agent(agent("1024"))
        unit.turn_agent("1024", "ready", NOW)
        for staff, skills in others:
            unit.put_agent(agent(staff, skills, state="away"))
        unit.start_call(CallRow("CA2", 1, "v1", "{}", "", "li", "", "+15559990000", NOW), "[]")
        unit.hang_up("CA2", NOW)
        unit.join_queue(Entry("refund.en.v1.b", "CA2", "refund", NOW, NOW, "en", "{}", state="callback", not_to="1024"))
        booked = Callback("CA2", "li", "", "refund", NOW, NOW + DAY, NOW, key="1", entry="refund.en.v1.b", next_at=NOW)
        unit.book_callback(booked, lambda: "4815162340")
    assert router_of(store, lambda: NOW + waited).work() == (caller is not None)
    with store.unit() as unit:
        held_out = unit.offer_of("refund.en.v1.b")
    assert (held_out.agent if held_out else None) == caller
