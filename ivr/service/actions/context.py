"""What an inside action may use: the open unit of work, and the call it is done for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ivr.flow.events import ActionDone
from ivr.flow.graph import Flow
from ivr.flow.state import CallState
from ivr.service.clock import ServiceWorld
from ivr.storage.base import Unit
from ivr.storage.reference import reference

TOLD = "told"
"""Among the arguments: the outcome of what was asked outside first."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who rang: how their number is found again, and sealed to be shown. Empty when the number was withheld."""

    hash: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Context:
    """One action's surroundings. `key` names the effect: performing it again with the same key changes nothing."""

    unit: Unit
    world: ServiceWorld
    state: CallState
    sid: str
    caller: Caller
    key: str
    seal: Callable[[str], Caller]
    hash: Callable[[str], str]
    draw: Callable[[int], int]

    @property
    def flow(self) -> Flow:
        """The menus the call is on."""
        return self.world.flow

    @property
    def account(self) -> str:
        """The wallet's name of the caller's account, once it is known that it is theirs; else empty."""
        slots = self.state.slots
        return str(slots["account"]["id"]) if slots.get("identity") and slots.get("account") else ""

    @property
    def watched(self) -> str:
        """What tries from the number that rings are watched under, over days; those from a withheld one in this call."""
        return self.caller.hash or self.sid

    @property
    def now(self) -> datetime:
        """The moment of the turn."""
        return self.world.instant

    def local(self, moment: datetime) -> datetime:
        """Give a moment in the hotline's time."""
        return moment.astimezone(self.world.now().tzinfo)

    def propose(self) -> str:
        """Propose a reference number; the store asks again while it is taken."""
        return reference(self.draw)

    def fact(self, name: str) -> int | None:
        """Give a fact of the hotline that is a number; None when it has no such fact."""
        return self.world.fact(name)

    def words(self, fragment: str) -> dict[str, str]:
        """Give a fragment that has no holes as a word per language."""
        return self.world.words(fragment)


Performer = Callable[[Context, Mapping[str, Any]], ActionDone]
"""Do the action in the open unit and answer with one of its declared outcomes."""
