"""Texts reach a phone once: through Twilio's own client and the simulated carrier, whatever becomes of the answers."""

import json
import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from twilio.rest import Client

from ivr.errors import Refused
from ivr.outside.carrier import TwilioCarrier
from ivr.outside.channel import Channel
from ivr.outside.wallet import Wallet
from ivr.service.jobs import MOST_ATTEMPTS, Worker
from ivr.service.texts import SEND, Texts, phone_on_file, post
from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account
from ivr.simulator.office.carrier import Carrier, read_given
from ivr.simulator.office.number import Number
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.records import Message
from ivr.storage.sealed import Numbers
from tests.outside.hostile import hostile, refusing

SECRET, HOTLINE, LI, ON_FILE = "a secret for tests", "+864000000000", "+8613800001111", "+8613800000003"
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
WORDS = "【示例钱包】编号4815162340。"
SENDING = "/*/Messages.json"


class NoApplication:
    """Nothing is asked about texts that the hotline sends."""

    base_url = "https://hotline.example"


@dataclass
class Post:
    """A worker that sends texts through a simulated carrier, and what that carrier has been given."""

    store: Store
    exchange: Exchange
    worker: Worker
    texts: Texts

    def queue(self, key: str = "CA1:1", to: str = LI, **changes: object) -> None:
        numbers = Numbers(SECRET)
        message = Message("sms", numbers.hash(to), numbers.seal(to), WORDS, "zh", "CA1", NOW, key)
        with self.store.unit() as unit:
            post(unit, replace(message, **changes))

    def works(self, seconds: float = 0) -> None:
        """Let time pass, and the worker work every second."""
        for _ in range(int(seconds) + 1):
            self.worker.work()
            self.exchange.clock.advance(1)

    @property
    def given(self) -> list[tuple[str, str]]:
        return [(text.to, text.body) for text in self.exchange.texts]

    def kept(self, key: str = "CA1:1") -> Message:
        with self.store.unit() as unit:
            message = unit.message(key)
        assert message is not None
        return message


@pytest.fixture
def begin() -> Callable[..., Post]:
    begun: list[Store] = []

    def make(*given: str, phone: Callable[[str], str] = lambda account: "", timeout: float | None = None, behind: float = 0) -> Post:
        usual = Carrier()
        for each in given:
            usual = read_given(each, usual) or usual
        account, clock = Account("AC" + "1" * 32, "primary"), Clock(NOW)

        def ours() -> datetime:
            return clock.now() + timedelta(seconds=behind)

        exchange = Exchange(clock, NoApplication(), account, carrier=usual)
        exchange.assign(HOTLINE, Number("/voice"))
        store = open_store("sqlite:///:memory:", SECRET)
        begun.append(store)
        twilio = Client(account.sid, account.token, http_client=InProcess(RestApi(exchange), timeout))
        texts = Texts(store, Numbers(SECRET), TwilioCarrier(twilio, HOTLINE), phone, ours)
        return Post(store, exchange, Worker(store, {SEND: texts.send}, ours), texts)

    yield make
    for store in begun:
        store.close()


def test_a_text_is_sent_once_and_the_carriers_name_for_it_is_kept(begin):
    office = begin()
    office.queue()
    office.queue()
    office.works(120)
    assert office.given == [(LI, WORDS)]
    assert (office.kept().state, office.kept().carrier_sid) == ("sent", next(iter(office.exchange.texts)).sid)


FAULTS = {
    "the answer is lost": [f"rest lose {SENDING} number 1"],
    "the answer is late": [f"rest delay 20 {SENDING} number 1"],
    "two answers are lost": [f"rest lose {SENDING} number 1", f"rest lose {SENDING} number 2"],
    "the carrier breaks": [f"rest fail {SENDING} number 1"],
    "the carrier breaks, then an answer is lost": [f"rest fail {SENDING} number 1", f"rest lose {SENDING} number 3"],
    "there are too many requests": [f"rest refuse 3 {SENDING} number 1"],
}


@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS)
def test_a_text_arrives_once_whatever_becomes_of_the_answer(begin, caplog, faults):
    caplog.set_level(logging.CRITICAL)
    office = begin(*faults, timeout=8)
    office.queue()
    office.works()
    assert office.kept().state != "sent", "the fault has struck"
    office.works(120)
    assert office.given == [(LI, WORDS)]
    assert office.kept().state == "sent"


def test_a_text_whose_answer_was_lost_is_found_though_the_carriers_clock_is_behind(begin, caplog):
    caplog.set_level(logging.CRITICAL)
    office = begin(f"rest lose {SENDING} number 1", behind=240)
    office.queue()
    office.works(120)
    assert office.given == [(LI, WORDS)]
    assert office.kept().state == "sent"


def test_a_text_whose_answer_was_lost_is_found_though_the_carrier_trims_it(begin, caplog):
    caplog.set_level(logging.CRITICAL)
    office = begin(f"rest lose {SENDING} number 1")
    office.queue(body=f"{WORDS} ")
    office.works(120)
    assert len(office.given) == 1
    assert office.kept().state == "sent"


def test_a_text_whose_answer_was_lost_is_found_behind_the_words_of_a_trial_account(begin, caplog):
    caplog.set_level(logging.CRITICAL)
    office = begin(f"rest lose {SENDING} number 1")
    office.queue()
    office.works()
    (taken,) = office.exchange.texts
    taken.body = f"Sent from your Twilio trial account - {WORDS}"
    office.works(120)
    assert len(office.given) == 1
    assert office.kept().state == "sent"


def test_of_two_texts_with_the_same_words_each_arrives_though_the_answer_to_the_first_is_lost(begin, caplog):
    caplog.set_level(logging.CRITICAL)
    office = begin(f"rest lose {SENDING} number 1")
    office.queue("CA1:1")
    office.queue("CA2:1")
    office.works(60)
    assert office.given == [(LI, WORDS)] * 2
    assert len({office.kept(key).carrier_sid for key in ("CA1:1", "CA2:1")}) == 2


def test_a_text_of_yesterday_is_not_taken_for_the_one_whose_answer_was_lost(begin, caplog):
    caplog.set_level(logging.CRITICAL)
    office = begin(f"rest fail {SENDING} number 1")
    office.exchange.texts.send(HOTLINE, LI, WORDS)
    office.exchange.clock.advance(3600)
    office.queue(queued_at=NOW + timedelta(hours=1))
    office.works(60)
    assert office.given == [(LI, WORDS)] * 2


def test_a_number_that_no_text_can_reach_is_tried_once_and_the_reason_kept(begin, caplog):
    office = begin()
    office.queue(to="95588")
    office.works(60)
    assert (office.kept().state, office.kept().reason) == ("failed", "21211")
    assert not office.store.has_jobs([SEND], NOW + timedelta(days=30))
    assert "95588" not in caplog.text


@pytest.mark.parametrize("fault", ["lose", "fail", "refuse 3"])
def test_what_is_logged_and_kept_of_a_failure_names_no_number(begin, caplog, fault):
    caplog.set_level(logging.DEBUG)
    office = begin(f"rest {fault} /*")
    office.queue()
    office.works(15)
    assert "CarrierError" in caplog.text, "the search looks where failures are"
    assert LI[1:] not in caplog.text
    assert WORDS not in caplog.text


def test_a_text_for_an_account_goes_to_the_number_on_file_when_it_is_sent(begin):
    numbers = {"20010003": ON_FILE}
    office = begin(phone=lambda account: numbers.get(account, ""))
    office.queue("CA1:1", "", account="20010003")
    office.queue("CA1:2", "", account="20010009")
    office.works()
    assert office.given == [(ON_FILE, WORDS)]
    assert (office.kept("CA1:2").state, office.kept("CA1:2").reason) == ("failed", "no_number")


def test_a_text_for_an_account_waits_for_a_wallet_that_is_down(begin, caplog):
    caplog.set_level(logging.CRITICAL)
    asked: list[str] = []

    def phone(account: str) -> str:
        asked.append(account)
        if len(asked) < 3:
            raise TimeoutError("the wallet does not answer")
        return ON_FILE

    office = begin(phone=phone)
    office.queue(account="20010003")
    office.works(60)
    assert (office.given, len(asked)) == ([(ON_FILE, WORDS)], 3)


REFUSALS = {"account_unknown": (404, True), "unauthorised": (401, False), "too_many_requests": (429, False)}


@pytest.mark.parametrize(("code", "status", "is_final"), [(code, *rest) for code, rest in REFUSALS.items()], ids=REFUSALS)
def test_only_a_wallet_that_knows_no_such_account_has_no_number_for_it(code: str, status: int, is_final: bool):
    with hostile(refusing(code, status)) as told, closing(Wallet(Channel(told.url, "the key"))) as wallet:
        if is_final:
            assert phone_on_file(wallet, "600100000099") == ""
        else:
            with pytest.raises(Refused):
                phone_on_file(wallet, "600100000001")


@pytest.mark.parametrize("faults", [[], [f"rest fail {SENDING}"]], ids=["sent", "too late"])
def test_a_text_of_use_for_five_minutes_is_not_sent_later_and_forgotten_either_way(begin, caplog, faults):
    caplog.set_level(logging.CRITICAL)
    office = begin(*faults)
    office.queue(until=NOW + timedelta(minutes=5))
    office.works(700)
    assert office.given == ([] if faults else [(LI, WORDS)])
    assert (office.kept().state, office.kept().reason) == (("failed", "too_late") if faults else ("sent", ""))
    assert office.kept().body == ""


def test_a_text_about_a_call_of_yesterday_is_not_sent(begin):
    office = begin()
    office.queue()
    office.exchange.clock.advance(24 * 3600)
    office.works()
    assert office.given == []
    assert office.kept().reason == "too_late"


def test_a_text_without_a_job_is_swept_up_once(begin):
    office = begin()
    lost = Message("sms", "", Numbers(SECRET).seal(LI), WORDS, "zh", "CA1", NOW, "CA1:1")
    with office.store.unit() as unit:
        unit.post(lost)
        unit.post(replace(lost, key="of a version that sent no texts", queued_at=NOW - timedelta(days=100)))
    office.works()
    assert office.given == []
    for _ in range(2):
        office.texts.sweep()
        office.works()
    assert office.given == [(LI, WORDS)]


def test_a_text_that_cannot_be_sent_for_hours_is_parked_until_somebody_says_so(begin, caplog):
    caplog.set_level(logging.CRITICAL)
    office = begin(f"rest refuse 3 {SENDING}")
    office.queue()
    for _ in range(MOST_ATTEMPTS):
        office.worker.work()
        office.exchange.clock.advance(3601)
    assert not office.store.has_jobs([SEND], NOW + timedelta(days=365))
    with office.store.unit() as unit:
        ((job, why),) = unit.parked_jobs()
        assert (job.kind, json.loads(job.data), job.attempts) == (SEND, {"key": "CA1:1"}, MOST_ATTEMPTS)
        assert why == "CarrierError: the carrier refused the text: error 20429"
        assert unit.unpark_jobs(office.exchange.clock.now()) == 1
        assert unit.parked_jobs() == []
    assert office.store.has_jobs([SEND], office.exchange.clock.now())
