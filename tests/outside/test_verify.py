"""Verify is waited for no longer than a caller waits, and what makes no sense is no answer."""

import time
from contextlib import contextmanager

import pytest

from ivr.errors import CarrierError
from ivr.outside.verify import CHECK_SECONDS, Verify
from tests.outside.hostile import Answer, dripping, half_way, hostile, lost, never, raw

SLACK_SECONDS = 0.5
NAME = "VE" + "0" * 32
SENSELESS: dict[str, Answer] = {
    "not JSON": raw(200, b"<html>"),
    "another form": raw(201, b'{"valid": true}'),
    "a list": raw(201, b"[]"),
    "a failure": raw(500, b'{"code": 20404, "message": "secret 123456"}'),
    "a refusal without a number": raw(400, b"{}"),
    "half of it": half_way,
    "lost": lost,
}


@contextmanager
def asking(*answers: Answer):
    with hostile(*answers) as told:
        yield Verify("AC" + "1" * 32, "token", "VA" + "1" * 32, told.url), told


@pytest.mark.parametrize("answer", [never, dripping], ids=["never", "a byte at a time"])
def test_nobody_waits_past_the_deadline(answer: Answer):
    with asking(answer) as (verify, _):
        began = time.monotonic()
        with pytest.raises(CarrierError):
            verify.approves(NAME, "123456")
        assert time.monotonic() - began < CHECK_SECONDS + SLACK_SECONDS


@pytest.mark.parametrize("answer", SENSELESS.values(), ids=SENSELESS)
def test_what_makes_no_sense_is_no_answer_and_is_told_without_what_was_said(answer: Answer):
    with asking(answer) as (verify, told):
        for ask in (lambda: verify.approves(NAME, "123456"), lambda: verify.start("+8613800000001", "zh")):
            with pytest.raises(CarrierError) as error:
                ask()
            assert error.value.code == 0
            assert "1380000" not in str(error.value)
            assert "123456" not in str(error.value)
    assert len(told.asked) == 2


def test_a_number_that_gets_no_texts_is_final():
    with asking(raw(400, b'{"code": 60205, "message": "no mobile"}')) as (verify, _), pytest.raises(CarrierError) as error:
        verify.start("+861080000001", "zh")
    assert error.value.is_final
