"""The front door of every voice route: size, method and signature, before anything is read or answered."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote

from flask import Blueprint, Request, Response, abort, current_app
from flask.globals import request_ctx

from ivr.errors import BadSignature, WebhookError
from ivr.twiml.document import empty
from ivr.twiml.request import Form, Leg, read_call
from ivr.twiml.signature import FORM, external_url
from ivr.web.services import Services

METHODS = ["GET", "POST"]
MOST_BODY = 64 * 1024
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Knock:
    """A request that has come through the door: what it says (the form, then the query), of which leg, and who serves it."""

    form: Form
    leg: Leg
    path: str
    services: Services

    def number(self, name: str, most_digits: int = 8) -> int | None:
        """Read a number of at most so many digits; None for anything else."""
        return read_number(self.form.get(name, ""), most_digits)


View = Callable[[Knock], Response]


def voice_route(blueprint: Blueprint, path: str) -> Callable[[View], View]:
    """Declare a voice route: GET and POST, nothing else, and only the carrier's."""

    def declare(view: View) -> View:
        def answer_knock() -> Response:
            # the request itself, once: each look through Flask's `request` costs a microsecond
            context = request_ctx
            request: Request = context.request
            try:
                knock = _open(request, cast(Services, context.app.extensions["ivr"]))
            except WebhookError as error:
                log.warning("refused %s: %s", request.path, error)
                return Response(empty(), status=403, content_type="text/xml; charset=utf-8")
            return view(knock)

        blueprint.add_url_rule(path, view.__name__, answer_knock, methods=METHODS, provide_automatic_options=False)
        return view

    return declare


def services() -> Services:
    """Give the services of the running application, to routes that have no door."""
    return cast(Services, current_app.extensions["ivr"])


def answer(document: str) -> Response:
    """Answer with TwiML."""
    return Response(document, content_type="text/xml; charset=utf-8")


def noted(kept: bool) -> Response:
    """Answer a notice, to which there is nothing to say; one that was not kept may be sent again."""
    return Response(status=204 if kept else 503)


def read_number(written: str, most_digits: int) -> int | None:
    """Read a number of at most so many digits; None for anything else."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= most_digits else None


def _open(request: Request, serving: Services) -> Knock:
    environ = request.environ
    if request.method not in METHODS:
        abort(405)
    body = _body(request)
    if body and environ.get("CONTENT_TYPE") != FORM and request.mimetype != FORM:
        raise BadSignature("not a form")
    form = Form.read(body, environ.get("QUERY_STRING", ""))
    url = external_url(serving.base_url, path_and_query(environ))
    if not serving.signatures.check(url, form, environ.get("HTTP_X_TWILIO_SIGNATURE", "")):
        raise BadSignature("not signed by the carrier")
    return Knock(form, read_call(form), request.path, serving)


def _body(request: Request) -> bytes:
    written = request.environ.get("CONTENT_LENGTH", "")
    length = read_number(written, 9) if written else None
    if length is None:
        body = request.get_data(cache=False)
        if len(body) == MOST_BODY:
            abort(413)  # in chunks: what comes after the most is silently left unread
        return body
    if length > MOST_BODY:
        abort(413)
    # as it comes: a limited stream around it, which knows chunks too, costs more than reading
    return cast(bytes, request.environ["wsgi.input"].read(length))


def path_and_query(environ: dict[str, str]) -> str:
    """Give the request line's path and query as they were sent, percent-encoding untouched."""
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw:
        return raw
    path, query = quote(environ["PATH_INFO"].encode("latin-1")), environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
