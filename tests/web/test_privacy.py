"""What a caller keys, says and rings from is not in the logs, and not readable in the database once the call is over.

Each search is first proved on something that must be found.
"""

import json
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from ivr.app import build
from ivr.compiler.compile import compile_texts
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions import DECLARATIONS
from ivr.web import log

ROOT = Path(__file__).parents[2]
CALLER = "+8613912345678"
ORDER, SPOKEN, CODE = "7788990011", "my name is Wanda Planted", "906172"


@pytest.fixture(autouse=True)
def _as_at_first(monkeypatch):
    """The turn's logger as a process begins with it: a command run by another test may have set it up, once for all."""
    before = structlog.get_config()
    structlog.reset_defaults()
    monkeypatch.setattr(log, "log", structlog.get_logger())
    yield
    structlog.configure(**before)


@pytest.fixture
def written(caplog):
    """All that is logged, as it would be written."""
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as turns:
        yield lambda: caplog.text + "\n".join(json.dumps(turn, ensure_ascii=False, default=str) for turn in turns)


@pytest.fixture
def call(hotline, written):
    """A call in which a number is entered, words are said that nobody understands, and the caller hangs up."""
    call = hotline.carrier(caller=CALLER).walks(
        ("/voice/incoming", {"CallerName": "Wanda Planted"}),
        ("action", {"Digits": "1"}),
        ("action", {"Digits": ORDER, "FinishedOnKey": "#"}),
        ("action", {"SpeechResult": SPOKEN, "Confidence": "0.9"}),
        ("action", {"SpeechResult": "agent", "Confidence": "0.9"}),
    )
    call.ask("/voice/status", CallStatus="completed", SequenceNumber="4")
    hotline.clock.advance(16)
    hotline.application.tick()
    return call


def test_the_page_for_operators_knows_every_field_of_that_line(hotline):
    with structlog.testing.capture_logs() as lines:
        hotline.carrier().walks(("/voice/incoming", {}))
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"^\| field \| is \|\n(.*?)^$", page, re.MULTILINE | re.DOTALL)
    told = {name for cell in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)}
    assert told == set(lines[0]) - {"event", "log_level"}


def test_there_is_one_line_a_turn_with_the_call_the_node_and_the_masked_number(hotline):
    with structlog.testing.capture_logs() as lines:
        call = hotline.carrier(caller=CALLER).walks(("/voice/incoming", {}), ("action", {"Digits": "1"}))
        call.ask("/voice/turn?n=1", Digits="1")
    assert [(line["event"], line["turn"], line["node"], line["replayed"]) for line in lines] == [
        ("turn", 1, "main.main", False),
        ("turn", 2, "main.order", False),
        ("turn", 2, "", True),
    ]
    assert {line["call"] for line in lines} == {call.sid}
    assert {line["caller"] for line in lines} == {"+86********5678"}
    assert all(line["ms"] >= 0 for line in lines)


PLANTED = [CALLER, CALLER[1:], CALLER[3:], CALLER[4:10], ORDER, SPOKEN, "Planted"]


def test_the_log_holds_nothing_that_was_keyed_said_or_rung_from(hotline, call, written):
    assert call.sid in written(), "the search finds what is there"
    assert "people.refund" in written()
    assert [secret for secret in PLANTED if secret in written()] == []


def test_a_failing_turn_is_logged_without_the_form(hotline, written):
    def perform(context, args):
        raise RuntimeError("the queue is gone")

    turns = hotline.application.services.turns
    broken = hotline.having(turns=replace(turns, inside={**turns.inside, "queues.look": perform}))
    broken.carrier(caller=CALLER).walks(("/voice/incoming", {}), ("action", {"SpeechResult": "agent", "CallerName": SPOKEN}))
    assert "the queue is gone" in written()
    assert [secret for secret in PLANTED if secret in written()] == []


def test_a_refused_request_is_logged_without_its_form(hotline, written):
    call = hotline.carrier(caller=CALLER)
    body = f"CallSid=CA1&Digits={ORDER}&From=%2B{CALLER[1:]}".encode()
    assert call.send("POST", f"/voice/turn?n=1&Digits={ORDER}", body, signature="x").status == 403
    assert "refused /voice/turn" in written()
    assert [secret for secret in PLANTED if secret in written()] == []


def test_the_database_holds_nothing_that_was_keyed_said_or_rung_from_once_the_call_is_closed(hotline, call):
    hotline.application.store.close()
    bytes_kept = hotline.file.read_bytes()
    assert call.sid.encode() in bytes_kept, "the search finds what is there"
    assert [secret for secret in PLANTED if secret.encode() in bytes_kept] == []


def test_the_database_file_holds_nothing_of_a_draft_in_the_clear_once_the_call_is_closed(hotline):
    call = hotline.carrier(caller=CALLER).walks(("/voice/incoming", {}), ("action", {"Digits": "5"}))
    call.goes("action", Digits=CODE, FinishedOnKey="#")
    assert CODE in hotline.store.read_call(call.sid).state, "the search is for what is there"
    assert CODE not in str(hotline.everything())
    call.ask("/voice/status", CallStatus="completed", SequenceNumber="4")
    hotline.clock.advance(16)
    hotline.application.tick()
    hotline.application.store.close()
    assert len(hotline.rows("drafts")) == 1
    assert CODE.encode() not in hotline.file.read_bytes()


SECRET_CODE, WRONG_CODE = "730164", "550283"
CODE_NODE = """
  code:
    type: collect
    secret: true
    digits: 6
    prompt: {en: Enter the code., zh: 请输入验证码。}
    check: {action: identity.match_code, with: {answer: "{entry}"}, outcomes: {strong: main, wrong: again, broken: main}}
    again: {en: Not that one., zh: 不对。}
  report:
"""
MATCH = Action("identity.match_code", "outside", {"strong": {}, "wrong": {}, "broken": {}}, takes={"answer": "digits"})


@pytest.fixture
def checking(hotline, config):
    """The same database under menus that ask for a code, and the codes that were checked."""
    files = {file.name: file.read_text() for file in config().menus.glob("*.yaml")}
    files["main.yaml"] = files["main.yaml"].replace("\n  report:\n", CODE_NODE).replace("goto: order,", "goto: code,")
    flow = compile_texts(files, {**DECLARATIONS, MATCH.name: MATCH})
    application = build(config(f"sqlite:///{hotline.file}"), clock=hotline.clock.now, flow=flow)
    checked = []

    def match(asked):
        checked.append((asked.args["answer"].reveal(), asked.key))
        return ActionDone("strong" if checked[-1][0] == SECRET_CODE else "wrong")

    turns = replace(application.services.turns, outside={MATCH.name: match})
    yield type(hotline)(application, hotline.clock, hotline.url).having(turns=turns), checked
    application.store.close()


def test_a_secret_reaches_its_check_and_nothing_else(checking, written):
    hotline, checked = checking
    call = hotline.carrier().walks(("/voice/incoming", {}), ("action", {"Digits": "1"}))
    assert call.goes("action", Digits=WRONG_CODE, FinishedOnKey="#").words.startswith("Not that one.")
    assert call.goes("action", Digits=SECRET_CODE, FinishedOnKey="#").words.startswith("Welcome.")
    assert [code for code, _ in checked] == [WRONG_CODE, SECRET_CODE], "the search is for what was really sent"
    live = str(hotline.everything()) + written() + "".join(key for _, key in checked)
    assert call.sid in live
    assert [code for code in (WRONG_CODE, SECRET_CODE) if code in live] == []
    hotline.application.store.close()
    assert [code for code in (WRONG_CODE, SECRET_CODE) if code.encode() in hotline.file.read_bytes()] == []
