"""Personal data: misuse reported, devices signed out, and what can be asked for after both checks."""

import json

import pytest

from tests.security.conftest import LANGUAGES, light

MISUSE = ("3", "4", "1", *light(1), "rec:8")
REQUEST = ("3", "4", "3", *light(1), "1")


def test_misuse_is_recorded_under_a_number_and_every_device_signed_out(hotline):
    heard = hotline.ring(1, *MISUSE, "1")
    ticket = hotline.ticket(heard)
    assert (ticket.kind, ticket.account) == ("privacy", "600100000001")
    assert json.loads(ticket.recording)["url"]
    assert hotline.deeds() == ["sign_out"]
    assert "请马上修改登录密码。" in heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_does_not_ask_for_it_stays_signed_in(hotline, language):
    hotline.ring(1, *MISUSE, "4", language=language)
    assert hotline.deeds() == []


WANTED = {"a copy": (("1",), "copy"), "a correction": (("2", "rec:5"), "correction"), "deletion": (("3", "rec:5"), "deletion")}


@pytest.mark.parametrize("case", WANTED)
def test_what_is_wanted_of_personal_data_becomes_a_ticket_after_both_checks(hotline, case):
    keyed, wanted = WANTED[case]
    ticket = hotline.ticket(hotline.ring(1, *REQUEST, hotline.code, *keyed))
    assert (ticket.kind, ticket.text, ticket.account) == ("data", wanted, "600100000001")
    assert bool(json.loads(ticket.recording)) == (len(keyed) > 1)


def test_without_the_code_no_personal_data_is_asked_for(hotline):
    assert "要一份我的信息" not in hotline.ring(1, *REQUEST[:-1], "2", "2")
    assert hotline.lines == ["security"]
