"""Menus change while people are on the phone: a call keeps the version it began on, as long as that can be had."""

import json
from pathlib import Path

import pytest

from ivr.app import build
from ivr.compiler import artifact
from ivr.compiler.compile import compile_texts
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parents[1] / "service" / "menus"
RING = ("/voice/incoming", {})
IN_ORDER = (RING, ("action", {"Digits": "1"}))
ENTRY = {"Digits": "20260703", "FinishedOnKey": "#"}


def changed(*replacements: tuple[str, str], file: str = "main.yaml"):
    files = {file.name: file.read_text() for file in MENUS.glob("*.yaml")}
    for before, after in replacements:
        assert before in files[file]
        files[file] = files[file].replace(before, after)
    return compile_texts(files, DECLARATIONS)


REWORDED = changed(("Your order is", "You keyed"))
RENAMED = changed(("\n  order:\n", "\n  number:\n"), ("goto: order,", "goto: number,"))


@pytest.fixture
def newer(hotline, config):
    """The same database and clock under other menus."""

    def make(flow):
        application = build(config(f"sqlite:///{hotline.file}"), clock=hotline.clock.now, flow=flow)
        return type(hotline)(application, hotline.clock, hotline.url)

    return make


def keep(hotline) -> None:
    flow = hotline.application.services.flow
    with hotline.store.unit() as unit:
        unit.store_flow(flow.version, artifact.to_json(flow), hotline.clock.now())


def moved(call, hotline):
    call.app = hotline.app
    return call


def test_a_call_keeps_the_words_it_began_with_and_the_next_call_has_the_new_ones(hotline, newer):
    keep(hotline)
    call = hotline.carrier().walks(*IN_ORDER)
    after = newer(REWORDED)
    assert moved(call, after).goes("action", **ENTRY).words.startswith("Your order is")
    assert after.carrier(sid="CA2").walks(*IN_ORDER).goes("action", **ENTRY).words.startswith("You keyed")


def test_a_version_that_nobody_kept_sends_its_calls_to_the_node_of_the_same_name(hotline, newer):
    call = hotline.carrier().walks(*IN_ORDER)
    assert moved(call, newer(REWORDED)).goes("action", **ENTRY).words.startswith("You keyed")


def test_a_version_that_this_program_cannot_read_is_as_good_as_gone(hotline, newer):
    call = hotline.carrier().walks(*IN_ORDER)
    with hotline.store.unit() as unit:
        unit.store_flow(hotline.application.services.flow.version, '{"from": "the future"}', hotline.clock.now())
    assert moved(call, newer(REWORDED)).goes("action", **ENTRY).words.startswith("You keyed")


def test_a_call_at_a_node_that_is_gone_is_brought_to_people(hotline, newer):
    call = hotline.carrier().walks(*IN_ORDER)
    assert moved(call, newer(RENAMED)).goes("action", **ENTRY).verbs[-1] == "Enqueue"


def test_a_call_at_a_node_that_is_gone_can_still_hang_up(hotline, newer):
    call = hotline.carrier().walks(*IN_ORDER)
    after = newer(RENAMED)
    moved(call, after).ask("/voice/status", CallStatus="completed", SequenceNumber="3")
    hotline.clock.advance(16)
    after.application.tick()
    row = hotline.store.read_call(call.sid)
    assert row is not None
    assert row.ending == "hung_up"


def test_a_call_that_other_menus_took_over_stays_with_them_and_its_errors_count(hotline, newer):
    call = hotline.carrier().walks(*IN_ORDER)
    after = newer(REWORDED)
    heard = [moved(call, after).goes("action", Digits="").words for _ in range(3)]
    assert len(set(heard)) == 3, "each silence is another, and the last leads on"
    assert call.last.verbs[-1] == "Enqueue"
    keep(after)
    state = json.loads(hotline.store.read_call(call.sid).state)
    assert state["menus"] == REWORDED.version


def test_a_call_that_other_menus_took_over_keeps_them_when_they_change_again(hotline, newer):
    call = hotline.carrier().walks(*IN_ORDER)
    between = newer(REWORDED)
    keep(between)
    moved(call, between).goes("action", Digits="")
    last = newer(changed(("Your order is", "You typed")))
    assert moved(call, last).goes("action", **ENTRY).words.startswith("You keyed")


def test_who_waits_hears_the_messages_the_call_began_with(hotline, newer):
    keep(hotline)
    call = hotline.carrier().walks(RING, ("action", {"Digits": "2"}))
    after = newer(changed(("We take calls in turn.", "Nobody is left out."), file="hotline.yaml"))
    assert "We take calls in turn." in moved(call, after).ask(call.last.link("waitUrl")).words
    later = after.carrier(sid="CA2").walks(RING, ("action", {"Digits": "2"}))
    assert "Nobody is left out." in later.ask(later.last.link("waitUrl")).words
