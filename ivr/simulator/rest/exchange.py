"""What the REST API needs of the exchange."""

from random import Random
from typing import Protocol

from ivr.simulator.account import Account
from ivr.simulator.call import Number
from ivr.simulator.clock import Clock
from ivr.simulator.texts import Texts
from ivr.simulator.verification import Verification


class Exchange(Protocol):
    account: Account
    clock: Clock
    numbers: dict[str, Number]
    texts: Texts
    verifications: dict[str, Verification]
    random: Random

    def sid(self, prefix: str) -> str:
        """Make up a SID."""
