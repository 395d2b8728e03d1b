"""accounts.find: whose wallet a phone number belongs to; without one, the number that rings."""

import re
from typing import get_args

from ivr.flow.actions import Action
from ivr.flow.events import ActionDone
from ivr.flow.numbers import abroad
from ivr.outside.payloads import Age
from ivr.outside.wallet import Wallet
from ivr.service.actions.asked import Asked

PHONE = re.compile(r"\+[1-9][0-9]{6,14}")

DECLARATION = Action(
    "accounts.find",
    "outside",
    takes={"phone?": "phone"},
    data={"id": "digits", "last4": "digits", "name": "text", "age": "word"},
    words={"age": get_args(Age)},
    outcomes={"found": {"id": "20010003", "last4": "0003", "name": "华", "age": "adult"}, "not_found": {}, "unavailable": {}},
)


def perform(wallet: Wallet, asked: Asked) -> ActionDone:
    """Look the number up; one that is withheld, or no number of a phone, is nobody's."""
    account = account_of(wallet, str(asked.args.get("phone") or asked.phone))
    return ActionDone("found", account) if account else ActionDone("not_found")


def account_of(wallet: Wallet, number: str) -> dict[str, str] | None:
    """Give the account of a telephone number, or None when the wallet has none."""
    phone = abroad(number)
    if not PHONE.fullmatch(phone):
        return None
    account = wallet.find_account(phone)
    return account.model_dump() if account else None
