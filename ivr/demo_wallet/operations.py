"""Every operation of the contract: its name there, its address, what is sent with it, and whether it changes something."""

from dataclasses import dataclass

from pydantic import BaseModel

from ivr.demo_wallet import accounts, bodies, money, orders, refunds, security
from ivr.demo_wallet import asked as asking

ACCOUNT = "/v1/accounts/<account>"
ORDER = f"{ACCOUNT}/orders/<order>"


@dataclass(frozen=True, slots=True)
class Asks:
    """An operation that looks something up."""

    name: str
    path: str
    do: asking.Operation
    method: str = "GET"
    sends: type[BaseModel] = asking.Empty
    changes: bool = False


def change(name: str, path: str, do: asking.Operation, sends: type[BaseModel] = bodies.Nothing) -> Asks:
    """Give an operation that changes something, once for a key."""
    return Asks(name, path, do, "POST", sends, changes=True)


OPERATIONS = (
    Asks("find_account", "/v1/accounts/find", accounts.find, "POST", bodies.Find),
    Asks("match_identity", f"{ACCOUNT}/identity", accounts.match_identity, "POST", bodies.Identity),
    Asks("read_contact", f"{ACCOUNT}/contact", accounts.contact),
    Asks("read_profile", f"{ACCOUNT}/profile", accounts.profile),
    Asks("read_state", f"{ACCOUNT}/state", accounts.state),
    change("unlock_login", f"{ACCOUNT}/login-unlocks", accounts.unlock_login),
    change("request_unblock", f"{ACCOUNT}/unblock-requests", accounts.request_unblock),
    Asks("read_balance", f"{ACCOUNT}/balance", money.balance),
    Asks("list_transactions", f"{ACCOUNT}/transactions", money.newest, sends=bodies.Newest),
    Asks("read_spending", f"{ACCOUNT}/spending", money.spending),
    change("pay", f"{ACCOUNT}/payments", money.pay, bodies.Payment),
    Asks("list_orders", f"{ACCOUNT}/orders", orders.newest, sends=bodies.Search),
    Asks("read_order", ORDER, orders.one),
    Asks("read_retry", f"{ORDER}/retry", orders.last_retry),
    change("retry_payment", f"{ORDER}/retry", orders.retry),
    Asks("list_order_refunds", f"{ORDER}/refunds", refunds.of_order),
    Asks("read_refundable", f"{ORDER}/refundable", refunds.refundable),
    change("request_refund", f"{ORDER}/refund-requests", refunds.request, bodies.RefundRequest),
    Asks("list_refunds", f"{ACCOUNT}/refunds", refunds.newest, sends=bodies.Newest),
    Asks("read_refund", f"{ACCOUNT}/refunds/<refund>", refunds.one),
    change("open_trace", f"{ACCOUNT}/traces", refunds.trace, bodies.Trace),
    change("freeze", f"{ACCOUNT}/freeze", security.freeze),
    change("unfreeze", f"{ACCOUNT}/unfreeze", security.unfreeze),
    change("report_theft", f"{ACCOUNT}/theft-reports", security.report_theft, bodies.Theft),
    change("sign_out", f"{ACCOUNT}/sign-outs", security.sign_out),
    Asks("list_incidents", "/v1/incidents", security.down),
)
