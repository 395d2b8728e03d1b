"""Who rings is looked up behind the first words of a call, and what was written down for them is found again."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.app import build
from ivr.compiler.compile import compile_texts
from ivr.errors import Unavailable
from ivr.outside.payloads import Account
from ivr.service.actions import DECLARATIONS
from tests.web.conftest import CAROL, MONDAY, Clock, Hotline

MENUS = Path(__file__).parents[1] / "service" / "menus"
ACCOUNT = """
menu: main
nodes:
  main:
    type: menu
    prompt: {en: Welcome., zh: 欢迎。}
    options:
      1: {label: {en: For your account, zh: 账户}, goto: known, words: {en: [account], zh: [账户]}}
      2: {label: {en: To trace a payment, zh: 追查}, goto: trace, words: {en: [trace], zh: [追查]}}
      3: {label: {en: For your open case, zh: 进度}, goto: whose, words: {en: [status], zh: [进度]}}
      4: {label: {en: To freeze, zh: 冻结}, goto: freeze, words: {en: [freeze], zh: [冻结]}}
      5: {label: {en: For a note, zh: 便条}, goto: note, words: {en: [note], zh: [便条]}}
      7: {label: {en: To be checked, zh: 核实}, set: {identity: light}, goto: note, words: {en: [check], zh: [核实]}}
      8: {label: {en: "For a case", zh: 编号}, goto: case, words: {en: [case], zh: [编号]}}
      6: {label: {en: "If that's all", zh: 结束}, goto: bye, words: {en: [bye], zh: [再见]}}
  known:
    type: action
    action: callers.known
    into: account
    outcomes: {known: hello, unknown: nobody, pending: wait}
  hello: {type: say, prompt: {en: "Hello {account.name:text}.", zh: "您好{account.name:text}。"}, goto: main}
  nobody: {type: say, prompt: {en: "I don't know you.", zh: 不认识。}, goto: main}
  wait: {type: say, prompt: {en: "I don't know yet.", zh: 还不知道。}, goto: main}
  trace:
    type: action
    action: tickets.open
    with: {kind: trace, account: "{account?}", wallet: "77"}
    into: ticket
    outcomes: {opened: opened, joined: joined}
  opened: {type: say, prompt: {en: "Opened {ticket.number:digits}.", zh: "{ticket.number:digits}。"}, goto: main}
  joined: {type: say, prompt: {en: "Still {ticket.number:digits}.", zh: "{ticket.number:digits}。"}, goto: main}
  freeze:
    type: action
    action: tickets.open
    with: {kind: freeze, account: "{account?}", wallet: "78"}
    into: ticket
    outcomes: {opened: opened, joined: joined}
  whose: {type: choose, cases: [{when: account is known, goto: mine}], else: nobody}
  mine:
    type: action
    action: tickets.mine
    with: {account: "{account}"}
    into: mine
    outcomes: {open: open, none: none}
  open:
    type: say
    prompt: {en: "Open: {mine.kind:word}, late: {mine.overdue:word}.", zh: "{mine.kind:word}，{mine.overdue:word}。"}
    goto: main
  none: {type: say, prompt: {en: Nothing is open., zh: 没有。}, goto: main}
  case:
    type: collect
    kind: ticket
    prompt: {en: "Enter the number, then press pound.", zh: 请输入编号，按井号键结束。}
    check:
      action: tickets.look
      with: {number: "{entry}", account: "{account?}"}
      into: ticket
      outcomes: {found: case_told, overdue: case_told, unknown: case_unknown}
  case_told: {type: say, prompt: {en: "It is {ticket.number:digits}.", zh: "{ticket.number:digits}。"}, goto: main}
  case_unknown: {type: say, prompt: {en: No such case., zh: 没有。}, goto: main}
  note: {type: say, prompt: {en: I'll text you., zh: 发短信给您。}, sms: note, goto: main}
  filed: {type: say, prompt: {en: Filed., zh: 已登记。}, goto: main}
  bye: {type: end, prompt: {en: Goodbye., zh: 再见。}, ending: goodbye}
"""
FRAGMENTS = """
fragments:
  ticket.other: {en: a case, zh: 业务登记}
  ticket.received: {en: received, zh: 已受理}
"""
NOTE = """
  note: {en: "[{wallet}] A note.", zh: "【{wallet}】便条。"}
"""
LI = {"id": "20010003", "last4": "0003", "name": "华", "age": "adult"}
RING = ("/voice/incoming", {})


class Wallet:
    """Knows Carol, unless it is down."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.down = False

    def find_account(self, phone: str):
        self.asked.append(phone)
        if self.down:
            raise Unavailable("it does not answer")
        if phone != CAROL:
            return None
        return Account(**LI)


@pytest.fixture
def wallet() -> Wallet:
    return Wallet()


@pytest.fixture(scope="module")
def menus():
    texts = {file.name: file.read_text() for file in MENUS.glob("*.yaml")} | {"main.yaml": ACCOUNT}
    texts["hotline.yaml"] = texts["hotline.yaml"].replace("\nfragments:\n", FRAGMENTS).replace("remember: [", "remember: [account, ") + NOTE
    return compile_texts(texts, DECLARATIONS)


@pytest.fixture
def ringing(menus, config, sqlite_url, wallet) -> Callable[..., Hotline]:
    clock = Clock(MONDAY)
    application = build(config(sqlite_url), clock=clock.now, flow=menus, wallet=wallet)
    yield Hotline(application, clock, sqlite_url)
    application.store.close()


def test_a_caller_is_known_when_the_worker_has_asked_and_not_before(ringing, wallet):
    call = ringing.carrier().walks(RING)
    assert wallet.asked == [], "the caller does not wait for the wallet"
    assert call.goes("action", Digits="1").words.startswith("I don't know yet.")
    ringing.application.tick()
    assert call.goes("action", Digits="1").words.startswith("Hello 华.")
    assert wallet.asked == [CAROL]


@pytest.mark.parametrize(("caller", "asked"), [("+15550002222", ["+15550002222"]), ("anonymous", [])])
def test_a_number_of_nobodys_is_unknown_and_one_that_is_withheld_is_not_asked_for(ringing, wallet, caller, asked):
    call = ringing.carrier(caller=caller).walks(RING)
    ringing.application.tick()
    assert call.goes("action", Digits="1").words.startswith("I don't know you.")
    assert wallet.asked == asked


def test_a_wallet_that_is_down_is_asked_again_while_the_call_goes_on_and_not_after(ringing, wallet, caplog):
    caplog.set_level(logging.CRITICAL)
    wallet.down = True
    call = ringing.carrier().walks(RING)
    for _ in range(2):
        ringing.application.tick()
        assert call.goes("action", Digits="1").words.startswith("I don't know yet.")
        ringing.clock.advance(10)
    call.ask("/voice/status", CallStatus="completed", SequenceNumber="3")
    for _ in range(10):
        ringing.clock.advance(60)
        ringing.application.tick()
    assert len(wallet.asked) == 2
    assert ringing.rows("known_callers") == []


def test_what_is_known_of_a_caller_is_sealed_and_gone_when_the_call_is_closed(ringing):
    call = ringing.carrier().walks(RING)
    ringing.application.tick()
    ((sid, sealed),) = ringing.rows("known_callers")
    assert sid == call.sid
    assert LI["id"] not in sealed
    call.ask("/voice/status", CallStatus="completed", SequenceNumber="3")
    ringing.clock.advance(16)
    ringing.application.tick()
    assert ringing.rows("known_callers") == []


def known(ringing, sid: str):
    call = ringing.carrier(sid=sid).walks(RING)
    ringing.application.tick()
    return call.walks(("action", {"Digits": "1"}))


def test_what_the_wallet_has_a_reference_for_is_one_ticket_in_all_calls_and_is_found_by_its_account(ringing):
    call = known(ringing, "CA1")
    assert call.goes("action", Digits="3").words.startswith("Nothing is open.")
    number = call.goes("action", Digits="2").words.removeprefix("Opened ").partition(".")[0]
    assert call.goes("action", Digits="2").words.startswith(f"Still {number}.")
    again = known(ringing, "CA2")
    assert again.goes("action", Digits="2").words.startswith(f"Still {number}.")
    assert again.goes("action", Digits="3").words.startswith("Open: a case, late: no.")
    ringing.clock.advance(25 * 3600)
    assert known(ringing, "CA3").goes("action", Digits="3").words.startswith("Open: a case, late: yes.")
    (ticket,) = ringing.rows("tickets")
    assert {LI["id"], "77"} < set(ticket)


def test_what_is_done_when_it_is_written_down_is_not_open(ringing):
    call = known(ringing, "CA1")
    assert call.goes("action", Digits="4").words.startswith("Opened")
    assert call.goes("action", Digits="3").words.startswith("Nothing is open.")


def test_somebody_elses_ticket_is_not_mine(ringing):
    ringing.carrier(sid="CA1", caller="+15550002222").walks(RING).goes("action", Digits="2")
    assert known(ringing, "CA2").goes("action", Digits="3").words.startswith("Nothing is open.")


@pytest.mark.parametrize(("caller", "words"), [(CAROL, "It is"), ("+15550002222", "No such case.")], ids=["mine", "somebody else's"])
def test_a_case_looked_up_for_an_account_is_told_only_if_it_is_its_own(ringing, caller, words):
    filing = ringing.carrier(sid="CA1", caller=caller).walks(RING)
    ringing.application.tick()
    filing.walks(("action", {"Digits": "1"}), ("action", {"Digits": "2"}))
    (ticket,) = ringing.rows("tickets")
    call = known(ringing, "CA2").walks(("action", {"Digits": "8"}))
    assert call.goes("action", Digits=ticket[0], FinishedOnKey="#").words.startswith(words)


def test_a_text_goes_to_the_number_that_rings_until_it_is_known_who_calls_and_then_to_the_account(ringing):
    call = known(ringing, "CA1")
    for key in ("5", "7"):
        call.goes("action", Digits=key)
    with ringing.store.unit() as unit:
        before, after = unit.messages("CA1")
        numbers = ringing.application.services.turns.numbers
    assert (numbers.open(before.to_sealed), before.account) == (CAROL, "")
    assert (after.to_hash, after.to_sealed, after.account) == ("", "", LI["id"])
    assert before.body == after.body == "[Small Wallet] A note."


def test_a_text_to_be_sent_is_a_job_of_the_turns_own_commit(ringing):
    known(ringing, "CA1").goes("action", Digits="5")
    with ringing.store.unit() as unit:
        (message,) = unit.messages("CA1")
        (job,) = unit.take_jobs(["send_text"], MONDAY, 60, 5)
    assert job.key == message.key
