"""What callers say and what they mean, over the phrases of the hotline (cases.yaml), and what holds for any words."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.speech import Match, Phrase, Phrases, normalise

CASES = yaml.load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)

MENUS = ("main", "security")
"""Questions at which the universal words are listened for in these tests, after the question's own."""


def phrases_of(question: str, language: str) -> list[Phrase]:
    options = list(CASES["questions"][question][language].items())
    universal = list(CASES["universal"][language].items()) if question in MENUS else []
    return [Phrase(key, text) for key, texts in options + universal for text in texts]


SPOKEN = {"zh": "mandarin", "en": "english"}
PREPARED = {
    (question, language): Phrases(phrases_of(question, language), SPOKEN[language])
    for question, languages in CASES["questions"].items()
    for language in languages
}
EXACT = [(question, language, phrase) for question, language in PREPARED for phrase in phrases_of(question, language)]
SAID = [(*asked.split(), *case) for asked, cases in CASES["said"].items() for case in cases]

NORMALISED = [
    ("mandarin", "嗯，那个，我想查一下 余额！", "查一下余额"),
    ("mandarin", "请问怎么投诉？", "怎么投诉"),
    ("mandarin", "我的帳戶", "我的账户"),
    ("mandarin", "倒帐", "到账"),
    ("mandarin", "ＡＰＰ１２", "app12"),
    ("mandarin", "我要", "我要"),
    ("mandarin", "  ", ""),
    ("english", "  I'd like to   FREEZE my account, please. ", "freeze my account please"),
    ("english", "Um, can you re-send it?", "re send it"),
    ("english", "Don’t", "dont"),
    ("english", "do not", "dont"),
    ("english", "summary", "summary"),
    ("english", "can you", "can you"),
    ("english", "Résilier, s'il vous plaît", "résilier sil vous plaît"),
]

AROUND = {
    "zh": st.text("，。！？ 、…", max_size=3),
    "en": st.text(" ,.!?-", max_size=3).map(lambda text: f" {text} "),
}
FILLER = {
    "zh": st.sampled_from(["", "嗯", "那个", "我想", "我要", "帮我", "请问"]),
    "en": st.sampled_from(["", "um", "Um", "I want to", "can you", "Can you"]),
}

REFUSALS = {
    "zh": ["不", "没", "别", "先不", "没有", "不要", "不想马上", "不要给我", "我不想让你们", "别再替我们"],
    "en": [
        "not ",
        "don't ",
        "do not ",
        "no ",
        "never ",
        "I don't want to ",
        "I don't want you to ",
        "please don't you ",
        "I did not ask for a ",
    ],
}
NEGATIVE = re.compile(r"[不没别]|\b(no|never)|n't\b", re.IGNORECASE)


@pytest.mark.parametrize(("question", "language", "heard", "key", "how"), SAID)
def test_what_was_said_is_what_was_meant(question: str, language: str, heard: str, key: str, how: str) -> None:
    found = PREPARED[question, language].match(heard)
    assert (found.key if found else "", found.how if found else "") == (key, how)


@pytest.mark.parametrize(("language", "text", "expected"), NORMALISED)
def test_words_are_brought_to_one_form(language: str, text: str, expected: str) -> None:
    assert normalise(text, language) == expected


def test_of_two_phrases_that_sound_the_same_the_first_one_counts() -> None:
    phrases = Phrases([Phrase("option", "取消"), Phrase("universal", "我要取消")], "mandarin")
    assert phrases.match("取消") == Match("option", "exact", 1.0)


def test_a_likeness_has_the_score_it_was_found_with_and_two_equal_ones_are_none() -> None:
    near = Phrases([Phrase("pay", "payment"), Phrase("rest", "something else")], "english").match("paymant")
    assert near is not None
    assert (near.key, near.how) == ("pay", "similar")
    assert 0.8 <= near.score < 1
    assert Phrases([Phrase("a", "查余额"), Phrase("b", "查金额")], "mandarin").match("查额") is None


def test_no_phrases_match_nothing() -> None:
    assert Phrases([], "mandarin").match("退款") is None
    assert Phrases([Phrase("a", "。")], "mandarin").match("。") is None


@pytest.mark.parametrize(("question", "language", "phrase"), EXACT)
def test_every_listed_phrase_is_heard_exactly(question: str, language: str, phrase: Phrase) -> None:
    first = next(
        p for p in phrases_of(question, language) if normalise(p.text, SPOKEN[language]) == normalise(phrase.text, SPOKEN[language])
    )
    assert PREPARED[question, language].match(phrase.text) == Match(first.key, "exact", 1.0)


@settings(deadline=None)
@given(st.data(), st.sampled_from(EXACT))
def test_punctuation_and_fillers_around_a_phrase_change_nothing(data: st.DataObject, case: tuple[str, str, Phrase]) -> None:
    question, language, phrase = case
    around, filler = AROUND[language], FILLER[language]
    before = data.draw(around) + data.draw(filler) + data.draw(around)
    after = data.draw(around) + data.draw(filler) + data.draw(around)
    prepared = PREPARED[question, language]
    assert prepared.match(before + phrase.text + after) == prepared.match(phrase.text)


@settings(deadline=None)
@given(st.text() | st.text("不没别解冻结退款我要，是有的 dontfrezu'"), st.sampled_from(sorted(PREPARED)))
def test_any_words_at_all_can_be_heard(heard: str, asked: tuple[str, str]) -> None:
    found = PREPARED[asked].match(heard)
    assert found is None or (found.key and 0 < found.score <= 1)


@settings(deadline=None)
@given(st.data(), st.sampled_from([case for case in EXACT if not NEGATIVE.search(case[2].text)]))
def test_a_refused_phrase_is_never_taken(data: st.DataObject, case: tuple[str, str, Phrase]) -> None:
    _, language, phrase = case
    refusal = data.draw(st.sampled_from(REFUSALS[language]))
    assert Phrases([phrase], SPOKEN[language]).match(refusal + phrase.text) is None
