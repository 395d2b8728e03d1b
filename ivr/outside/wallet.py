"""The wallet, as docs/wallet-api.yaml has it: what can be asked of it, and what each asking answers.

Every method may raise Refused, with a code that the document names for it, or Unavailable. A `key` names a change: asking for it
again with the same key changes nothing, and gives the first answer.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from ivr.errors import Refused
from ivr.outside.channel import Asking, Channel
from ivr.outside.payloads import (
    Account,
    Balance,
    Contact,
    Frozen,
    Incident,
    Incidents,
    Made,
    Match,
    Order,
    Orders,
    P,
    Refund,
    Refundable,
    Refunds,
    Reported,
    Retry,
    SignedOut,
    Spending,
    State,
    Transaction,
    Transactions,
    UnblockRequest,
)

CURRENCY = "CNY"
NO_ACCOUNT, NO_ORDER = "account_unknown", "order_unknown"


class Wallet:
    """Asks over a channel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def close(self) -> None:
        """Let go of the connections."""
        self._channel.close()

    # accounts

    def find_account(self, phone: str) -> Account | None:
        """The account of a registered number, in E.164, if there is one."""
        return self._find(Account, Asking("POST", "/v1/accounts/find", {"phone": phone}), NO_ACCOUNT)

    def matches_identity(self, account: str, id_last4: str) -> bool:
        """Whether these are the last four of the ID on file. Refuses: bad_request."""
        return self._channel.ask(Match, Asking("POST", f"/v1/accounts/{account}/identity", {"id_last4": id_last4})).matches

    def contact(self, account: str) -> Contact | None:
        """Where texts go, if there is such an account."""
        return self._find(Contact, Asking("GET", f"/v1/accounts/{account}/contact"), NO_ACCOUNT)

    def state(self, account: str) -> State:
        """What stops the account."""
        return self._channel.ask(State, Asking("GET", f"/v1/accounts/{account}/state"))

    def unlock_login(self, account: str, key: str) -> Made:
        """Refuses: not_locked, other_block."""
        return self._change(Made, f"/v1/accounts/{account}/login-unlocks", key)

    def request_unblock(self, account: str, key: str) -> UnblockRequest:
        """Refuses: request_open (OpenUnblockRequest), not_allowed."""
        return self._change(UnblockRequest, f"/v1/accounts/{account}/unblock-requests", key)

    # money

    def balance(self, account: str) -> Balance:
        """What can be spent and what is held."""
        return self._channel.ask(Balance, Asking("GET", f"/v1/accounts/{account}/balance"))

    def transactions(self, account: str, most: int) -> Sequence[Transaction]:
        """The newest, newest first."""
        return self._channel.ask(Transactions, Asking("GET", f"/v1/accounts/{account}/transactions", query={"limit": most})).transactions

    def spending(self, account: str) -> Spending:
        """Two calendar months."""
        return self._channel.ask(Spending, Asking("GET", f"/v1/accounts/{account}/spending"))

    # orders

    def orders(self, account: str, most: int, day: date | None = None, amount: int | None = None) -> Sequence[Order]:
        """The newest, newest first; of one day, of so many fen, if wanted."""
        wanted = {"limit": most, "day": day.isoformat() if day else None, "amount": amount}
        query = {name: value for name, value in wanted.items() if value is not None}
        return self._channel.ask(Orders, Asking("GET", f"/v1/accounts/{account}/orders", query=query)).orders

    def order(self, account: str, number: str) -> Order | None:
        """One of the account's own, if it is."""
        return self._find(Order, Asking("GET", f"/v1/accounts/{account}/orders/{number}"), NO_ORDER)

    def retry(self, account: str, number: str) -> Retry:
        """How the payment that was tried again stands. Refuses: order_unknown, retry_unknown."""
        return self._channel.ask(Retry, Asking("GET", f"/v1/accounts/{account}/orders/{number}/retry"))

    def retry_payment(self, account: str, number: str, key: str) -> Retry:
        """Refuses: already_paid (AlreadyPaid), order_expired, order_unknown, not_allowed."""
        return self._change(Retry, f"/v1/accounts/{account}/orders/{number}/retry", key)

    # refunds

    def order_refunds(self, account: str, number: str) -> Sequence[Refund] | None:
        """All of one order, if there is such an order."""
        found = self._find(Refunds, Asking("GET", f"/v1/accounts/{account}/orders/{number}/refunds"), NO_ORDER)
        return None if found is None else found.refunds

    def refunds(self, account: str, most: int) -> Sequence[Refund]:
        """The newest, newest first."""
        return self._channel.ask(Refunds, Asking("GET", f"/v1/accounts/{account}/refunds", query={"limit": most})).refunds

    def refund(self, account: str, refund: str) -> Refund:
        """Refuses: refund_unknown."""
        return self._channel.ask(Refund, Asking("GET", f"/v1/accounts/{account}/refunds/{refund}"))

    def refundable(self, account: str, number: str) -> Refundable | None:
        """What of an order can still be asked back, if there is such an order."""
        return self._find(Refundable, Asking("GET", f"/v1/accounts/{account}/orders/{number}/refundable"), NO_ORDER)

    def request_refund(self, account: str, number: str, amount: int | None, reason: str, key: str) -> Made:
        """Ask fen back, or all of it. Refuses: request_open (Made), too_much (TooMuch), too_old, not_paid, order_unknown."""
        part = {"amount": {"amount": amount, "currency": CURRENCY}} if amount is not None else {}
        return self._change(Made, f"/v1/accounts/{account}/orders/{number}/refund-requests", key, {**part, "reason": reason})

    def open_trace(self, account: str, number: str, refund: str | None, key: str) -> Made:
        """Refuses: trace_open (Made), order_unknown, refund_unknown."""
        about = {"order": number} | ({"refund": refund} if refund else {})
        return self._change(Made, f"/v1/accounts/{account}/traces", key, about)

    # security

    def freeze(self, account: str, key: str) -> Frozen:
        """Refuses: already_frozen (FrozenBefore)."""
        return self._change(Frozen, f"/v1/accounts/{account}/freeze", key)

    def unfreeze(self, account: str, key: str) -> Made:
        """Refuses: report_open, not_frozen, not_allowed."""
        return self._change(Made, f"/v1/accounts/{account}/unfreeze", key)

    def report_theft(self, account: str, transactions: Sequence[str], key: str) -> Reported:
        """Refuses: transaction_unknown."""
        return self._change(Reported, f"/v1/accounts/{account}/theft-reports", key, {"transactions": list(transactions)})

    def sign_out(self, account: str, key: str) -> SignedOut:
        """On every device."""
        return self._change(SignedOut, f"/v1/accounts/{account}/sign-outs", key)

    # service

    def incidents(self) -> Sequence[Incident]:
        """What is down at the moment."""
        return self._channel.ask(Incidents, Asking("GET", "/v1/incidents")).incidents

    def _find(self, form: type[P], asking: Asking, unknown: str) -> P | None:
        """Ask for what may not be there: that is an answer, and no refusal."""
        try:
            return self._channel.ask(form, asking)
        except Refused as refused:
            if refused.code != unknown:
                raise
            return None

    def _change(self, form: type[P], path: str, key: str, body: Mapping[str, object] | None = None) -> P:
        return self._channel.ask(form, Asking("POST", path, body, key=key))
