"""What a call has brought along is seen wherever it is asked about: each menu here goes round, and only for callers who came so."""

import pytest

from ivr.compiler.compile import compile_texts
from ivr.proof.prove import prove
from tests.proof.test_planted import ACTIONS, SOUND

START = """
menu: trial
nodes:
  start:
    type: menu
    prompt: {zh: 您好。, en: Hello.}
    options:
      1: {label: {zh: 普通, en: For plain}, goto: second, set: {level: "no"}}
      2: {label: {zh: 贵宾, en: For special}, goto: second, set: {level: "yes"}}
"""
SECOND = """
  second:
    type: menu
    prompt: {zh: 第二。, en: The second.}
    options:
      1: {label: {zh: 去, en: To go on}, goto: GOES}
"""
LINE = """
menu: other
nodes:
  start:
    type: queue
    queue: account
    prompt: {zh: 正在转接。, en: You're in line.}
    bridged: people.bye
    closed: message.record
    full: message.record
    failed: check
  check: {type: choose, cases: [{when: mode is yes, goto: start}], else: message.record}
"""
HANDED = """
      2: {label: {zh: 查, en: To look}, goto: look}
  look: {type: action, action: wallet.order, with: {number: "{level}"}, outcomes: {found: people.bye, unavailable: people.line}}
"""
REMEMBERED = SOUND["hotline.yaml"].replace("remember: [language, identity, ticket]", "remember: [language, identity, ticket, level]")
SUB_LINE = (
    LINE.replace("menu: other", "menu: sub\ntakes: [mode]\nreturns: [done]").replace("people.bye", "out")
    + "  out: {type: return, outcome: done}\n"
)
SUB_MENU = """
menu: sub
returns: [done]
nodes:
  start: {type: menu, prompt: {zh: 子。, en: Sub.}, options: {1: {label: {zh: 完, en: To end}, goto: out}}}
  out: {type: return, outcome: done}
"""
TWO_LINES = """
menu: trial
nodes:
  start:
    type: menu
    prompt: {zh: 您好。, en: Hello.}
    options:
      1: {label: {zh: 退款, en: For refunds}, goto: second, set: {team: refund}}
      2: {label: {zh: 账户, en: For accounts}, goto: second, set: {team: account}}
  second:
    type: menu
    prompt: {zh: 第二。, en: The second.}
    give_up: look
    options:
      1: {label: {zh: 去, en: To go on}, goto: look}
  look:
    type: action
    action: queues.look
    with: {queue: "{team}"}
    into: line
    outcomes: {open: join, closed: message.record, full: message.record}
  join:
    type: queue
    queue: refund
    prompt: {zh: 正在转接。, en: You're in line.}
    bridged: people.bye
    closed: second
    full: message.record
    failed: message.record
"""


def to(target: str, more: str = "") -> str:
    """Give the first menu, whose second question leads there."""
    return START + SECOND.replace("GOES", target) + more


ROUNDS = {
    "a slot of another file is asked about": (
        {"trial.yaml": to("other.start"), "other.yaml": LINE.replace("mode is", "level is"), "hotline.yaml": REMEMBERED}, "other.start"),
    "and is handed to an action as well": (
        {"trial.yaml": to("other.start", HANDED), "other.yaml": LINE.replace("mode is", "level is"), "hotline.yaml": REMEMBERED},
        "other.start"),
    "it is copied by the option": ({"trial.yaml": to('other.start, set: {mode: "{level}"}'), "other.yaml": LINE}, "other.start"),
    "it is handed to a sub-flow": (
        {"trial.yaml": to("site", '  site: {type: call, flow: sub.start, with: {mode: "{level}"}, outcomes: {done: people.bye}}\n'),
         "sub.yaml": SUB_LINE}, "sub.start"),
    "it is copied where somebody gives up in a sub-flow": (
        {"trial.yaml": to("site", "  site: {type: call, flow: sub.start, outcomes: {done: people.bye}, "
                                  'else: {goto: other.start, set: {mode: "{level}"}}}\n'),
         "sub.yaml": SUB_MENU, "other.yaml": LINE}, "other.start"),
    "another line is looked at than is joined": ({"trial.yaml": TWO_LINES}, "trial.second"),
}  # fmt: skip
"""How it was brought along, the menus, and a question of the round."""


@pytest.mark.parametrize("how", ROUNDS)
def test_a_round_that_only_some_callers_come_to_is_found(how: str) -> None:
    files, at = ROUNDS[how]
    found = prove(compile_texts({**SOUND, **files}, ACTIONS))
    assert ("ends-by-itself", at) in {(each.law, each.node) for each in (*found.failures, *found.abstract)}


def test_nothing_is_found_where_the_round_is_cut() -> None:
    line = LINE.replace("goto: start}", "goto: people.bye}")
    found = prove(compile_texts({**SOUND, "trial.yaml": to('other.start, set: {mode: "{level}"}'), "other.yaml": line}, ACTIONS))
    assert (found.failures, found.abstract) == ((), ())
