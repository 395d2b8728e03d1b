"""Who may ask, what is not there, and lists in pages, all as Twilio's own package sees them."""

import base64
import json
from dataclasses import dataclass
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.http import Request
from ivr.simulator.rest.in_process import InProcess

AC, KEY = "AC" + "1" * 32, "SK" + "2" * 32
ROOT = f"/2010-04-01/Accounts/{AC}"


def basic(name: str, secret: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


@pytest.mark.parametrize(("name", "secret"), [(AC, "primary"), (KEY, "secret" * 6)])
def test_the_token_and_an_api_key_both_open_the_account(rest: RestApi, name: str, secret: str) -> None:
    client = Client(name, secret, AC, http_client=InProcess(rest))
    assert client.applications.list() == []


WRONG = [(AC, "wrong"), (AC, "secret" * 6), (KEY, "primary"), ("SK" + "3" * 32, "secret" * 6), ("", "")]


@pytest.mark.parametrize(("name", "secret"), WRONG)
def test_anything_else_is_20003(rest: RestApi, name: str, secret: str) -> None:
    client = Client(name or "x", secret or "x", AC, http_client=InProcess(rest))
    with pytest.raises(TwilioRestException) as refused:
        client.applications("AP" + "0" * 32).fetch()
    assert (refused.value.status, refused.value.code) == (401, 20003)


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer x"}, {"authorization": "Basic ???"}, {"authorization": "Basic /w=="}])
def test_a_header_that_is_not_basic_authentication_is_20003(rest: RestApi, headers: dict[str, str]) -> None:
    answer = rest.handle(Request("GET", f"{ROOT}/Applications.json", headers=headers))
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, 'Basic realm="Twilio API"')


@dataclass(frozen=True)
class Refused:
    method: str
    path: str
    status: int
    code: int
    says: str


REFUSED = (
    Refused("GET", f"{ROOT}/Applications/AP9.json", 404, 20404, f"The requested resource {ROOT}/Applications/AP9.json was not found"),
    Refused("GET", f"{ROOT}/Nonsense.json", 404, 20404, f"The requested resource {ROOT}/Nonsense.json was not found"),
    Refused("GET", "/2010-04-01/Accounts/AC9/Applications.json", 404, 20404, "/AC9/Applications.json was not found"),
    Refused("DELETE", f"{ROOT}/Applications.json", 405, 20004, "POST and GET are"),
    Refused("GET", f"{ROOT}/Applications", 501, 501, "only JSON is simulated"),
    Refused("GET", f"{ROOT}/Applications.xml", 501, 501, "only JSON is simulated"),
    Refused("GET", f"{ROOT}/Calls/CA1/Siprec.json", 501, 501, "Siprec is Twilio's, and this carrier does not simulate it"),
    Refused("GET", "/v1/Workspaces/WS1/Tasks", 501, 501, "this carrier does not simulate it"),
    Refused("GET", f"{ROOT}/Applications.json?PageSize={'1' * 5000}", 400, 20001, "PageSize is '111111111'; it should be a whole number"),
    Refused("GET", f"{ROOT}/Applications.json?Page={'1' * 5000}", 400, 20001, "Page is '111111111'; it should be a whole number"),
    Refused("GET", f"{ROOT}/Applications.json?FriendlyName=\udc80", 400, 20001, "FriendlyName is no text: it has half a character"),
    Refused("GET", f"{ROOT}/Applications.json?PageSize=many", 400, 20001, "PageSize is 'many'; it should be a whole number"),
)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case.method} {case.path[:80]}")
def test_a_refusal_has_twilios_code_words_and_status(rest: RestApi, case: Refused) -> None:
    path, _, query = case.path.partition("?")
    pairs = [tuple(query.split("=", 1))] if query else []
    answer = rest.handle(Request(case.method, path, pairs, headers=basic(AC, "primary")))
    body: dict[str, Any] = json.loads(answer.body)
    assert answer.status == case.status
    assert set(body) == {"code", "message", "more_info", "status"}
    assert (body["code"], body["status"]) == (case.code, case.status)
    assert body["more_info"] == f"https://www.twilio.com/docs/errors/{case.code}"
    assert case.says in body["message"]


def test_what_goes_wrong_inside_is_told_as_such_and_logged(made: Any, caplog: pytest.LogCaptureFixture) -> None:
    def sid(prefix: str) -> str:
        raise OSError(f"no more names that begin with {prefix}")

    request = Request("POST", f"{ROOT}/Applications.json", form=[("FriendlyName", "x")], headers=basic(AC, "primary"))
    answer = RestApi(made(sid=sid).exchange).handle(request)
    assert (answer.status, json.loads(answer.body)["code"]) == (500, 20500)
    assert "no more names that begin with AP" in caplog.text


def test_lists_are_read_page_after_page(twilio: Client) -> None:
    for number in range(7):
        twilio.applications.create(friendly_name=str(number))
    assert [row.friendly_name for row in twilio.applications.list(page_size=3)] == list("6543210")
    assert [row.friendly_name for row in twilio.applications.list(limit=4, page_size=3)] == list("6543")


def test_a_page_goes_on_where_the_last_ended_although_there_are_new_rows(twilio: Client) -> None:
    for number in range(4):
        twilio.applications.create(friendly_name=str(number))
    first = twilio.applications.page(page_size=2)
    assert [row.friendly_name for row in first] == ["3", "2"]
    twilio.applications.create(friendly_name="new")
    second = first.next_page()
    assert [row.friendly_name for row in second] == ["1", "0"]
    assert second.next_page_url is None
    assert [row.friendly_name for row in second.previous_page()] == ["3", "2"]


def test_filters_go_along_from_page_to_page(twilio: Client) -> None:
    for name in "abababab":
        twilio.applications.create(friendly_name=name)
    assert [row.friendly_name for row in twilio.applications.list(friendly_name="a", page_size=1)] == ["a"] * 4


@pytest.mark.parametrize(("asked", "given"), [("0", 1), ("1000", 1000), ("5000", 1000)])
def test_a_page_has_one_to_a_thousand_rows(rest: RestApi, asked: str, given: int) -> None:
    answer = rest.handle(Request("GET", f"{ROOT}/Applications.json", [("PageSize", asked)], headers=basic(AC, "primary")))
    assert json.loads(answer.body)["page_size"] == given


def test_what_opens_the_account_is_never_shown(exchange: Any) -> None:
    assert not [secret for secret in ("primary", "secret") if secret in repr(exchange.account)]
