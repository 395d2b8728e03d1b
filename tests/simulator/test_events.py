"""The stream of what happened: the page lists each event with all that it has."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

from ivr.simulator import events

PAGE = Path(__file__).parents[2] / "docs" / "simulator.md"
ROW = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \| ((?:`\w+` ?)*)\|", re.MULTILINE)
NAME = re.compile(r"`(\w+)`")


def test_the_page_lists_every_event_with_all_that_it_has():
    section = PAGE.read_text(encoding="utf-8").partition("## What happened, as JSON")[2].partition("\n## ")[0]
    listed = {name: set(NAME.findall(has)) for names, has in ROW.findall(section) for name in NAME.findall(names)}
    assert listed == {kind.__name__.lower(): {field.name.strip("_") for field in fields(kind)} for kind in get_args(events.What)}


def test_what_is_usual_is_left_out():
    said = events.Event(1.5, "Li", events.Say("Hello.", "en-US", "man"))
    assert said.as_json() == {"at": 1.5, "leg": "Li", "event": "say", "text": "Hello.", "language": "en-US", "voice": "man"}
    talks = events.Event(2.0, "Li", events.Talk("Ana"))
    assert talks.as_json() == {"at": 2.0, "leg": "Li", "event": "talk", "with": "Ana"}
