"""A demo wallet on an ordinary Monday morning, and who asks it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import httpx2
import pytest

from ivr.demo_wallet.moments import ZONE
from ivr.demo_wallet.wallet import Wallet
from ivr.trial.wallet import KEY, URL, Straight, beside
from tests import browsing

browser = browsing.browser
MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZONE)


@dataclass
class Asker:
    """Asks a wallet over HTTP, by a clock that can be turned."""

    now: datetime = MONDAY
    http: httpx2.Client = None
    wallet: Wallet = None
    keys: Iterator[int] = field(default_factory=count)

    def get(self, path: str, **more: Any) -> Mapping[str, Any]:
        """Look something up that is there."""
        answer = self.http.get(f"/v1/{path}", **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, path: str, body: Mapping[str, Any] | None = None, key: str = "") -> httpx2.Response:
        """Have something changed, under a key of its own if none is given."""
        return self.http.post(f"/v1/{path}", json=body or {}, headers={"Idempotency-Key": key or f"key-{next(self.keys):08}"})

    def later(self, **much: float) -> None:
        """Let time pass."""
        self.now += timedelta(**much)


@pytest.fixture
def asker() -> Iterator[Asker]:
    asker = Asker()
    asker.wallet = beside(lambda: asker.now)
    with httpx2.Client(base_url=URL, transport=Straight(asker.wallet), headers={"Authorization": f"Bearer {KEY}"}) as asker.http:
        yield asker
    asker.wallet.close()


@pytest.fixture
def deeds(asker: Asker) -> Callable[[], list[str]]:
    """Give what was done to accounts, in order, each once."""

    def done() -> list[str]:
        with asker.wallet.asked() as asked:
            return [row.deed for row in asked.db.exec_driver_sql("SELECT deed FROM deeds WHERE reference > 70000000 ORDER BY reference")]

    return done
