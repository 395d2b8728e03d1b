"""How long the wait will be, as callers hear it: what it comes from is kept, and so is what came of it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.agents.estimates import Estimate, Range
from ivr.agents.figures import Rules
from ivr.agents.model import MINUTE
from ivr.service.reports import Report, Solved
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.transcript import Script
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import OfferRow
from ivr.storage.records import CallRow, Entry
from ivr.trial.stage import Stage, begins, in_process, set_up
from tests.floor.ringing import OverTwilio
from tests.floor.test_floor import MENUS, flow

HERE = Path(__file__).parent / "told"
TOLD = {"zh": "预计等待两到五分钟。", "en": "About two to five minutes to wait."}
LONGER = {"zh": "预计等待四到十分钟。", "en": "About four to ten minutes to wait."}
GUESS = Estimate(5 * MINUTE, Range(2 * MINUTE, 5 * MINUTE), is_told=True)


@dataclass(frozen=True, slots=True)
class Talk:
    """A call of the days before: after how many minutes it was answered, how many it held the agent, and what had been estimated."""

    waited: float = 1
    held: float = 2
    guess: Estimate | None = None


def keep(unit: Unit, sid: str, at: datetime, talk: Talk, queue: str = "refund") -> None:
    """Keep such a call as the program does."""
    answered = at + timedelta(minutes=talk.waited)
    over = answered + timedelta(minutes=talk.held, seconds=-20)  # the agent writes for 20 seconds more
    unit.start_call(CallRow(sid, 1, "v1", "{}", "", sid, "", "+15559990000", at), "[]")
    if talk.guess:
        unit.keep_estimate(sid, queue, talk.guess, at)
    unit.join_queue(Entry(f"{queue}.zh.v1.{sid}", sid, queue, at, at, "zh", "{}"))
    unit.open_offer(OfferRow(sid, f"{queue}.zh.v1.{sid}", "1024", answered, answered))
    unit.move_offer(sid, ["open"], "talking", answered)
    unit.move_offer(sid, ["talking"], "over", over)
    unit.leave_queue(sid, "done")
    unit.hang_up(sid, over)


def keep_all(store: Store, before: datetime, talks: list[Talk]) -> None:
    with store.unit() as unit:
        for nth, talk in enumerate(talks):
            keep(unit, f"CAbefore{nth}", before - timedelta(hours=len(talks) - nth), talk)


def script(language: str, words: str = "") -> Script:
    text = (HERE / f"{language}.call").read_text(encoding="utf-8")
    return read_transcript(text.replace(TOLD[language], words or TOLD[language]), language)


@contextmanager
def hotline(given: Script, talks: list[Talk], url: str = "sqlite:///:memory:") -> Iterator[Stage]:
    config = in_process(MENUS).model_copy(update={"database_url": url})
    with closing(set_up(flow(), config, begins(given, flow()), given, OverTwilio(config))) as stage:
        keep_all(stage.application.store, begins(given, flow()), talks)
        yield stage


def figures(stage: Stage) -> dict[str, float | None]:
    """Reckon the figures of the hour that was played, by name."""
    now = stage.clock.now()
    report = Report(now - timedelta(hours=1), now, Rules(), Solved("solved.check", "1"), ZoneInfo("Asia/Shanghai"))
    return {figure.name: figure.value for figure in report.groups(stage.application.store, "all")["all calls"]}


@pytest.fixture(params=["memory", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else "sqlite:///:memory:"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_caller_is_told_how_long_it_will_be_and_it_is_so(language: str, url: str) -> None:
    with hotline(script(language), [Talk()] * 8, url) as stage:
        played = stage.play(script(language))
        with stage.application.store.unit() as unit:
            *_, first, second = unit.line_past("refund", 10).ended
        reported = figures(stage)
    assert played.mismatch is None, played.mismatch
    assert first.estimate is None, "an agent was free"
    assert second.estimate is not None
    assert (second.estimate.range, second.estimate.is_told) == (GUESS.range, True)
    assert second.estimate.range.low <= second.waited <= second.estimate.range.top
    assert reported["estimates kept"] == 1
    assert reported["estimates off by"] == pytest.approx((second.waited - 5 * MINUTE) / 1000, abs=15), (
        "to whom the menu spoke before the wait"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_when_talks_were_longer_so_is_what_callers_are_told(language: str) -> None:
    with hotline(given := script(language, LONGER[language]), [Talk(held=4)] * 8) as stage:
        played = stage.play(given)
    assert played.mismatch is None, played.mismatch


ANY = {"zh": "预计等待", "en": "to wait."}
THIN = [Talk()] * 7
KEPT, WRONG = Talk(waited=3, guess=GUESS), Talk(waited=9, guess=GUESS)


@pytest.mark.parametrize(
    ("talks", "is_told"),
    [
        pytest.param(THIN, False, id="hardly anybody was answered yet"),
        pytest.param([*THIN, Talk()], True, id="enough were"),
        pytest.param([*[KEPT] * 7, *[WRONG] * 13], False, id="most of those who were told waited longer"),
        pytest.param([*[WRONG] * 13, *[KEPT] * 7], False, id="in whatever order"),
        pytest.param([*[WRONG] * 13, *[KEPT] * 20], True, id="of late it came true"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_told_while_too_little_is_known_or_what_was_told_came_out_wrong(language: str, talks: list[Talk], is_told: bool) -> None:
    with hotline(given := script(language, ANY[language]), talks) as stage:
        mismatch = stage.play(given).mismatch or ""
    assert (f"Bo: expected to hear:\n    {ANY[language]}\n" in mismatch) != is_told
    assert not (is_told and mismatch), mismatch
