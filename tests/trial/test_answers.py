"""What a written call gives of actions: they answer so and are not done, and what they could not answer is refused."""

from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow.events import ActionDone
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.simulator.faces.grammar import BadTranscript, read_transcript
from ivr.trial.answers import read_answers
from ivr.trial.stage import begins, in_process, play, set_up

SMALL = Path(__file__).parents[1] / "service" / "menus"
TITLE = {"zh": "退款", "en": "refunds, and more"}


@pytest.fixture(scope="module")
def small() -> Flow:
    return compile_folder(SMALL, DECLARATIONS)


def answers(text: str, count: int) -> list[ActionDone]:
    _, given = read_answers(text, DECLARATIONS)
    return [given() for _ in range(count)]


READ = [
    ("callers.recall = new", [ActionDone("new")]),
    ("callers.recall = known", [ActionDone("known", {"language": "en", "pace": "slow"})]),
    ("callers.recall = known {language: zh}, new", [ActionDone("known", {"language": "zh"}), ActionDone("new"), ActionDone("new")]),
    ("callers.recall = known {}", [ActionDone("known")]),
    ("queues.look = full {ahead: 200}", [ActionDone("full", {"ahead": 200})]),
    ("queues.look = open {minutes: [5, 8], peak: no}", [ActionDone("open", {"minutes": [5, 8], "peak": "no"})]),
    ('queues.look = closed {title: {zh: 退款, en: "refunds, and more"}}', [ActionDone("closed", {"title": TITLE})]),
    ("tickets.look = overdue {number: 0012345678}", [ActionDone("overdue", {"number": "0012345678"})]),
    (
        "refunds.recent = found [{id: 1, amount: 300}, {id: 2}], found [], none",
        [ActionDone("found", [{"id": "1", "amount": 300}, {"id": "2"}]), ActionDone("found"), ActionDone("none")],
    ),
    ("refunds.recent = found", [ActionDone("found", DECLARATIONS["refunds.recent"].outcomes["found"])]),
]


@pytest.mark.parametrize(("text", "given"), READ, ids=[text for text, _ in READ])
def test_answers_are_given_in_turn_and_the_last_for_ever(text: str, given: list[ActionDone]) -> None:
    assert answers(text, len(given)) == given


REFUSED = [
    ("callers.recal = new", '"callers.recal" is not an action. Did you mean "callers.recall"?'),
    ("callers.recall = knwn", '"callers.recall" never answers "knwn". Did you mean "known"?'),
    ("callers.recall =", '"callers.recall" never answers "". There are: known, new, often.'),
    ("callers.recall = new known", '"callers.recall" never answers "new known". Did you mean "known"?'),
    ("callers.recall = known {speed: slow}", '"callers.recall" has no field "speed". There are: language, pace.'),
    ("callers.recall = known {pace: slow", '"known {pace: slow" cannot be read; write for example: found {title: "a, b"}, unknown'),
    ("queues.look = full {ahead: many}", "ahead: 'many' is no number, which \"queues.look\" gives there"),
    ("queues.look = open {minutes: 5}", "minutes: '5' is no range, which \"queues.look\" gives there"),
    ("tickets.look = found {due: soon}", "due: 'soon' is no time, which \"tickets.look\" gives there"),
    ("refunds.recent = found {id: 1}", '"found" of "refunds.recent" gives a list; write found [{...}, {...}]'),
    ("refunds.recent = found [1]", "1 is no record; write {field: value}"),
    ("queues.join = full\ngiven queues.join = closed", '"queues.join" is given twice; write all its answers in one line, with commas'),
]


@pytest.mark.parametrize(("given", "said"), REFUSED, ids=[given for given, _ in REFUSED])
def test_what_no_action_could_answer_is_refused_with_its_line(small: Flow, given: str, said: str) -> None:
    script = read_transcript(f"given {given}\ncaller +15550001111\n", "a.call")
    with pytest.raises(BadTranscript) as refused:
        play(script, small, in_process(SMALL))
    assert str(refused.value) == f"a.call:{given.count(chr(10)) + 1}: {said}"


def test_an_action_that_is_given_is_not_done(small: Flow) -> None:
    text = "given tickets.open = opened\ncaller +15550001111\n> 4\n< Your reference is four eight one\n> hang up\n"
    script = read_transcript(text, "a.call")
    stage = set_up(small, in_process(SMALL), begins(script, small), script)
    played = stage.play(script)
    with stage.application.store.unit() as unit:
        kept = unit.ticket("4815162340")
    stage.close()
    assert (played.mismatch, kept) == (None, None)
