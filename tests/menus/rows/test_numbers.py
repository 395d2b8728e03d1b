"""Several numbers: whoever rings the English number or the one for complaints begins there, after the recording notice."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli import main
from ivr.compiler.compile import compile_texts
from ivr.service.actions import DECLARATIONS
from ivr.simulator.people.person import Silence

MENUS = Path(__file__).parents[3] / "menus"
NUMBERS = """
numbers:
  "+86 400 000 0001": {set: {language: en}, goto: welcome.notice}
  "+86 400 000 0002": {set: {category: complaints}, goto: welcome.person_told}

languages:
"""
FILES = {file.name: file.read_text(encoding="utf-8") for file in MENUS.glob("*.yaml")}
FILES["hotline.yaml"] = FILES["hotline.yaml"].replace("\nlanguages:\n", NUMBERS)
ENGLISH, COMPLAINTS = "+864000000001", "+864000000002"
QUESTION = "普通话服务请按1"


@pytest.fixture(scope="module")
def line(hotline):
    """Give the hotline with its three numbers, as it is in a scene."""
    flow = compile_texts(FILES, DECLARATIONS)
    return lambda **so: hotline(flow=flow, **so)


@pytest.mark.parametrize("called", [ENGLISH, "864000000001", " 864000000001", "00864000000001", "+86 400-000-0001"])
def test_the_english_number_is_answered_in_english_however_the_carrier_writes_it(line, called):
    heard = line().call(called=called).after(0)
    assert heard.index("calls may be recorded") < heard.index("For your account, press 1.")
    assert QUESTION not in heard


def test_the_number_for_complaints_leads_to_their_line_after_the_notice(line):
    call = line().call(Silence(), called=COMPLAINTS)
    assert call.words.startswith("通话可能会录音。")
    assert QUESTION not in call.words
    assert call.state.slots["category"] == "complaints"
    assert call.state.node == "agent.complaints"


@pytest.mark.parametrize("called", ["+864000000000", "+864000000003", "sip:hotline@example.com", ""])
def test_any_other_number_begins_at_the_start(line, called):
    assert QUESTION in line().call(called=called).after(0)


def test_the_number_rung_chooses_no_language_for_other_calls(line):
    rung = line()
    rung.call(called=ENGLISH, caller="+8613800138000")
    assert QUESTION in rung.call(caller="+8613800138000").after(0)


def test_ivr_call_rings_the_number_it_is_told(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    said = CliRunner().invoke(main, ["call", "--menus", str(tmp_path), "--to", ENGLISH, "--inputs", "hangup"])
    assert said.exit_code == 0
    assert "For your account, press 1." in said.output
    assert QUESTION not in said.output
