"""Whoever asks to be spoken to slowly is, in this call and the next, and is offered a person before any menu."""

import pytest

from ivr.simulator.people.person import Press, Speak

CAROL = "+8613800138000"
LANGUAGES = {"zh": Press("1"), "en": Press("2")}
SLOWER = {"zh": Speak("请说慢一点"), "en": Speak("slow down")}
FASTER = {"zh": Speak("正常语速"), "en": Speak("normal speed")}
OFFER = {
    "zh": "您好，我们可以先为您找客服人员。 找客服人员请按1。 自己选择菜单请按2。",
    "en": "We can look for a person to speak with you first. To do that, press 1. To use the menu, press 2.",
}
MAIN = {"zh": "账户问题请按1。", "en": "For your account, press 1."}


def is_slow(document):
    """Say whether every sentence is slow, and every question waits ten seconds."""
    return document.count("<Say") == document.count('<prosody rate="80%">') and "timeout=" not in document.replace('timeout="10"', "")


def is_usual(document):
    return "prosody" not in document and 'timeout="10"' not in document


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_question_comes_again_slowly_and_all_after_it(hotline, language):
    call = hotline().call(LANGUAGES[language], SLOWER[language], Press("4"))
    assert MAIN[language] in call.after(2)
    assert [is_slow(document) for document in call.documents[:4]] == [False, False, True, True]
    assert call.slips == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_next_call_is_slow_and_offers_a_person_first(hotline, language):
    line = hotline()
    line.call(LANGUAGES[language], SLOWER[language], caller=CAROL)
    call = line.call(Press("1"), caller=CAROL)
    assert OFFER[language] in call.after(1)
    assert MAIN[language] not in call.after(1)
    assert call.state.node == "agent.account"
    said = [document for document in call.documents if "<Say" in document]
    assert len(said) > 2, "the wait speaks too"
    assert all(document.count("<Say") == document.count("<prosody") for document in said)


def test_the_menu_can_be_had_instead_and_the_offer_comes_once(hotline):
    call = hotline(known="zh", pace="slow").call(Press("2"), Press("4"), Speak("主菜单"))
    assert MAIN["zh"] in call.after(2)
    assert MAIN["zh"] in call.after(4)
    assert OFFER["zh"] not in call.after(4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_pace_can_be_had_back_and_is_remembered(hotline, language):
    line = hotline()
    call = line.call(LANGUAGES[language], SLOWER[language], FASTER[language], Press("4"), caller=CAROL)
    assert [is_usual(document) for document in call.documents[:5]] == [True, True, False, True, True]
    again = line.call(caller=CAROL)
    assert is_usual(again.documents[0])
    assert MAIN[language] in again.after(1)
