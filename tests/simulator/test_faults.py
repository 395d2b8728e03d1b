"""Faults on demand: each kind does to requests what its name says, to those it is meant for, in virtual time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

import pytest

from ivr.simulator.clock import Clock
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.script import Inputs
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.office.number import Number
from ivr.simulator.web.faults import Fault, Faulty, Plan, read_fault
from ivr.simulator.web.line import Incoming, LineError, Outgoing, WsgiLine

BASE = "https://app.example"


@dataclass
class Application:
    """Notes when each request arrives; answers at once."""

    clock: Clock
    arrived: list[tuple[str, float]] = field(default_factory=list)
    base_url: str = BASE
    is_idle: bool = True

    def reaches(self, url):
        return url.startswith(BASE)

    def carry(self, request, then):
        self.arrived.append((request.url.removeprefix(BASE), self.clock.elapsed))
        then(Incoming(200, (), b"<Response/>", 0.25))


@dataclass
class Carried:
    """Requests that were made one second after the other: when each arrived, and when each answer came, with what."""

    arrived: list[tuple[str, float]]
    answers: dict[int, tuple[float, Incoming | LineError]]


def carry(*faults: str, paths=("/a", "/b", "/c"), seed=1) -> Carried:
    clock = Clock(datetime(2026, 3, 2, tzinfo=UTC))
    application = Application(clock)
    wire = Faulty(application, clock, Plan(tuple(map(read_fault, faults)), Random(seed)))
    answers: dict[int, tuple[float, Incoming | LineError]] = {}

    def ask(order: int, path: str) -> None:
        request = Outgoing("POST", BASE + path, {}, b"", connect_seconds=5, read_seconds=15)
        wire.carry(request, lambda answer: answers.update({order: (clock.elapsed, answer)}))

    for order, path in enumerate(paths):
        clock.after(order, lambda order=order, path=path: ask(order, path))
    while clock.step():
        pass
    return Carried(application.arrived, answers)


WELL = [("/a", 0), ("/b", 1), ("/c", 2)]
ARRIVE = [
    # the fault, what arrives and when
    ("drop /b", [("/a", 0), ("/c", 2)]),
    ("drop number 2", [("/a", 0), ("/c", 2)]),
    ("drop", []),
    ("lose /b", WELL),
    ("corrupt", WELL),
    ("delay 1.5 /b", [("/a", 0), ("/c", 2), ("/b", 2.5)]),
    ("delay 20 /b", [("/a", 0), ("/c", 2), ("/b", 21)]),
    ("repeat 3 /a", [*WELL, ("/a", 3)]),
    ("overtake /a", [("/b", 1), ("/a", 1), ("/c", 2)]),
    ("overtake /c", [*WELL[:2], ("/c", 7)]),
    ("overtake 0.5 /a", [("/a", 0.5), *WELL[1:]]),
]


@pytest.mark.parametrize(("fault", "arrived"), ARRIVE)
def test_what_arrives_and_when(fault, arrived):
    assert carry(fault).arrived == arrived


FAIL = [("drop /b", "ct", 5, 6), ("lose /b", "rt", 15, 16), ("delay 20 /b", "rt", 15, 16)]


@pytest.mark.parametrize(("fault", "stage", "seconds", "at"), FAIL)
def test_an_answer_that_does_not_come_is_an_error_once_its_time_is_up(fault, stage, seconds, at):
    when, error = carry(fault).answers[1]
    assert (when, error.stage, error.code, error.seconds) == (at, stage, 11205, seconds)


LATE = [("delay 1.5 /b", 2.5, 1.75), ("overtake /b", 2, 1.25), ("repeat /b", 1, 0.25)]


@pytest.mark.parametrize(("fault", "at", "took"), LATE)
def test_an_answer_tells_how_long_it_took(fault, at, took):
    when, answer = carry(fault).answers[1]
    assert (when, answer.seconds, answer.body) == (at, took, b"<Response/>")


def test_half_of_a_corrupted_answer_comes_back():
    assert carry("corrupt /b").answers[1][1].body == b"<Resp"


def test_faults_go_together():
    carried = carry("repeat 1.2 /a", "delay 0.5")
    assert [path for path, _ in carried.arrived] == ["/a", "/b", "/a", "/c"]


def test_by_chance_it_is_one_in_so_many_and_the_seed_decides_which():
    paths = ("/a",) * 300
    arrived = [len(carry("drop one in 3", paths=paths, seed=seed).arrived) for seed in (1, 1, 2)]
    assert arrived[0] == arrived[1] != arrived[2]
    assert all(170 < count < 230 for count in arrived)


def test_seconds_may_be_a_range():
    arrived = [at - order for order, (_, at) in enumerate(carry("delay 0 to 0.05").arrived)]
    assert len({*arrived}) == 3
    assert all(0 <= late <= 0.05 for late in arrived)


@pytest.mark.parametrize("text", ["burn", "drop 3", "delay for 3", "drop number 0", "lose /a /b", ""])
def test_a_fault_that_nobody_knows_is_refused(text):
    with pytest.raises(ValueError, match="is no fault; write drop, lose, delay"):
        read_fault(text)


@pytest.mark.parametrize("text", ["delay 2 to 1", "repeat 3 to 0.5 /a"])
def test_seconds_from_more_to_less_are_refused(text):
    with pytest.raises(ValueError, match="put the smaller number first"):
        read_fault(text)


def test_the_carrier_reaches_what_the_wire_reaches():
    wire = Faulty(
        Application(Clock(datetime(2026, 3, 2, tzinfo=UTC))), Clock(datetime(2026, 3, 2, tzinfo=UTC)), Plan((Fault("drop"),), Random(1))
    )
    assert wire.reaches(BASE + "/a")
    assert not wire.reaches("https://other.example/")


@pytest.mark.parametrize("fault", ["repeat /st", "repeat 40 /st", "overtake 5 /st", "delay 3 /st", "delay 40 /st"])
def test_what_is_still_to_arrive_when_the_call_has_ended_arrives(fault):
    arrived = []

    def application(environ, start_response):
        arrived.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "text/xml")])
        return [b"<Response><Say>Hello</Say></Response>"]

    clock = Clock(datetime(2026, 3, 2, tzinfo=UTC))
    phone = Phone(line=WsgiLine(application), clock=clock, token="", carrier=Carrier(faults=(read_fault(fault),)))
    phone.ring(Number("/voice", status="/st"), Inputs(()))
    assert arrived == ["/voice", *["/st"] * (2 if fault.startswith("repeat") else 1)]
