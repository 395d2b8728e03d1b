"""Every place of the shipped menus that callers come to without a wallet, in both languages, walked by phone: no dead ends, and people
from everywhere. What the wallet tells is walked by the written calls."""

from itertools import product

from ivr.flow.nodes import NODES
from ivr.simulator.people.person import Press, Silence
from tests.menus.rows.walking import without_a_wallet

LANGUAGES = ("zh", "en")
PEOPLE = ("callback", "voicemail")
"""Menu files that are themselves a way to a person, as a queue is."""

LEAD_ELSEWHERE = ("welcome.language", "welcome.anybody", "solved.check", "survey.intro", "survey.solved", "survey.reason")
"""The first question falls back to Mandarin, and no answer to "did that solve it?" or after a talk ends in goodbye."""

TOO_SHORT, TOO_EXACT = "1#", "1*234#"


def is_a_line(flow, name) -> bool:
    return isinstance(flow.nodes[name], NODES["queue"])


def test_every_node_is_passed_by_some_call_in_both_languages(walk, flow, capsys):
    entered = {(node, made.call.state.language) for made in walk.made for node in made.call.entered}
    nodes = without_a_wallet(flow)
    with capsys.disabled():
        print(f"\nwalked by phone: {len(walk.made)} calls, {len(walk.places)} places, {len(nodes)} nodes x {len(LANGUAGES)} languages")
    assert set(product(nodes, LANGUAGES)) - entered == set()


def test_no_call_breaks_and_the_phone_has_nothing_to_remark(walk):
    calls = [made for made in walk.made if made.scene != "no music on hold"]
    assert [(made.moves, made.call.slips) for made in calls if made.call.slips] == []


def test_no_place_is_a_dead_end(walk):
    good = {at for at in (*walk.places, *(at for ahead in walk.leads.values() for at in ahead)) if at.kind in ("queue", "over")}
    while more := {at for at, ahead in walk.leads.items() if ahead & good} - good:
        good |= more
    assert set(walk.places) - good == set()


def wrong_key(walk, flow, at) -> Press:
    if at.kind == "collect":
        return Press(TOO_EXACT if flow.nodes[at.node].kind == "amount" else TOO_SHORT)
    taken = {each.key for each in flow.menu_of(at.node).universals}
    return Press(next(key for key in "87654321" if key not in taken and Press(key) not in walk.moves(at)))


def test_a_wrong_key_three_times_leads_to_people(walk, flow):
    """To a line, a callback or a message; one question on the way asks what it is about, and silence there goes on too."""
    asked = [at for at in walk.places if at.kind not in ("record", "queue", "end") and at.menu not in PEOPLE]
    lost = []
    for at in (at for at in asked if at.node not in LEAD_ELSEWHERE):
        call = walk.further(at, *[wrong_key(walk, flow, at)] * 3, *[Silence()] * 4)
        came = call.entered[len(walk.places[at].call.entered) :]
        if not any(is_a_line(flow, name) or name.startswith(PEOPLE) for name in came):
            lost.append((at, came))
    assert lost == []
    assert {at.language for at in asked} == set(LANGUAGES)


def way_out(flow, at) -> str:
    """In an entry 0 is a digit: a star leads out of it first, in an amount the second star."""
    if at.kind != "collect":
        return "0"
    return "**0" if flow.nodes[at.node].kind == "amount" else "*0"


def test_zero_leads_to_the_right_line_within_two_steps_from_every_question_entry_and_recording(walk, flow):
    lost = []
    for at, made in walk.places.items():
        if made.scene == "morning" and at.kind != "queue" and at.menu not in PEOPLE:
            call = walk.further(at, Press(way_out(flow, at)), Press("0"))
            team = made.call.state.slots.get("category", "account")
            lost += [(at, team, call.state.node)] if call.state.node != f"agent.{team}" else []
    assert lost == []
