"""Nothing of an account is asked of the wallet, and nothing changed in it, before its owner is known: on no way through the menus."""

CHECK = {"identity.match_id"}
"""Asks about an account in order to know who calls."""
GRAVE = {"account.unlock_login", "account.request_unblock", "account.unfreeze", "refunds.request"}
"""What wants a code besides."""


def test_nothing_of_an_account_is_asked_before_its_owner_is_known(flow, survey):
    private = {name for name, action in flow.actions.items() if action.where == "outside" and "account" in action.takes} - CHECK
    asked = {(name, level) for name, level in survey.asked if name in private}
    assert {name for name, _ in asked} >= {"account.freeze"}
    assert {name for name, level in asked if level is None} == set()


def test_what_is_grave_wants_the_strong_check(survey):
    assert {(name, level) for name, level in survey.asked if name in GRAVE and level != "strong"} == set()
