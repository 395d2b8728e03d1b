"""After a talk: the caller marks it from one to five, at most once a day (R99)."""

import pytest

from ivr.simulator.people.person import HangUp, Leave, Press, Silence

LANGUAGES = {"zh": Press("1"), "en": Press("2")}
DAN = "+8613900007777"
TALK = (Press("0"), Press("1"))
ASKED = {"zh": "请对刚才的服务打分", "en": "How was the service?"}


@pytest.fixture
def line(hotline):
    return hotline(talks=60)


def kept(line, call):
    """Give what is kept of the marks a call gave: the mark and whether it helped."""
    row = line.application.store.read_call(call.sid)
    with line.application.store.unit() as unit:
        return [(each.score, each.solved, each.queue) for each in unit.surveys(row.caller_hash, row.started_at)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("score", [1, 2, 3])
def test_a_good_mark_is_kept_with_whether_it_helped(line, language, score):
    call = line.call(LANGUAGES[language], *TALK, Press(str(score)), Press("1"), Silence())
    assert ASKED[language] in call.words
    assert kept(line, call) == [(score, "yes", "account")]
    assert call.state.ended == "goodbye"


@pytest.mark.parametrize("score", [4, 5])
def test_a_bad_mark_is_asked_about_and_followed_up(line, score):
    call = line.call(LANGUAGES["zh"], *TALK, Press(str(score)), Leave(4), Silence())
    assert kept(line, call) == [(score, "", "account")]
    with line.application.store.unit() as unit:
        ticket = unit.ticket(call.state.slots["ticket"]["number"])
    assert (ticket.kind, ticket.category) == ("follow_up", "account")
    assert "邮箱help@wallet.example" in call.words
    assert call.state.ended == "goodbye"


def test_a_mark_is_kept_of_who_hangs_up_before_the_next_question(line):
    call = line.call(LANGUAGES["en"], *TALK, Press("2"), HangUp())
    assert kept(line, call) == [(2, "", "account")]


def test_a_number_is_asked_once_a_day_and_one_that_is_withheld_each_time(line):
    line.call(LANGUAGES["zh"], *TALK, Press("1"), Press("1"), Silence(), caller=DAN)
    again = line.call(*TALK, Silence(), caller=DAN)
    assert ASKED["zh"] not in again.words
    assert "您的问题解决了吗" in again.words
    for _ in range(2):
        withheld = line.call(LANGUAGES["zh"], *TALK, Press("1"), Press("1"), Silence(), caller="anonymous")
        assert ASKED["zh"] in withheld.words


def test_who_withholds_their_number_is_asked_once_in_a_call(line):
    again = (Press("0"), Press("0"))
    call = line.call(LANGUAGES["zh"], *TALK, Press("2"), *again, Silence(), caller="anonymous")
    assert call.words.count(ASKED["zh"]) == 1
    assert "您的问题解决了吗" in call.words


def test_who_fears_theft_is_not_asked(line):
    assert ASKED["zh"] not in line.call(LANGUAGES["zh"], Press("9"), Silence()).words
