"""What an agent may do in a talk. The desk, `ivr talk` and written calls do it through this.

What is wished is kept, and the carrier is asked to make it so; wishing it twice changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.agents.model import Level
from ivr.errors import AgentError
from ivr.service import consults, offers, pausing
from ivr.service.offers import COACH, EAR, GUEST, HAND_OVER, HOLD, OWNER, PAUSE, SPEAK, VOICE
from ivr.service.queueing import opaque
from ivr.service.staffing import LEVELS, nobody_has
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import OUTSIDE, AgentRow, Intent, OfferRow


@dataclass(frozen=True, slots=True)
class Talks:
    """Changes talks, each by the staff number of who wishes it. All methods raise AgentError, and then nothing was changed."""

    store: Store
    clock: Callable[[], datetime]
    draw: Callable[[int], int]

    def hold(self, agent: str) -> None:
        """Let the caller hear music, and nothing of what is said."""
        with self.store.unit() as unit:
            self._hold(unit, owned(unit, agent), is_held=True)

    def unhold(self, agent: str) -> None:
        """Let the caller hear the talk again."""
        with self.store.unit() as unit:
            self._hold(unit, owned(unit, agent), is_held=False)

    def pause(self, agent: str) -> None:
        """Have the talk not recorded for two minutes."""
        with self.store.unit() as unit:
            pausing.wish_paused(unit, owned(unit, agent), self.clock(), is_paused=True)

    def record(self, agent: str) -> None:
        """Have the talk recorded again."""
        with self.store.unit() as unit:
            pausing.wish_paused(unit, owned(unit, agent), self.clock(), is_paused=False)

    def is_paused(self, agent: str) -> bool | None:
        """Tell whether the recording rests; None while the carrier has not said so."""
        with self.store.unit() as unit:
            return pausing.is_paused(unit, _talk_of(unit, agent))

    def consult(self, agent: str, whom: str) -> str:
        """Put the caller on hold and ask somebody in: by staff number, by the name of one outside, or whoever of a level is free.

        Who does not come is not asked again; of a level others are, for a while. When nobody comes, the caller hears the talk again.
        Give what the agent is to know of a level: whether somebody of it is free; "" of one person.
        """
        with self.store.unit() as unit:
            talk = owned(unit, agent)
            if (here := _guests(unit, talk)) and here[0].state in offers.BEFORE_TALK:
                raise AgentError(f"agent {here[0].agent} is being rung: wait whether they come, or take the caller back.")
            if here:
                raise AgentError(f"agent {here[0].agent} is asked in already: take the caller back, or hand over.")
            if (asked := unit.consult(talk.id)) is not None and asked.state == "open":
                raise AgentError(f"a {asked.level} is asked for already: wait who comes, or take the caller back.")
            if whom in LEVELS:
                hint, sake = consults.ask(unit, talk, whom, self.clock()), GUEST
            else:
                hint, sake = "", self._ask_one(unit, talk, whom)
            if not talk.is_held:
                self._hold(unit, talk, is_held=True, held_for=sake)
            return hint

    def back(self, agent: str) -> None:
        """Take the caller back, whoever put them on hold: who was asked in is needed no more."""
        with self.store.unit() as unit:
            talk = owned(unit, agent)
            unit.end_consult(talk.id, "over")
            for guest in _guests(unit, talk):
                offers.dismiss(unit, guest, self.clock())
            self._hold(unit, talk, is_held=False)

    def hand_over(self, agent: str) -> None:
        """Leave the caller to who was asked in, and go."""
        with self.store.unit() as unit:
            talk = owned(unit, agent)
            here = [guest for guest in _guests(unit, talk) if guest.state == "talking"]
            if not here:
                raise AgentError("nobody who was asked in is there to take the call: consult somebody first.")
            self._hand_over(unit, talk, here[0])

    def listen(self, supervisor: str, agent: str) -> None:
        """Hear an agent's talk, heard by nobody."""
        with self.store.unit() as unit:
            ear, talk = self._free(unit, supervisor), owned(unit, agent)
            _check_level(ear)
            self._ask_in(unit, talk, ear, EAR)

    def mute(self, supervisor: str) -> None:
        """Only hear the talk again."""
        self._turn(supervisor, EAR)

    def whisper(self, supervisor: str) -> None:
        """Speak so that the agent alone hears it."""
        self._turn(supervisor, COACH)

    def barge(self, supervisor: str) -> None:
        """Speak so that all hear it."""
        self._turn(supervisor, VOICE)

    def take_over(self, supervisor: str) -> None:
        """Take the call from the agent, who goes."""
        with self.store.unit() as unit:
            mine = _talk_of(unit, supervisor)
            _check_level(_agent(unit, supervisor))
            owner = unit.lock_owner(mine)
            if owner is None or owner.id == mine.id:
                raise AgentError(f"the call is agent {supervisor}'s already.")
            self._hand_over(unit, owner, mine)

    def end(self, agent: str) -> None:
        """Leave the talk; with who owns it, it is over. A browser that is gone without this is lost, and the caller waits again."""
        with self.store.unit() as unit:
            offers.end(unit, _in_talk(unit, agent), self.clock())

    def _hold(self, unit: Unit, talk: OfferRow, *, is_held: bool, held_for: str = "") -> None:
        if unit.wish_held(talk.id, is_held, held_for):
            unit.plan_again(Intent(HOLD, talk.id, self.clock()))

    def _free(self, unit: Unit, staff: str) -> AgentRow:
        """Find somebody who may be rung."""
        agent = _agent(unit, staff)
        if unit.offer_to(staff):
            raise AgentError(f"agent {staff} has a call already.")
        if not unit.is_free(staff, self.clock()):
            raise AgentError(f"agent {staff} is writing, or their telephone may still ring: ask again in a moment.")
        return agent

    def _ask_one(self, unit: Unit, talk: OfferRow, whom: str) -> str:
        guest = self._free(unit, whom)
        if guest.state == "away" and guest.by != OUTSIDE:
            raise AgentError(f"agent {whom} is away: ask somebody else.")
        return self._ask_in(unit, talk, guest, GUEST)

    def _ask_in(self, unit: Unit, talk: OfferRow, agent: AgentRow, role: str) -> str:
        now = self.clock()
        offer = OfferRow(opaque(self.draw), talk.entry, agent.id, now, now, role=role, room=talk.opener, conference=talk.conference)
        if not offers.ask_in(unit, offer):
            raise AgentError(f"agent {agent.id} has a call already.")
        return offer.id

    def _turn(self, supervisor: str, role: str) -> None:
        with self.store.unit() as unit:
            mine = _talk_of(unit, supervisor)
            _check_level(_agent(unit, supervisor))
            if not unit.turn_role(mine.id, role):
                raise AgentError(f"agent {supervisor} was asked in, or owns the talk: all hear them.")
            unit.plan_again(Intent(SPEAK, mine.id, self.clock()))

    def _hand_over(self, unit: Unit, talk: OfferRow, to: OfferRow) -> None:
        now = self.clock()
        if not unit.hand_over(talk, to.id, now):
            raise AgentError("who was to take the call is gone, or the call is over.")
        unit.end_consult(talk.id, "over")
        unit.rest_agent(talk.agent, now + offers.WRAP_UP)
        unit.plan(Intent(HAND_OVER, talk.id, now))
        if unit.intent(talk.id, PAUSE):  # whatever the carrier has made of it, it is to record now
            unit.plan_again(Intent(PAUSE, to.id, now))
        for other in unit.others_in(talk):
            unit.plan_again(Intent(SPEAK, other.id, now))


def _in_talk(unit: Unit, agent: str) -> OfferRow:
    """Find the talk somebody is in, whether or not the caller is there."""
    talk = unit.offer_to(agent)
    if talk is None and unit.agent(agent) is None:
        raise nobody_has(unit, agent)
    if talk is None or talk.state not in offers.talking(talk):
        raise AgentError(f"agent {agent} is in no talk.")
    return talk


def _talk_of(unit: Unit, agent: str) -> OfferRow:
    """Find the talk somebody is in with a caller."""
    talk = _in_talk(unit, agent)
    if talk.state != "talking":
        raise AgentError("the caller is being asked who they are: wait until they are back, or end the talk.")
    return talk


def owned(unit: Unit, agent: str) -> OfferRow:
    """Find the talk with a caller that an agent owns. Raises AgentError when there is none, or the caller is elsewhere just now."""
    """Find the talk somebody owns, which nobody else changes until the unit ends."""
    unit.lock_owner(_talk_of(unit, agent))
    talk = _talk_of(unit, agent)  # as it is by now
    if talk.role != OWNER:
        raise AgentError(f"agent {agent} is in the talk of another, who alone may do that.")
    return talk


def _guests(unit: Unit, talk: OfferRow) -> list[OfferRow]:
    """List who was asked into a talk, there or on the way."""
    return [each for each in unit.others_in(talk) if each.role == GUEST]


def _agent(unit: Unit, staff: str) -> AgentRow:
    agent = unit.agent(staff)
    if agent is None:
        raise AgentError(f'"{staff}" is nobody: write a staff number, a name of somebody outside, or one of {", ".join(LEVELS)}.')
    return agent


def _check_level(agent: AgentRow) -> None:
    if agent.level < Level.SUPERVISOR:
        raise AgentError(f"agent {agent.id} is no supervisor, and may not be in the talk of another unasked.")
