"""What takes a caller out of a talk by an agent's wish: to the people of another queue or to their callback, or to be asked who they are.

The entry goes away with the wish, as it does by a key pressed in the wait, and its call is sent to ask what to do next. The caller is moved
first and the agent's leg ended after it, if at all; should the room end before, the caller's call asks the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.compiler.problems import did_you_mean
from ivr.errors import AgentError
from ivr.flow.events import Event, LeftQueue
from ivr.flow.graph import Flow
from ivr.flow.nodes.queue import CALL_BACK, CHECK, TRANSFER
from ivr.service import offers
from ivr.service.clock import ServiceWorld
from ivr.service.talks import owned
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import Intent, OfferRow


@dataclass(frozen=True, slots=True)
class Moves:
    """What an agent may wish of the caller they talk to. All methods raise AgentError, and then nothing was changed."""

    store: Store
    flow: Flow
    clock: Callable[[], datetime]

    def transfer(self, agent: str, queue: str) -> str:
        """Let the caller wait for another queue's people, at the place of their arrival; the agent has done with them.

        Give what the agent is to know: that nobody is there now, or that too many wait; "" of any other queue.
        """
        self._send(agent, TRANSFER, queue)
        return self._stands(
            queue, "the caller hears so, and may be called back.", "the caller hears so, and is asked when to be called back."
        )

    def call_back(self, agent: str, queue: str) -> str:
        """Let the caller say where and when a queue's people are to call back, for the same place; the agent has done with them.

        Give what the agent is to know, as of a transfer.
        """
        self._send(agent, CALL_BACK, queue)
        return self._stands(queue, "its people call back once it is open.", "it may be long until its people call back.")

    def _send(self, agent: str, wish: str, queue: str) -> None:
        known = [name for name, each in self.flow.queues.items() if each.transfer is not None]
        if queue not in known:
            what = "called back by" if wish == CALL_BACK else "transferred to"
            raise AgentError(f'no caller can be {what} "{queue}": it is no such queue. {did_you_mean(queue, known)}')
        now = self.clock()
        with self.store.unit() as unit:
            offer = _sent_out(unit, agent, f"{wish}:{queue}")
            unit.plan_again(Intent(offers.RESUME, offer.id, now))
            offers.without_caller(unit, offer, now)

    def _stands(self, queue: str, when_closed: str, when_full: str) -> str:
        now = self.clock()
        world = ServiceWorld(self.flow, now, tuple(self.store.read_switches(now)))
        if not world.is_staffed(queue, now):
            opens = world.opens(queue, now)
            until = f" until {opens:%Y-%m-%d %H:%M}" if opens else ""
            return f"{queue} is closed{until}: {when_closed}"
        with self.store.unit() as unit:
            is_full = unit.waiting_count(queue) >= self.flow.queues[queue].most
        return f"{queue} is full: {when_full}" if is_full else ""

    def check(self, agent: str, level: str) -> None:
        """Let the caller be asked who they are, and brought back into the room, where the agent waits."""
        if level not in ("light", "strong"):
            raise AgentError(f'"{level}" is no level of identity. {did_you_mean(level, ["light", "strong"])}')
        now = self.clock()
        with self.store.unit() as unit:
            offer = _sent_out(unit, agent, f"{CHECK}:{level}")
            unit.move_offer(offer.id, ["talking"], "joined", now)
            unit.plan_again(Intent(offers.RESUME, offer.id, now))


def _sent_out(unit: Unit, agent: str, wish: str) -> OfferRow:
    """Send the caller out of the room with an agent's wish; it is for who owns the room to wish."""
    offer = owned(unit, agent)
    if not unit.wish(offer.entry, wish, "talking"):
        raise AgentError(f"agent {agent} is in no talk with a caller.")
    unit.wish_held(offer.id, is_held=False)  # nobody is on hold in a room they have left
    return offer


def left(unit: Unit, call_sid: str, event: Event, now: datetime) -> None:
    """Keep that a caller has left a line or a room: after a talk, or by an agent's wish, which is carried out from now on."""
    match event:
        case LeftQueue("bridged"):
            offers.leave(unit, call_sid, "done", now)
        case LeftQueue("wish", str(wish)) if wish.startswith(f"{TRANSFER}:"):
            unit.carry_out(call_sid, wish, "done", wish)
        case LeftQueue("wish", str(wish)) if wish.startswith(f"{CALL_BACK}:"):  # with the place of a transfer
            unit.carry_out(call_sid, wish, "done", wish.replace(CALL_BACK, TRANSFER, 1))
        case LeftQueue("wish", str(wish)) if wish.startswith(f"{CHECK}:"):
            unit.carry_out(call_sid, wish, "away", "")
