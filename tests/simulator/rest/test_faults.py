"""A REST API that fails as such APIs do: what has been done, and what the application can know of it."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from ivr.simulator.office.carrier import Carrier, read_given, written_givens
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess

HOTLINE, LI = "+15559990000", "+8613800001111"


@pytest.fixture
def faulty(made: Any) -> Callable[..., tuple[Client, Any]]:
    """Make a carrier of which this is given, and Twilio's client of its API."""

    def make(*given: str, timeout: float | None = None, seed: int = 0) -> tuple[Client, Any]:
        usual = Carrier()
        for each in given:
            usual = read_given(each, usual) or usual
        carrier = made(carrier=usual, seed=seed)
        account = carrier.exchange.account
        return Client(account.sid, account.token, http_client=InProcess(RestApi(carrier.exchange), timeout)), carrier

    return make


def call(twilio: Client) -> Any:
    return twilio.calls.create(to=LI, from_=HOTLINE, twiml="<Response/>")


def test_a_lost_answer_leaves_the_deed_done(faulty: Any) -> None:
    twilio, carrier = faulty("rest lose /*/Calls.json number 1")
    with pytest.raises(requests.exceptions.ConnectionError):
        call(twilio)
    assert [leg.called for leg in carrier.exchange.legs.values()] == [LI]
    assert [row.to for row in twilio.calls.list()] == [LI]


@pytest.mark.parametrize(("kind", "status", "code"), [("refuse", 429, 20429), ("fail", 500, 20500)])
def test_a_refused_request_is_not_done(faulty: Any, kind: str, status: int, code: int) -> None:
    twilio, carrier = faulty(f"rest {kind} /*/Calls.json number 1")
    with pytest.raises(TwilioRestException) as refused:
        call(twilio)
    assert (refused.value.status, refused.value.code) == (status, code)
    assert carrier.exchange.legs == {}
    assert call(twilio).to == LI


def test_too_many_requests_say_when_to_come_again(faulty: Any) -> None:
    twilio, _ = faulty("rest refuse 3")
    answer = twilio.http_client.request("GET", "https://api.twilio.com/2010-04-01/Accounts/x/Calls.json")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")


@pytest.mark.parametrize(("seconds", "timeout", "is_late"), [(5, 3, True), (2, 3, False), (5, None, False)])
def test_a_late_answer_is_too_late_for_who_does_not_wait_so_long(faulty: Any, seconds: float, timeout: float | None, is_late: bool) -> None:
    twilio, carrier = faulty(f"rest delay {seconds} /*/Calls.json number 1", timeout=timeout)
    if is_late:
        with pytest.raises(requests.exceptions.ReadTimeout):
            call(twilio)
    else:
        assert call(twilio).to == LI
    assert len(carrier.exchange.legs) == 1


def test_chance_decides_alike_under_one_seed(faulty: Any) -> None:
    def outcomes(seed: int) -> list[bool]:
        (twilio, _), done = faulty("rest fail /*/Calls.json one in 3", seed=seed), []
        for _ in range(30):
            try:
                call(twilio)
                done.append(True)
            except TwilioRestException:
                done.append(False)
        return done

    first = outcomes(1)
    assert first == outcomes(1)
    assert first != outcomes(2)
    assert 5 <= first.count(False) <= 15


@pytest.mark.parametrize("given", ["rest lose /*", "rest delay 0 to 2 /*/Calls.json one in 3", "rest refuse 2 to 5 /* number 2"])
def test_what_is_given_is_written_as_it_is_read(given: str) -> None:
    carrier = read_given(given, Carrier())
    assert carrier
    assert list(written_givens(carrier)) == [given]


@pytest.mark.parametrize("given", ["rest drop", "rest lose 3", "rest", "rest lose Calls"])
def test_what_cannot_go_wrong_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="refuse, fail, lose, delay"):
        read_given(given + (" " if given == "rest" else ""), Carrier())
