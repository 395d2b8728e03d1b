"""Complaints over several calls: an unfinished one is gone on with (N6), one that was filed is asked about (R98, R96, R86).

Who rings again is known in a language: what is heard after so many moves is counted with the greeting, which is a turn of its own.
"""

import json

import pytest

from ivr.simulator.people.person import Leave, Press

LANGUAGES = {"zh": Press("1"), "en": Press("2")}
CARL, OTHER = "+8613900005555", "+8613900006666"
FILE = (Press("5"), Press("1"))
IN_FORM = (*FILE, Press("2"), Press("20260703#"), Press("1"), Press("128*5#"), Press("1"), Press("1"))
OFFER = {"zh": "您上次的投诉还没有填完", "en": "Your last complaint isn't finished yet"}
BEFORE = {"zh": "这件事以前联系过我们吗", "en": "Have you contacted us about this before?"}
RECORD, SUBMIT = (Press("1"), Leave(4)), Press("1")


def call(hotline, *moves, caller=CARL):
    """Ring, and let the closing after the call be done."""
    made = hotline.call(*moves, caller=caller)
    hotline.clock.advance(30)
    return made


def left_unfinished(hotline, language="zh"):
    """Give the hotline after a call that ended in the middle of the form; its caller is now known in that language."""
    line = hotline()
    call(line, LANGUAGES[language], *IN_FORM)
    return line


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_hung_up_in_the_form_goes_on_with_it_on_the_next_call(hotline, language):
    line = left_unfinished(hotline, language)
    again = call(line, *FILE, Press("1"), *RECORD, SUBMIT)
    assert OFFER[language] in again.after(3)
    assert BEFORE[language] in again.after(4)
    with line.application.store.unit() as unit:
        ticket = unit.ticket(again.state.slots["ticket"]["number"])
    kept = json.loads(ticket.items)
    assert (ticket.kind, ticket.category, kept["order"], kept["amount"]) == ("complaint", "missing", "20260703", 12850)
    assert OFFER[language] not in call(line, *FILE).words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_staff_number_of_an_earlier_talk_is_keyed_and_stands_on_the_complaint(hotline, language):
    line = hotline()
    made = call(line, LANGUAGES[language], *IN_FORM, Press("3"), Press("1024#"), Leave(4), SUBMIT)
    with line.application.store.unit() as unit:
        ticket = unit.ticket(made.state.slots["ticket"]["number"])
    assert (ticket.kind, json.loads(ticket.items)["before"]) == ("complaint", "1024")


def test_who_began_anew_and_cancelled_is_not_asked_again(hotline):
    line = left_unfinished(hotline)
    assert OFFER["zh"] in call(line, *FILE, Press("2"), Press("5"), Press("1"), Press("1"), Leave(4), Press("4")).words
    assert OFFER["zh"] not in call(line, *FILE).words


def test_nobody_else_is_offered_it_and_nothing_of_it_is_spoken(hotline):
    line = left_unfinished(hotline)
    assert OFFER["zh"] not in call(line, LANGUAGES["zh"], *FILE, caller=OTHER).words
    again = call(line, *FILE, Press("1"))
    assert OFFER["zh"] in again.words
    assert not any(words in again.words for words in ("二零二六", "一百二十八元"))


def test_who_answered_nothing_yet_left_nothing(hotline):
    line = hotline()
    call(line, LANGUAGES["zh"], *FILE)
    assert OFFER["zh"] not in call(line, *FILE).words


def filed(line, language="zh") -> str:
    """File a complaint and give its number."""
    return call(line, LANGUAGES[language], *IN_FORM, *RECORD, SUBMIT).state.slots["ticket"]["number"]


STANDS = {
    "zh": ("投诉，目前已受理。", "预计三月四日上午十点零", "补充情况请按1"),
    "en": ("a complaint, is received.", "Answer expected by March fourth, ten", "To add information, press 1"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_has_the_number_hears_how_it_stands_and_nothing_of_what_is_in_it(hotline, language):
    line = hotline()
    number = filed(line)
    asked = call(line, LANGUAGES[language], Press("5"), Press("2"), Press(f"{number}#"), Press("3"), caller=OTHER)
    heard = asked.after(4)
    assert all(words in heard for words in STANDS[language]), heard
    assert not any(words in asked.words for words in ("二零二六", "一百二十八元", "two zero two six"))
    with line.application.store.unit() as unit:
        (text,) = unit.messages(asked.sid)
    assert number in text.body


@pytest.mark.parametrize("number", ["1000000006", "1123456787"], ids=["a slip of the last digit", "nobody's"])
def test_a_number_that_is_none_is_asked_for_again(hotline, number):
    again = call(hotline(), LANGUAGES["zh"], Press("5"), Press("2"), Press(f"{number}#"))
    assert "没有这个编号" in again.after(4)
    assert again.state.node == "complaint.number"


def test_who_was_not_answered_in_time_hears_an_apology_and_is_with_a_supervisor(hotline):
    line = hotline()
    line.keep_tickets()
    late = call(line, LANGUAGES["zh"], Press("5"), Press("2"), Press("1000000052#"))
    assert "非常抱歉，我们没有按时答复您" in late.after(4)
    assert late.state.node == "agent.supervisor"


def test_an_appeal_is_a_ticket_of_its_own_that_names_the_first(hotline):
    line = hotline()
    number = filed(line)
    appeal = call(line, Press("5"), Press("3"), Press(f"{number}#"), Press("2"), Press("1"))
    with line.application.store.unit() as unit:
        ticket = unit.ticket(appeal.state.slots["ticket"]["number"])
    assert (ticket.kind, json.loads(ticket.items)["ticket"]) == ("appeal", number)
    assert appeal.state.node == "complaint.elsewhere"


def test_a_suggestion_is_kept_apart_and_nobody_need_answer_it_within_a_day(hotline):
    line = hotline()
    number = call(line, LANGUAGES["zh"], Press("5"), Press("4"), Leave(4)).state.slots["ticket"]["number"]
    with line.application.store.unit() as unit:
        assert unit.ticket(number).kind == "suggestion"
    heard = call(line, Press("5"), Press("2"), Press(f"{number}#")).after(4)
    assert "建议，目前已受理。" in heard
    assert "答复" not in heard
