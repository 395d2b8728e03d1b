"""How the hotline speaks to who is not satisfied: evenly, without blame, and openly about other ways (R90, R91, R92, R101)."""

import re

import pytest

from ivr.compiler.compile import compile_texts
from ivr.flow.words import plain
from ivr.service.actions import DECLARATIONS
from ivr.simulator.people.person import Leave, Press

LANGUAGES = {"zh": Press("1"), "en": Press("2")}
OVER_AN_ANSWER = (Press("5"), Press("3"), Press("1000000005#"), Press("2"), Press("1"))
"""Not satisfied with what came of a complaint, and asking for it to be looked at again."""
UNFAIR = re.compile(
    "您应该|您必须|您自己|您没有按|您的错|您误|冷静|理智|无理|不得|禁止|严禁|后果|责任自负|追究|造谣|诽谤"
    "|you should|you must|you failed|your (own )?(fault|mistake|error)|calm down|be reasonable|not allowed|forbidden|consequences"
    "|liable|defam|slander|libel|at your own risk",
    re.IGNORECASE,
)
"""Words that blame, order about, threaten or discourage."""


@pytest.mark.parametrize(
    "words", ["这是您自己的失误。", "请您保持冷静。", "禁止在网上发布。", "That was your own mistake.", "Posting is not allowed."]
)
def test_an_unfair_sentence_would_be_found(words):
    assert UNFAIR.search(words)


def test_nobody_who_complains_is_blamed_or_discouraged(flow):
    said = {name: part for name, part in flow.parts.items() if name.startswith(("complaint", "solved"))}
    texts = [(name, plain(text, [""] * len(text.holes))) for name, part in said.items() for text in part.texts.values()]
    assert len(texts) > 100
    assert [(name, words) for name, words in texts if UNFAIR.search(words)] == []


@pytest.fixture(scope="module")
def line(hotline):
    hotline = hotline()
    hotline.keep_tickets()
    return hotline


WAYS = {
    "zh": ("外部渠道请按1", "其他官方渠道请按2", "邮箱help@wallet.example"),
    "en": ("outside bodies, press 1", "channels, press 2", "help@wallet.example"),
}


NOT_SATISFIED = {
    "with an answer": OVER_AN_ANSWER,
    "with a matter unsolved": (Press("1"), Press("5"), Press("5"), Press("4"), Press("3"), Press("4")),
    "and complains": (Press("5"), Press("3"), Press("0#"), Press("5"), Press("1"), Press("1"), Leave(4), Press("1"), Press("4")),
}


@pytest.mark.parametrize("way", NOT_SATISFIED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_not_satisfied_hears_of_the_other_ways(line, language, way):
    heard = line.call(LANGUAGES[language], *NOT_SATISFIED[way], Press("2")).words
    assert [words for words in WAYS[language] if words not in heard] == []


PUBLIC = {"zh": ("您有权在网上说明情况", "不要公开身份证号"), "en": ("You're free to describe it in public", "leave out ID, card, phone")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_speaking_up_in_public_is_free_with_a_word_on_personal_data(line, language):
    heard = line.call(LANGUAGES[language], *OVER_AN_ANSWER, Press("3")).after(7)
    assert all(words in heard for words in PUBLIC[language])
    assert UNFAIR.search(heard) is None


def test_the_bodies_outside_come_from_the_facts_into_the_speech_and_the_text(hotline, menus):
    files = {file.name: file.read_text(encoding="utf-8") for file in menus.glob("*.yaml")}
    files["hotline.yaml"] = files["hotline.yaml"].replace("人民银行热线12363", "金融监管热线12378")
    changed = hotline(compile_texts(files, DECLARATIONS))
    call = changed.call(LANGUAGES["zh"], Press("5"), Press("5"), Press("2"))
    with changed.application.store.unit() as unit:
        (text,) = unit.messages(call.sid)
    for words in (call.after(3), text.body):
        assert "金融监管热线12378" in words
        assert "12363" not in words
        assert UNFAIR.search(words) is None
