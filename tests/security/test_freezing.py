"""Freezing an account and lifting the freeze: what is done in a call is seen in the wallet, and what is not done is not."""

from itertools import product

import pytest

from tests.security.conftest import LANGUAGES, light

FREEZE = ("9", *light(1), "1")
UNFREEZE = ("1", "2", *light(1), "1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_frozen_account_pays_no_more(hotline, language):
    assert hotline.pays(1)
    hotline.ring(1, *FREEZE, language=language)
    assert not hotline.pays(1)


def test_the_number_of_a_freeze_is_heard_twice_and_texted_to_the_number_on_file(hotline):
    ticket = hotline.ticket(hotline.ring(1, *FREEZE))
    (text,) = hotline.texts()
    assert (ticket.kind, ticket.account) == ("freeze", "600100000001")
    assert (text.account, text.to_sealed) == ("600100000001", "")
    assert f"三月二日您的账户已冻结，编号{ticket.number}。" in text.body


@pytest.mark.parametrize(("done", "language"), list(product(range(len(FREEZE)), LANGUAGES)))
def test_whoever_hangs_up_before_the_last_key_has_frozen_nothing(hotline, done, language):
    hotline.ring(1, *FREEZE[:done], language=language)
    assert hotline.deeds() == []


def test_whoever_says_no_has_frozen_nothing(hotline):
    assert "没有冻结，账户照常使用。" in hotline.ring(1, *FREEZE[:-1], "2")
    assert hotline.deeds() == []


def test_a_second_freeze_says_since_when_the_account_is_frozen(hotline):
    hotline.ring(1, *FREEZE)
    assert "您的账户已经在冻结状态，从三月二日开始。" in hotline.ring(1, *FREEZE)
    assert hotline.deeds() == ["freeze"]


@pytest.mark.parametrize("way", [("3", "1"), ("3", "2", "1"), ("3", "2", "4"), ("3", "3", "4"), ("3", "3", "2", "1"), ("9",)], ids=" ".join)
def test_every_way_to_a_freeze_freezes(hotline, way):
    hotline.ring(1, *way, *light(1), "1")
    assert hotline.deeds() == ["freeze"]


@pytest.mark.parametrize("fault", ["never", "500", "garbage"])
@pytest.mark.parametrize("then", [("2",), ("~", "~", "~")], ids=" ".join)
def test_when_the_wallet_does_not_tell_that_it_froze_a_specialist_does_first_in_line(hotline, fault, then):
    hotline.stage.wallet.faults.set("freeze", fault)
    heard = hotline.ring(1, *FREEZE, *then)
    assert "不能确定是否已经办好。" in heard
    assert "马上为您优先转接安全专员。" in heard
    assert hotline.lines == ["security"]
    assert hotline.pays(1)


def test_the_line_for_security_is_answered_before_all_others(flow):
    first, second, *_ = sorted(flow.queues.values(), key=lambda queue: queue.head_start, reverse=True)
    assert first.name == "security"
    assert first.head_start > second.head_start


def test_who_cannot_be_identified_is_frozen_by_a_specialist_first_in_line(hotline):
    hotline.ring(1, "9", "1", *["0000"] * 3, "1")
    assert hotline.lines == ["security"]
    assert hotline.deeds() == []


def strongly(hotline, *then):
    """Ask for the code and key it, after the light check."""
    return (*UNFREEZE, "1", hotline.code, *then)


def test_a_freeze_is_lifted_after_both_checks(hotline):
    hotline.ring(1, *FREEZE)
    ticket = hotline.ticket(hotline.ring(1, *strongly(hotline, "1")))
    assert ticket.kind == "unfreeze"
    assert f"您的账户已解除冻结，编号{ticket.number}。" in hotline.texts()[-1].body
    assert hotline.pays(1)


@pytest.mark.parametrize("done", range(7))
def test_whoever_hangs_up_before_the_last_key_has_lifted_nothing(hotline, done):
    hotline.ring(1, *FREEZE)
    hotline.ring(1, *strongly(hotline, "1")[:done])
    assert hotline.deeds() == ["freeze"]


def test_without_the_code_a_freeze_stays_and_a_person_is_found(hotline):
    hotline.ring(1, *FREEZE)
    hotline.ring(1, *UNFREEZE, "2", "2")
    assert hotline.lines == ["security"]
    assert not hotline.pays(1)


@pytest.mark.parametrize("wrong", ["000000", "999999"])
def test_with_a_wrong_code_a_freeze_stays(hotline, wrong):
    hotline.ring(1, *FREEZE)
    hotline.ring(1, *UNFREEZE, "1", lambda: wrong if hotline.code() != wrong else "123456", "1", "1")
    assert not hotline.pays(1)


def test_whoever_is_told_what_to_do_by_another_keeps_the_freeze(hotline):
    hotline.ring(1, *FREEZE)
    assert "账户保持冻结" in hotline.ring(1, *strongly(hotline, "2"))
    assert not hotline.pays(1)


def test_while_a_theft_is_reported_only_people_lift_a_freeze(hotline):
    heard = hotline.ring(8, "1", "2", *light(8), "1", "1", hotline.code)
    assert "这个账户有未结束的盗用登记，解冻要由安全专员核实。" in heard
    assert hotline.lines == ["security"]
    assert not hotline.pays(8)


def test_a_theft_reported_during_the_call_is_seen_by_the_wallet_itself(hotline):
    def reported() -> str:
        hotline.reports_theft(1)
        return "1"

    hotline.ring(1, *FREEZE)
    assert "解冻要由安全专员核实" in hotline.ring(1, *strongly(hotline, reported))
    assert not hotline.pays(1)


def test_what_is_frozen_lifted_and_frozen_again_in_one_call_is_frozen(hotline):
    hotline.ring(1, *FREEZE, "say:主菜单", *UNFREEZE[:2], "1", "1", hotline.code, "1", "9", "1")
    assert hotline.deeds() == ["freeze", "unfreeze", "freeze"]
    assert not hotline.pays(1)


def test_a_freeze_whose_answer_was_lost_is_done_once_and_told(hotline):
    hotline.stage.wallet.faults.set("freeze", "lost")
    heard = hotline.ring(1, *FREEZE, hotline.mended("freeze"))
    assert "自助冻结没有成功" not in heard
    ticket = hotline.ticket(heard)
    assert ticket.kind == "freeze"
    assert f"您的账户已冻结，编号{ticket.number}。" in hotline.texts()[-1].body
    assert hotline.deeds() == ["freeze"]
    assert not hotline.pays(1)


def test_a_lifting_whose_answer_was_lost_is_done_once_and_told(hotline):
    hotline.ring(1, *FREEZE)
    hotline.stage.wallet.faults.set("unfreeze", "lost")
    heard = hotline.ring(1, *strongly(hotline, "1", hotline.mended("unfreeze")))
    assert "不能确定是否已经办好。" in heard
    ticket = hotline.ticket(heard)
    assert ticket.kind == "unfreeze"
    assert f"您的账户已解除冻结，编号{ticket.number}。" in hotline.texts()[-1].body
    assert hotline.deeds() == ["freeze", "unfreeze"]
    assert hotline.pays(1)


def test_what_was_lost_and_then_found_done_is_done_anew_when_it_is_asked_for_anew(hotline):
    again = ("say:主菜单", "9", "1")
    hotline.ring(1, *FREEZE)
    hotline.stage.wallet.faults.set("unfreeze", "lost")
    lifted = strongly(hotline, "1", hotline.mended("unfreeze"))
    hotline.ring(1, *lifted, *again, "say:主菜单", "1", "2", "1", "1")
    assert hotline.deeds() == ["freeze", "unfreeze", "freeze", "unfreeze"]
    assert hotline.pays(1)
