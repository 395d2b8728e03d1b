"""The way from Twilio's own Python package to a REST API in the same process."""

import base64
import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from requests.exceptions import ConnectionError, ReadTimeout
from twilio.http.response import Response

from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.http import Request


class InProcess:
    """Hand it to `twilio.rest.Client` as `http_client`, also inside a webhook of an application in the same process.

    What is late or lost fails as it does with Twilio's own HTTP client; `timeout` is in seconds.
    """

    is_async = False

    def __init__(self, rest: RestApi, timeout: float | None = None) -> None:
        self._rest, self._timeout = rest, timeout

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
        timeout = self._timeout if timeout is None else timeout
        if timeout is not None and answer.seconds > timeout:
            raise ReadTimeout(f"{uri} did not answer in {timeout:g} s")
        if math.isinf(answer.seconds):
            raise ConnectionError(f"{uri}: the connection was cut before an answer came")
        return Response(answer.status, answer.body.decode(), dict(answer.headers))


def _pairs(params: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    lists = ((name, value if isinstance(value, list) else [value]) for name, value in (params or {}).items())
    return [(name, str(each)) for name, values in lists for each in values if each is not None]
