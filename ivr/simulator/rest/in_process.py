"""The way from Twilio's own Python package to a REST API in the same process."""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from twilio.http.response import Response

from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.http import Request


class InProcess:
    """Hand it to `twilio.rest.Client` as `http_client`, also inside a webhook of an application in the same process."""

    is_async = False

    def __init__(self, rest: RestApi) -> None:
        self._rest = rest

    def request(
        self,
        method: str,
        uri: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Ask the API, as Twilio's own HTTP client would ask the network."""
        parts = urlsplit(uri)
        query = [*parse_qsl(parts.query, keep_blank_values=True), *_pairs(params)]
        named = {name.lower(): value for name, value in (headers or {}).items()}
        if auth:
            named["authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
        answer = self._rest.handle(Request(method.upper(), parts.path, query, _pairs(data), named))
        return Response(answer.status, answer.body.decode(), dict(answer.headers))


def _pairs(params: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    lists = ((name, value if isinstance(value, list) else [value]) for name, value in (params or {}).items())
    return [(name, str(each)) for name, values in lists for each in values if each is not None]
