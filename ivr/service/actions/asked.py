"""What an outside action may use: what it is asked, by whom, and the wallet. No transaction is open and no lock is held."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.clock import ServiceWorld, as_value


@dataclass(frozen=True, slots=True)
class Asked:
    """One action as it is asked for. `key` names the effect: asking again with the same key changes nothing more."""

    args: Mapping[str, Any]
    key: str
    world: ServiceWorld
    open_phone: Callable[[], str]

    @property
    def phone(self) -> str:
        """The number that rings, as the carrier tells it; empty when it is withheld."""
        return self.open_phone()

    @property
    def account(self) -> str:
        """The wallet's identifier of the caller's account."""
        return str(self.args["account"]["id"])

    @property
    def number(self) -> str:
        """The number of the order that is spoken of."""
        return str(self.args["number"])

    def day(self, moment: datetime) -> str:
        """Write the day of a moment in the hotline's time, as a `date`."""
        return self._local(moment).date().isoformat()

    def time(self, moment: datetime) -> str:
        """Write a moment in the hotline's time, as a `time`."""
        return as_value(self._local(moment))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.world.now().tzinfo)


Asks = Callable[[Wallet, Asked], ActionDone]
"""Do the action at the wallet and answer with one of its declared outcomes, but never `unavailable`: WalletError tells of that."""
Outside = Callable[[Asked], ActionDone]
"""An outside action with all it needs."""
