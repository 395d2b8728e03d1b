"""Who is ahead in the one line of all queues, by the shipped menus."""

from datetime import UTC, datetime

import pytest

from ivr.service.ahead import count_ahead
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
