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


def test_a_run_broke_when_a_call_is_still_open(report):
    report = Report()
    report.begin()
    assert report.broke


CALLS = range(10, 40)
SAME = [
    # what is heard in each call, and the one line it makes
    (
        lambda call: events.Error(11200, "warning", f"http://h:8000/call/CA{call:032x}/7 answered 500"),
        "warning 11200: http://h:8000/call/…/… answered 500",
    ),
    (
        lambda call: events.Error(11200, "warning", f"http://10.0.0.1/{call}/step?a=1 answered 404"),
        "warning 11200: http://10.0.0.1/…/step answered 404",
    ),
    (lambda call: events.Error(13224, "warning", f"+155500000{call} cannot be rung"), "warning 13224: … cannot be rung"),
    (lambda call: events.Ended("app", f"moved by CA{call:032x}"), "app: moved by …"),
    (lambda call: events.Remark(f"CA{call:032x} is not in line"), "… is not in line"),
]


@pytest.mark.parametrize(("what", "line"), SAME)
def test_what_differs_by_call_alone_is_one_line(what, line):
    report = Report()
    for call in CALLS:
        report.hear(events.Event(0.0, "caller", what(call)))
    assert report.endings + report.errors + report.remarks == {line: len(CALLS)}
