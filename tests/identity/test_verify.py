"""One-time codes of our own and of Verify's: the same words, the same limits, and one text a try, through the carrier's REST API."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import httpx2
import pytest
from twilio.rest import Client

from ivr.app import build
from ivr.flow.graph import Flow
from ivr.outside.carrier import TwilioCarrier
from ivr.outside.verify import Verify
from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account
from ivr.simulator.office.carrier import Carrier, read_given
from ivr.simulator.office.number import Number
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.http import Request
from ivr.simulator.rest.in_process import InProcess
from ivr.storage.records import Message
from ivr.trial.stage import in_process
from ivr.trial.wallet import Straight, asking, beside
from tests.identity.conftest import MENUS, Asked, Line, id_of, phone_of, strong
from tests.web.server.beside import NoApplication

HOTLINE, SENDING, CHECKING, TEXTING = "+864000000000", "/*/Verifications", "/*/VerificationCheck", "/*/Messages.json"
UNSENT = "no text has come"
VERIFIED, ASKED_AGAIN, LOCKED, NO_ANSWER = "身份已确认", "您还可以再试", "电话验证已暂停", "抱歉，系统暂时查不到结果"
CALLERS = [f"+86139000000{nth:02}" for nth in range(1, 30)]


@dataclass
class Rest(httpx2.BaseTransport):
    """Carries requests into a simulated carrier; what would be late or lost is not waited for."""

    api: RestApi
    asked: list[str] = field(default_factory=list)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path.rpartition("/")[2])
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = self.api.handle(Request(request.method, request.url.path, (), parse_qsl(request.read().decode()), headers))
        if answer.seconds > 2:
            raise httpx2.ReadTimeout("no answer", request=request)
        return httpx2.Response(answer.status, headers=dict(answer.headers), content=answer.body)


@dataclass
class Desk:
    """A hotline whose texts are really sent, and the handset that gets them."""

    line: Line
    rest: Rest
    texts: list[str]
    callers: Iterator[str] = field(default_factory=lambda: iter(CALLERS))

    def code(self, nth: int = -1) -> str:
        """Read the code in the newest text, or in another."""
        assert self.texts, UNSENT
        return re.findall(r"\d{6}", self.texts[nth].replace("4000000000", ""))[0]

    def ring(self, *then: str | Callable[[], str], person: int = 1) -> str:
        """Come as a person to the question for a code, have one sent, and go on so; give the words that were heard."""

        def moves() -> Iterator[str]:
            yield from strong(person, "1")
            for each in then:
                yield each if isinstance(each, str) else each()

        return self.line.ring(moves(), next(self.callers)).words

    def wrong(self) -> str:
        """Give a code that is not the one in the newest text."""
        return "000000" if self.code() != "000000" else "000001"

    @property
    def kept(self) -> list[Message]:
        """What is kept of the texts of the newest call."""
        row = self.line.application.store.latest_call()
        assert row is not None
        with self.line.application.store.unit() as unit:
            return unit.messages(row.sid)


@pytest.fixture
def begin(flow: Flow) -> Iterator[Callable[..., Desk]]:
    begun: list[Line] = []

    def make(*faults: str, by_verify: bool = True) -> Desk:
        carrier = Carrier()
        for each in faults:
            carrier = read_given(each, carrier) or carrier
        clock, heard, config, numbers = Clock(datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))), [], in_process(MENUS), count(1)

        def tell(event: events.Event) -> None:
            if isinstance(event.what, events.Text):
                heard.append(event.what.body)

        account = Account("AC" + "1" * 32, "primary")
        exchange = Exchange(clock, NoApplication(), account, carrier=carrier, tell=tell, sid=lambda prefix: f"{prefix}{next(numbers):032x}")
        exchange.assign(HOTLINE, Number("/voice"))
        api = RestApi(exchange)
        twilio = Client(account.sid, account.token, http_client=InProcess(api))
        service, rest = twilio.verify.v2.services.create(friendly_name="Wallet").sid, Rest(api)
        verify = Verify(account.sid, account.token, service, "https://api.twilio.com", rest) if by_verify else None
        asked = Asked(Straight(beside(clock.now)))
        sends = TwilioCarrier(twilio, HOTLINE)
        application = build(config, clock=clock.now, flow=flow, wallet=asking(asked), carrier=sends, verify=verify)
        clock.every(1, application.tick)
        begun.append(Line(application, clock, asked, [], config.twilio_auth_token.get_secret_value(), config.base_url))
        return Desk(begun[-1], rest, heard)

    yield make
    for line in begun:
        line.application.store.close()


@pytest.fixture(params=[False, True], ids=["our own", "Verify's"])
def desk(begin: Callable[..., Desk], request: pytest.FixtureRequest) -> Desk:
    return begin(by_verify=request.param)


def test_the_code_that_was_texted_is_right_and_comes_in_one_text(desk: Desk) -> None:
    assert VERIFIED in desk.ring(desk.code).rpartition("请输入六位验证码")[2]
    assert len(desk.texts) == 1
    assert [message.state for message in desk.kept] == ["sent"]


def test_a_wrong_code_may_be_tried_again_and_the_right_one_is_right_then(desk: Desk) -> None:
    heard = desk.ring(desk.wrong, desk.code)
    assert heard.index(ASKED_AGAIN) < heard.rindex(VERIFIED)


def test_wrong_codes_lock_the_account_for_all_callers(desk: Desk) -> None:
    assert LOCKED in desk.ring(desk.wrong, desk.wrong, desk.wrong)
    assert LOCKED in desk.line.ring(strong(1), next(desk.callers)).words


def test_a_code_that_is_five_minutes_old_is_not_asked_about_to_a_good_end(desk: Desk) -> None:
    """Verify would take it for five minutes more: how long a code is of use is told to callers, and kept."""

    def late() -> str:
        desk.line.clock.advance(300)
        return desk.code()

    assert VERIFIED not in desk.ring(late).rpartition("请输入六位验证码")[2]


def test_a_code_of_another_call_is_wrong(desk: Desk) -> None:
    desk.ring()
    before = desk.code()
    heard = desk.ring(lambda: before if before != desk.code() else desk.wrong(), person=3)
    assert ASKED_AGAIN in heard


@pytest.mark.parametrize("by_verify", [False, True], ids=["our own", "Verify's"])
@pytest.mark.parametrize("fault", ["lose", "refuse 3", "fail"])
@pytest.mark.parametrize("person", [1, 3], ids=["the same account", "another account"])
def test_a_code_is_wrong_once_a_newer_one_was_asked_for_whatever_became_of_that(
    begin: Callable[..., Desk], person: int, fault: str, *, by_verify: bool
) -> None:
    desk = begin(f"rest {fault} {SENDING if by_verify else TEXTING} number 2", by_verify=by_verify)
    heard = desk.ring("*#", "*", "*#", f"{phone_of(person)}#", id_of(person), "1", lambda: desk.code(0))
    assert VERIFIED not in heard
    assert ASKED_AGAIN in heard


def test_both_settings_say_the_same(begin: Callable[..., Desk]) -> None:
    def heard(desk: Desk) -> list[str]:
        return [desk.ring(desk.code), desk.ring(desk.wrong, desk.code, person=3), desk.ring(*[desk.wrong] * 3, person=3)]

    assert heard(begin(by_verify=True)) == heard(begin(by_verify=False))


def test_verify_is_asked_once_about_every_code_that_is_keyed(begin: Callable[..., Desk]) -> None:
    desk = begin()
    desk.ring(desk.wrong, desk.wrong, desk.code)
    assert desk.rest.asked == ["Verifications", *["VerificationCheck"] * 3]


def test_nobody_here_ever_knows_a_code_of_verifys(begin: Callable[..., Desk]) -> None:
    desk = begin()
    desk.ring(desk.code)
    assert [(message.kind, message.body) for message in desk.kept] == [("verify", "")]


@pytest.mark.parametrize("fault", ["lose", "fail", "refuse 3"])
def test_a_check_without_an_answer_is_told_as_such_and_is_no_wrong_answer(begin: Callable[..., Desk], fault: str) -> None:
    desk = begin(f"rest {fault} {CHECKING} number 1")
    assert NO_ANSWER in desk.ring(desk.wrong)
    heard = desk.ring(desk.wrong, desk.wrong, desk.code)
    assert LOCKED not in heard
    assert heard.count(ASKED_AGAIN) == 2


def test_a_code_whose_sending_has_no_answer_is_not_sent_again(begin: Callable[..., Desk]) -> None:
    desk = begin(f"rest lose {SENDING} number 1")
    desk.ring("~", "~")
    desk.line.clock.advance(120)
    assert len(desk.texts) == 1
    assert [(message.state, message.reason) for message in desk.kept] == [("failed", "unsure")]


def test_what_verify_clearly_did_not_take_is_sent_later(begin: Callable[..., Desk]) -> None:
    desk = begin(f"rest refuse 3 {SENDING} number 1")
    desk.ring("~", "~")
    desk.line.clock.advance(60)
    assert len(desk.texts) == 1
    assert desk.kept[-1].state == "sent"


def test_an_id_is_asked_first_so_nobody_has_codes_sent_to_others(begin: Callable[..., Desk]) -> None:
    desk = begin()
    desk.line.ring((*strong(1)[:-1], id_of(2), "1"), next(desk.callers))
    assert desk.line.asked.compared == 1
    assert desk.rest.asked == []
