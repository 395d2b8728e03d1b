"""The one place where a wallet that cannot be asked becomes an outcome that callers are told of."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.errors import WalletError
from ivr.flow.events import ActionDone
from ivr.outside.wallet import Wallet
from ivr.service.actions import ASKS
from ivr.service.actions.asked import Asked, Asks, Outside

UNAVAILABLE = ActionDone("unavailable")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asking:
    """An action of a wallet, if there is one."""

    name: str
    asks: Asks
    wallet: Wallet | None

    def __call__(self, asked: Asked) -> ActionDone:
        """Do it; whatever goes wrong at the wallet is `unavailable`, and told in the log without what was asked."""
        if self.wallet is None:
            return UNAVAILABLE
        try:
            return self.asks(self.wallet, asked)
        except WalletError as error:
            log.warning("%s: the wallet is unavailable: %s", self.name, error)
            return UNAVAILABLE


def outside(wallet: Wallet | None) -> Mapping[str, Outside]:
    """Give the outside actions, of a wallet if there is one."""
    return {name: Asking(name, asks, wallet) for name, asks in ASKS.items()}
