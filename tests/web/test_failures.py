"""Never silence: a store that fails, our own bugs, and documents the carrier could not run."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from threading import Barrier, get_ident
from threading import Event as Signal

import pytest

from ivr.errors import FlowError, StorageError
from ivr.service.patience import Patience
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import AgentRow
from ivr.storage.records import Ahead, CallRow

NONE = Patience(seconds=0, every_seconds=0.01)
SHORT = Patience(seconds=2, every_seconds=0.01)
RING = ("/voice/incoming", {})
IN_LINE = (RING, ("action", {"Digits": "2"}))
FOR_EVER = 10**6
MOMENT, PEOPLE = "One moment. 请稍候。", "I'll connect you now. 现在为您转接。"
"""In every language: without a store nobody knows which one the caller speaks."""
TRIED_AGAIN = ["Say", "Say", "Pause", "Redirect"]


class Failing:
    """A store that fails so many times."""

    def __init__(self, store: Store, times: int) -> None:
        self._store, self.times = store, times

    def _fail(self) -> None:
        if self.times > 0:
            self.times -= 1
            raise StorageError("the disk is on fire")

    def read_call(self, sid: str, n: int = 0) -> CallRow | None:
        self._fail()
        return self._store.read_call(sid, n)

    def ahead_of(self, entry_id: str, queues: Sequence[str], now: datetime) -> Ahead:
        self._fail()
        return self._store.ahead_of(entry_id, queues, now)

    def agents(self) -> list[AgentRow]:
        return self._store.agents()

    def unit(self) -> AbstractContextManager[Unit]:
        self._fail()
        return self._store.unit()

    def ready(self) -> None:
        self._fail()


def broken(hotline, times=FOR_EVER, patience=NONE, **services):
    store = Failing(hotline.store, times)
    return hotline.on(store).having(patience=patience, **services), store


def test_a_store_that_comes_back_costs_the_caller_nothing(hotline):
    call = hotline.carrier().walks(RING)
    ill, store = broken(hotline, times=2, patience=SHORT)
    answer = ill.carrier().ask("/voice/turn?n=1", Digits="1")
    assert store.times == 0
    assert answer.words.startswith("Enter the order number")
    assert call.ask("/voice/turn?n=1", Digits="1") == answer
    assert len(hotline.rows("journal")) == 2


def test_a_store_that_stays_away_is_asked_again_for_the_same_turn_and_no_error_is_counted(hotline):
    call = hotline.carrier().walks(RING)
    ill, store = broken(hotline)
    patient = ill.carrier()
    patient.last = call.last
    moment = patient.goes("action", Digits="8")
    assert moment.words == MOMENT
    assert moment.verbs == TRIED_AGAIN
    assert moment.link("Redirect").startswith("/voice/turn?n=1&")
    store.times = 0
    again = patient.goes("Redirect")
    assert again.words.startswith("Welcome.")
    assert again.link("action") == "/voice/turn?n=2"
    row = hotline.store.read_call(call.sid)
    assert row is not None
    assert '"errors"' not in row.state


def test_a_caller_who_rings_while_the_store_is_away_is_greeted_when_it_is_back(hotline):
    ill, store = broken(hotline)
    call = ill.carrier()
    assert call.goes("/voice/incoming").words == MOMENT
    store.times = 0
    assert call.goes("Redirect").words.startswith("Welcome.")


LAST = [("", "Enqueue", "overflow"), ("+15550009999", "Dial", "+15550009999")]


@pytest.mark.parametrize(("emergency", "verb", "where"), LAST)
@pytest.mark.parametrize("path", ["/voice/incoming", "/voice/turn?n=1", "/voice/resume", "/voice/queue/left?n=2&e=x&QueueResult=bridged"])
def test_after_thirty_seconds_without_a_store_the_caller_is_with_people(hotline, path, emergency, verb, where):
    ill, _ = broken(hotline, emergency_number=emergency)
    call = ill.carrier()
    call.goes(path)
    seconds = 0
    while call.last.verbs == TRIED_AGAIN:
        assert seconds < 35
        hotline.clock.advance(5)
        seconds += 5
        call.goes("Redirect")
    assert seconds > 30
    assert call.last.verbs == ["Say", "Say", verb]
    assert call.last.root[2].text == where
    assert call.last.words == PEOPLE


def in_overflow(hotline):
    """A call whose question was lost with the store, and who waits for it to come back."""
    call = hotline.carrier().walks(RING)
    ill, store = broken(hotline)
    lost = ill.carrier()
    lost.goes(f"/voice/turn?n=1&since={int(hotline.clock.now().timestamp()) - 31}")
    return call, lost, store


def test_those_who_wait_in_the_overflow_hear_something_every_ten_seconds_and_leave_when_the_store_is_back(hotline):
    call, lost, store = in_overflow(hotline)
    link = "waitUrl"
    wait = lost.last
    for _ in range(3):
        wait = lost.ask(wait.link(link))
        link = "Redirect"
        assert wait.words == MOMENT
        assert wait.verbs == ["Say", "Say", "Pause", "Redirect"]
        assert wait.root.find("Pause").get("length") == "10"
    store.times = 0
    assert lost.ask(wait.link("Redirect")).verbs == ["Leave"]
    assert lost.goes("action", QueueResult="leave") == call.last


@pytest.mark.parametrize("result", ["hangup", "system-error", "redirected", "redirected-from-bridged"])
def test_a_notice_about_the_overflow_takes_no_turn_and_starts_no_call(hotline, result):
    _, lost, store = in_overflow(hotline)
    store.times = 0
    assert lost.ask(lost.last.link("action"), QueueResult=result).link("Redirect") == "/voice/resume"
    assert len(hotline.rows("journal")) == 1
    stranger = hotline.carrier(sid="CAnever_kept")
    assert stranger.ask("/voice/resume", QueueResult=result).verbs == ["Redirect"]
    assert hotline.store.read_call("CAnever_kept") is None


AFTER_DIAL = [("busy", ["Say", "Say", "Enqueue"]), ("no-answer", ["Say", "Say", "Enqueue"]), ("failed", ["Say", "Say", "Enqueue"])]


@pytest.mark.parametrize(("status", "verbs"), [*AFTER_DIAL, ("completed", ["Hangup"]), ("answered", ["Hangup"])])
def test_an_emergency_number_that_does_not_answer_is_not_the_end(hotline, status, verbs):
    ill, _ = broken(hotline, emergency_number="+15550009999")
    call = ill.carrier()
    call.goes(f"/voice/turn?n=1&since={int(hotline.clock.now().timestamp()) - 31}")
    assert call.goes("action", DialCallStatus=status).verbs == verbs


def test_a_finished_talk_is_not_forgotten_by_a_store_that_was_away(hotline):
    call = hotline.carrier().walks(*IN_LINE)
    ill, store = broken(hotline)
    talked = ill.carrier()
    talked.last = call.last
    talked.goes("action", QueueResult="bridged")
    store.times = 0
    assert talked.goes("Redirect").words.startswith("Welcome."), "as after any talk, and not in line again"
    with hotline.store.unit() as unit:
        assert unit.open_entry(call.sid, "refund") is None


def test_a_wish_is_not_forgotten_by_a_store_that_was_away(hotline):
    call = hotline.carrier().walks(*IN_LINE)
    call.ask(call.ask(call.last.link("waitUrl")).link("action"), Digits="1")
    ill, store = broken(hotline)
    wishing = ill.carrier()
    wishing.last = call.last
    wishing.goes("action", QueueResult="leave")
    store.times = 0
    assert wishing.goes("Redirect").words.startswith("After the tone")


def test_those_who_wait_need_no_store(hotline):
    call = hotline.carrier().walks(*IN_LINE)
    wait = call.last.link("waitUrl")
    healthy = call.ask(wait)
    ill, _ = broken(hotline)
    without = ill.carrier().ask(wait)
    assert healthy.words == f"You're number one. {without.words}", "only the place in line is not told"
    assert (without.verbs, without.link("Redirect")) == (healthy.verbs, healthy.link("Redirect"))
    assert ill.carrier().ask(healthy.link("action"), Digits="1").verbs == ["Redirect"]


@pytest.mark.parametrize(("path", "given"), [("/voice/status", {"CallStatus": "completed"}), ("/voice/recording", {"RecordingSid": "RE1"})])
def test_a_notice_that_cannot_be_kept_may_be_sent_again(hotline, path, given):
    ill, store = broken(hotline)
    assert ill.carrier().ask(path, **given).status == 503
    store.times = 0
    assert ill.carrier().ask(path, **given).status == 204
    assert len(hotline.rows("notices")) == 1


def test_a_queue_notice_that_cannot_be_kept_still_gives_the_leg_its_way(hotline):
    call = hotline.carrier().walks(*IN_LINE)
    ill, _ = broken(hotline)
    assert ill.carrier().ask(call.last.link("action"), QueueResult="redirected").link("Redirect") == "/voice/resume"


def test_readiness_says_why_it_is_missing(hotline):
    ill, store = broken(hotline, times=1)
    assert ill.carrier().send("GET", "/health/ready").status == 503
    assert ill.carrier().send("GET", "/health/ready").status == 200
    assert store.times == 0


class Away(Failing):
    """A store that fails until it is back. `both_wait` when two threads have come a second time: only who waits does."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, FOR_EVER)
        self.back, self.both_wait = Signal(), Barrier(3)
        self.tries: Counter[int] = Counter()

    def _fail(self) -> None:
        self.tries[get_ident()] += 1
        if self.tries[get_ident()] == 2:
            self.both_wait.wait(5)
        if not self.back.is_set():
            raise StorageError("away")


def test_at_most_two_requests_wait_for_a_store_and_the_next_is_answered_at_once(hotline):
    store = Away(hotline.store)
    ill = hotline.on(store).having(patience=Patience(seconds=30, every_seconds=0.01))
    with ThreadPoolExecutor(2) as two:
        patient = [two.submit(ill.carrier(sid=f"CA{n}").ask, "/voice/incoming") for n in range(2)]
        store.both_wait.wait(5)
        third = ill.carrier(sid="CA3").ask("/voice/incoming")
        assert third.words == MOMENT
        assert get_ident() not in store.tries, "not even tried"
        assert not any(each.done() for each in patient)
        store.back.set()
        assert all(each.result(10).words.startswith("Welcome.") for each in patient)


def buggy(hotline, times):
    """A hotline whose look at the queue fails by our own fault."""
    left = [FlowError("a queue that nobody made")] * times
    turns = hotline.application.services.turns
    look = turns.inside["queues.look"]

    def perform(context, args):
        if left:
            raise left.pop()
        return look(context, args)

    return hotline.having(turns=replace(turns, inside={**turns.inside, "queues.look": perform}))


def test_our_own_fault_is_an_apology_and_another_try(hotline, caplog):
    call = buggy(hotline, times=1).carrier().walks(*IN_LINE)
    assert call.last.words == MOMENT
    assert "a queue that nobody made" in caplog.text
    assert "nobody made" not in call.last.text
    assert call.goes("Redirect").words.startswith("Welcome.")
    assert len(hotline.rows("journal")) == 2


class Unreadable(Failing):
    """A store whose rows this program cannot make sense of: trying again would not help."""

    def _fail(self) -> None:
        raise FlowError("this state cannot be")


def test_our_own_fault_that_stays_brings_the_caller_to_people(hotline):
    hotline.carrier().walks(RING)
    call = hotline.on(Unreadable(hotline.store, 1)).carrier()
    call.goes("/voice/turn?n=1")
    tries = 1
    while call.last.verbs == TRIED_AGAIN:
        call.goes("Redirect")
        tries += 1
    assert call.last.verbs == ["Say", "Say", "Enqueue"]
    assert tries == 3
