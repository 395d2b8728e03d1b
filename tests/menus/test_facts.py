"""What is said of limits is what the limits are: one change in the facts changes every sentence."""

import re
from hashlib import sha256
from json import dumps

import pytest
import yaml

OF_THE_LINE = ("hotline", "other_numbers", "site", "mail", "app_help")
LAST_CHANGED = ("2026-11-22", "4be3091cdb79")
"""The day written in the facts, and what the number, the channels and the hours come to as they were that day."""


@pytest.fixture(scope="module")
def written(menus) -> dict:
    return {file.stem: yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader) for file in menus.glob("*.yaml")}


def test_a_recorded_message_may_take_the_minutes_that_are_spoken(written):
    facts = written["hotline"]["facts"]
    nodes = [node for name, menu in written.items() if "nodes" in menu for node in menu["nodes"].values()]
    limits = {(node["most"], *re.findall(r"{(\w+_minutes):count}", node["prompt"]["en"])) for node in nodes if "most" in node}
    assert {("120", "message_minutes"), ("60", "suggestion_minutes")} == limits
    assert {int(most) for most, _ in limits} == {int(facts[fact]) * 60 for _, fact in limits}


def test_no_sentence_has_such_a_limit_written_into_it(menus):
    lines = [line for file in menus.glob("*.yaml") for line in file.read_text(encoding="utf-8").splitlines()]
    stray = [line for line in lines if any(words in line for words in ("24 hours", "24小时", "two minutes", "两分钟", "2 minutes"))]
    assert stray == []


def test_the_freeze_key_that_is_spoken_is_the_one_that_freezes(written):
    freezes = [key for key, to in written["hotline"]["keys"].items() if to.get("goto") == "freeze.explain"]
    assert freezes == [written["hotline"]["facts"]["freeze_key"]]


def test_no_sentence_has_the_freeze_key_written_into_it(menus):
    lines = [line for file in menus.glob("*.yaml") for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if re.search("按9|press 9", line)] == []


def test_who_changes_the_number_the_channels_or_the_hours_writes_the_day_beside_them(written):
    facts, hours = written["hotline"]["facts"], written["hotline"]["hours"]
    of_teams = {queue["hours"]: hours[queue["hours"]] for queue in written["hotline"]["queues"].values()}
    of_the_line = [{name: facts[name] for name in OF_THE_LINE}, of_teams, written["hotline"].get("numbers")]
    known = sha256(dumps(of_the_line, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]
    assert (facts["changed"], known) == LAST_CHANGED
