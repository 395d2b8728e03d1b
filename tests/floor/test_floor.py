"""Callers and agents brought together, over the simulated carrier in virtual time: every written call beside this file."""

from functools import cache
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.simulator.faces.grammar import read_transcript
from ivr.trial.stage import in_process, play
from tests.floor.ringing import OverTwilio
from tests.settled import noted, ways

pytestmark = pytest.mark.long

HERE = Path(__file__).parent
MENUS = HERE.parents[1] / "menus"


@cache
def flow() -> Flow:
    return compile_folder(MENUS, DECLARATIONS)


@pytest.mark.parametrize("file", sorted(HERE.glob("*.call")), ids=lambda file: file.stem)
def test_a_written_call_goes_as_written(file: Path, seed: int, subtests: pytest.Subtests) -> None:
    script, asked = read_transcript(file.read_text(encoding="utf-8"), str(file)), set[str]()
    for way in ways(asked, file.stem, seed):
        with subtests.test(settled=way):
            config, unsure = in_process(MENUS), noted(way)
            told = play(script, flow(), config, unsure, OverTwilio(config))
            asked |= unsure.asked
            assert told.mismatch is None, told.mismatch
            assert told.errors == ()


@pytest.mark.parametrize("story", ["five-callers-one-agent", "agent-gone-in-the-notice", "callback-agent-lost-en", "first-gone-zh"])
def test_a_story_goes_the_same_way_on_postgresql(story: str, postgres_url: str) -> None:
    config = in_process(MENUS).model_copy(update={"database_url": postgres_url})
    file = HERE / f"{story}.call"
    told = play(read_transcript(file.read_text(encoding="utf-8"), str(file)), flow(), config, ringing=OverTwilio(config))
    assert told.mismatch is None, told.mismatch
