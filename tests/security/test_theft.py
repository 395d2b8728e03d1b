"""Charges the caller did not make: reported to the wallet, which then leaves the freeze to people."""

import json

import pytest

from tests.security.conftest import LANGUAGES, light

REPORT = ("3", "2", "2", *light(1))


def told(ticket):
    """Give the transactions a ticket is about."""
    return [item["number"] for item in json.loads(ticket.items)["items"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_called_suspicious_is_reported_and_nothing_else(hotline, language):
    hotline.ring(1, *REPORT, "1", "2", "1", "3", language=language)
    assert hotline.deeds() == ["theft_report"]
    assert hotline.reported() == ["31010001 31010003"]


def test_the_number_of_a_report_leads_to_its_ticket(hotline):
    heard = hotline.ring(1, *REPORT, "1", "2", "1", "3")
    ticket = hotline.ticket(heard)
    assert "已登记两笔，合计人民币四十一元五角" in heard
    assert (ticket.kind, ticket.account, told(ticket)) == ("theft", "600100000001", ["31010001", "31010003"])


@pytest.mark.parametrize("keyed", [(), ("1",), ("1", "1"), ("1", "2", "1", "2")], ids=" ".join)
def test_whoever_hangs_up_before_the_list_is_done_has_reported_nothing(hotline, keyed):
    hotline.ring(1, *REPORT, *keyed)
    assert hotline.deeds() == []


def test_whoever_knows_all_charges_reports_nothing_and_hears_advice(hotline):
    assert "第一，验证码不告诉任何人。" in hotline.ring(1, *REPORT, *"22222")
    assert hotline.deeds() == []


def test_after_a_report_the_freeze_is_offered_and_then_stays(hotline):
    hotline.ring(1, *REPORT, "1", "3", "1")
    assert hotline.deeds() == ["theft_report", "freeze"]
    assert "解冻要由安全专员核实" in hotline.ring(1, "2", "1", "2", *light(1), "1", "1", hotline.code)
    assert not hotline.pays(1)


def test_whoever_is_frozen_already_is_not_asked_to_freeze_again(hotline):
    heard = hotline.ring(1, "9", *light(1), "1", "1", "1", "3")
    assert hotline.deeds() == ["freeze", "theft_report"]
    assert heard.count("现在冻结尾号") == 1
    assert "您的问题解决了吗？" in heard


def test_an_account_without_transactions_is_looked_at_by_a_specialist(hotline):
    assert "没有查到最近的交易。" in hotline.ring(14, "3", "2", "2", *light(14))
    assert hotline.lines == ["security"]


def test_a_report_whose_answer_was_lost_is_made_once(hotline):
    hotline.stage.wallet.faults.set("report_theft", "lost")
    heard = hotline.ring(1, *REPORT, "1", "3", hotline.mended("report_theft"))
    assert "不能确定是否已经办好。再试一次也不会重复办理。" in heard
    assert hotline.ticket(heard).kind == "theft"
    assert hotline.deeds() == ["theft_report"]


def test_who_did_not_make_what_the_account_was_limited_for_reports_and_freezes_it(hotline):
    heard = hotline.ring(5, "1", "2", *light(5), "2", "2", "1", "3", "1")
    assert "因为异常活动被系统临时限制" in heard
    assert hotline.deeds() == ["theft_report", "freeze"]
    assert hotline.ticket(heard).kind == "freeze"
    assert not hotline.pays(5)
