"""Payments looked up and done in the call: how each order of the wallet stands, why it failed, once more, and late money."""

import pytest

from ivr.storage.records import Ticket
from tests.payment.conftest import SOMETHING_ELSE
from tests.security.conftest import LANGUAGES, light

ORDERS = 2
"""The person who has an order in every state."""


def order(nth: int) -> tuple[str, ...]:
    """Look up this person's order by its number, read back."""
    return ("2", "4", *light(ORDERS), f"202602{nth:02}#", "1")


REASONS = {
    2: ("余额不足。您可以先充值", "balance was too low. You can top up"),
    3: ("支付限额。您可以分次付款", "over your payment limit. You can pay in parts"),
    4: ("已经过期。请换一张卡", "has expired. Use another card"),
    5: ("银行卡的限额。您可以换一张卡", "the bank card's limit. You can use another card"),
    6: ("被拦下了。请先核对商家和金额", "stopped it to protect your money. Check the merchant"),
    7: ("商家暂时不能收款。请联系商家", "can't take payments right now. Ask the merchant"),
    8: ("付款码已经过期。请重新打开", "pay code had expired. Open a new pay code"),
    9: ("网络中断。请换一个网络", "connection was lost. Use another network"),
    10: ("银行没有通过。请向发卡银行查询", "the bank declined it. Ask your bank"),
    11: ("具体原因暂时没有查到。 您可以再试一次", "can't see the exact reason yet. You can try once more"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("nth", REASONS)
def test_every_cause_of_a_failed_payment_has_words_and_advice_of_its_own(hotline, nth, language):
    heard = hotline.ring(ORDERS, *order(nth), language=language)
    said = [words for words in REASONS.values() if words[language == "en"] in heard]
    assert said == [REASONS[nth]]


STATES = {
    1: ("付给全家便利店，人民币一百二十八元。 这笔已经支付成功，三月二日上午九点", "reached the merchant at March second, nine"),
    12: ("款项会自动原路退回，预计三月四日前到账", "goes back the way it came by March fourth"),
    13: (
        "这笔还在处理中，预计三月二日中午十二点前有结果。请不要重复付款。",
        "expect a result by March second, noon. Please don't pay again.",
    ),
    14: ("这笔超过了正常时间还没有结果。", "This has taken longer than it should."),
    17: ("这个订单已经过期，不能再付款", "This order has expired and can't be paid."),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("nth", STATES)
def test_it_is_told_how_a_payment_stands(hotline, nth, language):
    heard = hotline.ring(ORDERS, *order(nth), language=language)
    assert STATES[nth][language == "en"] in heard, heard


def test_a_payment_asked_for_again_is_paid_once_and_heard_so_in_the_next_call(hotline):
    assert "支付成功，金额人民币六十六元。" in hotline.ring(ORDERS, *order(2), "1")
    (text,) = hotline.texts()
    assert "重新支付，金额人民币六十六元。订单20260202。" in text.body
    assert "这笔已经支付成功" in hotline.ring(ORDERS, *order(2))
    assert hotline.deeds() == ["retry"]


@pytest.mark.parametrize(("language", "words"), [("zh", "还是没有支付成功"), ("en", "It failed again")])
def test_what_fails_again_is_not_asked_for_a_third_time(hotline, language, words):
    heard = hotline.ring(ORDERS, *order(4), "1", "1", "2", language=language)
    assert heard.count(words) == 1
    assert hotline.deeds() == ["retry"]


def test_asked_for_again_twice_is_one_request(hotline):
    hotline.stage.wallet.faults.set("retry_payment", "lost", times=2)
    heard = hotline.ring(ORDERS, *order(11), "1", "1", "~", "2")
    assert "不能确定是否已经办好。再试一次也不会重复办理。" in heard
    assert "还没有收到您的确认。" in heard
    assert hotline.deeds() == ["retry"]


def test_the_caller_waits_until_the_payment_is_confirmed_in_the_app(hotline):
    heard = hotline.ring(ORDERS, *order(9), "1", "1", "~", "1", "1")
    assert heard.index("还没有收到您的确认。") < heard.index("支付成功，金额人民币六十六元。")


def test_what_failed_for_a_fault_of_ours_has_one_number_however_often_it_is_asked_about(hotline):
    first = hotline.ticket(hotline.ring(ORDERS, *order(15)))
    again = hotline.ticket(hotline.ring(ORDERS, SOMETHING_ELSE, *order(15)))
    assert (first.kind, first.account) == ("fault", "600100000002")
    assert first.number == again.number


def test_a_fault_that_comes_again_after_its_ticket_was_settled_has_a_number_of_its_own(hotline):
    known = {"kind": "fault", "category": "payment", "account": "600100000002", "wallet": "20260215", "key": "wallet:fault:20260215"}
    settled = Ticket(**known, call_sid="CA1", caller_hash="", text="", language="zh", opened_at=hotline.stage.clock.now(), state="solved")
    with hotline.stage.application.store.unit() as unit:
        settled, _ = unit.open_ticket(settled, lambda: "4815162340")
    first = hotline.ticket(hotline.ring(ORDERS, *order(15)))
    again = hotline.ticket(hotline.ring(ORDERS, SOMETHING_ELSE, *order(15)))
    assert first.number == again.number != settled.number


def test_a_late_payment_is_looked_for_once_and_its_number_can_be_followed(hotline):
    late = ("2", "3", "2", *light(ORDERS), "20260214#", "1", "1")
    first = hotline.ticket(hotline.ring(ORDERS, *late))
    again = hotline.ticket(hotline.ring(ORDERS, SOMETHING_ELSE, *late))
    assert hotline.deeds() == ["trace"]
    assert first.number == again.number
    assert "查询单，目前已受理。" in hotline.ring(ORDERS, SOMETHING_ELSE, "5", "2", f"{first.number}#")


def test_the_order_is_chosen_among_the_latest(hotline):
    heard = hotline.ring(ORDERS, "2", "4", *light(ORDERS), "0#", "2")
    assert "第一笔，三月二日，全家便利店，人民币一百二十八元，请按1。" in heard
    assert "三月二日，付给家电商城，人民币六十六元。 这笔没有支付成功" in heard


def test_the_order_is_found_by_its_day_and_amount(hotline):
    heard = hotline.ring(ORDERS, "2", "4", *light(ORDERS), "0#", "4", "0228#", "1", "450#", "1", "1")
    assert "第一笔，二月二十八日，家电商城，人民币四百五十元，请按1。" in heard
    assert "这笔没有成功，但已经扣款。" in heard


def test_nobody_else_has_this_order(hotline):
    assert "没有找到这笔交易。" in hotline.ring(1, "2", "4", *light(1), "20260202#", "1")


@pytest.mark.parametrize("fault", ["never", "500", "garbage", "slow 3.1"])
def test_a_wallet_that_does_not_answer_is_told_of_and_there_are_people(hotline, fault):
    hotline.stage.wallet.faults.set("read_order", fault)
    assert "抱歉，系统暂时查不到结果。" in hotline.ring(ORDERS, *order(2), "1")
    assert hotline.lines == ["payment"]


def test_trouble_with_the_app_is_written_down_for_the_account(hotline):
    ticket = hotline.ticket(hotline.ring(ORDERS, *order(4), "say:主菜单", "2", "5", "4", "rec:9"))
    assert (ticket.kind, ticket.account) == ("technical", "600100000002")
