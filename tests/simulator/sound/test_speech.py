"""Words made into sound."""

import asyncio
from collections.abc import Callable

import pytest

from ivr.simulator.sound import wav
from ivr.simulator.sound.speech import MOST_LETTERS, Speech, Spoken, voice_of


def say(speech: Speech, text: str, language: str) -> Spoken | None:
    return asyncio.run(speech.say(text, language))


@pytest.fixture
def speech(need: Callable[[str], None]) -> Speech:
    need("espeak-ng")
    return Speech()


SAID = [
    ("欢迎致电客服热线。账单问题请按1，转人工请按0。", "zh-CN", 4, 9),
    ("欢迎致电客服热线。账单问题请按1，转人工请按0。", "cmn-Hans-CN", 4, 9),
    ("歡迎致電客服熱線。", "zh-HK", 1, 5),
    ("Welcome to the hotline. For billing, press 1.", "en-US", 2, 6),
    ("Welcome to the hotline. For billing, press 1.", "en-AU", 2, 6),
]


@pytest.mark.parametrize(("text", "language", "least", "most"), SAID)
def test_words_become_a_sound_of_a_length_that_a_person_might_take(speech: Speech, text: str, language: str, least: int, most: int) -> None:
    spoken = say(speech, text, language)
    assert spoken is not None
    assert wav.seconds(spoken.file) == spoken.seconds
    assert least < spoken.seconds < most
    pcm, _ = wav.read(spoken.file) or (b"", 0)
    assert max(wav.samples(pcm)) > 5000


def test_the_same_words_are_made_once_and_found_by_their_name(speech: Speech) -> None:
    first, again = say(speech, "Hello.", "en-US"), say(speech, "Hello.", "en-US")
    assert first is not None
    assert again is first is speech.kept(first.name)
    assert say(speech, "Hello.", "de-DE") != first


def test_what_has_not_been_wanted_for_longest_goes_when_there_is_too_much(need: Callable[[str], None]) -> None:
    need("espeak-ng")
    one = say(Speech(), "One.", "en-US")
    assert one is not None
    speech = Speech(most_bytes=round(2.5 * len(one.file)))
    names = [spoken.name for text in ("One.", "Two.", "One.", "Ten.") if (spoken := say(speech, text, "en-US"))]
    assert [speech.kept(name) is not None for name in dict.fromkeys(names)] == [True, False, True]


HOSTILE = ["-w /tmp/said --version", "[[h@'loU]] [[", "<speak><break time='3600s'/></speak>", "a\ud800b", "$(reboot); `reboot`"]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_the_words_are_they_are_only_words(speech: Speech, text: str) -> None:
    spoken = say(speech, text, "en-US")
    assert spoken is not None
    assert 0.1 < spoken.seconds < 10


@pytest.mark.parametrize(("text", "language"), [("", "en-US"), ("x" * (MOST_LETTERS + 1), "en-US"), ("Hello.", "xx-XX")])
def test_what_cannot_be_said_is_none(speech: Speech, text: str, language: str) -> None:
    assert say(speech, text, language) is None


VOICES = {"zh-CN": "zh-cn", "zh-HK": "yue", "en-US ": "en-us", "arb": "ar", "--help": "en-us", "../../etc/passwd": "en-us", "": "en-us"}


@pytest.mark.parametrize(("language", "voice"), VOICES.items())
def test_a_language_has_a_voice_and_no_language_is_a_file_or_an_option(language: str, voice: str) -> None:
    assert voice_of(language) == voice


def test_without_the_program_nothing_is_said() -> None:
    speech = Speech(program="no-such-program")
    assert not speech.is_here
    assert say(speech, "Hello.", "en-US") is None
