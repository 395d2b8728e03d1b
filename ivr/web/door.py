"""The front door of every voice route: size, method and signature, before anything is read or answered."""

from collections.abc import Callable
from typing import TypeVar, cast
from urllib.parse import quote

from flask import Blueprint, Request, Response, abort, current_app, g, request

from ivr.errors import BadSignature, WebhookError
from ivr.twiml.document import empty
from ivr.twiml.request import Form, Leg, read_call
from ivr.twiml.signature import FORM, external_url
from ivr.web.services import Services

View = TypeVar("View", bound=Callable[[], Response])
METHODS = ["GET", "POST"]
MOST_BODY = 64 * 1024


def services() -> Services:
    """Give the services of the running application."""
    return cast(Services, current_app.extensions["ivr"])


def guard(blueprint: Blueprint) -> Blueprint:
    """Put the door before a blueprint's routes."""
    blueprint.before_request(_check)
    blueprint.register_error_handler(WebhookError, _refuse)
    return blueprint


def voice_route(blueprint: Blueprint, path: str) -> Callable[[View], View]:
    """Declare a voice route: GET and POST, nothing else."""
    return blueprint.route(path, methods=METHODS, provide_automatic_options=False)


def form() -> Form:
    """Give the request's form."""
    return cast(Form, g.form)


def leg() -> Leg:
    """Give the leg the request is about."""
    return cast(Leg, g.leg)


def answer(document: str) -> Response:
    """Answer with TwiML."""
    return Response(document, content_type="text/xml; charset=utf-8")


def noted(kept: bool) -> Response:
    """Answer a notice, to which there is nothing to say; one that was not kept may be sent again."""
    return Response(status=204 if kept else 503)


def _check() -> None:
    if request.method not in METHODS:
        abort(405)
    body = request.get_data(cache=False)
    if request.content_length is None and len(body) == MOST_BODY:
        abort(413)  # in chunks: what comes after the most is silently left unread
    if body and request.mimetype != FORM:
        raise BadSignature("not a form")
    g.form = Form.read(body, request.query_string.decode("latin-1"))
    url = external_url(services().base_url, path_and_query(request))
    if not services().signatures.check_form(url, g.form, request.headers.get("X-Twilio-Signature", "")):
        raise BadSignature("not signed by the carrier")
    g.leg = read_call(g.form)


def path_and_query(request: Request) -> str:
    """Give the request line's path and query as they were sent, percent-encoding untouched."""
    raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI")
    if raw:
        return str(raw)
    path, query = quote(request.environ["PATH_INFO"].encode("latin-1")), str(request.environ.get("QUERY_STRING", ""))
    return f"{path}?{query}" if query else path


def _refuse(error: WebhookError) -> Response:
    current_app.logger.warning("refused %s: %s", request.path, error)
    return Response(empty(), status=403, content_type="text/xml; charset=utf-8")
