"""What a unit promises of the floor."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ivr.agents.estimates import Estimate
from ivr.storage.estimates import LinePast
from ivr.storage.floor_records import AgentRow, Consult, Intent, OfferRow, Queued, WrapUp


class FloorUnit(Protocol):
    """Who answers calls, and how calls come to them."""

    def put_agent(self, agent: AgentRow) -> None:
        """Keep an agent; one who is known keeps the state."""

    def turn_agent(self, agent_id: str, state: str, at: datetime) -> bool:
        """Make an agent ready, or away. False if nobody has that name."""

    def rest_agent(self, agent_id: str, until: datetime, refusals: int = 0) -> None:
        """Leave an agent alone until then, whatever their state; so many calls in a row were refused."""

    def agent(self, agent_id: str) -> AgentRow | None:
        """Read an agent."""

    def agents(self) -> list[AgentRow]:
        """List all agents."""

    def ready_agents(self, now: datetime) -> list[AgentRow]:
        """List the agents who are ready and to whom no call is held out."""

    def is_free(self, agent_id: str, now: datetime) -> bool:
        """Tell whether an agent may be rung, ready or away: nothing is held out to them, they write nothing and no telephone rings."""

    def turn_entry(self, entry_id: str, before: str, after: str) -> bool:
        """Move an entry from one state to another. False if it was not in the one."""

    def open_offer(self, offer: OfferRow) -> bool:
        """Hold a call out to an agent. False if either has an offer already."""

    def offer(self, offer_id: str) -> OfferRow | None:
        """Read an offer."""

    def move_offer(self, offer_id: str, before: Sequence[str], after: str, at: datetime) -> bool:
        """Move an offer from one of some states to another. False if it was in none of them."""

    def keep_leg(self, offer_id: str, sid: str) -> None:
        """Keep which call is the agent's, the first that is told."""

    def stale_offers(self, before: datetime) -> list[OfferRow]:
        """List the live offers that were taken and have not moved since a moment."""

    def waiting(self, before: datetime) -> list[Queued]:
        """List those who have waited since before a moment, queue by queue."""

    def offer_of(self, entry_id: str) -> OfferRow | None:
        """Read the live offer of an entry to who is to own the room."""

    def offers_of_call(self, call_sid: str) -> list[OfferRow]:
        """List the live offers of a caller's call."""

    def talk_of(self, call_sid: str) -> OfferRow | None:
        """Read the talk, now over, that a caller's call had last."""

    def keep_conference(self, opener: str, sid: str) -> None:
        """Keep the carrier's name for the room that an offer opened, the first that is told."""

    def owner_in(self, offer: OfferRow) -> OfferRow | None:
        """Read the offer to who owns the room of an offer, or did until its end."""

    def lock_owner(self, offer: OfferRow) -> OfferRow | None:
        """Read the offer to who owns the room of an offer, and let nobody else change it until the unit ends."""

    def turn_role(self, offer_id: str, role: str) -> bool:
        """Change how one who listens to a talk is heard. False if that is over, or they own it or were asked in."""

    def hand_over(self, talk: OfferRow, to: str, at: datetime) -> bool:
        """Let another own the room, and the talk since it began; for who owned it until now it is over. False if either is out of it."""

    def offer_to(self, agent_id: str) -> OfferRow | None:
        """Read the live offer to an agent, whatever their role."""

    def others_in(self, talk: OfferRow) -> list[OfferRow]:
        """List the live offers into the room of a talk, or on the way to it, but that of who owns it."""

    def wish_held(self, offer_id: str, is_held: bool, held_for: str = "") -> bool:
        """Wish that a caller hears music, for a guest's sake or not, or the talk. False if the offer is not a talk, or does not own
        the room."""

    def ask_level(self, talk: str, level: str, at: datetime) -> None:
        """Keep that a level of people is asked into a talk, in the place of what was asked in it before."""

    def consult(self, talk: str) -> Consult | None:
        """Read what was asked last in a talk."""

    def ring_for(self, consult: Consult, guest: OfferRow) -> bool:
        """Let the offer to a guest be the next that is rung for a consult. False if that is not as it was, or over."""

    def give_up(self, consult: Consult) -> bool:
        """Let a consult be unanswered. False if it is not as it was, or over."""

    def end_consult(self, talk: str, state: str) -> bool:
        """Let what is asked in a talk be answered, or over. False if nothing is."""

    def last_talk(self, agent_id: str, since: datetime) -> OfferRow | None:
        """Read an agent's talk that is going on, or else the last one that ended since then."""

    def talked_to(self, call_sid: str, caller_hash: str, since: datetime) -> list[tuple[str, str]]:
        """List in which calls a number talked to which agents since a moment, the newest call first; not who only listened.

        Of who withholds their number only this call is known.
        """

    def wish_paused(self, offer_id: str, is_paused: bool) -> bool:
        """Wish that the recording of a talk rests, or goes on. False if the offer is not a talk, or does not own the room."""

    def long_paused(self, before: datetime) -> list[OfferRow]:
        """List the talks whose recording has rested since before a moment."""

    def intent(self, offer_id: str, kind: str) -> Intent | None:
        """Read what was last planned of a kind for an offer."""

    def keep_wrapup(self, wrapup: WrapUp) -> bool:
        """Keep what an agent wrote about a talk. False if something is written of it already."""

    def plan(self, intent: Intent) -> None:
        """Plan to ask something of the carrier; twice is once."""

    def plan_again(self, intent: Intent) -> None:
        """Plan to ask something of the carrier whether or not it was asked before, or is being asked: what is wished has changed."""

    def due_intents(self, now: datetime) -> list[Intent]:
        """List what is to be asked of the carrier now, the longest due first."""

    def send_intent(self, intent: Intent, at: datetime, until: datetime) -> bool:
        """Note that it is about to be asked; nobody else asks it until then. False if somebody does already."""

    def hurry_intents(self, at: datetime) -> None:
        """Wait no longer for what comes of all that was sent: who asked it is gone."""

    def settle_intent(self, intent: Intent, state: str, at: datetime, why: str = "") -> None:
        """Say what came of it; what is unknown is looked at again at that moment. What was sent anew since then is left, and what was
        planned again is due at once."""

    def keep_pace(self, what: str, now: datetime, until: datetime) -> bool:
        """Take the moment for something, which nobody does then before `until`. False if that is still to come."""

    def keep_estimate(self, call_sid: str, queue: str, estimate: Estimate, at: datetime) -> None:
        """Keep what was estimated of a call's wait in a queue; a later estimate takes the place of the one before."""

    def line_past(self, queue: str, most: int) -> LinePast:
        """Read what a line's last calls were like, of so many at most."""
