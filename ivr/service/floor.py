"""The loop of the floor: agents are offered calls, and the carrier is asked for what that takes. Jobs beside it are slower."""

from dataclasses import dataclass

from ivr.service.intents import Intents
from ivr.service.offers import opened_late
from ivr.service.reconcile import Reconciler
from ivr.service.router import Router


@dataclass(frozen=True, slots=True)
class Floor:
    """Brings callers and agents together."""

    router: Router
    intents: Intents
    reconciler: Reconciler

    def work(self) -> int:
        """Do what is due now, and give how much was done."""
        store, now = self.router.store, self.router.clock()
        if not store.is_floor_due(now, opened_late(now)):
            return 0
        return self.router.work() + self.intents.work()
