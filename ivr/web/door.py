"""The front door of every voice route: size, method and signature, before anything is read or answered.

A WSGI application in front of the pages: Flask's dispatch, of which these routes need nothing, would cost a turn more than its step.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ivr.errors import BadSignature, WebhookError
from ivr.twiml.document import empty
from ivr.twiml.request import Form, Leg, read_call
from ivr.twiml.signature import FORM, external_url
from ivr.web.services import Services

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered: TwiML, or a status alone."""

    status: str
    document: str = ""


View = Callable[[Knock], Answer]


class Door:
    """Answers requests for the paths of `views`, if they are the carrier's; all others are the `pages`'."""

    def __init__(self, views: Mapping[str, View], services: Services, pages: WSGIApplication) -> None:
        self._views, self._services, self._pages = views, services, pages

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        view = self._views.get(environ["PATH_INFO"])
        if view is None:
            return self._pages(environ, start_response)
        answered = self._answer(view, environ)
        body = answered.document.encode()
        headers = [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(body)))] if body else []
        start_response(answered.status, headers)
        return (body,)

    def _answer(self, view: View, environ: WSGIEnvironment) -> Answer:
        if environ["REQUEST_METHOD"] not in ("GET", "POST"):
            return Answer("405 Method Not Allowed")
        body = _body(environ)
        if len(body) > MOST_BODY:
            return Answer("413 Content Too Large")
        try:
            knock = _open(environ, body, self._services)
        except WebhookError as error:
            log.warning("refused %s: %s", environ["PATH_INFO"], error)
            self._services.counts.refused()
            return Answer("403 Forbidden", empty())
        return view(knock)


def answer(document: str) -> Answer:
    """Answer with TwiML."""
    return Answer("200 OK", document)


def noted(kept: bool) -> Answer:
    """Answer a notice, to which there is nothing to say; one that was not kept may be sent again."""
    return Answer("204 No Content" if kept else "503 Service Unavailable")


def read_number(written: str, most_digits: int) -> int | None:
    """Read a number of at most so many digits; None for anything else."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= most_digits else None


def _body(environ: WSGIEnvironment) -> bytes:
    """Read the body; of one that is too large, a byte more than may be."""
    written = environ.get("CONTENT_LENGTH", "")
    if not written and not environ.get("wsgi.input_terminated"):
        return b""
    length = read_number(written, 9) if written else None
    most = MOST_BODY + 1
    return cast(bytes, environ["wsgi.input"].read(most if length is None else min(length, most)))


def _open(environ: WSGIEnvironment, body: bytes, serving: Services) -> Knock:
    if body and not _is_form(environ.get("CONTENT_TYPE", "")):
        raise BadSignature("not a form")
    form = Form.read(body, environ.get("QUERY_STRING", ""))
    url = external_url(serving.base_url, path_and_query(environ))
    if not serving.signatures.check(url, form, environ.get("HTTP_X_TWILIO_SIGNATURE", "")):
        raise BadSignature("not signed by the carrier")
    return Knock(form, read_call(form), environ["PATH_INFO"], serving)


def _is_form(content_type: str) -> bool:
    return content_type == FORM or content_type.partition(";")[0].strip().lower() == FORM


def path_and_query(environ: WSGIEnvironment) -> str:
    """Give the request line's path and query as they were sent, percent-encoding untouched."""
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw:
        return cast(str, raw)
    path, query = quote(environ["PATH_INFO"].encode("latin-1")), environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
