"""The REST API of the simulated carrier: who may ask, what they ask for, and how what cannot be done is refused."""

import base64
import binascii
import logging
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.rest.asked import Asked
from ivr.simulator.rest.faults import WAYS
from ivr.simulator.rest.http import Answer, Refusal, Request, not_found
from ivr.simulator.rest.routes import ACCOUNT, NO_EFFECT, NOT_SIMULATED, SOUNDS, VERIFY, Handler
from ivr.simulator.rest.written import VERSION
from ivr.simulator.web.faults import Plan

LOG = logging.getLogger(__name__)
SUFFIXES = ("json", "wav", "mp3", "xml", "csv", "html")
NOT_HERE = "is Twilio's, and this carrier does not simulate it; docs/simulator.md lists what it does"


class RestApi:
    """Twilio's REST API over an exchange. `handle` is pure but for the exchange: nothing is requested before it returns."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._plan = Plan(exchange.office.carrier.rest_faults, exchange.office.random)
        self._made: dict[tuple[str, str], Answer] = {}

    def handle(self, request: Request) -> Answer:
        """Answer one request, or fail to where that is given."""
        for fault, seconds in self._plan.due(request.path):
            return WAYS[fault.kind](seconds, self._answered, request)
        return self._answered(request)

    def _answered(self, request: Request) -> Answer:
        try:
            self._let_in(request)
            _hold_to_text(request)
            handler, asked = self._route(request)
            for name in sorted(NO_EFFECT.intersection(name for name, _ in request.form)):
                self._exchange.remark(f"{name} changes nothing in {request.path}: this carrier does not simulate it")
            return self._once(request, lambda: handler(self._exchange, asked))
        except Refusal as refusal:
            return refusal.answer()
        except Exception:
            LOG.exception("%s %s cannot be answered", request.method, request.path)
            return Refusal(500, 20500, "An internal server error has occurred").answer()

    def _once(self, request: Request, make: Callable[[], Answer]) -> Answer:
        """Make something new twice when it is asked for twice, unless creates are thought to be idempotent."""
        token = request.headers.get("i-twilio-idempotency-token", "")
        if not (token and request.method == "POST" and self._exchange.office.unsure.creates_are_idempotent):
            return make()
        key = request.path, token
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _let_in(self, request: Request) -> None:
        if not self._exchange.account.lets_in(*_credentials(request.headers.get("authorization", ""))):
            raise Refusal(401, 20003, "Authenticate", {"WWW-Authenticate": 'Basic realm="Twilio API"'})

    def _route(self, request: Request) -> tuple[Handler, Asked]:
        """Find the handler; the path decides before the method does."""
        path, suffix = _split(request.path)
        match path:
            case [version, "Accounts", account, *rest] if version == VERSION and account == self._exchange.account.sid:
                routes = ACCOUNT if suffix == "json" else SOUNDS
            case ["v2", *rest]:
                routes = VERIFY
            case [version, *_] if version != VERSION:
                raise Refusal(501, 501, f"{request.path} {NOT_HERE}")
            case _:
                raise not_found(request.path)
        found = {method: (handler, names) for method, template, handler in routes if (names := _names(template, rest)) is not None}
        if not found and (foreign := NOT_SIMULATED.intersection(rest)):
            raise Refusal(501, 501, f"{' '.join(sorted(foreign))} {NOT_HERE}")
        if not found and routes is SOUNDS:
            raise Refusal(501, 501, f"{request.path}: only JSON is simulated; end the path in .json")
        if not found:
            raise not_found(request.path)
        if request.method not in found:
            raise Refusal(405, 20004, f"{request.method} is not allowed here; {' and '.join(found)} are")
        handler, names = found[request.method]
        return handler, Asked(request, names, suffix)


def _hold_to_text(request: Request) -> None:
    for name, value in (*request.query, *request.form):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Refusal(400, 20001, f"{name} is no text: it has half a character") from None


def _credentials(header: str) -> tuple[str, str]:
    kind, _, coded = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        name, _, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret


def _split(path: str) -> tuple[list[str], str]:
    """Give the parts of a path and its suffix, which is empty where none is written."""
    bare, _, suffix = path.rpartition(".")
    if suffix not in SUFFIXES:
        bare, suffix = path, ""
    return [unquote(part) for part in bare.strip("/").split("/")], suffix


def _names(template: str, path: Sequence[str]) -> dict[str, str] | None:
    """Match a path with a template."""
    wanted = template.split("/")
    if len(wanted) != len(path):
        return None
    pairs = list(zip(wanted, path, strict=True))
    if any(part != given for part, given in pairs if not part.startswith("{")):
        return None
    return {part.strip("{}"): given for part, given in pairs if part.startswith("{")}
