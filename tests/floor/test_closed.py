"""A line that is closed in an emergency, and talks that go on there."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from ivr.service.switches import CLOSURE
from ivr.simulator.faces.grammar import read_transcript
from ivr.storage.records import Switch
from ivr.trial.stage import begins, in_process, set_up
from tests.floor.ringing import OverTwilio
from tests.floor.test_floor import MENUS, flow

CHECKED = Path(__file__).parent / "identity-check-zh.call"


def test_who_is_asked_who_they_are_comes_back_to_the_agent_though_the_line_is_closed_meanwhile() -> None:
    script, config = read_transcript(CHECKED.read_text(encoding="utf-8"), CHECKED.name), in_process(MENUS)
    with closing(set_up(flow(), config, begins(script, flow()), script, OverTwilio(config))) as stage:
        store, clock = stage.application.store, stage.clock
        closure = Switch(CLOSURE, clock.now() + timedelta(hours=2), clock.now(), "test", queue="refund")

        def close_during_the_check() -> None:
            with store.unit() as unit:
                talk = unit.offer_to("1024")
                if talk and talk.talked_at and talk.state == "joined" and not unit.switches(clock.now()):
                    unit.switch_on(closure)

        clock.every(0.5, close_during_the_check)
        played = stage.play(script)
        with store.unit() as unit:
            assert unit.switches(clock.now()), "it was closed during the check"
    assert (played.mismatch, played.errors) == (None, ())
