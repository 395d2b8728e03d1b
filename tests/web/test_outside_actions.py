"""Actions outside: before the transaction, named once, one a turn, and never more than half of the threads in them."""

import runpy
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import Barrier, Event

import pytest

from ivr.compiler.compile import compile_texts
from ivr.compiler.library import Library
from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.service.actions import DECLARATIONS
from ivr.service.slots import SLOTS, Slots

GUNICORN = Path(__file__).parents[2] / "ivr" / "gunicorn.py"
MENUS = Path(__file__).parents[1] / "service" / "menus"
ACCOUNT = """
menu: main
nodes:
  main:
    type: menu
    prompt: {en: Welcome., zh: 欢迎。}
    options:
      1: {label: {en: For your balance, zh: 余额}, goto: balance, words: {en: [balance], zh: [余额]}}
      2: {label: {en: To freeze, zh: 冻结}, goto: freeze, words: {en: [freeze], zh: [冻结]}}
      6: {label: {en: "If that's all", zh: 结束}, goto: bye, words: {en: [bye], zh: [再见]}}
  balance: {type: action, action: wallet.balance, into: balance, outcomes: {found: limits, unavailable: sorry}}
  limits: {type: action, action: wallet.limits, outcomes: {found: told, unavailable: sorry}}
  told: {type: say, prompt: {en: "You have {balance.free:count}.", zh: "您有{balance.free:count}。"}, goto: main}
  freeze:
    type: action
    action: wallet.freeze
    prompt: {en: I'm freezing your account., zh: 正在冻结。}
    outcomes: {done: frozen, unavailable: sorry}
  frozen: {type: say, prompt: {en: "Your account is frozen.", zh: 已冻结。}, goto: main}
  filed: {type: say, prompt: {en: Filed., zh: 已登记。}, goto: main}
  sorry: {type: say, prompt: {en: "Sorry, not now.", zh: 抱歉。}, goto: main}
  bye: {type: end, prompt: {en: Goodbye., zh: 再见。}, ending: goodbye}
"""
WALLET = (
    Action("wallet.balance", "outside", {"found": {"free": 7}, "unavailable": {}}, data={"free": "number"}),
    Action("wallet.limits", "outside", {"found": {}, "unavailable": {}}),
    Action("wallet.freeze", "outside", {"done": {}, "unavailable": {}}, changes=True),
)
RING = ("/voice/incoming", {})


class Wallet:
    """Remembers the key of each action it was asked for."""

    def __init__(self, meet: Barrier | None = None) -> None:
        self.keys: list[str] = []
        self.meet = meet

    def balance(self, asked):
        return self._do(asked.key, ActionDone("found", {"free": 7}))

    def limits(self, asked):
        return self._do(asked.key, ActionDone("found"))

    def freeze(self, asked):
        return self._do(asked.key, ActionDone("done"))

    def _do(self, key, done):
        self.keys.append(key)
        if self.meet:
            self.meet.wait(timeout=5)
        return done


@pytest.fixture(scope="module")
def wallet_flow():
    files = {file.name: file.read_text() for file in MENUS.glob("*.yaml")} | {"main.yaml": ACCOUNT}
    return compile_texts(files, {**DECLARATIONS, **{action.name: action for action in WALLET}})


@pytest.fixture
def asking(wallet_flow, serve):
    """Serve the menus with a wallet."""

    def make(wallet, slots=2):
        hotline = serve(wallet_flow)
        outside = {"wallet.balance": wallet.balance, "wallet.limits": wallet.limits, "wallet.freeze": wallet.freeze}
        turns = replace(hotline.application.services.turns, outside=outside, slots_outside=Slots(slots))
        return hotline.having(turns=turns)

    return make


def facts(hotline, sid):
    with hotline.store.unit() as unit:
        return [turn for turn, _ in unit.journal(sid)]


def test_a_second_request_while_an_action_still_runs_names_the_same_effect_and_gets_the_same_answer(asking):
    wallet = Wallet(Barrier(2))
    hotline = asking(wallet)
    call = hotline.carrier().walks(RING, ("action", {"Digits": "2"}))
    with ThreadPoolExecutor(2) as two:
        one, other = two.map(lambda _: call.ask(call.last.link("Redirect")), range(2))
    assert one == other
    assert one.words.startswith("Your account is frozen.")
    assert len(wallet.keys) == 2
    assert len(set(wallet.keys)) == 1
    assert facts(hotline, call.sid) == [0, 1, 2]


def test_an_action_with_words_speaks_first_and_a_caller_who_hangs_up_then_has_changed_nothing(asking):
    wallet = Wallet()
    hotline = asking(wallet)
    call = hotline.carrier().walks(RING, ("action", {"Digits": "2"}))
    assert call.last.words == "I'm freezing your account."
    assert call.last.verbs == ["Say", "Redirect"]
    call.ask("/voice/status", CallStatus="completed", SequenceNumber="3")
    hotline.clock.advance(16)
    hotline.application.tick()
    assert wallet.keys == []


def test_a_second_action_waits_for_the_next_turn(asking):
    wallet = Wallet()
    call = asking(wallet).carrier().walks(RING, ("action", {"Digits": "1"}))
    assert call.last.verbs == ["Redirect"]
    assert len(wallet.keys) == 1
    assert call.goes("Redirect").words.startswith("You have seven.")
    assert len(wallet.keys) == 2
    assert len(set(wallet.keys)) == 2


def test_a_caller_who_finds_all_places_outside_taken_is_told_at_once(asking):
    wallet = Wallet(Barrier(2))
    hotline = asking(wallet, slots=1)
    call, other = (hotline.carrier(sid=sid).walks(RING) for sid in ("CA1", "CA2"))
    with ThreadPoolExecutor(1) as one:
        held = one.submit(call.goes, "action", Digits="1")
        while not wallet.keys:
            assert not held.done()
        assert other.goes("action", Digits="1").words.startswith("Sorry, not now.")
        wallet.meet.wait(timeout=5)
        assert held.result(5).verbs == ["Redirect"]


def test_half_of_a_workers_threads_may_be_outside(monkeypatch, tmp_path):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    assert runpy.run_path(str(GUNICORN))["threads"] == 2 * SLOTS


class Broken(Wallet):
    """Breaks on its first call."""

    def balance(self, asked):
        if not self.keys:
            self.keys.append(asked.key)
            raise RuntimeError("the wallet's answer made no sense")
        return super().balance(asked)


def test_an_action_that_broke_gives_its_place_back(asking):
    call = asking(Broken(), slots=1).carrier().walks(RING)
    assert call.goes("action", Digits="1").words == "One moment. 请稍候。"
    assert call.goes("Redirect").words.startswith("Welcome.")
    assert call.goes("action", Digits="1").verbs == ["Redirect"]


THREADS = 4
"""As many as a worker has: half of them hang, the others go on."""
HELD_SECONDS = 3
TURNS, TURNS_A_CALL = 200, 20
TRIES = 3
"""The machine may have been busy with something else."""


class Hanging(Wallet):
    """Answers after three seconds."""

    def balance(self, asked):
        Event().wait(HELD_SECONDS)
        return super().balance(asked)


def p99_of_others(hotline, threads: ThreadPoolExecutor, goes_on: Callable[[int], bool]) -> float:
    """Let callers who need no wallet call until they are told to stop."""

    def times(caller: int) -> list[float]:
        taken: list[float] = []
        while goes_on(len(taken)):
            call = hotline.carrier(sid=f"CA{caller}{next(CALLS)}").walks(RING)
            for _ in range(TURNS_A_CALL):
                began = time.perf_counter()
                call.goes("action", Digits="#")
                taken.append(time.perf_counter() - began)
        assert len(taken) >= TURNS
        return taken

    both = list(threads.map(times, range(THREADS // 2)))
    return statistics.quantiles([seconds for taken in both for seconds in taken], n=100)[98]


CALLS = count()


def p99_usual_and_beside_held_actions(hotline) -> tuple[float, float]:
    with ThreadPoolExecutor(THREADS) as threads:
        usual = p99_of_others(hotline, threads, lambda turns: turns < TURNS)
        callers = [hotline.carrier(sid=f"CAheld{next(CALLS)}").walks(RING) for _ in range(THREADS // 2)]
        held = [threads.submit(caller.goes, "action", Digits="1") for caller in callers]
        beside = p99_of_others(hotline, threads, lambda _: not all(action.done() for action in held))
        assert [action.result().verbs for action in held] == [["Redirect"]] * len(held), "both had their balance"
    return usual, beside


def test_hundreds_of_turns_pass_beside_actions_held_for_three_seconds_with_a_99th_percentile_under_twice_the_usual(hotline, wallet_flow):
    wallet = Hanging()
    turns = replace(
        hotline.application.services.turns,
        library=Library(wallet_flow, lambda _: None, lambda _: None),
        outside={"wallet.balance": wallet.balance, "wallet.limits": wallet.limits},
        slots_outside=Slots(THREADS // 2),
    )
    tries = (p99_usual_and_beside_held_actions(hotline.having(turns=turns)) for _ in range(TRIES))
    assert any(beside < 2 * usual for usual, beside in tries)
