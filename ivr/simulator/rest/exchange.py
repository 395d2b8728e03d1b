"""What the REST API needs of the exchange."""

from typing import Protocol

from ivr.simulator.account import Account
from ivr.simulator.clock import Clock


class Exchange(Protocol):
    account: Account
    clock: Clock

    def sid(self, prefix: str) -> str:
        """Make up a SID."""
