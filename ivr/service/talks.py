"""What an agent may do in a talk. The desk, `ivr agent` and written calls do it through this.

What is wished is kept, and the carrier is asked to make it so; wishing it twice changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.errors import AgentError
from ivr.service import pausing
from ivr.service.offers import HOLD, end
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import Intent, OfferRow


@dataclass(frozen=True, slots=True)
class Talks:
    """Changes talks, each by the staff number of an agent in it. All methods raise AgentError, and then nothing was changed."""

    store: Store
    clock: Callable[[], datetime]

    def hold(self, agent: str) -> None:
        """Let the caller hear music, and nothing of what is said."""
        self._hold(agent, is_held=True)

    def unhold(self, agent: str) -> None:
        """Let the caller hear the talk again."""
        self._hold(agent, is_held=False)

    def pause(self, agent: str) -> None:
        """Have the talk not recorded for two minutes."""
        with self.store.unit() as unit:
            pausing.pause(unit, _talk_of(unit, agent), self.clock())

    def record(self, agent: str) -> None:
        """Have the talk recorded again."""
        with self.store.unit() as unit:
            pausing.record_again(unit, _talk_of(unit, agent), self.clock())

    def is_paused(self, agent: str) -> bool | None:
        """Tell whether the recording rests; None while the carrier has not said so."""
        with self.store.unit() as unit:
            return pausing.is_paused(unit, _talk_of(unit, agent))

    def end(self, agent: str) -> None:
        """End the talk. A browser that is gone without this is lost, and the caller waits again."""
        with self.store.unit() as unit:
            talk = _talk_of(unit, agent)
            if not end(unit, talk, self.clock()):
                raise AgentError(f"agent {agent} does not own the talk: only who does may end it.")

    def _hold(self, agent: str, *, is_held: bool) -> None:
        with self.store.unit() as unit:
            wish_held(unit, _talk_of(unit, agent), self.clock(), is_held=is_held)


def wish_held(unit: Unit, talk: OfferRow, now: datetime, *, is_held: bool) -> None:
    """Wish that a caller is held, or no longer. Raises AgentError when the talk is not theirs who asks."""
    if not unit.wish_held(talk.id, is_held):
        raise AgentError(f"agent {talk.agent} does not own the talk: only who does may hold the caller.")
    unit.plan_again(Intent(HOLD, talk.id, now))


def _talk_of(unit: Unit, agent: str) -> OfferRow:
    """Find the talk an agent is in."""
    talk = unit.offer_to(agent)
    if talk is None or talk.state != "talking":
        raise AgentError(f"agent {agent} is in no talk.")
    return talk
