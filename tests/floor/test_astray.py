"""What must not spread: one call, one refusal or one notice that is lost touches nobody else, and nobody is alone on the line for long."""

from collections.abc import Callable
from functools import partial

import pytest

from ivr.config import Config
from ivr.errors import CarrierError
from ivr.outside.lines import TwilioLines
from ivr.simulator import events
from ivr.twiml.document import url
from tests.floor.disturbed import Interrupted, Watch, play
from tests.floor.ringing import HOTLINE

GONE_BEFORE_THE_LINE = """
given fault drop /voice/status
caller Li +8613800138000 calls +15559990000
> 2
> 4
> 0
> wait 3
> hang up
"""
CALLER_GONE = """
given agent 1024 at +15551110001 for refund in en
caller Li +8613800138000 calls +15559990000
> 2
> 4
> 0
= talk
> wait 5
> hang up
agent Ana at +15551110001 answers after 3
> 1
= talk
> wait 400
> hang up
"""
AGENT_ENDS = CALLER_GONE.replace("> wait 5\n", "> wait 60\n").replace("> wait 400", "> wait 20")
TURN_LOST = "".join(f"given fault drop /voice/turn number {each}\n" for each in (4, 5, 6))
NOBODY_TELLS = "".join(
    f"given fault drop {path}\n" for path in ("/voice/room", "/voice/status", "/voice/agent/status", "/voice/turn number 4")
)


class FromAnother(Interrupted):
    """Rings from a number that is not the account's, which the carrier refuses."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.lines = TwilioLines(self._twilio, "+15559990099", partial(url, config.base_url))


class Deaf(Interrupted):
    """A carrier that for a minute does not answer when a call is to be ended."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.lines = _Deaf(self._twilio, HOTLINE, partial(url, config.base_url))
        self.lines.elapsed = lambda: self.exchange.clock.elapsed if self.exchange else 0.0


class _Deaf(TwilioLines):
    elapsed: Callable[[], float]
    since: float | None = None

    def end(self, call: str) -> None:
        self.since = self.elapsed() if self.since is None else self.since
        if self.elapsed() < self.since + 60:
            raise CarrierError("the carrier did not answer")
        super().end(call)


class Mute(Interrupted):
    """Rings once so that who answers hears nothing: no document is where it was said to be."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.lines = _Mute(self._twilio, HOTLINE, partial(url, config.base_url))


class _Mute(TwilioLines):
    is_mute = True

    def ring(self, to: str, path: str, ended: str) -> str:
        path, self.is_mute = "/nowhere" if self.is_mute else path, False
        return super().ring(to, path, ended)


def ended(watch: Watch, leg: str) -> float:
    return next(event.at for event in watch.happened if event.leg == leg and isinstance(event.what, events.Ended))


def test_who_hung_up_before_anybody_was_ever_in_the_line_is_not_waited_for() -> None:
    assert play("", Interrupted, story=GONE_BEFORE_THE_LINE).waiting == []


def test_a_refusal_to_ring_that_is_not_about_the_agent_makes_nobody_away() -> None:
    watch = play("", FromAnother, story=CALLER_GONE.replace("= talk", "> wait 40", 1))
    assert watch.states == {"1024": "ready"}


@pytest.mark.parametrize(
    "deaf",
    [
        pytest.param(False, id="the end of the call is never told"),
        pytest.param(True, id="for a minute the carrier ends no call"),
    ],
)
def test_an_agent_is_not_left_alone(deaf: bool) -> None:
    watch = play("" if deaf else NOBODY_TELLS, Deaf if deaf else Interrupted, story=CALLER_GONE)
    assert ended(watch, "Ana") < ended(watch, "Li") + 90


def test_an_agent_whose_document_fails_hears_nothing_that_is_for_callers() -> None:
    watch = play("given fault corrupt /voice/agent/offer number 1", Interrupted, story=CALLER_GONE)
    happened = [event.what for event in watch.happened if event.leg == "Ana"]
    assert any(isinstance(what, events.Talk) for what in happened)
    assert not [what for what in happened if isinstance(what, events.Request) and "/voice/fallback" in what.url]


def test_an_agent_who_never_heard_whose_call_it_was_is_not_away() -> None:
    watch = play("", Mute, story=CALLER_GONE)
    assert watch.states == {"1024": "ready"}
    assert any(isinstance(event.what, events.Talk) for event in watch.happened), "who was rung again"


def test_the_recording_of_a_talk_is_kept_with_the_callers_call() -> None:
    assert len(play("", Interrupted, story=CALLER_GONE).recordings) == 1


def test_who_comes_from_a_talk_by_the_fallback_is_asked_how_it_was_and_not_in_line_again() -> None:
    watch = play(TURN_LOST, Interrupted, story=AGENT_ENDS)
    happened = [event.what for event in watch.happened if event.leg == "Li"]
    after = happened[max(nth for nth, what in enumerate(happened) if isinstance(what, events.Left)) :]
    assert any(isinstance(what, events.Request) and "/voice/fallback" in what.url for what in after)
    assert any(isinstance(what, events.Gather) for what in after)
    assert not any(isinstance(what, events.Enqueue) for what in after)
