"""The way to the wallet over HTTP: one deadline for all of an asking, a second try where that is safe, and connections that are kept."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx2

from ivr.errors import Refused, Unavailable
from ivr.outside.breaker import Breaker
from ivr.outside.payloads import P, Refusal, read
from ivr.outside.trust import trusted

DEADLINE_SECONDS = 2.5
"""For an asking, its second try included: a caller waits no longer."""
CONNECT_SECONDS = 1.0
MOST_TRIES = 2
LEAST_SECONDS = 0.2
"""With less left nothing is tried again."""
MOST_BYTES = 256 * 1024
AT_ONCE = 8
"""More askings than the threads of a worker make: one that hangs past its deadline holds its place a little longer."""
SENDING = "http11.send_request_headers.started"
"""The client's word for the moment before the first byte is sent, once there is a connection."""
RUNNING = "in_progress"
"""The wallet's word for a change that it is still making: who asks again with its key waits for it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One request. `key` names a change: the same one twice is made once."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    query: Mapping[str, str | int] | None = None
    key: str = ""

    @property
    def may_repeat(self) -> bool:
        """Whether asking twice does no more than asking once."""
        return self.method == "GET" or bool(self.key)


class Channel:
    """Asks, from many threads. Nothing is connected and no thread begun before the first asking: it may be built before a fork."""

    def __init__(
        self,
        url: str,
        key: str,
        transport: httpx2.BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> None:
        headers = {"Authorization": f"Bearer {key}", "Accept": "application/json", "Accept-Encoding": "identity"}
        self._client = partial(httpx2.Client, base_url=url, headers=headers, transport=transport, verify=trusted(), trust_env=False)
        self._idle: deque[httpx2.Client] = deque()
        self._clock, self._deadline = clock, deadline_seconds
        self._breaker = Breaker(clock)
        self._threads = ThreadPoolExecutor(AT_ONCE, "wallet")

    def ask(self, form: type[P], asking: Asking) -> P:
        """Give the answer, which must be of a form. Raises Refused for the wallet's own refusals and Unavailable for all else."""
        if not self._breaker.admits():
            raise Unavailable("it has not answered lately and is left alone for a while")
        try:
            reply = self._answer(form, asking)
        except Refused:
            self._breaker.succeeded()
            raise
        except (httpx2.HTTPError, TooLate, Unavailable) as error:
            self._breaker.failed()
            raise Unavailable(str(error) or f"no answer within {self._deadline} seconds") from error
        self._breaker.succeeded()
        return reply

    def close(self) -> None:
        """Let go of the connections."""
        self._threads.shutdown(wait=False)
        for client in self._idle:
            client.close()

    def _answer(self, form: type[P], asking: Asking) -> P:
        """Wait for the answer until the deadline. What is late then loses its connection, and its thread ends with that."""
        client = self._lend()
        answer = self._threads.submit(self._tries, client, form, asking, self._clock() + self._deadline)
        try:
            return answer.result(self._deadline)
        finally:
            if answer.done():
                self._idle.append(client)
            else:
                answer.cancel()
                client.close()

    def _lend(self) -> httpx2.Client:
        try:
            return self._idle.pop()
        except IndexError:
            return self._client()

    def _tries(self, client: httpx2.Client, form: type[P], asking: Asking, until: float) -> P:
        tries = 0
        while True:
            tries += 1
            try:
                return read(form, self._once(client, asking, until))
            except Refused as refused:
                if refused.code != RUNNING or self._left(until) < 2 * LEAST_SECONDS:
                    raise
                time.sleep(LEAST_SECONDS)
            except (httpx2.HTTPError, Unavailable):
                if tries >= MOST_TRIES or not asking.may_repeat or self._left(until) < LEAST_SECONDS:
                    raise

    def _left(self, until: float) -> float:
        return until - self._clock()

    def _time_to_ask(self, until: float) -> float:
        left = self._left(until)
        if left <= 0:
            raise Unavailable("no time was left to ask it")
        return left

    def _once(self, client: httpx2.Client, asking: Asking, until: float) -> bytes:
        def check(event: str, _: object) -> None:
            if event == SENDING:
                self._time_to_ask(until)

        left = self._time_to_ask(until)
        with client.stream(
            asking.method,
            asking.path,
            json=asking.body,
            params=asking.query,
            headers={"Idempotency-Key": asking.key} if asking.key else {},
            timeout=httpx2.Timeout(left, connect=min(left, CONNECT_SECONDS)),
            extensions={"trace": check},
        ) as response:
            body = b""
            for piece in response.iter_raw():
                body += piece
                if len(body) > MOST_BYTES or self._left(until) < 0:
                    raise Unavailable(f"its answer had not ended after {len(body)} bytes")
        if response.is_success:
            return body
        if response.is_client_error:
            refusal = read(Refusal, body).error
            raise Refused(refusal.code, refusal.model_dump_json())
        raise Unavailable(f"it answered {response.status_code}")
