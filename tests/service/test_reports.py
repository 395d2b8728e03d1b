"""Calls as figures are reckoned from them, of what the store keeps."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ivr.agents.figures import Figure, Rules
from ivr.service.reports import Report, Solved
from ivr.storage.past import PastCall, PastWait

TEN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Ten o'clock in Shanghai."""


class Kept:
    """A store of these calls and of nothing else."""

    def __init__(self, *past: PastCall) -> None:
        self.past = past

    def calls_between(self, since: datetime, until: datetime) -> list[PastCall]:
        return [call for call in self.past if since <= call.started_at < until]


def wait(seconds: float, state: str, talked: float | None = None, over: float | None = None, wish: str = "") -> PastWait:
    return PastWait("refund", after(seconds), state, wish, talked and after(talked), over and after(over))  # type: ignore[arg-type]


def after(seconds: float) -> datetime:
    return TEN + timedelta(seconds=seconds)


def past(began: float, *waits: PastWait, facts: Sequence[str] = (), caller: str = "carol", ended: float | None = None) -> PastCall:
    return PastCall(f"CA{began}", caller, after(began), None if ended is None else after(ended), None, False, waits, facts)


def told(*calls: PastCall, by: str = "all", hours: float = 1) -> dict[str, dict[str, float | None]]:
    report = Report(TEN, after(hours * 3600), Rules(), Solved("solved.check", "1"), ZoneInfo("Asia/Shanghai"))
    groups: dict[str, Sequence[Figure]] = dict(report.groups(Kept(*calls), by))  # type: ignore[arg-type]
    return {group: {each.name: each.value for each in figures} for group, figures in groups.items()}


def test_of_two_waits_the_one_that_was_answered_counts_and_who_talked_again_waited_once() -> None:
    again = replace(wait(100, "done", talked=130, over=300), again_at=after(250))
    figures = told(past(0, wait(10, "gone", wish="callback"), again))["all calls"]
    assert (figures["queued"], figures["answered"], figures["abandoned"]) == (1, 1, 0)
    assert (figures["speed of answer"], figures["talk time"], figures["handling time"]) == (30, 50, 70)


def test_who_is_transferred_is_one_call_of_each_line_and_of_all_one_whose_talks_are_added() -> None:
    first, second = wait(10, "done", 15, 75, wish="transfer:payment"), replace(wait(75, "done", 175, 205), queue="payment")
    lines = told(replace(past(0, first, second), score=2), by="line")
    names = ("queued", "answered", "service level", "speed of answer", "talk time", "wrap-up time", "transfer rate", "marks given")
    assert {line: [figures[name] for name in names] for line, figures in lines.items()} == {
        "all calls": [1, 1, 1, 5, 60 + 30, 20 + 20, 1, 1],
        "refund": [1, 1, 1, 5, 60, 20, 1, 0],
        "payment": [1, 1, 0, 100, 30, 20, 0, 1],
    }


def test_who_hangs_up_in_the_line_they_were_transferred_to_is_a_loss_of_that_line() -> None:
    first, second = wait(10, "done", 15, 75, wish="transfer:payment"), replace(wait(75, "gone"), queue="payment")
    lines = told(past(0, first, second, ended=105), by="line")
    names = ("queued", "answered", "abandoned", "abandonment", "service level")
    assert [lines["refund"][name] for name in names] == [1, 1, 0, 0, 1]
    assert [lines["payment"][name] for name in names] == [1, 0, 1, 1, 0]


def test_a_callback_is_of_the_line_that_came_last() -> None:
    first, second = wait(10, "done", 15, 75, wish="transfer:payment"), replace(wait(75, "gone", wish="callback"), queue="payment")
    lines = told(replace(past(0, first, second), has_callback=True), by="line")
    assert [(lines[line]["answered"], lines[line]["callbacks"]) for line in ("refund", "payment")] == [(1, 0), (0, 1)]


def test_an_agent_is_kept_until_it_is_written_down_but_twenty_seconds_at_most() -> None:
    talks = wait(0, "done", talked=10, over=70)
    calls = [past(nth, replace(talks, written_at=at and after(at))) for nth, at in enumerate((75, 300, None))]
    figures = told(*calls)["all calls"]
    assert (figures["wrap-up time"], figures["handling time"]) == ((5 + 20 + 20) / 3, 60 + 15)


def test_who_rings_again_after_the_hours_that_were_asked_for_was_not_helped() -> None:
    menu = ['[["Entered", "welcome.language"], ["Entered", "refund.menu"]]', '[["Chose", "solved.check", "1", "key"]]']
    first, later = past(0, facts=menu, ended=60), past(7200, facts=menu, ended=7260)
    other = past(7200, facts=['[["Entered", "welcome.language"], ["Entered", "account.menu"]]'], ended=7260)
    assert told(first, later)["all calls"]["verified containment"] == 0
    assert told(first, other)["all calls"]["verified containment"] == 1
    assert told(first, later)["all calls"]["offered"] == 1


def test_hours_are_those_of_the_hotline() -> None:
    assert list(told(past(0), past(3600), by="hour", hours=2)) == ["all calls", "2026-03-02 10:00", "2026-03-02 11:00"]
