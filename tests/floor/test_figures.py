"""Service figures of written calls in which agents do more than talk: hand over, and call back (R33)."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.agents.figures import Rules
from ivr.service.reports import ALL, Report, Solved
from ivr.simulator import events
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.trial.number import NUMBER
from ivr.trial.stage import begins, in_process, set_up
from tests.floor.ringing import OverTwilio
from tests.floor.test_floor import MENUS, flow

HERE = Path(__file__).parent


def figures(file: str) -> tuple[dict[str, float | None], list[events.Event]]:
    """Play a written call, and give the figures of all its callers with what happened."""
    script, config, happened = read_transcript((HERE / file).read_text(encoding="utf-8"), file), in_process(MENUS), []
    ringing = OverTwilio(config)
    with closing(set_up(flow(), config, begins(script, flow()), script, ringing)) as stage:
        since = stage.clock.now()
        phone = Phone(line=stage.line, clock=stage.clock, token=stage.token, meet=stage.meet, desk=stage.desk(script))
        assert phone.play(NUMBER, script, happened.append).mismatch is None
        stage.clock.advance(60)
        report = Report(since, since + timedelta(hours=9), Rules(), Solved("solved.check", "1"), ZoneInfo("Asia/Shanghai"))
        told = report.groups(stage.application.store, "all")[ALL]
    return {each.name: each.value for each in told}, happened


def test_who_is_transferred_is_one_call() -> None:
    told, _ = figures("transfer-zh.call")
    assert told["transfer rate"] == pytest.approx(1 / 3)
    assert (told["offered"], told["queued"], told["answered"], told["abandoned"]) == (3, 3, 3, 0)


@pytest.mark.parametrize(("file", "rate"), [("hand-over-en.call", 1), ("consult-en.call", 0), ("lost-on-hold-en.call", 0)])
def test_who_is_handed_over_was_transferred_and_whose_agent_was_lost_or_asked_another_was_not(file: str, rate: float) -> None:
    told, _ = figures(file)
    assert (told["queued"], told["answered"], told["transfer rate"]) == (1, 1, rate)
    assert told["handling time"] is not None


def test_a_call_back_is_counted_with_the_call_that_asked_for_it() -> None:
    told, happened = figures("callback-en.call")
    counted = {name: told[name] for name in ("offered", "queued", "answered", "abandoned", "callbacks", "callbacks at first try")}
    assert counted == {"offered": 3, "queued": 3, "answered": 2, "abandoned": 0, "callbacks": 1, "callbacks at first try": 1}
    assert told["marks given"] == pytest.approx(1 / 3)
    booked = next(event.at for event in happened if event.leg == "Li" and "booked" in getattr(event.what, "text", ""))
    talked = next(event.at for event in happened if event.leg == "Li" and isinstance(event.what, events.Talk))
    assert told["callbacks waited"] == pytest.approx(talked - booked, abs=3)


def test_who_wants_another_time_when_called_back_is_one_caller_who_is_still_to_be_called() -> None:
    told, _ = figures("callback-later-en.call")
    assert (told["offered"], told["callbacks"], told["callbacks at first try"], told["callbacks waited"]) == (1, 1, None, None)


def test_who_is_called_back_at_another_time_is_counted_with_the_call_that_asked_first() -> None:
    told, _ = figures("callback-moved-zh.call")
    assert (told["offered"], told["callbacks"], told["callbacks at first try"], told["abandoned"]) == (1, 1, 1, 0)
    assert told["callbacks waited"] is not None


def test_who_rings_us_before_we_call_has_not_hung_up_in_line() -> None:
    told, _ = figures("callback-rings-zh.call")
    counted = {name: told[name] for name in ("offered", "queued", "answered", "abandoned", "callbacks", "callbacks waited")}
    assert counted == {"offered": 4, "queued": 4, "answered": 3, "abandoned": 0, "callbacks": 1, "callbacks waited": None}
