"""Who is ahead in the one line of all queues, by the shipped menus."""

from datetime import UTC, datetime

import pytest

from ivr.agents.model import Level, Waiting
from ivr.agents.routing import dispatch, meets
from ivr.service.ahead import agent_of, count_ahead, need_of
from ivr.storage.floor_records import AgentRow
from tests.floor.test_floor import flow

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
AHEAD = {("refund", "zh"): 1, ("refund", "en"): 2, ("security", "zh"): 4, ("payment", "zh"): 8}


@pytest.mark.parametrize(
    ("skills", "languages", "state", "counted"),
    [
        pytest.param("refund", "zh,en", "ready", 1 + 2, id="an agent for refunds alone: those of the queue, in both languages"),
        pytest.param("refund,security", "zh", "ready", 1 + 2 + 4, id="one for security too: those who may take the agent"),
        pytest.param("refund,security", "en", "ready", 1 + 2, id="one who does not speak this caller's language"),
        pytest.param("refund,security", "zh", "away", 1 + 2, id="one who is away"),
        pytest.param("security,payment", "zh", "ready", 1 + 2, id="one who is for the others only"),
    ],
)
def test_ahead_are_those_of_the_queue_and_those_for_an_agent_who_is_for_both(skills: str, languages: str, state: str, counted: int) -> None:
    agent = AgentRow("1024", "", skills, languages, state, NOW)
    assert count_ahead(flow(), "refund", "zh", AHEAD, [agent]) == counted


def test_a_supervisor_takes_a_call_only_when_no_agent_can() -> None:
    waiting = [Waiting("li", "refund", 0, "zh", frozenset({"refund"}))]
    supervisor = agent_of(AgentRow("2001", "", "refund", "zh", "ready", NOW, level=Level.SUPERVISOR))
    agent = agent_of(AgentRow("1024", "", "refund,security", "zh", "ready", NOW))
    assert [offer.agent for offer in dispatch(waiting, [supervisor, agent], 0)] == ["1024"]
    assert [offer.agent for offer in dispatch(waiting, [supervisor], 0)] == ["2001"]


@pytest.mark.parametrize(("level", "is_for"), [(Level.AGENT, False), (Level.SUPERVISOR, True), (Level.REVIEW, True)])
def test_a_call_for_the_supervisors_is_for_who_stands_as_high_whatever_else_they_can_do(level: Level, is_for: bool) -> None:
    row = AgentRow("2001", "", "supervisor,refund", "zh", "ready", NOW, level=level)
    assert meets(agent_of(row), need_of(flow(), "supervisor", "zh")) == is_for
    assert meets(agent_of(row), need_of(flow(), "refund", "zh"))
