"""Writes the calls that are missing: planned by the proof, played on the application, and kept with what was heard in them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from ivr.proof.explore import Edge
from ivr.proof.witness import as_call
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.recorder import Recorder
from ivr.simulator.faces.script import Inputs
from ivr.simulator.faces.transcript import Calls, Does, write_transcript
from ivr.simulator.people.person import HangUp, Move
from ivr.trial.items import Item
from ivr.trial.number import NUMBER
from ivr.trial.stage import begins, in_process, set_up
from ivr.trial.suite import compiled
from ivr.trial.tours import Tours
from ivr.trial.watched import Watched

PROVED = "proved"
"""The folder of calls that nobody wrote by hand; it is the program's own."""
TITLE = "Written by `ivr test --write-missing`, and written anew when it goes another way."


@dataclass(frozen=True, slots=True)
class Written:
    """A call as it was planned and as it was heard, and what it covered."""

    planned: str
    text: str
    covered: frozenset[Item]


def record(planned: str, menus: Path) -> Written:
    """Play what the caller does in a planned call, and write it down with what is heard. The caller hangs up at the end."""
    script = read_transcript(planned, "planned.call")
    [part] = script.parts
    called = part.begins.called if isinstance(part.begins, Calls) else None
    moves = [line.deed for line in part.lines if isinstance(line, Does) and isinstance(line.deed, Move)]
    flow = compiled(menus)
    with closing(set_up(flow, in_process(menus), begins(script, flow), script)) as stage:
        watched, recorder = Watched(stage), Recorder(Inputs((*moves, HangUp())))
        phone = Phone(line=watched, clock=stage.clock, token=stage.token, caller=part.number, carrier=script.carrier)
        (replace(phone, called=called) if called else phone).ring(NUMBER, recorder)
        covered = watched.covered
    recorded = replace(recorder.script(part.number, called, script.time), givens=script.givens, carrier=script.carrier)
    return Written(planned, f"# {TITLE}\n{write_transcript(recorded)}", covered)


def missing_calls(tours: Tours, missing: set[Item], menus: Path) -> Iterator[Written]:
    """Give calls that cover what is missing, in as few as come by it; what no call is found for stays in `missing`."""
    for item in sorted(missing):
        if item in missing and (found := _first(tours, tours.plans(item, missing), item, menus)):
            missing -= found.covered
            yield found


def ready(tours: Tours, item: Item, menus: Path) -> str:
    """Give a short call that covers one thing, without what is heard in it; empty when none is found."""
    found = _first(tours, tours.plans(item, {item}), item, menus)
    return found.planned.replace(TITLE, f"{item.kind} {item}") if found else ""


def _first(tours: Tours, ways: Iterator[list[Edge]], item: Item, menus: Path) -> Written | None:
    """Give the first call that really covers one thing when it is played: the proof also knows what no carrier sends."""
    played = (record(as_call(tours.explored, way, TITLE), menus) for way in ways)
    return next((each for each in played if item in each.covered), None)


def keep(menus: Path, written: Iterator[Written]) -> Iterator[Written]:
    """Keep calls in the folder of those that nobody wrote by hand, under the first number that is free."""
    folder = menus / "tests" / PROVED
    folder.mkdir(parents=True, exist_ok=True)
    free = (file for file in (folder / f"{number:03}.call" for number in count(1)) if not file.exists())
    for each, file in zip(written, free, strict=False):
        file.write_text(each.text, encoding="utf-8")
        yield each
