"""Marks by text: who hangs up in a talk is asked once, and the first digit sent back within a day is the mark of that call (R99)."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from ivr.config import Config
from ivr.outside.carrier import TwilioCarrier
from ivr.service.marks import JUST_NOW, is_due, read_mark
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.grammar import read_transcript
from ivr.storage.records import AskedMark, Survey, Ticket
from ivr.trial.stage import Stage, begins, in_process, set_up
from tests.floor.ringing import HOTLINE, OverTwilio
from tests.floor.test_floor import MENUS, flow

HERE = Path(__file__).parent / "marks"
LI = "+8613800138000"
STORY = """
given agent 1024 at +15551110001 for refund security in zh,en
caller Li +8613800138000 calls +15559990000
> 1
> 0
> 4
= talk
> hang up
agent Ana at +15551110001 answers after 3
> 1
= talk
"""
AGENT_HANGS_UP = STORY.replace("= talk\n> hang up\n", "= talk\n< 您的问题解决了吗？\n> hang up\n") + "> hang up\n"
DAY = timedelta(days=1)


class WithTexts(OverTwilio):
    """What rings agents and sends texts over the same carrier."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.carrier = TwilioCarrier(self._twilio, HOTLINE)
        self.exchange: Exchange | None = None

    def meet(self, exchange: Exchange) -> None:
        super().meet(exchange)
        self.exchange = exchange


@dataclass
class Line:
    """A hotline whose texts are sent, and to which texts can be sent, call after call."""

    stage: Stage
    ringing: WithTexts
    sent: list[str] = field(default_factory=list)

    def play(self, story: str) -> None:
        played = self.stage.play(read_transcript(story, "marks.call"))
        self.stage.clock.advance(40)
        assert (played.mismatch, played.errors) == (None, ())
        self.sent += [text.body for text in self.exchange.texts if text.direction == "outbound-api"]

    @property
    def exchange(self) -> Exchange:
        assert self.ringing.exchange is not None
        return self.ringing.exchange

    def text(self, body: str, sender: str = LI) -> None:
        self.exchange.texts.receive(sender, HOTLINE, body)
        self.stage.clock.advance(2)

    def kept(self) -> tuple[list[Survey], list[AskedMark]]:
        caller, since = self.stage.application.services.turns.numbers.hash(LI), self.stage.clock.at(0)
        with self.stage.application.store.unit() as unit:
            return unit.surveys(caller, since), unit.asked_marks(caller, since)

    def scores(self) -> list[int]:
        return [each.score for each in self.kept()[0]]


@contextmanager
def hotline(story: str) -> Iterator[Line]:
    script, config = read_transcript(story, "marks.call"), in_process(MENUS)
    ringing = WithTexts(config)
    with closing(set_up(flow(), config, begins(script, flow()), script, ringing, ringing.carrier)) as stage:
        yield Line(stage, ringing)


@pytest.fixture
def asked() -> Iterator[Line]:
    with hotline(STORY) as line:
        line.play(STORY)
        yield line


def follow_up(line: Line, call: str, about: str = "survey") -> Ticket | None:
    """Find what a low mark of a call has opened: opening it again gives the first."""
    again = Ticket("follow_up", "", call, "", "", "zh", line.stage.clock.now(), f"{call}:{about}")
    with line.stage.application.store.unit() as unit:
        ticket, is_new = unit.open_ticket(again, lambda: "1000000001")
    return None if is_new else ticket


@pytest.mark.parametrize(("file", "score", "followed"), [("good-zh", 2, None), ("low-en", 5, "refund"), ("called-back-zh", 1, None)])
def test_the_digit_sent_back_is_the_mark_of_the_call(file: str, score: int, followed: str | None) -> None:
    story = (HERE / f"{file}.call").read_text(encoding="utf-8")
    with hotline(story) as line:
        line.play(story)
        [survey], [asked] = line.kept()
        ticket = follow_up(line, survey.call_sid)
    assert (survey.score, survey.queue, asked.score, asked.call_sid) == (score, "refund", score, survey.call_sid)
    assert (ticket and ticket.category) == followed


def test_the_first_digit_counts_and_other_words_are_nothing(asked: Line) -> None:
    for body in ("你好", "6", "35", "", "STOP", "3", "1"):
        asked.text(body)
    assert asked.scores() == [3]
    assert len(asked.sent) == 1, "nothing is answered"


def test_the_same_text_again_and_one_from_another_number_are_nothing(asked: Line) -> None:
    asked.text("2", sender="+8613900007777")
    assert asked.scores() == []
    marks, now = asked.stage.application.services.marks, asked.kept()[1][0].at
    marks.take("SM1", LI, "4")
    marks.take("SM1", LI, "4")
    assert [(each.score, each.at >= now) for each in asked.kept()[0]] == [(4, True)]


def test_a_number_is_asked_once_a_day_by_text_or_by_voice(asked: Line) -> None:
    for story in (STORY, AGENT_HANGS_UP):
        asked.play(story.replace("> 1\n> 0", "> 0"))  # the language is known
    assert len(asked.sent) == 1


def test_a_day_later_an_answer_is_to_nothing_and_the_number_may_be_asked_again(asked: Line) -> None:
    services, [asking] = asked.stage.application.services, asked.kept()[1]
    just_before, after = asking.at + DAY - timedelta(seconds=1), asking.at + DAY
    with asked.stage.application.store.unit() as unit:
        assert [is_due(unit, asking.caller_hash, at) for at in (just_before, after)] == [False, True]
    for sid, at, kept in (("SM1", after, []), ("SM2", just_before, [2])):
        replace(services.marks, clock=partial(lambda at: at, at)).take(sid, LI, "2")
        assert asked.scores() == kept


def test_who_is_known_to_be_gone_only_hours_later_is_not_asked() -> None:
    story = f"given fault drop /voice/status\n{STORY}"
    with hotline(story) as line:
        line.play(story)
        [call] = [leg.sid for leg in line.exchange.legs.values() if leg.name == "Li"]
        turns = line.stage.application.services.turns
        replace(turns, clock=lambda: line.stage.clock.now() + JUST_NOW).close(call)
        assert line.kept()[1] == []


ELSEWHERE = {
    "who hangs up in line": STORY.replace("= talk\n> hang up", "> wait 2\n> hang up").partition("agent Ana")[0],
    "who is handed over and hangs up in the next line": STORY.replace("= talk\n> hang up", "= queue payment\n> wait 2\n> hang up")
    + "> desk transfer payment\n",
    "who fears theft": STORY.replace("> 4", "> 3"),
    "a withheld number": STORY.replace(LI, "anonymous"),
}


@pytest.mark.parametrize("story", ELSEWHERE.values(), ids=ELSEWHERE)
def test_nobody_else_is_asked(story: str) -> None:
    with hotline(story) as line:
        line.play(story)
        assert (line.sent, line.kept()[1]) == ([], [])


@pytest.mark.parametrize(
    ("body", "score"),
    [("1", 1), (" 5\n", 5), ("３", 3), ("2.", 2), ("4。", 4), ("0", None), ("6", None), ("12", None), ("", None), ("五", None), ("²", 2)],
)
def test_a_mark_is_one_digit_from_one_to_five(body: str, score: int | None) -> None:
    assert read_mark(body) == score
