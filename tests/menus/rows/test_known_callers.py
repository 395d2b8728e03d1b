"""A number that has called before is greeted in the language its caller chose, and can still choose another."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from ivr.simulator.people.person import Press, Silence, Speak
from ivr.storage.schema import migrate
from ivr.trial.stage import in_process

MENUS = Path(__file__).parents[3] / "menus"
CAROL, DAN = "+8613800138000", "+8613900139000"
QUESTION = "普通话服务请按1"
GREETED = {"zh": "您好，欢迎致电示例钱包客服热线。", "en": "Hello, this is Example Wallet customer service."}
CHANGE = {"zh": "For English, press 8.", "en": "普通话服务请按8。"}
NOTICE = {"zh": "通话可能会录音", "en": "calls may be recorded"}
CONSENT = {
    "zh": "。 如果您不同意，可以挂机，通过应用内客服联系我们。",
    "en": ". If you don't agree, please hang up and use in-app support.",
}
CHOICES = {
    "zh": {"a key": [Press("1")], "a word": [Speak("普通话")], "a change of mind": [Press("2"), Speak("speak Mandarin")]},
    "en": {"a key": [Press("2")], "a word": [Speak("English")], "a change of mind": [Press("1"), Press("4"), Speak("换英文")]},
}


@pytest.mark.parametrize(("language", "way"), [(language, way) for language, ways in CHOICES.items() for way in ways])
def test_the_next_call_is_greeted_in_the_language_last_chosen(hotline, language, way):
    line = hotline()
    assert QUESTION in line.call(*CHOICES[language][way], caller=CAROL).words
    heard = line.call(caller=CAROL).words
    assert QUESTION not in heard
    assert f"{NOTICE[language]}{CONSENT[language]} {CHANGE[language]}" in heard.partition(GREETED[language])[2]


@pytest.mark.parametrize("caller", [DAN, "anonymous", ""], ids=["another number", "anonymous", "no number"])
def test_another_number_and_one_that_is_withheld_are_asked(hotline, caller):
    line = hotline()
    for each in (CAROL, "anonymous", ""):
        line.call(Press("2"), caller=each)
    assert QUESTION in line.call(caller=caller).after(0)


def test_silence_is_no_choice_and_the_next_call_asks_again(hotline):
    line = hotline()
    assert "账户问题请按1" in line.call(Silence(), Silence(), caller=CAROL).words
    assert QUESTION in line.call(caller=CAROL).after(0)


def test_a_known_caller_changes_the_language_by_key_and_hears_the_notice_once(hotline):
    line = hotline(known="zh")
    call = line.call(Press("8"), Press("2"))
    assert QUESTION in call.after(2)
    assert "For your account, press 1." in call.after(3)
    assert NOTICE["en"] not in call.after(3)


def test_the_language_is_known_from_a_keyed_hash_alone(hotline, tmp_path):
    """The same database under another secret key: a number cannot be found in it, nor guessed by trying them all."""
    url = f"sqlite:///{tmp_path}/calls.db"
    migrate(url)
    keys = (SecretStr(letter * 32) for letter in "ab")
    ours, theirs = (hotline(config=in_process(MENUS).model_copy(update={"database_url": url, "secret_key": key})) for key in keys)
    ours.call(Press("2"), caller=CAROL)
    assert QUESTION in theirs.call(caller=CAROL).after(0)
    assert GREETED["en"] in ours.call(caller=CAROL).after(0)
