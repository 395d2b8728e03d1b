"""The carrier as an HTTP client: standard parameters, cookies, redirects, retries, limits."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Failure, Reply
from ivr.simulator.exchange.call import APOLOGY, SHORT_APOLOGY
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.script import Inputs
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.line import Incoming, LineError, Outgoing, WsgiLine
from ivr.simulator.web.signature import sign
from ivr.simulator.web.wire import DirectWire
from tests.simulator.asking import NOON, asked, client

STANDARD = {"CallSid", "AccountSid", "From", "To", "CallStatus", "ApiVersion", "Direction", "Caller", "Called"}


@dataclass
class Scripted:
    """A line that answers from a list: a status, a LineError, or a whole answer."""

    answers: list[int | LineError | Incoming]
    base_url: str = "https://hotline.example"
    sent: list[Outgoing] = field(default_factory=list)

    def reaches(self, url: str) -> bool:
        return True

    def send(self, request: Outgoing) -> Incoming:
        self.sent.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, LineError):
            raise answer
        return Incoming(answer, (), b"") if isinstance(answer, int) else answer


def moved(url: str, status: int = 302) -> Incoming:
    return Incoming(status, (("Location", url),), b"")


PAGE = "https://hotline.example/p"
CONNECT, READ = LineError("ct", 11201, "refused"), LineError("rt", 11205, "slow")
PARTIAL = LineError("", 11205, "an answer had begun")

RETRIES = [
    # fragment, answers in turn, how many are asked for, the outcome's code (None: a reply)
    ("", [200], 1, None),
    ("", [CONNECT, 200], 2, None),
    ("", [CONNECT, CONNECT, 200], 2, 11201),
    ("", [READ, 200], 1, 11205),
    ("", [500, 200], 1, 11200),
    ("", [404, 200], 1, 11200),
    ("#rc=0", [CONNECT, 200], 1, 11201),
    ("#rc=2&rp=5xx", [500, 503, 200], 3, None),
    ("#rc=2&rp=4xx", [500, 200], 1, 11200),
    ("#rc=2&rp=4xx", [404, 200], 2, None),
    ("#rc=2&rp=ct,rt", [READ, CONNECT, 200], 3, None),
    ("#rc=2&rt=6000&rp=all", [READ, 500, 200], 3, None),
    ("#rc=2&rp=all", [PARTIAL, 200], 1, 11205),
    ("#rc=5&rp=all", [500] * 6, 6, 11200),
]


@pytest.mark.parametrize(("fragment", "answers", "tries", "code"), RETRIES)
def test_what_is_tried_again(fragment, answers, tries, code):
    line = Scripted(list(answers))
    outcome = asked(line, f"https://hotline.example/p?a=1{fragment}")
    assert len(line.sent) == tries
    assert (outcome.code if isinstance(outcome, Failure) else None) == code
    assert {request.url for request in line.sent} == {"https://hotline.example/p?a=1"}
    assert len({request.headers["I-Twilio-Idempotency-Token"] for request in line.sent}) == 1


@pytest.mark.parametrize("fragment", ["rc=6", "rc=x", "rt=99", "ct=10001", "tt=0", "rp=6xx", "zz=1"])
def test_an_override_that_is_none_fails(fragment):
    line = Scripted([])
    assert asked(line, f"https://hotline.example/p#{fragment}").code == 11240


@pytest.mark.parametrize("fragment", ["", "sni=n", "e=dublin,tokyo", "ct=100&rt=15000&tt=100&rc=0&rp=ct"])
def test_an_override_that_is_one_is_taken(fragment):
    assert isinstance(asked(Scripted([200]), f"https://hotline.example/p#{fragment}"), Reply)


@pytest.mark.parametrize(("fragment", "seconds"), [("", (5.0, 15.0, 15.0)), ("#ct=1000&rt=6000", (1.0, 6.0, 15.0))])
def test_overrides_set_the_times_of_each_try(fragment, seconds):
    line = Scripted([200])
    asked(line, f"https://hotline.example/p{fragment}")
    assert (line.sent[0].connect_seconds, line.sent[0].read_seconds, line.sent[0].total_seconds) == seconds


def test_a_retry_has_what_time_is_left():
    line = Scripted([LineError("ct", 11205, "slow", 4.0), 200])
    asked(line, "https://hotline.example/p#tt=10000")
    assert [request.total_seconds for request in line.sent] == [10.0, 6.0]


@pytest.mark.parametrize("url", ["ftp://hotline.example/p", "nothing", "", "https://", "http://[x", "http://h:99999/", "http://h:x/"])
def test_what_is_no_web_address_fails(url):
    assert asked(Scripted([]), url).code == 11100


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_followed_without_the_form(status):
    line = Scripted([moved("/q?b=2", status), 200])
    outcome = asked(line, PAGE)
    assert (line.sent[1].method, line.sent[1].url, line.sent[1].body) == ("GET", "https://hotline.example/q?b=2", b"")
    assert outcome.url == "https://hotline.example/q?b=2"


@pytest.mark.parametrize(("redirects", "code"), [(10, None), (11, 11215)])
def test_at_most_ten_redirects_are_followed(redirects, code):
    outcome = asked(Scripted([moved("/p")] * redirects + [200]), PAGE)
    assert getattr(outcome, "code", None) == code


@pytest.mark.parametrize("answer", [Incoming(302, (), b""), moved("ftp://hotline.example/p"), moved("http://[/")])
def test_a_redirect_to_nowhere_fails(answer):
    assert asked(Scripted([answer]), PAGE).code == 11216


def test_get_appends_the_parameters_to_the_query():
    line = Scripted([200, 200])
    asked(line, "https://hotline.example/p?a=1", "GET")
    asked(line, "https://hotline.example/p", "GET")
    assert [request.url.partition("p?")[2] for request in line.sent] == ["a=1&Digits=1", "Digits=1"]


def test_a_user_and_password_in_the_address_go_into_a_header_and_stay_for_what_is_relative_to_it():
    line = Scripted([Incoming(302, (("Location", "/q"),), b""), 200])
    asked(line, "https://ana:p%40ss@hotline.example/p")
    assert [request.url for request in line.sent] == ["https://hotline.example/p", "https://hotline.example/q"]
    assert {request.headers["Authorization"] for request in line.sent} == {"Basic YW5hOnBAc3M="}
    assert line.sent[0].headers["X-Twilio-Signature"] == sign("12345", "https://hotline.example/p", [("Digits", "1")])


COOKIES = [
    # Set-Cookie lines in turn, the Cookie sent after them
    (["a=1; Path=/; HttpOnly"], "a=1"),
    (["a=1", "b=2"], "a=1; b=2"),
    (["a=1", "a=2"], "a=2"),
    (["a=1", "a=; Max-Age=0"], None),
    (["a=1", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], None),
    (["a=1; Path=/elsewhere"], None),
    (["a=1; Domain=another.example"], None),
    ([";"], None),
    ([], None),
]


@pytest.mark.parametrize(("lines", "cookie"), COOKIES)
def test_cookies_are_kept_for_the_call(lines, cookie):
    line = Scripted([Incoming(200, tuple(("Set-Cookie", each) for each in lines), b""), 200])
    by = client()
    asked(line, "https://hotline.example/p", by=by)
    asked(line, "https://hotline.example/q", by=by)
    assert line.sent[1].headers.get("Cookie") == cookie


ENDS = [
    # a Set-Cookie line, the seconds after which the cookie is gone by the clock of the client
    ("a=1; Max-Age=60", 60),
    ("a=1; max-age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", 60),
    ("a=1; Expires=Mon, 02 Mar 2026 12:01:00 GMT; Path=/", 60),
    ("a=1; Max-Age=x; Expires=Mon, 02 Mar 2026 12:01:00 GMT", 60),
]


@pytest.mark.parametrize(("line", "seconds"), ENDS)
def test_a_cookie_ends_by_the_time_of_the_call(line, seconds):
    times = [NOON]
    by, wire = client(lambda: times[-1]), Scripted([Incoming(200, (("Set-Cookie", line),), b""), 200, 200])
    for later in (0, seconds - 1, seconds):
        times.append(NOON + timedelta(seconds=later))
        asked(wire, PAGE, by=by)
    assert [sent.headers.get("Cookie") for sent in wire.sent] == [None, "a=1", None]


def test_a_cookie_that_is_set_again_without_an_end_has_none():
    times = [NOON]
    lines = ["a=1; Max-Age=60", "a=2"]
    answers = [Incoming(200, (("Set-Cookie", line),), b"") for line in lines]
    by, wire = client(lambda: times[-1]), Scripted([*answers, 200])
    for later in (0, 1, 86400):
        times.append(NOON + timedelta(seconds=later))
        asked(wire, PAGE, by=by)
    assert wire.sent[2].headers["Cookie"] == "a=2"


def test_each_request_has_a_name_of_its_own_which_its_tries_keep():
    by, wire = client(), Scripted([CONNECT, 200, 200])
    asked(wire, PAGE, by=by)
    asked(wire, PAGE, by=by)
    assert [sent.headers["I-Twilio-Idempotency-Token"] for sent in wire.sent] == ["1", "1", "2"]


def test_cookies_are_not_sent_to_another_host():
    line = Scripted([Incoming(200, (("Set-Cookie", "a=1"),), b""), 200])
    by = client()
    asked(line, "https://hotline.example/p", by=by)
    asked(line, "https://elsewhere.example/p", by=by)
    assert "Cookie" not in line.sent[1].headers


def test_every_request_carries_the_standard_parameters(ring):
    pages = {"/": '<Gather action="/a"/>', "/a": "<Redirect>/b</Redirect>", "/b": "<Hangup/>"}
    call = ring(pages, "1", caller="+8613800000000", called="+15559990000")
    for path, form in call.application.seen:
        assert form.keys() >= STANDARD, path
        assert (form["From"], form["Caller"], form["To"]) == ("+8613800000000", "+8613800000000", "+15559990000")
    assert len({form["CallSid"] for _, form in call.application.seen}) == 1
    assert [form["CallStatus"] for _, form in call.application.seen] == ["ringing", "in-progress", "in-progress"]


def test_the_completed_status_is_told_after_the_call(ring):
    call = ring({"/": "<Say>12345678901234</Say>", "/status": ("204 No Content", "", b"")}, status="/status")
    form = call.form("/status")
    assert (form["CallStatus"], form["CallDuration"], form["SequenceNumber"]) == ("completed", "1", "0")
    assert form["Timestamp"] == "Mon, 02 Mar 2026 10:00:01 GMT"
    assert call.codes == []
    assert isinstance(call.events[-1].what, events.Ended)


def test_a_failing_status_callback_never_affects_the_call(ring):
    call = ring("<Hangup/>", status="/missing")
    assert call.ending.ended.by == "app"
    assert not call.ending.broke


@pytest.mark.parametrize("signed", [True, False])
def test_what_is_signed_after_a_redirect_is_unsure(signed):
    line = Scripted([moved("/q"), 200])
    asked(line, PAGE, by=client(unsure=Unsure(redirect_is_signed=signed)))
    first, second = (request.headers["X-Twilio-Signature"] for request in line.sent)
    assert (second == sign("12345", "https://hotline.example/q")) is signed
    assert (first == second) is not signed


@pytest.mark.parametrize(("any_2xx", "words"), [(True, ["Made"]), (False, [APOLOGY])])
def test_whether_a_document_may_come_with_another_2xx_than_200_is_unsure(ring, any_2xx, words):
    page = ("201 Created", "text/xml", b"<Response><Say>Made</Say></Response>")
    assert ring({"/": page}, unsure=Unsure(any_2xx_is_an_answer=any_2xx)).words == words


@pytest.mark.parametrize(("stops", "asked_for"), [(True, 100), (False, 1000)])
def test_how_many_documents_may_follow_one_another_in_no_time_is_unsure(ring, stops, asked_for):
    call = ring("<Redirect>/</Redirect>", unsure=Unsure(stops_after_100_documents=stops))
    assert (len(call.paths), call.codes) == (asked_for, [11215])


@pytest.mark.parametrize(("goodbye", "words"), [(True, APOLOGY), (False, SHORT_APOLOGY)])
def test_the_words_of_the_apology_are_unsure(ring, goodbye, words):
    assert ring({"/": ("500 Oops", "text/plain", b"")}, unsure=Unsure(apology_says_goodbye=goodbye)).words == [words]


@pytest.mark.parametrize(("per_call", "cookie"), [(True, None), (False, "seen=1")])
def test_whether_calls_share_their_cookies_is_unsure(per_call, cookie):
    """Two calls on one carrier: the first is given a cookie."""

    def app(environ, start_response):
        cookies.append(environ.get("HTTP_COOKIE"))
        start_response("200 OK", [("Content-Type", "text/xml"), ("Set-Cookie", "seen=1; Path=/")])
        return [b"<Response><Hangup/></Response>"]

    cookies: list[str | None] = []
    clock = Clock(datetime(2026, 3, 2, 10, tzinfo=UTC))
    exchange = Exchange(clock, DirectWire(WsgiLine(app)), Account(token="12345"), unsure=Unsure(cookies_per_call=per_call))
    for _ in range(2):
        exchange.ring(Number("/"), Inputs(()), "+1", "+2")
    assert cookies == [None, cookie]
