"""Ten callers, two agents and a contact centre that knows nothing of us: ten-callers.call."""

import time
from pathlib import Path

import pytest

from ivr.simulator import events
from ivr.simulator.web.faults import read_fault
from tests.applications.playing import Played
from tests.applications.strangers import rung

STORY = Path(__file__).with_name("ten-callers.call")
LATE = (read_fault("delay 0 to 0.05"),)


@pytest.fixture(scope="module")
def punctual() -> Played:
    return rung("centre", STORY)


def test_all_are_served_as_written(punctual: Played) -> None:
    assert punctual.mismatch is None, punctual.mismatch
    assert punctual.codes == []
    assert [leg for leg, lines in punctual.transcript.items() if lines[-1:] == ["= ended by error"]] == []


@pytest.mark.parametrize("seed", range(5))
def test_the_transcript_is_the_same_when_every_webhook_is_late(punctual: Played, seed: int) -> None:
    late = rung("centre", STORY, LATE, seed)
    assert late.mismatch is None, late.mismatch
    assert late.transcript == punctual.transcript
    milliseconds = [event.what.ms for event in late.happened if isinstance(event.what, events.Request)]
    assert len(milliseconds) > 70
    assert 15 < sum(milliseconds) / len(milliseconds) < 35


@pytest.mark.alone
def test_the_story_takes_less_than_two_seconds() -> None:
    began = time.monotonic()
    rung("centre", STORY)
    assert time.monotonic() - began < 2
