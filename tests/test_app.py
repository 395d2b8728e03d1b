"""How the application is put together, and what it does about menus that are not in order at its start."""

import logging
from datetime import date
from pathlib import Path

import pytest

from ivr.app import load_menus
from ivr.calendar import horizon
from ivr.errors import MenuError

MENUS = Path(__file__).parent.parent / "menus"


def test_the_line_starts_with_a_holiday_calendar_that_has_run_out_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    last = horizon("CN")
    with caplog.at_level(logging.ERROR):
        flow = load_menus(MENUS, date(last.year + 1, 1, 1))
    assert flow.nodes
    assert f"known up to {last.isoformat()}" in caplog.text


def test_nothing_is_said_while_the_calendar_is_known(caplog: pytest.LogCaptureFixture) -> None:
    assert load_menus(MENUS, horizon("CN")).nodes
    assert caplog.text == ""


def test_menus_with_any_other_problem_do_not_start(tmp_path: Path) -> None:
    for file in MENUS.glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("goto: refund.menu", "goto: refund.meno")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(MenuError, match=r'Did you mean "refund.menu"'):
        load_menus(tmp_path, date(2099, 1, 1))
