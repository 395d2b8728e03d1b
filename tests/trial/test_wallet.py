"""Beside a hotline that is rung here stands a wallet: of its own, by the call's clock, and asked as any wallet is."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.errors import Unavailable
from ivr.service.actions import DECLARATIONS
from ivr.trial.stage import MONDAY, Stage, in_process, set_up
from tests.demo_wallet.conftest import ZONE

MENUS = Path(__file__).parents[1] / "service" / "menus"
FIRST = "600100000001"


@pytest.fixture(scope="module")
def flow():
    return compile_folder(MENUS, DECLARATIONS)


@pytest.fixture
def stage(flow):
    with closing(set_up(flow, in_process(MENUS), MONDAY.replace(tzinfo=ZONE))) as stage:
        yield stage


def test_it_lives_by_the_clock_of_the_call(stage: Stage) -> None:
    stage.clock.turn_to(timedelta(hours=1).total_seconds())
    assert stage.asks.freeze(FIRST, "call-1-freeze").since == MONDAY.replace(tzinfo=ZONE) + timedelta(hours=1)


def test_each_hotline_has_its_own(stage: Stage, flow) -> None:
    stage.asks.freeze(FIRST, "call-1-freeze")
    with closing(set_up(flow, in_process(MENUS), MONDAY.replace(tzinfo=ZONE))) as other:
        assert [each.asks.state(FIRST).state for each in (stage, other)] == ["own_freeze", "active"]


@pytest.mark.parametrize("fault", ["slow 3.1", "never", "500", "garbage", "lost"])
def test_what_is_wrong_with_it_takes_no_time_here(stage: Stage, fault: str) -> None:
    stage.wallet.faults.set("read_state", fault)
    with pytest.raises(Unavailable):
        stage.asks.state(FIRST)


def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_done_twice(stage: Stage) -> None:
    stage.wallet.faults.set("freeze", "lost", times=1)
    first = stage.asks.freeze(FIRST, "call-1-freeze").reference
    assert stage.asks.freeze(FIRST, "call-1-freeze").reference == first
