"""What an unfinished complaint leaves behind, and what the next call makes of it (R82, N6)."""

import json

import pytest

from ivr.simulator.person import Leave, Press

LANGUAGES = {"zh": Press("1"), "en": Press("2")}
CARL, OTHER = "+8613900005555", "+8613900006666"
IN_FORM = (Press("5"), Press("2"), Press("20260703#"), Press("1"), Press("128*5#"), Press("1"), Press("1"))
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
    again = call(line, Press("5"), Press("1"), *RECORD, SUBMIT)
    assert OFFER[language] in again.after(1)
    assert BEFORE[language] in again.after(2)
    with line.application.store.unit() as unit:
        ticket = unit.ticket(again.state.slots["ticket"]["number"])
    kept = json.loads(ticket.items)
    assert (ticket.kind, ticket.category, kept["order"], kept["amount"]) == ("complaint", "missing", "20260703", 12850)
    assert OFFER[language] not in call(line, Press("5")).words


def test_who_began_anew_and_cancelled_is_not_asked_again(hotline):
    line = left_unfinished(hotline)
    assert OFFER["zh"] in call(line, Press("5"), Press("2"), Press("5"), Press("1"), Leave(4), Press("4")).words
    assert OFFER["zh"] not in call(line, Press("5")).words


def test_nobody_else_is_offered_it_and_nothing_of_it_is_spoken(hotline):
    line = left_unfinished(hotline)
    assert OFFER["zh"] not in call(line, LANGUAGES["zh"], Press("5"), caller=OTHER).words
    again = call(line, Press("5"), Press("1"))
    assert OFFER["zh"] in again.words
    assert not any(words in again.words for words in ("二零二六", "一百二十八元"))


def test_who_answered_nothing_yet_left_nothing(hotline):
    line = hotline()
    call(line, LANGUAGES["zh"], Press("5"))
    assert OFFER["zh"] not in call(line, Press("5")).words
