"""What agents hear that a caller chose, and what a text says that a talk was about: a subject, never a way to people."""

import pytest

from ivr.flow.words import plain
from ivr.service.whisper import matter, whisper
from tests.floor.test_floor import flow

ABOUT = {
    "a specialist": ("security", ["welcome.main:3", "security.menu:1", "freeze.next:3"], "立即冻结账户", "to freeze your account now"),
    "only a specialist": ("security", ["security.stolen:3"], "安全专员", "the security team"),
    "an agent after all": ("account", ["account.menu:3", "trace.offer:2"], "查询余额和账单", "for balance and records"),
    "to skip the question": ("account", ["agent.ask:6"], "账户客服", "the account team"),
    "an answer to the question": ("refund", ["agent.ask:4"], "退款", "for refunds"),
    "a supervisor": ("supervisor", ["welcome.main:5", "complaint.reason:5"], "投诉和建议", "for complaints and suggestions"),
    "the manner": ("supervisor", ["welcome.main:5", "complaint.reason:4"], "客服态度问题", "for the agent's manner"),
    "a new number": ("account", ["account.login_phone_menu:2"], "只是换了号码，要更换登记手机", "if you only changed your number"),
    "a callback": ("refund", ["welcome.main:4", "agent.long:2", "callback.confirm:1", "callback.time:1"], "退款问题", "for refunds"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", ABOUT)
def test_a_talk_is_about_the_last_subject_chosen_or_else_the_queue(case: str, language: str) -> None:
    queue, path, *about = ABOUT[case]
    assert matter(flow(), queue, path, language) == about[language == "en"]


@pytest.mark.parametrize(("language", "chose"), [("zh", "选了{}。"), ("en", "Chose: {}.")])
@pytest.mark.parametrize("case", ABOUT)
def test_an_agent_is_told_the_subject_chosen_and_not_that_an_agent_was(case: str, language: str, chose: str) -> None:
    queue, path, *about = ABOUT[case]
    heard = " ".join(plain(say.text, say.values) for say in whisper(flow(), queue, {"language": language, "path": path}, language))
    is_chosen = about[0] != plain(flow().queues[queue].title.texts["zh"], ())
    assert (chose.format(about[language == "en"]).lower() in heard.lower()) is is_chosen
    assert (chose[:2] in heard) is is_chosen
