"""Who is there, who is there now and when the others open: heard at the minute it changes and on a holiday, in both languages."""

import pytest

from ivr.flow.words import plain
from ivr.simulator.people.person import Press

LANGUAGES = {"zh": Press("1"), "en": Press("2")}
ASK_FOR_HOURS = (Press("1"), Press("5"), Press("1"))
BEFORE, AFTER, HOLIDAY = "2026-03-03 07:58", "2026-03-03 07:59", "2026-04-06 10:00"
"""When the calls begin. The hours are asked for a minute later: at 07:59 and at 08:00."""
WEEK = {
    "zh": "账户客服、支付客服、退款客服和投诉专员，每天上午八点到二十四点；安全专员，每天二十四小时；主管，工作日上午九点到晚上六点。",
    "en": "the account team, the payments team, the refund team and the complaints team, daily from eight a.m. to midnight; "
    "the security team, daily around the clock; the supervisor team, on working days from nine a.m. to six p.m.",
}
NOW = {
    ("zh", BEFORE): [
        "账户客服现在关闭，下一次开放是上午八点。",
        "退款客服现在关闭，下一次开放是上午八点。",
        "主管现在关闭，下一次开放是上午九点。",
    ],
    ("en", BEFORE): [
        "The account team is closed now; next opening: eight a.m.",
        "The supervisor team is closed now; next opening: nine a.m.",
    ],
    ("zh", AFTER): ["主管现在关闭，下一次开放是上午九点。"],
    ("en", AFTER): ["The supervisor team is closed now; next opening: nine a.m."],
    ("zh", HOLIDAY): ["主管现在关闭，下一次开放是四月七日上午九点。"],
    ("en", HOLIDAY): ["The supervisor team is closed now; next opening: April seventh, nine a.m."],
}
CLOSED = {"zh": "现在关闭", "en": "closed now"}
SHUT = {BEFORE: 5, AFTER: 1, HOLIDAY: 1}


@pytest.mark.parametrize(("language", "at"), NOW)
def test_the_hours_of_all_teams_are_told_and_who_is_there_now(hotline, language, at):
    told = hotline(at=at).call(LANGUAGES[language], *ASK_FOR_HOURS).after(4)
    assert WEEK[language] in told
    assert all(sentence in told for sentence in NOW[language, at])
    assert told.count(CLOSED[language]) == SHUT[at]


@pytest.mark.parametrize(("language", "all_open"), [("zh", "现在都开放。"), ("en", "All of them are open now.")])
def test_when_everybody_is_there_it_is_said_so(hotline, language, all_open):
    told = hotline(at="2026-03-03 10:00").call(LANGUAGES[language], *ASK_FOR_HOURS).after(4)
    assert all_open in told
    assert CLOSED[language] not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_team_has_its_own_sentence_for_when_it_is_closed(flow, language):
    """A queue that joins the hotline has to be told of too."""
    parts = flow.nodes["service.hours"].prompt
    for queue in flow.queues.values():
        (closed,) = (part for part in parts if [test.path for test in part.when] == [("hours", queue.hours)])
        title = plain(queue.title.texts[language], ())
        assert str(closed.texts[language].pieces[0]).lower().startswith(title)
        assert any(("hours", queue.hours) in [test.path for test in part.when] for part in parts[-1:])
