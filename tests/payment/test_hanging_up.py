"""Whoever hangs up before the confirming key, at whatever step of whatever form, has changed nothing in the wallet."""

from itertools import product

import pytest

from tests.security.conftest import LANGUAGES, light

CODE = "the code"
"""Keyed as the text tells it."""
FORMS = {
    "refund_request": (3, ("4", "4", *light(3), "1", CODE, "20260311#", "1", "3", "12*5#", "1")),
    "retry": (2, ("2", "4", *light(2), "20260202#", "1", "1")),
    "trace": (2, ("2", "4", *light(2), "20260214#", "1", "1")),
    "freeze": (1, ("9", *light(1), "1")),
    "unfreeze": (4, ("1", "2", *light(4), "1", "1", CODE, "1")),
    "unblock_request": (5, ("1", "2", *light(5), "1", "1", CODE)),
    "theft_report": (1, ("3", "2", "2", *light(1), "1", "2", "3")),
}
"""Who does it, and all that they do until it is done."""
STEPS = [(form, step) for form, (_, steps) in FORMS.items() for step in range(len(steps))]


def ring(hotline, form, steps, language):
    person, doings = FORMS[form]
    hotline.ring(person, *(hotline.code if doing == CODE else doing for doing in doings[:steps]), language=language)


@pytest.mark.parametrize(("form", "language"), list(product(FORMS, LANGUAGES)))
def test_the_last_key_does_it(hotline, form, language):
    ring(hotline, form, None, language)
    assert hotline.deeds() == [form]


@pytest.mark.parametrize(("step", "language"), list(product(STEPS, LANGUAGES)), ids=str)
def test_who_hangs_up_before_it_has_changed_nothing(hotline, step, language):
    ring(hotline, *step, language)
    assert hotline.deeds() == []
