"""How often somebody is called back: three times by the rule, then never again, and people are told."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ivr.agents.figures import Rules
from ivr.compiler.library import Library
from ivr.service.callbacks import Callbacks
from ivr.service.patience import Patience
from ivr.service.reports import ALL, Report, Solved
from ivr.service.switches import Switchboard
from ivr.service.tries import GIVE_UP, begin_try, give_up
from ivr.storage import open_store
from ivr.storage.base import Store, Unit
from ivr.storage.records import Callback, CallRow, Entry
from tests.floor.test_floor import flow

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
ENTRY, OTHER = "refund.en.v1.a", "account.en.v1.b"
NUMBER = "4815162340"


@pytest.fixture
def store() -> Iterator[Store]:
    store = open_store("sqlite:///:memory:", "k" * 64)
    wait_at_home(store, "li", "en")
    yield store
    store.close()


def wait_at_home(store: Store, caller: str, language: str) -> None:
    """Keep one who waits at home: the number that rang is withheld, or not."""
    with store.unit() as unit:
        unit.start_call(CallRow("CA1", 1, "v1", "{}", "", caller, "sealed", "+15559990000", NOW), "[]")
        unit.hang_up("CA1", NOW)
        unit.join_queue(Entry(ENTRY, "CA1", "refund", NOW, NOW, language, "{}", state="callback"))
        unit.book_callback(Callback("CA1", "li", "sealed", "refund", NOW, NOW, NOW, "key", entry=ENTRY, next_at=NOW), lambda: NUMBER)


def tried(unit: Unit, entry: str, now: datetime) -> bool:
    callback = unit.open_callback(entry)
    return callback is not None and begin_try(unit, callback, now)


def tries(store: Store, until: timedelta) -> list[int]:
    """Try every minute, and tell in which minutes one was made."""
    made = []
    for minute in range(until // timedelta(minutes=1)):
        with store.unit() as unit:
            if tried(unit, ENTRY, NOW + timedelta(minutes=minute)):
                made.append(minute)
    return made


def test_after_a_quarter_of_an_hour_then_after_two_hours_and_never_a_fourth_time(store: Store) -> None:
    assert tries(store, timedelta(days=2)) == [0, 15, 135]


def test_nobody_is_called_for_a_second_line_before_the_first_pause_is_over(store: Store) -> None:
    with store.unit() as unit:
        unit.start_call(CallRow("CA2", 1, "v1", "{}", "", "li", "sealed", "+15559990000", NOW), "[]")
        unit.hang_up("CA2", NOW)
        unit.join_queue(Entry(OTHER, "CA2", "account", NOW, NOW, "en", "{}", state="callback"))
        unit.book_callback(Callback("CA2", "li", "sealed", "account", NOW, NOW, NOW, "b", entry=OTHER, next_at=NOW), lambda: "4815162341")
    made = []
    for minute in range(200):
        for entry in (ENTRY, OTHER):
            with store.unit() as unit:
                if tried(unit, entry, NOW + timedelta(minutes=minute)):
                    made.append((minute, entry))
    assert made == [(0, ENTRY), (15, ENTRY), (30, OTHER), (45, OTHER), (135, ENTRY), (165, OTHER)]


def not_reached(store: Store) -> None:
    give_up(store, Library(flow(), lambda _: None), lambda: NOW, lambda most: 3 % most, {"entry": ENTRY})


@pytest.mark.parametrize(
    ("caller", "language", "texts"),
    [
        ("li", "zh", ["我们给您回电三次，都没有接通，编号4815162340。需要帮助请致电4000000000。来电不会要验证码。"]),
        ("li", "en", ["did not reach you, ref 4815162340. For help, call 4000000000. We never ask for codes on a call."]),
        ("", "zh", []),
    ],
)
def test_who_is_called_no_more_has_one_text_in_their_language_unless_the_number_was_withheld(
    caller: str, language: str, texts: list[str]
) -> None:
    with closing(open_store("sqlite:///:memory:", "k" * 64)) as store:
        wait_at_home(store, caller, language)
        tries(store, timedelta(hours=3))
        for _ in range(2):
            not_reached(store)
        with store.unit() as unit:
            told = unit.messages("CA1")
    assert len(told) == len(texts)
    for message, words in zip(told, texts, strict=True):
        assert words in message.body
        assert (message.to_hash, message.language) == (caller, language)


def test_two_minutes_after_the_last_try_people_are_told(store: Store) -> None:
    tries(store, timedelta(hours=3))
    with store.unit() as unit:
        [job] = unit.take_jobs([GIVE_UP], NOW + timedelta(minutes=137), 60, 9)
    for _ in range(2):
        not_reached(store)
    with store.unit() as unit:
        callback, entry = unit.callback(NUMBER), unit.entry(ENTRY)
        assert callback is not None
        assert entry is not None
        assert (callback.state, entry.state, job.key) == ("given_up", "gone", NUMBER)
        assert unit.line_past("refund", 9).ended == [], "who did not hang up in line"
        [(kind, text)] = [(ticket.kind, ticket.text) for ticket in unit.tickets_of_call("CA1")]
    assert (kind, text) == ("follow_up", f"callback {NUMBER}: not reached in 3 tries")
    report = Report(NOW, NOW + timedelta(hours=9), Rules(), Solved("solved.check", "1"), ZoneInfo("Asia/Shanghai"))
    told = {each.name: each.value for each in report.groups(store, "all")[ALL]}
    names = ("queued", "abandoned", "service level", "callbacks", "callbacks waited", "callbacks at first try")
    assert [told[name] for name in names] == [1, 0, None, 1, None, 0]


def test_what_is_told_late_of_a_try_says_nothing_of_the_next(store: Store) -> None:
    tries(store, timedelta(minutes=16))
    back = Callbacks(store, Library(flow(), lambda _: None), Switchboard(store, Patience()), None, lambda: NOW)  # type: ignore[arg-type]
    found = []
    for made, leg in [(f"{NUMBER}.1", "CH1"), (f"{NUMBER}.2", "CH2"), (f"{NUMBER}.2", "CH3")]:
        back.greet(made, leg)
        back.ended(made, leg)
        with store.unit() as unit:
            callback = unit.callback(NUMBER)
            assert callback is not None
            found.append((callback.leg, callback.is_ringing))
    assert found == [("", True), ("CH2", False), ("CH2", False)]
