"""The carrier's recordings, as whoever asks for them over HTTP has them, in the process of a test."""

import math

import httpx2
from twilio.rest import Client

from ivr.outside.recordings import Media, TwilioArchive
from ivr.simulator.office.account import Account
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.http import Request
from ivr.simulator.rest.in_process import InProcess

BASE = "https://carrier.example"
PATIENCE_SECONDS = 8


def archive_at(account: Account, rest: RestApi) -> TwilioArchive:
    """Give the archive of an account."""
    media = Media(account.sid, account.token, BASE, httpx2.MockTransport(lambda request: _answer(rest, request)))
    return TwilioArchive(Client(account.sid, account.token, http_client=InProcess(rest, PATIENCE_SECONDS)), media)


def _answer(rest: RestApi, request: httpx2.Request) -> httpx2.Response:
    answer = rest.handle(Request(request.method, request.url.path, headers=dict(request.headers)))
    if math.isinf(answer.seconds):
        raise httpx2.ReadError("the connection was cut")
    if answer.seconds > PATIENCE_SECONDS:
        raise httpx2.ReadTimeout("no answer came in time")
    return httpx2.Response(answer.status, headers=answer.headers, content=answer.body)
