"""What an agent writes after a talk: the case stands so, the caller is told by text, and the agent is free for the next (R48, R49)."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.errors import AgentError
from ivr.service.marks import ask_for_answer
from ivr.service.wrapups import WrapUps
from ivr.simulator import events
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.storage.records import Ticket
from ivr.trial.number import NUMBER
from tests.floor.test_floor import flow
from tests.floor.test_marks import LI, STORY, Line, follow_up, hotline

TALKS = Path(__file__).parent
ONE_AFTER_THE_OTHER = (
    STORY
    + """
caller Wu +8613800138009 calls +15559990000 after 1
> 1
> 0
> 4
= talk
> hang up
"""
)
TOLD = {
    ("zh", "solved"): "三月二日上午十点零一分已办理：退款问题。编号{}，客服1024。不是本人操作请致电4000000000按9。",
    ("zh", "working"): (
        "三月二日上午十点零一分通话：退款问题，处理中。编号{}，客服1024，三月三日上午十点零二分前答复。查询请致电4000000000报编号。"
    ),
    ("zh", "waiting"): "三月二日上午十点零一分通话：退款问题，等待您补充。编号{}，客服1024。查询请致电4000000000报编号。",
    ("en", "solved"): "March second, ten oh one a.m. done: for refunds. Ref {}, agent 1024. Not you? Call 4000000000 and press 9.",
    ("en", "working"): (
        "March second, ten oh one a.m. call: for refunds, in progress. Ref {}, agent 1024, answer by March third, ten oh two a.m. "
        "To follow it, call 4000000000 and key the number."
    ),
}
"""The calls are told their agent's number as one zero two four."""


def wrapups(line: Line) -> WrapUps:
    application = line.stage.application
    return WrapUps(application.store, flow(), application.services.clock, application.services.turns.draw)


def ticket(line: Line, number: str) -> Ticket:
    with line.stage.application.store.unit() as unit:
        kept = unit.ticket(number)
    assert kept is not None
    return kept


@pytest.fixture
def talked() -> Iterator[Line]:
    """A talk that the caller has ended; they were asked for a mark."""
    with hotline(STORY) as line:
        line.play(STORY)
        yield line


@pytest.fixture
def complaint(talked: Line) -> str:
    """The number of a complaint that the call has left open."""
    [asked] = talked.kept()[1]
    complaint = Ticket("complaint", "refund", asked.call_sid, asked.caller_hash, "", "zh", asked.at, "complaint")
    with talked.stage.application.store.unit() as unit:
        return unit.open_ticket(complaint, lambda: "4815162340")[0].number


@pytest.mark.parametrize(("language", "disposition"), TOLD)
def test_the_time_the_agent_and_the_matter_are_kept_and_stand_in_the_text(language: str, disposition: str) -> None:
    story = (TALKS / f"talk-{language}.call").read_text(encoding="utf-8")
    with hotline(story) as line:
        line.play(story)
        case = wrapups(line).write("1024", disposition, "the refund has arrived")
        assert case is not None
        line.stage.clock.advance(5)
        [sent] = [text.body for text in line.exchange.texts]
        kept = ticket(line, case.number)
    assert sent.endswith(TOLD[language, disposition].format(case.number))
    assert (kept.kind, kept.category, kept.state, kept.text) == ("talk", "refund", disposition, "the refund has arrived")
    assert json.loads(kept.items)["staff"] == "1024"


def test_the_case_that_the_call_left_open_is_settled_and_no_other_is_opened(talked: Line, complaint: str) -> None:
    case = wrapups(talked).write("1024", "working", "asked the merchant")
    assert case is not None
    assert (case.number, ticket(talked, complaint).state) == (complaint, "working")


def other_case(line: Line, call_sid: str = "CAbefore", caller_hash: str = "another", account: str | None = None) -> str:
    """Open a case beside that of the talk, and give its number."""
    other = Ticket("refund", "", call_sid, caller_hash, "", "zh", line.stage.clock.now(), "other", account)
    with line.stage.application.store.unit() as unit:
        return unit.open_ticket(other, lambda: "1000000005")[0].number


def test_a_case_of_the_caller_that_the_agent_names_is_settled(talked: Line, complaint: str) -> None:
    number = other_case(talked, caller_hash=talked.kept()[1][0].caller_hash)
    wrapups(talked).write("1024", "solved", "it was paid", number)
    assert (ticket(talked, number).state, ticket(talked, complaint).state) == ("solved", "received")


def test_a_case_of_the_account_that_the_caller_has_shown_to_be_theirs_is_settled() -> None:
    story = (TALKS / "identity-check-zh.call").read_text(encoding="utf-8")
    with hotline(story) as line:

        def write() -> None:
            with line.stage.application.store.unit() as unit:
                talk = unit.last_talk("1024", line.stage.clock.now() - timedelta(days=1))
                entry = unit.entry(talk.entry) if talk else None
            account = json.loads(entry.story or "{}").get("account") if entry else None
            if account and account.get("id"):
                with suppress(AgentError):
                    wrapups(line).write("1024", "solved", "it was paid", other_case(line, account=account["id"]))

        line.stage.clock.every(1.0, write)
        line.play(story)
        assert ticket(line, "1000000005").state == "solved"


@pytest.mark.parametrize("strangers", [{"caller_hash": "another"}, {"caller_hash": ""}, {"account": "another"}], ids=str)
def test_a_case_of_somebody_else_is_neither_settled_nor_told(talked: Line, strangers: dict[str, str]) -> None:
    before, number = len(list(talked.exchange.texts)), other_case(talked, **strangers)
    with pytest.raises(AgentError, match=f'case "{number}" is not of this call'):
        wrapups(talked).write("1024", "solved", "it was paid", number)
    talked.stage.clock.advance(5)
    assert ticket(talked, number).state == "received"
    assert len(list(talked.exchange.texts)) == before


@pytest.mark.parametrize(("digit", "is_low"), [("1", False), ("5", True)])
def test_the_caller_of_a_complaint_is_told_the_answer_and_marks_it(talked: Line, complaint: str, digit: str, is_low: bool) -> None:
    wrapups(talked).write("1024", "answered", "paid today", solution="退款今天到账")
    talked.stage.clock.advance(5)
    told = list(talked.exchange.texts)[-1]
    assert told.to == LI
    assert f"投诉{complaint}已答复：退款今天到账。满意回复1，一般回复3，不满意回复5。" in told.body
    talked.text(digit)
    [talk, answer] = talked.kept()[1]
    assert (talk.ticket, talk.score, answer.ticket, answer.score) == ("", None, complaint, int(digit))
    assert talked.scores() == [], "the talk itself is not marked"
    assert (follow_up(talked, talk.call_sid, complaint) is not None) == is_low
    assert ticket(talked, complaint).state == "answered"
    talked.text("2")
    assert talked.scores() == [2], "the next is what was asked before"


def test_another_answer_to_a_complaint_is_marked_anew(talked: Line, complaint: str) -> None:
    application = talked.stage.application
    for digit in ("5", "2"):
        with application.store.unit() as unit:
            case = unit.ticket(complaint)
            assert case is not None
            ask_for_answer(unit, case, application.services.clock())
        talked.text(digit)
    assert [(each.ticket, each.score) for each in talked.kept()[1]] == [("", None), (complaint, 2)]


def test_each_low_mark_is_followed_up_and_at_most_one_follow_up_is_open(talked: Line, complaint: str) -> None:
    application, followed = talked.stage.application, []
    for state in ("received", "solved", "received"):
        with application.store.unit() as unit:
            case = unit.ticket(complaint)
            assert case is not None
            ask_for_answer(unit, case, application.services.clock())
        talked.text("5")
        with application.store.unit() as unit:
            *_, newest = followed = [each for each in unit.tickets_of_call(case.call_sid) if each.kind == "follow_up"]
            unit.turn_ticket(newest, state)
        talked.stage.clock.advance(1)
    assert [(each.state, json.loads(each.items)) for each in followed] == [
        ("solved", {"ticket": complaint}),
        ("received", {"ticket": complaint}),
    ]


def test_what_follows_up_a_low_mark_stays_open(talked: Line) -> None:
    talked.text("5")
    case = wrapups(talked).write("1024", "solved", "it was paid")
    opened = follow_up(talked, talked.kept()[1][0].call_sid)
    assert opened is not None
    assert case is not None
    assert (case.kind, case.state, opened.kind, opened.state) == ("talk", "solved", "follow_up", "received")


def second_ring(written: Callable[[WrapUps], object]) -> float:
    """Let two callers come to one agent, who writes as soon as the first talk is over; give the seconds from its end to the next ring."""
    happened: list[events.Event] = []
    with hotline(ONE_AFTER_THE_OTHER) as line:
        script = read_transcript(ONE_AFTER_THE_OTHER, "one after the other")

        def write() -> None:
            with suppress(AgentError):
                written(wrapups(line))

        line.stage.clock.every(1.0, write)
        phone = Phone(line=line.stage.line, clock=line.stage.clock, token=line.stage.token, meet=line.stage.meet, patience=None)
        assert phone.play(NUMBER, script, happened.append).mismatch is None
    over = next(event.at for event in happened if event.leg == "Ana" and isinstance(event.what, events.Ended))
    return next(event.at for event in happened if event.leg == "Wu" and isinstance(event.what, events.Talk)) - over


def test_who_has_written_is_free_before_the_twenty_seconds_are_over() -> None:
    assert second_ring(lambda wrapups: None) > 20
    assert second_ring(lambda wrapups: wrapups.write("1024", "nothing", "")) < 20


def test_no_complaint_is_settled_without_words_for_who_complained(talked: Line, complaint: str) -> None:
    for settled in ("solved", "answered"):
        with pytest.raises(AgentError, match="told what came of it"):
            wrapups(talked).write("1024", settled, "paid today")
    assert ticket(talked, complaint).state == "received"


REFUSED = {
    '"solve" is not what can come of a talk. Did you mean "solved"?': ("1024", "solve", ""),
    '"1025" had no talk within a day.': ("1025", "solved", ""),
    'there is no case "1000000005".': ("1024", "solved", "", "1000000005"),
    "a solution answers a complaint": ("1024", "solved", "", "", "it is paid"),
    "a text has room for 300 characters of a solution": ("1024", "solved", "", "", "字" * 301),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_written_is_said_and_changes_nothing(talked: Line, said: str) -> None:
    with pytest.raises(AgentError, match=said.partition("?")[0].replace(".", r"\.")):
        wrapups(talked).write(*REFUSED[said])
    assert wrapups(talked).write("1024", "nothing", "") is None
    with pytest.raises(AgentError, match="written about already"):
        wrapups(talked).write("1024", "solved", "")


def test_nothing_is_told_of_what_came_to_nothing(talked: Line) -> None:
    before = len(list(talked.exchange.texts))
    wrapups(talked).write("1024", "nothing", "a wrong number")
    talked.stage.clock.advance(5)
    assert len(list(talked.exchange.texts)) == before
