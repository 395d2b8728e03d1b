"""What agents do in talks goes the same way when they answer by browser: written calls of telephones, played with browsers instead."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import dropwhile

import pytest

from ivr.service.desk import identity_of
from ivr.simulator.faces.deeds import AtDesk
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.transcript import Does, Given, Line, Part, Script
from ivr.simulator.people.person import HangUp, Press
from ivr.simulator.unsure import read_unsure
from ivr.trial.stage import in_process, play
from tests.floor.ringing import OverTwilio
from tests.floor.test_floor import HERE, MENUS, flow

TAKES_IT = Does(Press("1"))
STORIES = "hold-en consult-en hand-over-zh listen-en outside-en pause-en transfer-zh identity-check-zh callback-en"


def by_browser(script: Script) -> Script:
    """Let every agent of a story answer by browser: what they hear before they press 1 they read, and they end a talk at the desk."""
    given = [each.text.split() for each in script.givens]
    clients = {words[3]: f"client:{identity_of(words[1])}" for words in given if words[0] == "agent"}
    givens = tuple(Given(_with(each.text, clients), each.line) for each in script.givens)
    return replace(script, givens=givens, parts=tuple(_moved(part, clients) for part in script.parts))


def _with(text: str, clients: dict[str, str]) -> str:
    return " ".join(clients.get(word, word) for word in text.split())


def _moved(part: Part, clients: dict[str, str]) -> Part:
    if part.number not in clients:
        return part
    return replace(part, number=clients[part.number], lines=tuple(_at_desk(part)))


def _at_desk(part: Part) -> Iterator[Line]:
    for line in [*dropwhile(lambda line: line != TAKES_IT, part.lines)][1:]:
        yield Does(AtDesk("end"), line.line) if isinstance(line, Does) and isinstance(line.deed, HangUp) else line


@pytest.mark.parametrize("story", STORIES.split())
def test_a_story_goes_the_same_way_with_agents_in_browsers(story: str) -> None:
    written = read_transcript((HERE / f"{story}.call").read_text(encoding="utf-8"), story)
    script, config = by_browser(written), in_process(MENUS)
    assert "client:agent_" in script.givens[0].text
    told = play(script, flow(), config, read_unsure("default"), OverTwilio(config))
    assert told.mismatch is None, told.mismatch
    assert told.errors == ()
