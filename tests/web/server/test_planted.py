"""Secrets planted wherever a caller or the operator can give one, and searched for in every byte a real hotline leaves behind.

Database files with their logs, what the processes print, temporary files, a dump, the pages: each search first finds what is no secret.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.script import Inputs, read_inputs
from ivr.simulator.office.number import Number
from ivr.simulator.web.http import HttpLine
from ivr.storage import open_store
from ivr.storage.sealed import Numbers

SMALL = Path(__file__).parents[2] / "service" / "menus"
TOLD = """
menu: told
nodes:
  tell:
    type: menu
    prompt: {en: What happened?, zh: 发生了什么？}
    speech: {into: problem, goto: amount}
    options:
      1: {label: {en: To skip, zh: 跳过}, goto: amount, words: {en: [skip], zh: [跳过]}}
  amount: {type: collect, kind: amount, into: amount, prompt: {en: Enter the amount., zh: 请输入金额。}, goto: phone}
  phone: {type: collect, kind: phone, into: phone, prompt: {en: Enter your phone., zh: 请输入手机号。}, goto: open}
  open:
    type: action
    action: tickets.open
    with: {kind: dispute, text: "{problem?}", amount: "{amount}", phone: "{phone}"}
    into: ticket
    outcomes: {opened: book, joined: book}
  book:
    type: action
    action: callbacks.book
    with: {queue: refund, when: asap, phone: "{phone}"}
    into: callback
    outcomes: {booked: booked, no_number: main.main}
  booked:
    type: say
    prompt: {en: "Your reference is {ticket.number:digits}.", zh: "编号是{ticket.number:digits}。"}
    sms: ticket
    goto: main.main
"""
OPTION = "\n      7: {label: {en: To tell us, zh: 说明情况}, goto: told.tell, words: {en: [tell you], zh: [我要说]}}\n  order:\n"

CALLER, OTHER, PHONE = "+8613951824607", "+8613826407159", "13764092815"
ORDER, FORM, AMOUNT = "7391846205", "592837", "64718*35"
PROBLEM, UNCLEAR, CHINESE = "the shop called planted keeps my money", "my name is Wanda Quillfeather", "我叫万达藏羽"
TOKEN, SECRET_KEY = "planted-auth-token-c41f", "planted secret key 9d2e70"
CALLS = [
    (CALLER, f"1,{ORDER}#,1,say:{UNCLEAR},0,hangup"),
    (CALLER, f"7,say:{PROBLEM},{AMOUNT}#,{PHONE}#,hangup"),
    (OTHER, f"say:Chinese,say:{CHINESE},5,{FORM}#,hangup"),
    (OTHER, "3,rec:4"),
]
READ_BACK = "seven three nine, one eight four, six two zero five"
ARRIVED = {CALLER, OTHER, PHONE, ORDER, FORM, PROBLEM, AMOUNT.replace("*", "")}
"""What the hotline must know while the calls last, or nothing was planted."""
PLANTED = ARRIVED | {CALLER[3:], OTHER[3:], AMOUNT, UNCLEAR, "Quillfeather", CHINESE, READ_BACK, TOKEN, SECRET_KEY}


@pytest.fixture
def menus(tmp_path: Path) -> Path:
    """The small hotline, with a place where a caller can tell everything."""
    folder = tmp_path / "menus"
    shutil.copytree(SMALL, folder)
    (folder / "told.yaml").write_text(TOLD, encoding="utf-8")
    for name, old, new in (("main", "\n  order:\n", OPTION), ("hotline", "ticket, line]", "ticket, line, problem, amount, phone]")):
        file = folder / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def ring(url: str, sid: str, caller: str, inputs: str) -> str:
    """Ring with a call of that name, and give all the words that were heard."""
    heard: list[str] = []
    line, sids = HttpLine(url), {"CA": sid}
    phone = Phone(
        line=line, clock=Clock(datetime.now(UTC)), token=TOKEN, caller=caller, sid=lambda prefix: sids.pop(prefix, f"{prefix}{sid}")
    )
    number = Number(f"{url}/voice/incoming", fallback=f"{url}/voice/fallback", status=f"{url}/voice/status")
    ending = phone.ring(
        number, Inputs(read_inputs(inputs)), lambda e: heard.append(e.what.text) if isinstance(e.what, events.Say) else None
    )
    line.close()
    assert not ending.broke
    return " ".join(heard)


def test_nothing_planted_is_found_in_what_a_hotline_leaves_behind(start, work, menus, left):
    server = start(MENUS=str(menus), TWILIO_AUTH_TOKEN=TOKEN, SECRET_KEY=SECRET_KEY)
    sids = [f"CA{number:032x}" for number in range(len(CALLS))]
    heard = " ".join(ring(server.url, sid, *call) for sid, call in zip(sids, CALLS, strict=True))
    assert READ_BACK in heard
    store, numbers = open_store(server.settings["DATABASE_URL"], SECRET_KEY), Numbers(SECRET_KEY)
    known = "".join(f"{row.state} {numbers.open(row.caller_sealed)}" for row in map(store.read_call, sids))
    store.close()
    assert {secret for secret in ARRIVED if secret not in known} == set()
    plain = {*sids, "told.tell", "DigitsPressed"}
    for close in (lambda: None, lambda: close_all(server, work)):
        close()
        assert left(server).holding(plain) == plain
        assert left(server).holding(PLANTED) == set()


def close_all(server, work) -> None:
    server.due_now()
    work(server)
    server.wait_until(lambda: server.rows("SELECT count(*) FROM calls WHERE closed_at IS NULL") == [(0,)])
