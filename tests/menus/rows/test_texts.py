"""What callers are promised by text reaches their phone, once: from the shipped menus through the worker and the simulated carrier."""

import pytest
from twilio.rest import Client

from ivr.outside.carrier import TwilioCarrier
from ivr.service.jobs import Worker
from ivr.service.texts import SEND, Texts
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account
from ivr.simulator.office.number import Number
from ivr.simulator.people.person import Leave, Press, Silence
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess

HOTLINE, CAROL = "+864000000000", "+8613800138000"
LANGUAGES = {"zh": Press("1"), "en": Press("2")}
CHANNELS = (Press("1"), Press("5"), Press("2"), Press("2"))


class NoApplication:
    base_url = "https://hotline.example"


def sent(line) -> list[tuple[str, str]]:
    """Let a worker of the line work until nothing is left, and give what its carrier was given."""
    account = Account("AC" + "1" * 32, "primary")
    exchange = Exchange(line.clock, NoApplication(), account)
    exchange.assign(HOTLINE, Number("/voice"))
    carrier = TwilioCarrier(Client(account.sid, account.token, http_client=InProcess(RestApi(exchange))), HOTLINE)
    texts = Texts(line.application.store, line.application.services.turns.numbers, carrier, lambda account: "", line.clock.now)
    worker = Worker(line.application.store, {SEND: texts.send}, line.clock.now)
    while worker.work():
        pass
    return [(text.to, text.body) for text in exchange.texts]


PROMISED = {
    "first steps": ((Press("1"), Press("4"), Press("2"), *[Press("1")] * 4, Press("2")), {"zh": "扫一扫付款", "en": "scan to pay"}),
    "channels, with the way to help in the app": (
        CHANNELS,
        {"zh": "电话4000000000；应用-我的-帮助与客服；官网wallet.example；邮箱help@wallet.example", "en": "app, My account, Help"},
    ),
    "a suggestion, with the mail address": (
        (Press("5"), Press("4"), Leave(10), Silence()),
        {"zh": "也可以发邮件到help@wallet.example", "en": "You can also write to help@wallet.example"},
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", PROMISED)
def test_what_is_promised_by_text_reaches_the_phone_once(hotline, what, language):
    moves, words = PROMISED[what]
    line = hotline()
    line.call(LANGUAGES[language], *moves, caller=CAROL)
    ((to, body),) = sent(line)
    assert to == CAROL
    assert words[language] in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caller_without_a_number_is_promised_no_text_and_gets_none(hotline, language):
    line = hotline()
    call = line.call(LANGUAGES[language], *CHANNELS, caller="anonymous")
    assert {"zh": "发短信", "en": "by text"}[language] not in call.words
    assert sent(line) == []
