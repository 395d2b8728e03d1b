"""The slow pace: from every question in both languages, the same calls, said more slowly and waited for longer."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from ivr.flow.commands import Gather
from ivr.flow.events import DigitsPressed, NoInput, SpeechHeard
from ivr.twiml.render import Renderer

EVENTS = (
    *map(DigitsPressed, "0123456789*#"),
    DigitsPressed("20260703", finished=True),
    NoInput(),
    SpeechHeard("人工"),
    SpeechHeard("agent"),
)
PATIENT, IN_PASSING = 10, 1


@pytest.fixture(scope="module")
def steps(survey, walker):
    """Take every step at both paces, by a caller who was offered a person already."""
    found = []
    for place in survey.places:
        usual = place.state.but(pace="", slots={**place.state.slots, "offered": "yes"})
        found += [(place, walker.step(usual, event), walker.step(usual.but(pace="slow"), event)) for event in EVENTS]
    return found


def gathers(turn):
    return [command for command in turn.commands if isinstance(command, Gather)]


def test_every_key_and_word_means_the_same(steps):
    assert len(steps) > 1000
    assert [(place.node, place.language) for place, usual, slow in steps if slow.state.but(pace="") != usual.state] == []
    assert [(place.node, place.language) for place, usual, slow in steps if slow.facts != usual.facts] == []


def test_the_words_are_the_same_and_every_question_waits_ten_seconds(steps):
    for _, usual, slow in steps:
        asked = [command if not isinstance(command, Gather) else replace(command, timeout=0) for command in slow.commands]
        assert asked == [command if not isinstance(command, Gather) else replace(command, timeout=0) for command in usual.commands]
        for before, after in zip(gathers(usual), gathers(slow), strict=True):
            assert after.timeout == IN_PASSING if before.timeout == IN_PASSING else after.timeout >= PATIENT


def test_every_sentence_is_spoken_slowly(steps, flow):
    usual, slow = Renderer(flow.languages), Renderer(flow.languages, slow=True)
    rates = {language.say: language.slow for language in flow.languages.values()}
    said = 0
    for _, turn, _ in steps:
        plain, slower = (ElementTree.fromstring(each.render(turn.commands, 1)) for each in (usual, slow))
        for one, other in zip(plain.iter("Say"), slower.iter("Say"), strict=True):
            assert [(inner.tag, inner.attrib, inner.text) for inner in other] == [
                ("prosody", {"rate": rates[one.get("language")]}, one.text)
            ]
            said += 1
    assert said > len(steps)
    assert set(rates.values()) == {"80%"}
