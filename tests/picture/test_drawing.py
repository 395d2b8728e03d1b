"""What is drawn of a hotline: nothing is left out, and each problem stands at its node."""

from pathlib import Path

import pytest

from ivr.compiler.compile import compile_sources, load_folder, read_draft
from ivr.compiler.problems import Problem
from ivr.flow.fields import AGAIN
from ivr.flow.graph import Flow, jumps
from ivr.flow.nodes.say import Say
from ivr.picture.drawing import Drawing, drawing
from ivr.picture.ways import ways
from ivr.service.actions import DECLARATIONS

MENUS = Path(__file__).parent.parent.parent / "menus"
SOURCES = load_folder(MENUS)
SOURCES_BY_NAME = {source.name: source for source in SOURCES}


@pytest.fixture(scope="module")
def flow() -> Flow:
    return compile_sources(SOURCES, DECLARATIONS)


@pytest.fixture(scope="module")
def drawn(flow: Flow) -> Drawing:
    at = next(place for place, line in enumerate(SOURCES_BY_NAME["refund"].lines, 1) if "goto: howto_menu" in line)
    keys = read_draft(SOURCES, DECLARATIONS).hotline.keys.values()
    return drawing(flow, SOURCES, keys, [Problem(str(MENUS / "refund.yaml"), at, 11, "it leads there", "Think.", "some-rule")])


def test_every_jump_of_every_node_is_a_way(flow: Flow) -> None:
    for name, node in flow.nodes.items():
        assert {jump.goto for jump in jumps(node) if jump.goto} <= {way.to for way in ways(flow, node)}, name


def test_a_way_leads_to_a_node_or_stays(drawn: Drawing) -> None:
    names = {box.name for group in drawn.groups for box in group.boxes}
    led = [way for group in drawn.groups for box in group.boxes for way in box.ways]
    assert {way.to for way in led if way.to} <= names | {AGAIN}
    assert all(way.do or way.to for way in led)


def test_a_problem_stands_at_the_node_of_its_line(drawn: Drawing) -> None:
    assert [box.name for group in drawn.groups for box in group.boxes if box.problems] == ["refund.howto"]


def test_keys_alive_everywhere_are_the_hotlines_and_not_those_of_the_first_menu(drawn: Drawing) -> None:
    assert {way.key: way.to or way.do for way in drawn.everywhere} == {
        "0": "agent.topic", "*": "back", "#": "repeat", "9": "freeze.explain",
    }  # fmt: skip


def test_an_ending_offers_a_text_only_where_there_is_one(flow: Flow) -> None:
    keys = {
        (node.sms is not None, "".join(way.key for way in ways(flow, node)))
        for node in flow.nodes.values()
        if isinstance(node, Say) and node.ending == "info"
    }
    assert keys == {(True, "1234"), (False, "134")}


def test_each_menu_begins_with_the_question_a_caller_meets_first(drawn: Drawing) -> None:
    first = {group.name: group.first for group in drawn.groups}
    assert drawn.main == first["welcome"] == "welcome.main"
    assert (first["refund"], first["security"], first["callback"], first["voicemail"]) == (
        "refund.menu",
        "security.menu",
        "callback.confirm",
        "",
    )
