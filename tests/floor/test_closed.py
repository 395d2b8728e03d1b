"""A line that is closed in an emergency, and talks that go on there."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.service.switches import CLOSURE
from ivr.simulator.faces.grammar import read_transcript
from ivr.storage.records import Switch
from ivr.trial.stage import begins, in_process, set_up
from tests.floor.ringing import OverTwilio
from tests.floor.test_floor import MENUS, flow

CLOSED_FOR = timedelta(minutes=16)
BOOKED = """given callbacks customer first
given time 2026-03-02 10:00
given agent 1024 at +15551110001 for refund in {language}
given closed refund until 10:01
caller Li +8613800138002 calls +15559990000
caller An +8613800138003 calls +15559990000 after 900
agent Home at +8613800138002 answers after 8
agent Again at +8613800138002 answers after 8
agent Ana at +15551110001 answers after 3

Li: > {key}
> 4
> 0
> 1
> 1
> 1
> ~
= ended by app
Home: {answered}
> ~
= ended by app
An: > 2
> wait 200
> hang up
Again: < {greeting}
> 1
= queue refund
= talk
> hang up
Ana: > 1
= talk
"""
ZH = {
    "language": "zh",
    "key": "1",
    "greeting": "客服回电。接听请按1，改时间请按2。",
    "closed": "热线刚刚关闭，您的回电保留，我们会再联系您。",
}
EN = {
    "language": "en",
    "key": "2",
    "greeting": "calling you back. To talk to us, press 1.",
    "closed": "The line has just closed. Your callback is kept",
}
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


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize(("seconds", "answered"), [(3, "< {closed}"), (10, "< {greeting}\n> 1\n< {closed}")], ids=["rings", "greeted"])
def test_who_picks_up_as_the_line_is_closed_is_called_again_when_it_is_open(words: dict[str, str], seconds: int, answered: str) -> None:
    text = BOOKED.format(answered=answered.format(**words), **words)
    script, config = read_transcript(text, "closed.call"), in_process(MENUS)
    with closing(set_up(flow(), config, begins(script, flow()), script, OverTwilio(config))) as stage:
        store, clock, closed = stage.application.store, stage.clock, list[Switch]()

        def close_so_long_after_it_rang() -> None:
            now = clock.now()
            with store.unit() as unit:
                called = [unit.open_callback(each.id) for each in unit.being_called(now, now - timedelta(minutes=1))]
                if not closed and any(each and each.rung_at and now >= each.rung_at + timedelta(seconds=seconds) for each in called):
                    closed.append(Switch(CLOSURE, now + CLOSED_FOR, now, "test", queue="refund"))
                    unit.switch_on(closed[0])

        clock.every(0.5, close_so_long_after_it_rang)
        played = stage.play(script)
    assert closed, "it was closed while it rang, or after the greeting"
    assert (played.mismatch, played.errors) == (None, ())
