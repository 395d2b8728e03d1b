"""Three in the morning on a Sunday: the line answers, and all but people is there."""

from datetime import datetime

import pytest

from tests.security.conftest import MONDAY, light


@pytest.fixture
def at() -> datetime:
    return MONDAY.replace(month=3, day=1, hour=3)


def test_at_three_on_a_sunday_an_account_is_frozen(hotline):
    hotline.ring(1, "9", *light(1), "1")
    assert hotline.deeds() == ["freeze"]


def test_at_three_on_a_sunday_a_refund_is_looked_up(hotline):
    assert "退款正在等商家处理。" in hotline.ring(3, "4", "1", *light(3), "20260301#", "1", "1")


def test_at_three_on_a_sunday_a_complaint_is_filed(hotline):
    heard = hotline.ring(1, "5", "1", "5", "1", "1", "rec:12", "1")
    assert hotline.ticket(heard).kind == "complaint"


@pytest.mark.parametrize(("wish", "promised"), [("1", "回电到尾号零零零幺的手机可以吗？"), ("2", "请在提示音后留言")])
def test_at_three_on_a_sunday_zero_leads_to_a_callback_or_a_message(hotline, wish, promised):
    heard = hotline.ring(1, "1", "0", wish)
    assert promised in heard
