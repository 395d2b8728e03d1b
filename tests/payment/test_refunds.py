"""Refunds looked up and asked for in the call: how each refund of the wallet stands, our promise in working days, one request."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.payment.conftest import SOMETHING_ELSE
from tests.security.conftest import LANGUAGES, light

REFUNDS = 3
"""The person who has a refund in every state."""
NO_REFUND = 11
"""Their order that can be asked back."""


def refund(nth: int) -> tuple[str, ...]:
    """Look up the refunds of this person's order by its number, read back."""
    return ("4", "1", *light(REFUNDS), f"202603{nth:02}#", "1")


STATES = {
    1: ("商家要在", "who must answer by"),
    2: ("预计三月三日前原路退回", "back the same way by March third"),
    3: (
        "已经交给银行，退回尾号六二二二的银行卡，一般五个工作日内到账",
        "to the card ending in six two two two. It usually takes five working days",
    ),
    6: ("已经到账，退到您的钱包余额。", "in your wallet balance."),
    7: ("已经到账，退到尾号六二二二的银行卡。", "on the card ending in six two two two."),
    8: ("理由是： 商品已经使用过。", "The reason given: the goods were used."),
    15: ("理由是： 申请得太晚。", "The reason given: the request came too late."),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("nth", STATES)
def test_it_is_told_how_a_refund_stands(hotline, nth, language):
    heard = hotline.ring(REFUNDS, *refund(nth), language=language)
    assert [words for words in STATES.values() if words[language == "en"] in heard] == [STATES[nth]], heard


MORNINGS = [datetime(2026, month, day, 10, tzinfo=ZoneInfo("Asia/Shanghai")) for month, day in ((3, 2), (2, 25), (10, 9), (5, 9))]
"""An ordinary Monday, and days after the Spring Festival, the National Day week and May Day, the last a Saturday that is worked."""
LATE = "现在已经超时，很抱歉。我为您提交查询。"


@pytest.mark.parametrize("at", MORNINGS, ids=str)
@pytest.mark.parametrize(("nth", "is_late"), [(4, False), (5, True), (2, False), (9, True)])
def test_the_promise_holds_on_its_last_working_day_and_is_broken_on_the_next(hotline, nth, is_late):
    """Five to a card, one to the balance."""
    assert (LATE in hotline.ring(REFUNDS, *refund(nth))) is is_late


def test_a_late_refund_is_looked_for_once(hotline):
    late = ("4", "2", *refund(5)[2:], "1")
    first = hotline.ticket(hotline.ring(REFUNDS, *late))
    again = hotline.ticket(hotline.ring(REFUNDS, SOMETHING_ELSE, *late))
    assert hotline.deeds() == ["trace"]
    assert (first.kind, first.number) == ("trace", again.number)


def test_a_refund_that_came_and_is_not_found_is_looked_for(hotline):
    ticket = hotline.ticket(hotline.ring(REFUNDS, *refund(7), "2", "1"))
    assert ticket.kind == "trace"
    assert hotline.deeds() == ["trace"]
    assert f"编号{ticket.number}" in hotline.texts()[-1].body


@pytest.mark.parametrize(("nth", "is_chosen"), [(2, False), (10, True)])
def test_a_refund_is_chosen_only_where_there_are_several(hotline, nth, is_chosen):
    assert ("都不是请按4。" in hotline.ring(REFUNDS, *refund(nth))) is is_chosen


def test_several_refunds_of_one_order_are_heard_one_after_the_other(hotline):
    heard = hotline.ring(REFUNDS, *refund(10), "1", "1", "2", "1", "3", "1", "2")
    assert "第三笔，超市，人民币五十元，请按3。" in heard
    assert ["商家要在" in heard, "已经交给银行" in heard, "退到您的钱包余额" in heard] == [True] * 3


def test_the_latest_refunds_are_read_out_to_who_has_no_number(hotline):
    assert "退款正在等商家处理。" in hotline.ring(REFUNDS, "4", "1", *light(REFUNDS), "0#", "1")


def request(hotline, *then: str, nth: int = NO_REFUND):
    """Ask for a refund of this person's order after both checks."""
    return ("4", "4", *light(REFUNDS), "1", hotline.code, f"202603{nth:02}#", "1", *then)


def test_a_request_is_in_the_wallet_once_and_who_asks_again_hears_the_first_number(hotline):
    heard = hotline.ring(REFUNDS, *request(hotline, "2", "0#", "1"))
    assert "退款申请：家具店， 全部人民币一千五百元， 原因是商品有问题。" in heard
    first = hotline.ticket(heard)
    assert first.kind == "refund"
    assert hotline.texts()[-1].body.startswith(f"【示例钱包】退款申请已提交，编号{first.number}")
    again = hotline.ring(REFUNDS, *request(hotline))
    assert "这笔订单已经有一个退款申请" in again
    assert hotline.ticket(again).number == first.number
    assert hotline.deeds() == ["refund_request"]
    assert "退款人民币一千五百元。 退款正在等商家处理。" in hotline.ring(REFUNDS, *refund(NO_REFUND))


def test_the_answer_to_a_request_is_lost_and_it_is_made_once(hotline):
    hotline.stage.wallet.faults.set("request_refund", "lost", times=2)
    heard = hotline.ring(REFUNDS, *request(hotline, "3", "0#", "1", "1"))
    assert "不能确定是否已经办好。" in heard
    assert hotline.ticket(heard).kind == "refund"
    assert hotline.deeds() == ["refund_request"]


def test_more_than_was_paid_cannot_be_asked_back(hotline):
    heard = hotline.ring(REFUNDS, *request(hotline, "3", "2000#", "1", "12*5#", "1"))
    assert "这笔最多可以退人民币一千五百元。" in heard
    assert hotline.deeds() == ["refund_request"]


def test_the_last_day_of_asking_is_kept(hotline):
    assert "退款原因：" in hotline.ring(REFUNDS, *request(hotline, nth=12))
    assert "这笔订单超过了可以申请退款的时间" in hotline.ring(REFUNDS, *request(hotline, nth=13))


@pytest.mark.parametrize("fault", ["never", "500", "garbage", "slow 3.1"])
@pytest.mark.parametrize("asked", ["list_order_refunds", "read_refund"])
def test_a_wallet_that_fails_in_a_refund_look_up_is_told_of_and_there_are_people(hotline, asked, fault):
    hotline.stage.wallet.faults.set(asked, fault)
    assert "抱歉，系统暂时查不到结果。您说过的情况都还在。" in hotline.ring(REFUNDS, *refund(1), "1")
    assert hotline.lines == ["refund"]


@pytest.mark.parametrize(("language", "words"), [("zh", "最近没有退款。"), ("en", "There are no recent refunds.")])
def test_who_names_no_order_hears_of_no_order(hotline, language, words):
    heard = hotline.ring(1, "4", "1", *light(1), "0#", language=language)
    assert words in heard
    assert "退款申请。" not in heard.partition(words)[2].partition("。")[0]


@pytest.mark.parametrize(("language", "words"), [("zh", "请输入要查询的订单号"), ("en", "Enter the order number")])
def test_an_unknown_order_is_asked_for_again_in_one_sentence(hotline, language, words):
    heard = hotline.ring(REFUNDS, "4", "1", *light(REFUNDS), "20269999#", "1", language=language)
    assert heard.lower().count(words.lower()) == 2
