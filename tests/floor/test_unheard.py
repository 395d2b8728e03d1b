"""Who hears what in a talk of more than two: the words that a written call says, and on whose telephones they come out."""

from contextlib import closing
from pathlib import Path

import pytest

from ivr.simulator import events
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.trial.number import NUMBER
from ivr.trial.stage import begins, in_process, set_up
from tests.floor.ringing import OverTwilio
from tests.floor.test_floor import MENUS, flow

HEARD = {
    ("hold-en", "Nobody hears this."): set(),
    ("hold-en", "It is on its way."): {"Li"},
    ("consult-en", "It comes tomorrow."): {"Ana"},
    ("consult-en", "Where is this refund?"): {"Sol"},
    ("listen-en", "Where is my money?"): {"Ana"},
    ("listen-en", "Nobody hears this."): set(),
    ("listen-en", "Look at the order."): {"Ana"},
    ("listen-en", "Hello, this is the supervisor."): {"Li", "Ana"},
    ("listen-en", "Hello."): {"Ana", "Sol"},
    ("listen-en", "I'll look into it."): {"Li"},
}


@pytest.mark.parametrize(("story", "words"), HEARD)
def test_words_are_heard_by_those_they_are_for(story: str, words: str) -> None:
    file = Path(__file__).parent / f"{story}.call"
    script, config = read_transcript(file.read_text(encoding="utf-8"), str(file)), in_process(MENUS)
    ringing, heard = OverTwilio(config), set[str]()

    def tell(event: events.Event) -> None:
        if isinstance(event.what, events.Heard) and event.what.text == words:
            heard.add(event.leg)

    with closing(set_up(flow(), config, begins(script, flow()), script, ringing)) as stage:
        phone = Phone(line=stage.line, clock=stage.clock, token=stage.token, meet=ringing.meet, desk=stage.desk(script), seed=1)
        played = phone.play(NUMBER, script, tell)
    assert played.mismatch is None
    assert heard == HEARD[story, words]
