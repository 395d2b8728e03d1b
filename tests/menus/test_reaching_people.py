"""From every question of the shipped menus, in every language, people are two steps away; three errors lead there too."""

import pytest

from ivr.flow.commands import Enqueue, Gather, Record
from ivr.flow.events import DigitsPressed, Event, NoInput, RecordingDone, SpeechHeard
from ivr.flow.journal import Missed
from ivr.flow.nodes import NODES

SILENT_RECORDING = RecordingDone("RE1", "https://carrier.example/RE1", 0)
WORD = {"zh": "人工", "en": "agent"}
PEOPLE = ("callback", "voicemail")
"""Menu files that are themselves a way to a person: a callback or a voicemail counts as one."""

DESK = "agent."
"""The menu file on the way to a queue: it asks what the matter is, and its own errors lead to a queue."""

LEAD_ELSEWHERE = {
    "welcome.language", "welcome.anybody", "solved.check", "survey.intro", "survey.solved", "survey.reason", "order.retry_hold"
}  # fmt: skip
"""Rulings: a second silence in the language menu means Mandarin; no answer to "did that solve it?" or after a talk ends in goodbye; a
number that rings again and again is asked whether anybody is there, and silence ends that call (tests/menus/rows/test_limits.py);
who confirms a payment in the app meanwhile says nothing here, and hears how it stands (menus/tests/payment-retry-zh.call)."""

LEAST_WAYS = 384
"""Ways proved when this was last counted. Menus may grow; a smaller number must be explained here."""


def is_with_people(turn) -> bool:
    return isinstance(turn.commands[-1], Enqueue) or turn.state.node.partition(".")[0] in PEOPLE


def way_out(flow, place) -> Event:
    if place.turn.commands[-1].finish != "#":
        return DigitsPressed("0")
    return DigitsPressed("**0") if getattr(flow.nodes[place.node], "kind", None) == "amount" else DigitsPressed("*0")


def within_two_steps(walker, place, event: Event) -> bool:
    first = walker.step(place.state, event)
    return any(is_with_people(turn) for turn in (first, walker.step(first.state, event), walker.step(first.state, DigitsPressed("0"))))


def after(walker, turn, event: Event, errors: int):
    missed = 0
    while missed < errors and not is_with_people(turn) and not turn.state.ended:
        turn = walker.step(turn.state, SILENT_RECORDING if isinstance(turn.commands[-1], Record) else event)
        missed += sum(isinstance(fact, Missed) for fact in turn.facts)
    return turn


@pytest.fixture(scope="module")
def questions(survey):
    return [place for place in survey.places if isinstance(place.turn.commands[-1], Gather)]


def test_zero_and_the_word_for_a_person_reach_people_within_two_steps(walker, flow, questions, capsys):
    ways, lost = 0, []
    for place in questions:
        for way, event in (("0", way_out(flow, place)), ("word", SpeechHeard(WORD[place.language]))):
            ways += 1
            if not is_with_people(place.turn) and not within_two_steps(walker, place, event):
                lost.append((place.node, place.language, way))
    with capsys.disabled():
        nodes, languages = {place.node for place in questions}, {place.language for place in questions}
        print(f"\nto people: {len(nodes)} questions x {len(languages)} languages x 2 ways, {ways} tried")
    assert not lost, "\n".join(map(str, lost))
    assert ways >= LEAST_WAYS


@pytest.mark.parametrize("event", [NoInput(), DigitsPressed("1*777"), SpeechHeard("xyzzy")], ids=["silence", "wrong key", "unclear"])
def test_three_errors_in_any_task_lead_to_people(walker, flow, questions, event):
    lost = []
    for place in questions:
        if place.node in LEAD_ELSEWHERE or place.node.partition(".")[0] in PEOPLE or isinstance(flow.nodes[place.node], NODES["end"]):
            continue
        given_up = after(walker, place.turn, event, 3)
        if not (is_with_people(given_up) or given_up.state.node.startswith(DESK)) or not is_with_people(after(walker, given_up, event, 6)):
            lost.append((place.node, place.language, given_up.state.node))
    assert not lost, "\n".join(map(str, lost))
