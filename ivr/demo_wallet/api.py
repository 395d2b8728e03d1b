"""The contract over HTTP: who asks is checked, what is sent is read, and the rows that an address names are found."""

import hmac
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from ivr.demo_wallet import tables
from ivr.demo_wallet.asked import Answer, Asked, Refusal, Row
from ivr.demo_wallet.faults import Reply
from ivr.demo_wallet.once import Answered, alone, once
from ivr.demo_wallet.operations import OPERATIONS, Asks
from ivr.demo_wallet.wallet import Wallet

WALLET = "demo_wallet"
"""Where a request's environment has its wallet: one application serves them all."""
KEY = re.compile(r"[A-Za-z0-9._:-]{8,128}")
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def wallet() -> Wallet:
    """Give the wallet that is asked."""
    found: Wallet = request.environ[WALLET]
    return found


def serving(app: Flask, wallet: Wallet) -> Wsgi:
    """Give the WSGI application of one wallet."""

    def serve(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        return app({**environ, WALLET: wallet}, start)

    return serve


def api() -> Flask:
    """Give the application."""
    app = Flask("ivr.demo_wallet")
    # A cut line is for the server to see, not an error page.
    app.config.update(PROPAGATE_EXCEPTIONS=True, MAX_CONTENT_LENGTH=64 * 1024)
    for each in OPERATIONS:
        app.add_url_rule(each.path, each.name, partial(_serve, each), methods=[each.method], provide_automatic_options=False)
    app.register_error_handler(HTTPException, _http)
    return app


def _http(error: HTTPException) -> Response:
    said = {"error": {"code": "bad_request", "message": error.description or error.name}}
    answer = Response(json.dumps(said), error.code, dict(error.get_headers()))
    answer.content_type = "application/json"
    return answer


def _serve(operation: Asks, **named: str) -> Response:
    def answer() -> Reply:
        try:
            status, said = _answer(operation, named)
        except Refusal as refusal:
            return _written(refusal.status, refusal.answer)
        return _written(status, said)

    try:
        with alone(wallet(), request.headers.get("Idempotency-Key", "") if operation.changes else ""):
            status, body = wallet().faults.around(operation.name, answer)
    except Refusal as refusal:
        status, body = _written(refusal.status, refusal.answer)
    return Response(body, status, content_type="application/json")


def _written(status: int, said: Answer) -> Reply:
    return status, json.dumps(said, ensure_ascii=False).encode()


def _answer(operation: Asks, named: dict[str, str]) -> Answered:
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {wallet().key}".encode()):
        raise Refusal(401, "unauthorised", "Send Authorization: Bearer with this wallet's key.")
    sent = _read(operation.sends)
    if not operation.changes:
        with wallet().asked() as asked:
            return 200, operation.do(located(asked, sent, named))
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise Refusal(400, "bad_request", "Idempotency-Key: is missing or not 8 to 128 letters and digits.")
    arguments = f"{request.path} {sent.model_dump_json(exclude_unset=True)}"
    with wallet().asked() as asked:
        return once(asked, key, arguments, partial(operation.do, located(asked, sent, named)))


def _read(form: type[BaseModel]) -> BaseModel:
    try:
        if request.method == "GET":
            return form.model_validate(request.args.to_dict())
        return form.model_validate_json(request.get_data() or b"{}")
    except ValidationError as error:
        slips = (f"{'.'.join(map(str, each['loc'])) or 'body'}: {each['msg']}" for each in error.errors())
        raise Refusal(400, "bad_request", "; ".join(slips)) from None


def located(asked: Asked, sent: BaseModel, named: Mapping[str, str]) -> Asked:
    """Give the asking with the rows that its address names. Raises Refusal."""
    asked = replace(asked, sent=sent)
    if "account" not in named:
        return asked
    accounts, orders, refunds = tables.accounts, tables.orders, tables.refunds
    account = _one(asked, sa.select(accounts).where(accounts.c.id == named["account"]), "account_unknown", "There is no such account.")
    asked = replace(asked, account=account)
    if "order" in named:
        mine = sa.select(orders).where(orders.c.number == named["order"], orders.c.account == account["id"])
        asked = replace(asked, order=_one(asked, mine, "order_unknown", "This account has no such order."))
    if "refund" in named:
        mine = sa.select(refunds).where(refunds.c.id == named["refund"], refunds.c.account == account["id"])
        asked = replace(asked, refund=_one(asked, mine, "refund_unknown", "This account has no such refund."))
    return asked


def _one(asked: Asked, query: sa.Select[Any], code: str, message: str) -> Row:
    row = asked.row(query)
    if row is None:
        raise Refusal(404, code, message)
    return row
