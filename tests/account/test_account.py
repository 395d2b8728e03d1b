"""Accounts looked up and put right in the call: what the wallet holds is heard, and what a call changes is seen in the wallet."""

import pytest
import sqlalchemy as sa

from ivr.demo_wallet.tables import accounts
from ivr.spoken import say
from tests.security.conftest import LANGUAGES, MONDAY, light


def records(person, *keys):
    """Choose balance and records, be known, and press these."""
    return ("1", "3", *light(person), *keys)


def state(hotline, person):
    return hotline.stage.asks.state(f"6001000000{person:02}")


def change(hotline, person, **columns):
    """Change an account in the wallet, by another way than the hotline."""
    with hotline.stage.wallet.asked() as asked:
        asked.db.execute(sa.update(accounts).where(accounts.c.id == f"6001000000{person:02}").values(**columns))


def test_money_spent_between_two_calls_is_gone_in_the_second(hotline):
    assert "您的可用余额是人民币五千二百三十六元八角。" in hotline.ring(1, *records(1, "1"))
    assert hotline.pays(1)
    assert "您的可用余额是人民币五千二百三十五元八角。" in hotline.ring(1, *records(1, "1"))


HELD = {"zh": "另有人民币三百元处于冻结状态。", "en": "A further three hundred yuan is on hold."}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("person", "is_held"), [(16, True), (1, False)])
def test_what_is_held_is_told_when_something_is(hotline, person, is_held, language):
    assert (HELD[language] in hotline.ring(person, *records(person, "1"), language=language)) is is_held


def test_nothing_is_told_to_who_is_not_known(hotline):
    heard = hotline.ring(1, "1", "3", "1", "9999", "1111", "2222")
    assert "余额是" not in heard
    assert "查询余额请按" not in heard


FIVE = (("三月二日，付给全家便利店，人民币二十三元五角", "三月一日，收到李明，人民币二百元", "二月二十八日，付给兰州拉面，人民币十八元",
         "二月二十七日，付给城市地铁，人民币六元", "二月二十五日，付给大学书店，人民币一百二十八元九角"))  # fmt: skip


@pytest.mark.parametrize("listened", range(1, 6))
def test_the_last_five_transactions_come_one_by_one_until_the_caller_stops(hotline, listened):
    heard = hotline.ring(1, *records(1, "2"), *["1"] * (listened - 1), "3")
    assert [each in heard for each in FIVE] == [nth < listened for nth in range(5)]
    assert "最近的交易就到这里。" in heard


MONTHS = {
    "in the first hour of a month": (
        MONDAY.replace(day=1, hour=0, minute=10),
        ("一共支付零笔，合计人民币零元。 上个月四笔，合计人民币一百七十六元四角。", "zero payments, zero yuan in total."),
    ),
    "on its sixth day": (
        MONDAY.replace(day=6, hour=12),
        ("一共支付四笔，合计人民币一百七十六元四角。 上个月零笔，合计人民币零元。", "four payments, one hundred seventy-six yuan"),
    ),
    "on its second day": (
        MONDAY,
        ("一共支付一笔，合计人民币二十三元五角。 上个月三笔，合计人民币一百五十二元九角。", "one payment, twenty-three yuan fifty"),
    ),
}


class TestSpending:
    """What was paid this month and last, by the calendar."""

    @pytest.fixture(params=MONTHS)
    def month(self, request):
        return MONTHS[request.param]

    @pytest.fixture
    def at(self, month):
        return month[0]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_payments_are_counted_by_the_month(self, hotline, month, language):
        assert month[1][language == "en"] in hotline.ring(1, *records(1, "3"), language=language)


def test_the_steps_to_a_statement_go_to_the_number_on_file(hotline):
    hotline.ring(1, *records(1, "4"))
    (text,) = hotline.texts()
    assert (text.account, text.to_sealed) == ("600100000001", "")
    assert "右上角导出" in text.body


UNLOCK = ("1", "1", "4", *light(9), "1")


def test_a_lock_from_wrong_passwords_is_lifted_and_the_next_call_says_so(hotline):
    assert state(hotline, 9).login_locked
    heard = hotline.ring(9, *UNLOCK, hotline.code)
    assert "登录锁定已经解除，现在就可以重新登录。" in heard
    assert "解除登录锁定" in hotline.texts()[-1].body
    assert not state(hotline, 9).login_locked
    assert "您的登录没有被锁。" in hotline.ring(9, *UNLOCK, hotline.code)
    assert hotline.deeds() == ["login_unlock"]


def test_a_lock_whose_lifting_was_not_answered_is_lifted_once_and_told(hotline):
    hotline.stage.wallet.faults.set("unlock_login", "lost")
    heard = hotline.ring(9, *UNLOCK, hotline.code, hotline.mended("unlock_login"))
    assert "不能确定是否已经办好。" in heard
    assert "登录锁定已经解除，现在就可以重新登录。" in heard
    assert "解除登录锁定" in hotline.texts()[-1].body
    assert hotline.deeds() == ["login_unlock"]


def test_without_the_code_no_lock_is_lifted(hotline):
    hotline.ring(9, *UNLOCK, "000000", "000000", "000000")
    assert state(hotline, 9).login_locked
    assert hotline.deeds() == []


WHY = {
    1: ("您的账户状态正常，没有被封。", "Your account is active and not blocked."),
    4: ("您的账户是三月一日由您本人申请冻结的。", "You froze this account yourself on March first."),
    5: ("您的账户从三月一日起，因为异常活动被系统临时限制。", "Since March first your account has been limited"),
    6: ("您的账户缺少身份资料，所以受到限制。", "Your account is limited because identity papers are missing."),
    7: ("您的账户是根据有权机关的要求冻结的，客服电话无法解除。", "Your account was frozen at the request of an authority"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", WHY)
def test_why_an_account_is_blocked_is_told_as_it_is_for_each_reason(hotline, person, language):
    heard = hotline.ring(person, "1", "2", *light(person), language=language)
    assert [other for other, words in WHY.items() if words[language == "en"] in heard] == [person]


def test_a_block_that_came_between_two_calls_is_told_in_the_second(hotline):
    assert WHY[1][0] in hotline.ring(1, "1", "2", *light(1))
    change(hotline, 1, block="risk", blocked_at=MONDAY)
    assert "您的账户从三月二日起，因为异常活动被系统临时限制。" in hotline.ring(1, "1", "2", *light(1))


REQUEST = ("1", "2", *light(5), "1", "1")


def test_unblocking_is_asked_for_once_and_asked_for_again_tells_how_it_stands(hotline):
    ticket = hotline.ticket(hotline.ring(5, *REQUEST, hotline.code))
    assert (ticket.kind, ticket.account) == ("unblock", "600100000005")
    assert ticket.number in hotline.texts()[-1].body
    assert state(hotline, 5).state == "risk"
    again = hotline.ring(5, "2", *REQUEST, hotline.code)
    assert "您三月二日已经提交过申请，目前状态是：已受理。预计三月三日" in again
    assert hotline.deeds() == ["unblock_request"]


def test_a_request_whose_answer_was_lost_is_made_once_and_has_a_number(hotline):
    hotline.stage.wallet.faults.set("request_unblock", "lost")
    heard = hotline.ring(5, *REQUEST, hotline.code, hotline.mended("request_unblock"))
    assert "系统暂时查不到结果" not in heard
    assert hotline.ticket(heard).kind == "unblock"
    assert hotline.deeds() == ["unblock_request"]


def test_how_a_request_stands_is_told_by_its_number(hotline):
    ticket = hotline.ticket(hotline.ring(5, *REQUEST, hotline.code))
    assert "解封申请，目前已受理。" in hotline.ring(1, "5", "2", f"{ticket.number}#")


def test_who_did_not_make_the_odd_payments_reports_them_and_stays_blocked(hotline):
    heard = hotline.ring(5, "1", "2", *light(5), "2", "2", "1", "3")
    assert hotline.ticket(heard).kind == "theft"
    assert hotline.deeds() == ["theft_report"]
    assert state(hotline, 5).state == "risk"


def test_the_papers_that_are_missing_are_texted_to_the_number_on_file(hotline):
    hotline.ring(6, "1", "2", *light(6), "1")
    (text,) = hotline.texts()
    assert (text.account, text.to_sealed) == ("600100000006", "")
    assert "身份证照片" in text.body
    assert "本人照片" in text.body


def test_who_withholds_the_number_and_is_known_gets_texts_at_the_number_on_file(hotline):
    hotline.ring(1, "1", "3", "13800000001#", "1001", "4", caller="anonymous")
    (text,) = hotline.texts()
    assert (text.account, text.to_sealed, text.to_hash) == ("600100000001", "", "")
    assert "下载对账单" in text.body


COMPLAINT = ("5", "1", "5", "1", "1", "rec:12", "1")


def test_an_open_case_is_offered_first_and_named_after_the_check(hotline):
    filed = hotline.ticket(hotline.ring(1, *COMPLAINT))
    offered = hotline.ring(1)
    assert "您有一个处理中的业务。查询这个进度请按1。" in offered.replace(" ", "")
    assert "投诉" not in offered
    assert "您有一个处理中的业务。" not in hotline.ring(2)
    heard = hotline.ring(1, "1", *light(1))
    assert f"编号{say('digits', filed.number, 'mandarin')}，投诉，目前已受理。" in heard


ANOTHER = ("1", "2", "13800000002#", "1002")
"""The case that is offered, but for the account of the second person."""


@pytest.mark.parametrize(("language", "none"), [("zh", "这个账户没有处理中的业务。"), ("en", "There is no open case for that account.")])
def test_the_case_of_the_number_that_rings_is_not_told_to_who_shows_another_account_to_be_theirs(hotline, language, none):
    filed = hotline.ticket(hotline.ring(1, *COMPLAINT))
    spoken = say("digits", filed.number, {"zh": "mandarin", "en": "english"}[language])
    heard = hotline.ring(1, *() if language == "zh" else ("8", "2"), *ANOTHER)
    assert none in heard
    assert spoken not in heard
    assert hotline.lines == []


def test_the_case_that_is_told_is_that_of_the_account_shown_to_be_theirs(hotline):
    mine, theirs = (hotline.ticket(hotline.ring(person, *COMPLAINT)) for person in (1, 2))
    heard = hotline.ring(1, *ANOTHER)
    assert f"编号{say('digits', theirs.number, 'mandarin')}，投诉，目前已受理。" in heard
    assert say("digits", mine.number, "mandarin") not in heard


def test_whose_case_is_overdue_hears_an_apology_and_is_with_a_supervisor(hotline):
    hotline.ring(1, *COMPLAINT)
    hotline.stage.clock.advance(25 * 60 * 60)
    heard = hotline.ring(1, "1", *light(1))
    assert "非常抱歉，我们没有按时答复您。" in heard
    assert hotline.lines == ["supervisor"]


@pytest.mark.parametrize("fault", ["500", "never", "garbage"])
def test_a_wallet_that_does_not_tell_is_said_so_and_the_way_back_and_to_people_is_there(hotline, fault):
    hotline.stage.wallet.faults.set("read_balance", fault)
    assert "抱歉，系统暂时查不到结果。" in hotline.ring(1, *records(1, "1", "1"))
    assert hotline.lines == ["account"]
    hotline.stage.wallet.faults.now.clear()
    assert "您的可用余额是" in hotline.ring(1, *records(1, "1"))
