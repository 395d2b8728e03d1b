"""Plays every written call: what the menus promise (menus/tests) and what the machine does (here, on the small hotline).

By hand: ivr call --menus tests/service/menus --script tests/calls/barge-in.call
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.app import build, create_app
from ivr.cli.local import in_process
from ivr.compiler.compile import compile_folder
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.simulator.call import Number
from ivr.simulator.clock import Clock
from ivr.simulator.line import WsgiLine
from ivr.simulator.phone import Ending, Phone
from ivr.simulator.reader import Reader
from ivr.simulator.transcript import Script, read_transcript

TESTS = Path(__file__).parents[1]
SHIPPED, SMALL = TESTS.parent / "menus", TESTS / "service" / "menus"
FOLDERS = {SHIPPED / "tests": SHIPPED, TESTS / "calls": SMALL}
MONDAY = datetime(2026, 3, 2, 10, 0)  # noqa: DTZ001  in the hotline's own zone
FILES = [file for folder in FOLDERS for file in sorted(folder.glob("*.call"))]
compiled: Callable[[Path], Flow] = cache(lambda menus: compile_folder(menus, DECLARATIONS, None))


def play(script: Script, menus: Path) -> tuple[Ending, str | None]:
    """Ring a hotline with an empty store of its own; give how it ended and where it left the transcript."""
    flow, config = compiled(menus), in_process(menus)
    clock = Clock((script.time or MONDAY).replace(tzinfo=ZoneInfo(flow.peaks.timezone)).astimezone(UTC))
    application = build(config, clock=clock.now, flow=flow)
    clock.every(1.0, application.tick)
    phone = Phone(
        line=WsgiLine(create_app(application), config.base_url),
        clock=clock,
        token=config.twilio_auth_token.get_secret_value(),
        caller=script.caller,
        called=script.called or "+15559990000",
    )
    reader = Reader(script)
    try:
        ending = phone.ring(Number("/voice/incoming", fallback="/voice/fallback", status="/voice/status"), reader)
    finally:
        application.store.close()
    return ending, reader.mismatch


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.parent.name}/{file.stem}")
def test_a_written_call_goes_as_written(file: Path) -> None:
    script = read_transcript(file.read_text(encoding="utf-8"), str(file))
    assert script.givens == (), "nobody knows such a given yet"
    ending, mismatch = play(script, FOLDERS[file.parent])
    assert mismatch is None, mismatch
    assert ending.errors == ()
    assert not ending.broke


def test_there_are_written_calls_of_both_kinds() -> None:
    assert {file.parent for file in FILES} == set(FOLDERS)


UNTRUE = [("< Welcome.\n> 1\n< Your order", 4), ("< Welcome to another wallet.", 2), ("> 1\n> 20260703#\n= queue refund", 4)]


@pytest.mark.parametrize(("lines", "line"), UNTRUE)
def test_a_call_that_goes_another_way_is_noticed_at_its_line(lines: str, line: int) -> None:
    _, mismatch = play(read_transcript(f"caller +15550001111\n{lines}\n", "untrue.call"), SMALL)
    assert mismatch is not None
    assert mismatch.startswith(f"untrue.call:{line}: expected")
