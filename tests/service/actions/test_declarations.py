"""Every declared outcome has a sample that callers could hear, and nothing outside lacks the outcome of not being reached."""

from collections.abc import Mapping

import pytest

from ivr.compiler.checks.said import FITS
from ivr.service.actions import DECLARATIONS, OUTSIDE
from ivr.spoken import SLOT_KINDS, say

UNSPOKEN = {"record", "list", "recording", "phone"}
SAMPLES = [(action, outcome) for action in DECLARATIONS.values() for outcome in action.outcomes]


@pytest.mark.parametrize(("action", "outcome"), SAMPLES, ids=[f"{action.name}-{outcome}" for action, outcome in SAMPLES])
def test_a_sample_fits_the_data_it_is_a_sample_of(action, outcome):
    sample = action.outcomes[outcome]
    for record in (sample,) if isinstance(sample, Mapping) else sample:
        for field, value in record.items():
            kind = action.data[field]
            for each in value.values() if isinstance(value, Mapping) else [value]:
                assert kind not in SLOT_KINDS or say(kind, each, "english")


@pytest.mark.parametrize("action", DECLARATIONS.values(), ids=DECLARATIONS)
def test_every_field_an_action_gives_has_a_kind_and_stands_in_a_sample(action):
    assert set(action.data.values()) <= {*SLOT_KINDS, *UNSPOKEN}
    assert set(action.takes.values()) <= {*SLOT_KINDS, *UNSPOKEN}
    assert set(action.once_per) <= {name.removesuffix("?") for name in action.takes}


@pytest.mark.parametrize(
    "action", [each for each in DECLARATIONS.values() if each.once_per and each.where == "outside"], ids=lambda each: each.name
)
def test_what_the_wallet_does_once_it_does_once_for_each_account(action):
    assert "account" in action.once_per


GIVEN = {kind for action in DECLARATIONS.values() for kind in action.data.values()}


@pytest.mark.parametrize("kind", sorted(GIVEN.intersection(SLOT_KINDS)))
def test_what_an_action_gives_can_be_said_as_what_it_is(kind):
    assert kind in FITS[kind]


@pytest.mark.parametrize("module", OUTSIDE, ids=lambda module: module.DECLARATION.name)
def test_what_is_asked_of_the_wallet_may_not_be_answered(module):
    assert module.DECLARATION.where == "outside"
    assert module.DECLARATION.outcomes["unavailable"] == {}
