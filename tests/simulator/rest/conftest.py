"""An account at the simulated carrier, asked through Twilio's own package."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

import pytest
from twilio.rest import Client

from ivr.simulator.account import Account
from ivr.simulator.clock import Clock
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess

MONDAY_TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)
ACCOUNT = Account("AC" + "1" * 32, "primary", {"SK" + "2" * 32: "secret"})


@dataclass
class Exchange:
    account: Account
    clock: Clock
    numbers: "count[int]" = field(default_factory=count)

    def sid(self, prefix: str) -> str:
        return f"{prefix}{next(self.numbers):032x}"


@pytest.fixture
def exchange() -> Exchange:
    return Exchange(Account(ACCOUNT.sid, ACCOUNT.token, ACCOUNT.keys), Clock(MONDAY_TEN))


@pytest.fixture
def rest(exchange: Exchange) -> RestApi:
    return RestApi(exchange)


@pytest.fixture
def twilio(rest: RestApi) -> Client:
    """Twilio's own client, whose requests go into the simulated carrier."""
    return Client(ACCOUNT.sid, ACCOUNT.token, http_client=InProcess(rest))
