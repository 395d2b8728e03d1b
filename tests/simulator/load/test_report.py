"""The figures of a load run."""

from array import array

import pytest

from ivr.simulator import events
from ivr.simulator.load.report import Report

HEARD = [
    ("caller", events.Say("Hello", "en-US", "man")),
    ("caller", events.Remark("the key 3 did nothing: nothing was listening for it")),
    ("caller", events.Remark("the key 4 did nothing: nothing was listening for it")),
    ("caller", events.Error(11205, "error", "http://h/turn?n=7 did not answer in time")),
    ("agent", events.Ended("app", "hangup")),
    ("caller", events.Ended("caller", "patience")),
]


@pytest.fixture
def report() -> Report:
    report = Report(seconds=2.0, latencies=array("d", [place / 1000 for place in range(1, 201)]))
    report.begin()
    report.begin()
    for leg, what in HEARD:
        report.hear(events.Event(0.0, leg, what))
    return report


def test_the_report_counts(report):
    assert report.as_json() == {
        "calls": 2,
        "most_open": 2,
        "seconds": 2.0,
        "turns": 200,
        "turns_per_second": 100.0,
        "latency_ms": {"p50": 100.0, "p90": 180.0, "p99": 198.0, "max": 200.0},
        "endings": {"caller: patience": 1},
        "errors": {"error 11205: http://h/turn did not answer in time": 1},
        "remarks": {"the key … did nothing": 2},
    }
    assert report.open == 1


def test_the_report_is_written_for_people(report):
    assert report.as_text() == (
        "2 calls in 2.0 s, at most 2 at the same time\n"
        "200 turns, 100.0 a second\n"
        "from the instant a turn was due to its answer: p50 100 ms, p90 180 ms, p99 198 ms, max 200 ms\n"
        "endings:\n        1  caller: patience\n"
        "errors:\n        1  error 11205: http://h/turn did not answer in time\n"
        "remarks:\n        2  the key … did nothing"
    )


def test_a_run_in_which_nothing_was_asked_has_no_times():
    assert Report().percentiles() == {}
    assert Report().as_text() == "0 calls in 0.0 s, at most 0 at the same time\n0 turns, 0.0 a second"


@pytest.mark.parametrize(
    ("what", "broke"),
    [
        (events.Error(11200, "error", "no"), True),
        (events.Error(12200, "warning", "odd"), False),
        (events.Ended("error", "no"), True),
        (events.Ended("app", "hangup"), False),
    ],
)
def test_a_run_broke_when_a_call_did(what, broke):
    report = Report()
    report.hear(events.Event(0.0, "caller", what))
    assert report.broke is broke
