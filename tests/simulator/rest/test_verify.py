"""One-time codes through Twilio's own package."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from twilio.rest import Client

LI = "+8613800001111"
MINUTE = 60.0
Refused = Callable[[Callable[[], Any]], tuple[int, int]]


@pytest.fixture
def service(twilio: Client) -> Any:
    return twilio.verify.v2.services(twilio.verify.v2.services.create(friendly_name="Wallet").sid)


@pytest.fixture
def code(exchange: Any, carrier: Any) -> Callable[[], str]:
    """Read the code in the last text that the handset got."""

    def read() -> str:
        exchange.clock.advance(2)
        found = re.search(r"\d{4,10}$", carrier.texts[-1].body)
        assert found
        return found[0]

    return read


def test_services_are_listed_in_pages_at_the_address_of_the_carrier(twilio: Client, exchange: Any) -> None:
    made = [twilio.verify.v2.services.create(friendly_name=name) for name in ("Wallet", "Bank")]
    page = twilio.verify.v2.services.page(page_size=1)
    assert page.next_page_url.startswith(f"{exchange.account.api}/v2/Services?")
    assert [row.sid for row in twilio.verify.v2.services.list(page_size=1)] == [each.sid for each in reversed(made)]
    assert {each.url for each in made} == {f"{exchange.account.api}/v2/Services/{each.sid}" for each in made}


def test_the_code_that_the_handset_got_is_approved_once(service: Any, code: Callable[[], str], twilio: Client, refused: Refused) -> None:
    started = service.verifications.create(to=LI, channel="sms")
    assert (started.status, started.valid, started.to, started.channel) == ("pending", False, LI, "sms")
    checked = service.verification_checks.create(to=LI, code=code())
    assert (checked.sid, checked.status, checked.valid) == (started.sid, "approved", True)
    assert refused(lambda: service.verification_checks.create(to=LI, code="123456")) == (404, 20404)
    assert refused(lambda: service.verifications(started.sid).fetch()) == (404, 20404)
    # The account keeps no record of such a text.
    assert twilio.messages.list() == []


def test_a_wrong_code_leaves_it_pending_five_times(service: Any, code: Callable[[], str], refused: Refused) -> None:
    started = service.verifications.create(to=LI, channel="sms")
    right = code()
    wrong = "0" * 6 if right != "0" * 6 else "1" * 6
    tries = [service.verification_checks.create(verification_sid=started.sid, code=wrong) for _ in range(5)]
    assert [(each.status, each.valid) for each in tries] == [("pending", False)] * 5
    assert refused(lambda: service.verification_checks.create(to=LI, code=right)) == (429, 60202)
    assert refused(lambda: service.verification_checks.create(to=LI, code=right)) == (404, 20404)


def test_a_code_lives_ten_minutes(service: Any, exchange: Any, code: Callable[[], str], refused: Refused) -> None:
    started = service.verifications.create(to=LI, channel="sms")
    sent = code()
    exchange.clock.advance(10 * MINUTE - 3)
    assert service.verifications(started.sid).fetch().status == "pending"
    exchange.clock.advance(1)
    assert refused(lambda: service.verification_checks.create(to=LI, code=sent)) == (404, 20404)


def test_asked_again_it_sends_the_same_code_five_times(service: Any, carrier: Any, code: Callable[[], str], refused: Refused) -> None:
    started = [service.verifications.create(to=LI, channel="sms") for _ in range(5)]
    code()
    assert len({each.sid for each in started}) == 1
    assert len({text.body for text in carrier.texts}) == 1
    assert [len(each.send_code_attempts) for each in started] == [1, 2, 3, 4, 5]
    assert refused(lambda: service.verifications.create(to=LI, channel="sms")) == (429, 60203)


@pytest.mark.parametrize("status", ["canceled", "approved"])
def test_it_is_cancelled_or_approved_by_hand(service: Any, status: str, refused: Refused) -> None:
    started = service.verifications.create(to=LI, channel="sms")
    assert service.verifications(started.sid).update(status=status).status == status
    assert refused(lambda: service.verifications(started.sid).fetch()) == (404, 20404)


def test_a_code_belongs_to_its_service(service: Any, twilio: Client, code: Callable[[], str], refused: Refused) -> None:
    service.verifications.create(to=LI, channel="sms")
    other = twilio.verify.v2.services.create(friendly_name="Other")
    sent = code()
    assert refused(lambda: twilio.verify.v2.services(other.sid).verification_checks.create(to=LI, code=sent)) == (404, 20404)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("zh-CN", "您的 Wallet 验证码是：4821"),
        ("en", "Your Wallet verification code is: 4821"),
        (None, "Your Wallet verification code is: 4821"),
    ],
)
def test_the_words_are_in_the_locale(service: Any, exchange: Any, carrier: Any, locale: str | None, words: str) -> None:
    service.verifications.create(to=LI, channel="sms", custom_code="4821", **({"locale": locale} if locale else {}))
    exchange.clock.advance(2)
    assert [(text.to, text.body) for text in carrier.texts] == [(LI, words)]


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({"to": ""}, (400, 60200)),
        ({"to": "13800001111"}, (400, 60200)),
        ({"channel": ""}, (400, 60200)),
        ({"channel": "whatsapp"}, (501, 501)),
        ({"custom_code": "123"}, (400, 60200)),
        ({"custom_code": "12345678901"}, (400, 60200)),
    ],
)
def test_what_cannot_be_verified_is_refused(service: Any, given: dict[str, str], answer: tuple[int, int], refused: Refused) -> None:
    assert refused(lambda: service.verifications.create(**({"to": LI, "channel": "sms"} | given))) == answer


def test_a_service_is_named_with_few_digits(twilio: Client, refused: Refused) -> None:
    assert refused(lambda: twilio.verify.v2.services.create(friendly_name="Wallet 95188")) == (400, 60200)
    assert twilio.verify.v2.services.create(friendly_name="Wallet 9518", code_length=4).code_length == 4
    assert refused(lambda: twilio.verify.v2.services("VA0").verifications.create(to=LI, channel="sms")) == (404, 20404)


def test_lists_of_the_newer_apis_are_read_page_after_page(twilio: Client) -> None:
    for name in "abcde":
        twilio.verify.v2.services.create(friendly_name=name)
    assert [row.friendly_name for row in twilio.verify.v2.services.list(page_size=2)] == list("edcba")
