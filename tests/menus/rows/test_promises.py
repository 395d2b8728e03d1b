"""What the hotline owes every caller, heard on the phone: the notice, patience with slips, numbers one can write down, hours."""

import re
from itertools import product

import pytest

from ivr.simulator import events
from ivr.simulator.people.person import Leave, Press, Silence, Speak

LANGUAGES = {"zh": Press("1"), "en": Press("2")}
NIGHT = "2026-03-03 02:00"
NOTICE = ("通话可能会录音", "alls may be recorded")
WAY_ON = {"zh": "如果您不同意，可以挂机，通过应用内客服联系我们", "en": "If you don't agree, please hang up and use in-app support"}


def is_told_first(call) -> bool:
    """Say whether the notice, in words no key can cut, comes before the first document that records."""
    for document in call.documents:
        if any(words in document.partition("<Gather")[0] for words in NOTICE):
            return True
        if "<Record" in document or "record=" in document:
            return False
    return True


def test_nothing_is_recorded_before_the_notice_was_heard(walk):
    assert sum(bool(made.call.of(events.Record)) for made in walk.made) > 5
    assert [made.moves for made in walk.made if not is_told_first(made.call)] == []


SHORTCUTS = {
    "0": (Press("0"), Press("0")),
    "a person by voice": (Speak("人工"), Press("0")),
    "9": (Press("9"), Press("1"), Press("3")),
    "freezing by voice": (Speak("紧急冻结"), Press("1"), Press("3")),
    "the main menu by voice": (Speak("主菜单"), Press("1"), Press("2")),
}


@pytest.mark.parametrize("way", SHORTCUTS.values(), ids=SHORTCUTS)
def test_whoever_takes_a_shortcut_out_of_the_first_question_is_told_all_the_same(hotline, way):
    call = hotline(at=NIGHT).call(*way, Leave(4))
    assert call.of(events.Record)
    assert is_told_first(call)


@pytest.mark.parametrize("word", ["主菜单", "换英文", "说中文"])
def test_whoever_was_told_once_is_at_the_main_menu_again_without_the_notice(hotline, word):
    again = hotline().call(Press("1"), Speak(word)).after(2)
    assert any(first in again for first in ("账户问题请按1", "For your account, press 1"))
    assert not any(words in again for words in NOTICE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_not_agree_is_told_another_way_and_leaves_no_recording(hotline, language):
    call = hotline().call(LANGUAGES[language])
    assert WAY_ON[language] in call.after(1)
    assert "<Record" not in "".join(call.documents)


MISSES = {"silence": Silence(), "a wrong key": Press("7"), "unclear words": Speak("xyzzy plugh")}
AGENT = {"zh": "为您找人工客服", "en": "find you an agent"}


@pytest.mark.parametrize(("language", "miss"), list(product(LANGUAGES, MISSES)))
def test_a_question_comes_twice_more_shorter_and_in_other_words_and_then_a_person(hotline, language, miss):
    """Asked where an answer stands before the question: where we can be reached."""
    way = (LANGUAGES[language], Press("1"), Press("5"), Press("2"))
    call = hotline().call(*way, *[MISSES[miss]] * 3)
    first, again, last, person = (call.after(len(way) + misses) for misses in range(4))
    assert len(again) < len(first)
    assert len(last) < len(first)
    openings = [re.split("[，。,.]", said)[0] for said in (first, again, last, person)]
    assert len(set(openings)) == 4
    assert AGENT[language] in person
    assert call.state.node == "agent.account"


DIGIT = {"zh": "[零幺二三四五六七八九]", "en": "(?:zero|one|two|three|four|five|six|seven|eight|nine) ?"}
COMPLAINT = (Press("5"), Press("1"), Press("2"))
TICKET = (*map(Press, "112111432"), Leave(4))
NUMBERS = {
    "zh: order": (*COMPLAINT, Press("20260703#"), "您输入的是：二零二六，零七零三。"),
    "en: order": (*COMPLAINT, Press("20260703#"), "You entered: two zero two six, zero seven zero three."),
    "zh: amount": (*COMPLAINT, Press("0#"), Press("0#"), Press("128*5#"), "您输入的是：人民币一百二十八元五角。"),
    "en: amount": (*COMPLAINT, Press("0#"), Press("0#"), Press("128*5#"), "You entered: one hundred twenty-eight yuan fifty."),
    "zh: ticket": (*TICKET, "编号是：NNN，NNN，NNNN。再说一遍：NNN，NNN，NNNN。"),
    "en: ticket": (*TICKET, "reference is: NNN, NNN, NNNN. Again: NNN, NNN, NNNN."),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_are_heard_digit_by_digit_in_groups_and_amounts_in_words(hotline, case):
    language, (*way, spoken) = case[:2], NUMBERS[case]
    heard = hotline().call(LANGUAGES[language], *way).words
    assert re.search(re.escape(spoken).replace("N", DIGIT[language]), heard), heard


OPENS = {"zh": "下一次开放是三月三日上午八点", "en": "opens March third, eight a.m."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_heard_in_words(hotline, language):
    assert OPENS[language] in hotline(at=NIGHT).call(LANGUAGES[language], Press("1"), Press("0")).words


SUPERVISOR = {
    "zh": ("找主管", "下一次开放是三月四日上午九点", "回电已经登记"),
    "en": ("supervisor", "opens March fourth, nine a.m.", "Your callback is booked"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_ten_in_the_evening_security_answers_and_the_supervisors_take_a_callback(hotline, language):
    evening, (ask, opens, booked) = hotline(at="2026-03-03 22:00"), SUPERVISOR[language]
    assert evening.call(LANGUAGES[language], Press("9")).state.node == "agent.security"
    call = evening.call(LANGUAGES[language], Press("0"), Speak(ask), Press("1"), Press("1"), Press("4"))
    assert opens in call.after(3)
    assert booked in call.after(6)
    assert call.state.slots["team"] == "supervisor"
