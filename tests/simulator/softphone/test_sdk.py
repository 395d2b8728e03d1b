"""A page of another origin calls a TwiML App by the voice SDK that the carrier serves, in a real browser."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, WebSocket, WebSocketRoute
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

from ivr.simulator.office.account import Account
from ivr.simulator.softphone.run import API_KEY
from tests.simulator.conftest import Application
from tests.simulator.softphone.carrier import answering, serving
from tests.simulator.softphone.handset import until

TOKEN = "a token of at least thirty-two bytes"
AC = Account().sid
FORGED = "Invalid Access Token signature: Signature verification failed"
HTML = """<!doctype html><link rel="icon" href="data:,"><script src="{carrier}/sdk/voice.js"></script><script>
  const told = [];
  let device, call;
  function make(token, options) {
    device = new Twilio.Device(token, options);
    device.on("error", (error) => told.push(`error ${error.code}: ${error.message}`));
    device.on("tokenWillExpire", () => told.push("tokenWillExpire"));
  }
  async function dial(params) {
    call = await device.connect({ params });
    for (const name of ["accept", "disconnect", "reconnecting", "reconnected"]) call.on(name, () => told.push(`${name} ${call.status()}`));
    call.on("error", (error) => told.push(`call's error ${error.code}`));
  }
</script>"""
PAGES = {
    "/desk": '<Gather numDigits="3" timeout="60" action="/keyed"/>',
    "/keyed": '<Dial><Conference waitUrl="">tea</Conference></Dial>',
    "/brief": '<Gather numDigits="1" timeout="60" action="/bye"/>',
    "/bye": "<Hangup/>",
    "/refusing": "<Reject/>",
}


@dataclass
class Site:
    """The application, with the desk's page at `/`, and the carrier."""

    page: str
    application: Application
    carrier: str

    def app(self, path: str) -> str:
        """Set up a TwiML App."""
        made = requests.post(
            f"{self.carrier}/2010-04-01/Accounts/{AC}/Applications.json",
            data={"VoiceUrl": f"{self.page}{path}", "StatusCallback": f"{self.page}/over"},
            auth=(AC, TOKEN),
            timeout=10,
        )
        return str(made.json()["sid"])

    def token(self, path: str = "/desk", lasts: int = 3600, secret: str = TOKEN, who: str = "agent_17") -> str:
        grant = VoiceGrant(outgoing_application_sid=self.app(path) if path else "AP" + "9" * 32)
        made = AccessToken(AC, API_KEY, secret, [grant], who, nbf=0, valid_until=int(time.time()) + lasts)
        return str(made.to_jwt())

    def asked(self, path: str) -> list[dict[str, str]]:
        return [form for seen, form in self.application.seen if seen == path]

    def over(self) -> set[str]:
        """Give the SIDs of the calls that the application was told are over."""
        return {form["CallSid"] for form in self.asked("/over")}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    pages: dict[str, Any] = dict(PAGES)
    with answering(pages) as (page, application), serving({}, TOKEN) as carrier:
        pages["/"] = ("200 OK", "text/html", HTML.replace("{carrier}", carrier).encode())
        yield Site(page, application, carrier)


Open = Callable[..., Page]


@pytest.fixture
def open_desk(browser: Browser, site: Site) -> Iterator[Open]:
    """Open the desk's page with a device; what the page finds wrong in itself fails the test."""
    wrong: list[str] = []
    site.application.seen.clear()
    context = browser.new_context()

    def open_page(token: str, options: dict[str, Any] | None = None, between: Callable[[WebSocketRoute], None] | None = None) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        if between:
            page.route_web_socket("**/sdk/socket*", between)
        page.goto(site.page)
        page.evaluate("([token, options]) => make(token, options)", [token, options or {}])
        return page

    yield open_page
    context.close()
    assert wrong == []


@dataclass
class Line:
    """What lies between a page and the carrier, and can be cut."""

    is_down: bool = False
    ends: tuple[WebSocketRoute, ...] = ()

    def lay(self, socket: WebSocketRoute) -> None:
        if self.is_down:
            socket.close()
        else:
            self.ends = (socket, socket.connect_to_server())

    def cut(self) -> None:
        for end in self.ends:
            end.close()


def told(page: Page, what: list[str]) -> None:
    """Wait until the page has been told this, and nothing else."""
    until(page, lambda: len(page.evaluate("told")) >= len(what))
    assert page.evaluate("told") == what


def on_call(page: Page) -> str:
    """Call with a ticket, and give the call's SID once it is accepted."""
    page.evaluate("dial({ ticket: 't-1' })")
    told(page, ["accept open"])
    return str(page.evaluate("call.parameters.CallSid"))


def test_connect_with_a_ticket_press_keys_and_disconnect(site: Site, open_desk: Open) -> None:
    desk = open_desk(site.token())
    sid = on_call(desk)
    (form,) = site.asked("/desk")
    assert (form["ticket"], form["From"], form["CallSid"], form["Direction"]) == ("t-1", "client:agent_17", sid, "inbound")
    desk.evaluate("call.sendDigits('12w3')")
    until(desk, lambda: site.asked("/keyed") != [])
    assert site.asked("/keyed")[0]["Digits"] == "123"
    desk.evaluate("call.disconnect()")
    told(desk, ["accept open", "disconnect closed"])
    until(desk, lambda: sid in site.over())
    desk.evaluate("dial()")
    told(desk, ["accept open", "disconnect closed", "accept open"])


def test_two_talk_and_who_is_muted_sends_no_voice(site: Site, open_desk: Open) -> None:
    desk, other = (open_desk(site.token("/keyed")) for _ in range(2))
    sent: list[str | bytes] = []
    heard: list[str | bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(frame))
        socket.on("framereceived", lambda frame: heard.append(frame))

    desk.on("websocket", listen)
    on_call(desk)
    on_call(other)
    until(desk, lambda: any(isinstance(frame, bytes) and any(frame) for frame in heard))
    assert [json.loads(frame)["event"] for frame in heard if isinstance(frame, str)] == ["hello", "connected", "answered"]
    desk.evaluate("call.mute()")
    assert desk.evaluate("call.isMuted()") is True
    heard.clear()
    until(desk, lambda: len(heard) > 20)
    desk.evaluate("call.mute(false)")
    off, on = (f'{{"do":"mute","on":{is_on}}}' for is_on in ("true", "false"))
    until(desk, lambda: on in sent and isinstance(sent[-1], bytes))
    assert isinstance(sent[sent.index(off) - 1], bytes)
    assert sent.index(on) == sent.index(off) + 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lasts": -1}, "error 20104: AccessTokenExpired (20104): Access Token expired or expiration date invalid"),
        ({"secret": 2 * TOKEN}, f"error 20101: AccessTokenInvalid (20101): {FORGED}"),
    ],
)
def test_a_token_that_is_not_good_is_an_error_and_another_may_take_its_place(
    site: Site, open_desk: Open, changes: dict[str, Any], said: str
) -> None:
    desk = open_desk(site.token(**changes))
    desk.evaluate("dial().catch((error) => told.push(`no call, ${error.code}`))")
    refused = [said, f"no call, {said[6:11]}"]
    told(desk, refused)
    desk.evaluate("token => device.updateToken(token)", site.token())
    desk.evaluate("dial()")
    told(desk, [*refused, "accept open"])


def test_before_a_token_expires_it_is_told_once_a_call_was_made(site: Site, open_desk: Open) -> None:
    desk = open_desk(site.token(lasts=60), {"tokenRefreshMs": 60_000})
    told(desk, [])
    desk.evaluate("dial()")
    told(desk, ["tokenWillExpire", "accept open"])
    desk.evaluate("token => device.updateToken(token)", site.token())
    desk.evaluate("call.disconnect()")
    told(desk, ["tokenWillExpire", "accept open", "disconnect closed"])


def test_a_call_that_is_rejected_ends_and_an_app_that_is_not_there_is_an_error(site: Site, open_desk: Open) -> None:
    desk = open_desk(site.token("/refusing"))
    desk.evaluate("dial()")
    told(desk, ["disconnect closed"])
    lost = open_desk(site.token(""))
    lost.evaluate("dial()")
    said = "error 31005: ConnectionError (31005): Invalid ApplicationSid: AP" + "9" * 32
    told(lost, ["call's error 31005", said, "disconnect closed"])


def test_what_the_sdk_does_not_allow_is_said(site: Site, open_desk: Open) -> None:
    desk = open_desk(site.token())
    on_call(desk)
    wrong = "(act) => Promise.resolve().then(() => eval(act)).then(() => 'allowed', (error) => error.message)"
    assert desk.evaluate(wrong, "device.connect()") == "A Call is already active"
    assert desk.evaluate(wrong, "call.sendDigits('A')") == "Illegal character passed into sendDigits"
    desk.evaluate("device.destroy()")
    told(desk, ["accept open", "disconnect closed"])
    assert desk.evaluate(wrong, "device.connect()") == "Device has been destroyed."


def test_a_connection_that_is_lost_comes_back(site: Site, open_desk: Open) -> None:
    line = Line()
    desk = open_desk(site.token("/brief"), between=line.lay)
    sid = on_call(desk)
    line.cut()
    told(desk, ["accept open", "reconnecting reconnecting", "reconnected open"])
    desk.evaluate("call.sendDigits('1')")
    told(desk, ["accept open", "reconnecting reconnecting", "reconnected open", "disconnect closed"])
    assert [(form["CallSid"], form["Digits"]) for form in site.asked("/bye")] == [(sid, "1")]


def test_nobody_else_comes_back_to_a_call(site: Site, open_desk: Open) -> None:
    sid = on_call(open_desk(site.token()))
    greeted = """([address]) => new Promise((resolve) => { new WebSocket(address).onmessage = ({ data }) => resolve(JSON.parse(data)); })"""
    address = f"{site.carrier.replace('http', 'ws')}/sdk/socket?call={sid}&token="
    desk = open_desk(site.token())
    assert desk.evaluate(greeted, [address + site.token(who="agent_18")]) == {"event": "hello", "call": None}
    assert desk.evaluate(greeted, [address + site.token()]) == {"event": "hello", "call": sid}


def test_a_tab_that_is_closed_drops_its_call_and_so_does_a_connection_that_stays_lost(site: Site, open_desk: Open) -> None:
    line = Line()
    closed, lost, watching = open_desk(site.token()), open_desk(site.token(), between=line.lay), open_desk(site.token())
    sids = {on_call(closed), on_call(lost)}
    closed.close()
    line.is_down = True
    line.cut()
    told(lost, ["accept open", "reconnecting reconnecting", "disconnect closed"])
    until(watching, lambda: sids <= site.over())
