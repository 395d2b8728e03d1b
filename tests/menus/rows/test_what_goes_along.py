"""What a caller chose, keyed and tried goes with them: into the line, and onto every ticket."""

import json

import pytest

from ivr.simulator.person import Leave, Press

LANGUAGES = {"zh": Press("1"), "en": Press("2")}


def keys(written: str) -> tuple[Press, ...]:
    return tuple(map(Press, written.split()))


WAYS = {
    "no code comes": ("1 1 2 4 3 1", ("account", "login_nocode", "login_nocode")),
    "locked out": ("1 1 4", ("account", "login_locked", None)),
    "a person from a menu": ("1 3 0", ("account", "balance", None)),
    "another subject after all": ("1 1 1 4 2 4 0", ("refund", "refund", "login_forgot")),
}
KNOWN = ("category", "topic", "tried")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", WAYS)
def test_the_line_knows_the_subject_and_what_was_tried(hotline, case, language):
    way, known = WAYS[case]
    call = hotline().call(LANGUAGES[language], *keys(way))
    assert tuple(map(call.story.get, KNOWN)) == known
    assert call.story["language"] == language
    assert call.story["path"] == list(call.state.path)


def test_a_ticket_knows_the_subject_and_what_was_tried(hotline):
    line = hotline()
    call = line.call(LANGUAGES["zh"], *keys("1 1 2 4 3 2"), Leave(4))
    with line.application.store.unit() as unit:
        ticket = unit.ticket(call.state.slots["ticket"]["number"])
    story = json.loads(ticket.items)["story"]
    assert tuple(map(story.get, KNOWN)) == ("account", "login_nocode", "login_nocode")
    menus = "account.menu:1 account.login:2 account.login_nocode:4 solved.check:3 solved.not_solved:2"
    assert story["path"] == ["welcome.language:1", "welcome.main:1", *menus.split(), "solved.record:#"]
