"""What a caller chose, keyed and tried goes with them: into the line, and onto every ticket."""

import json

import pytest

from ivr.simulator import events
from ivr.simulator.people.person import Leave, Press

LANGUAGES = {"zh": Press("1"), "en": Press("2")}


def keys(written: str) -> tuple[Press, ...]:
    return tuple(map(Press, written.split()))


WAYS = {
    "no code comes": ("1 1 2 1 1 1 4 3 1", ("account", "login_nocode", "login_nocode")),
    "locked out": ("1 1 4", ("account", "login_locked", None)),
    "a person from a menu": ("1 3 0", ("account", "balance", None)),
    "money taken": ("2 2", ("payment", "deducted_not_received", None)),
    "every step was tried": ("2 1 1 1 1 1 3 1", ("payment", "failed_network", "network_steps")),
    "a transfer to a card": ("2 3 2", ("payment", "transfer_to_card", None)),
    "a late refund": ("4 2", ("refund", "refund_late", None)),
    "a refund registered": ("4 4", ("refund", "refund_request", None)),
    "charges nobody made": ("3 2 2", ("security", "unknown_charges", None)),
    "a strange call": ("3 3 0", ("security", "suspicious", None)),
    "data to be seen": ("3 4 3", ("security", "privacy", None)),
    "money being taken": ("2 9", ("security", "freeze", None)),
    "a complaint on its way": ("5 2 *0", ("complaints", "complaint_status", None)),
    "a restricted card": ("2 1 4", ("account", "blocked", None)),
    "another subject after all": ("1 1 1 1 1 1 4 2 4 0", ("refund", "refund", "login_forgot")),
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


def test_that_it_was_not_solved_goes_along_with_the_way_there(hotline):
    path = hotline().call(LANGUAGES["zh"], *keys("1 1 2 1 1 1 4 3 1")).story["path"]
    assert path[-3:] == ["account.login_end:4", "solved.check:3", "solved.not_solved:1"]


TICKETS = {
    "not solved": ("1 1 2 1 1 1 4 3 2", "problem", ("account", "login_nocode", "login_nocode")),
    "the app after all steps": ("2 5 1 1 1 1 1 3 2", "problem", ("payment", "app_closes", "app_steps")),
    "the app, everything tried": ("2 5 4", "technical", ("payment", "app", None)),
}


@pytest.mark.parametrize("case", TICKETS)
def test_a_ticket_knows_the_subject_and_what_was_tried(hotline, case):
    way, kind, known = TICKETS[case]
    line = hotline()
    call = line.call(LANGUAGES["zh"], *keys(way), Leave(4))
    with line.application.store.unit() as unit:
        ticket = unit.ticket(call.state.slots["ticket"]["number"])
    story = json.loads(ticket.items)["story"]
    assert (ticket.kind, ticket.category) == (kind, known[0])
    assert tuple(map(story.get, KNOWN)) == known
    assert story["path"] == list(call.state.path)
    assert json.loads(ticket.recording)["url"] == call.of(events.Record)[0].url


def test_what_a_form_was_told_goes_along_to_people(hotline):
    story = hotline().call(LANGUAGES["zh"], *keys("5 1 2 20260703# 1 **0")).story
    assert (story["category"], story["matter"], story["matter_order"]) == ("complaints", "missing", "20260703")


@pytest.mark.parametrize(
    ("at", "keyed", "day"), [("00:05", "0302", "2026-03-02"), ("23:55", "0302", "2026-03-02"), ("00:05", "0304", "2025-03-04")]
)
def test_a_day_is_told_from_the_hotlines_own_midnight(hotline, at, keyed, day):
    call = hotline(at=f"2026-03-03 {at}").call(LANGUAGES["zh"], *keys(f"5 1 2 0# {keyed}#"))
    assert call.state.slots["matter_day"] == day
