"""Plays every written call: what the menus promise (menus/tests, hotline) and what the machine does (here, on the small
hotline), whichever way the carrier settles what it does not document.

By hand: ivr call --menus tests/service/menus --script tests/calls/barge-in.call
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Played
from ivr.simulator.faces.transcript import Script
from ivr.simulator.unsure import Unsure, read_unsure
from ivr.trial.stage import in_process, play
from tests.settled import noted, ways

pytestmark = pytest.mark.long

TESTS = Path(__file__).parents[1]
SHIPPED, SMALL = TESTS.parent / "menus", TESTS / "service" / "menus"
FOLDERS = {SHIPPED / "tests": SHIPPED, TESTS / "calls" / "hotline": SHIPPED, TESTS / "calls": SMALL}
FILES = [file for folder in FOLDERS for file in sorted(folder.glob("*.call"))]
compiled: Callable[[Path], Flow] = cache(lambda menus: compile_folder(menus, DECLARATIONS))
NEEDS = re.compile(r"^# needs (\w+)$", re.MULTILINE)
"""What a call cannot do without, such as the finish key of an empty entry."""


def played(script: Script, menus: Path, unsure: Unsure, **settings: str) -> Played:
    """Ring a hotline with an empty store of its own; tell how it went."""
    return play(script, compiled(menus), in_process(menus).model_copy(update=settings), unsure)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.parent.name}/{file.stem}")
def test_a_written_call_goes_as_written(file: Path, seed: int, subtests: pytest.Subtests) -> None:
    text, asked = file.read_text(encoding="utf-8"), set[str]()
    for way in ways(asked, file.stem, seed):
        if all(getattr(read_unsure(way), need) for need in NEEDS.findall(text)):
            with subtests.test(settled=way):
                unsure = noted(way)
                told = played(read_transcript(text, str(file)), FOLDERS[file.parent], unsure)
                asked |= unsure.asked
                assert told.mismatch is None, told.mismatch
                assert told.errors == ()
                assert not told.broke


@pytest.mark.parametrize("file", FILES[::3], ids=lambda file: f"{file.parent.parent.name}/{file.stem}")
def test_a_written_call_goes_the_same_way_on_postgresql(file: Path, postgres_url: str) -> None:
    script = read_transcript(file.read_text(encoding="utf-8"), str(file))
    told = played(script, FOLDERS[file.parent], Unsure(), database_url=postgres_url)
    assert told.mismatch is None, told.mismatch
    assert not told.broke


@pytest.mark.parametrize("file", sorted((TESTS / "calls" / "faults").glob("*.call")), ids=lambda file: file.stem)
def test_a_call_goes_as_written_although_something_is_lost_on_the_way(file: Path) -> None:
    """Its carrier tells of what was lost as an error; the caller is helped all the same."""
    call = played(read_transcript(file.read_text(encoding="utf-8"), str(file)), SMALL, Unsure())
    assert call.errors, "nothing was lost"
    assert call.mismatch is None, call.mismatch


def test_there_are_written_calls_in_each_folder() -> None:
    assert {file.parent for file in FILES} == set(FOLDERS)


UNTRUE = [("< Welcome.\n> 1\n< Your order", 4), ("< Welcome to another wallet.", 2), ("> 1\n> 20260703#\n= queue refund", 4)]


@pytest.mark.parametrize(("lines", "line"), UNTRUE)
def test_a_call_that_goes_another_way_is_noticed_at_its_line(lines: str, line: int) -> None:
    told = played(read_transcript(f"caller +15550001111\n{lines}\n", "untrue.call"), SMALL, Unsure())
    assert told.mismatch is not None
    assert told.mismatch.startswith(f"untrue.call:{line}: expected")
