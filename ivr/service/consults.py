"""An agent in a talk asks a level of people: whoever of it, or above, is free is rung, and who does not come is followed by another.

Each step is a part of an open unit of work. Who asks one person by name has no need of this.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from ivr.errors import AgentError
from ivr.service import offers
from ivr.service.offers import GUEST
from ivr.service.queueing import opaque
from ivr.service.staffing import LEVELS, READY
from ivr.storage.base import Unit
from ivr.storage.floor_records import AgentRow, Consult, Intent, OfferRow

ASKED_FOR = timedelta(seconds=45)
"""For so long after the asking somebody is rung, or waited for while all are busy; who is being rung then may still come. Our judgement."""


def ask(unit: Unit, talk: OfferRow, level: str, now: datetime) -> str:
    """Ask a level of people into a talk, and give what happens now.

    Raises AgentError when nobody of it is at work, and then nothing was changed.
    """
    if not (at_work := _at_work(unit, Consult(talk.id, level, now), talk)):
        listens = next((f"Agent {each.agent} listens to this talk, and may barge in." for each in unit.others_in(talk)), "")
        what_now = listens or f"Transfer the caller, or have them called back: ivr talk {talk.agent} call-back QUEUE."
        raise AgentError(f"no {level} is at work {'outside this talk ' if listens else ''}who speaks the caller's language. {what_now}")
    unit.ask_level(talk.id, level, now)
    if any(each.id in at_work for each in unit.ready_agents(now)):
        return f"Whoever of the level {level} has been free longest is rung now."
    return f"All of the level {level} are busy: who is free within {ASKED_FOR.seconds} seconds is rung."


def go_on(unit: Unit, consult: Consult, now: datetime, draw: Callable[[int], int]) -> None:
    """Ring who has been free longest in the lowest level, unless somebody is rung. When the time is over, or all were rung, nobody came.

    A talk may be over and its question not: the program before this one knows of none.
    """
    guest, asked_in = unit.offer(consult.guest), unit.offer(consult.offer)
    talk = unit.lock_owner(asked_in) if asked_in else None
    if talk is None or talk.id != consult.offer or talk.state not in offers.IN_ROOM:
        unit.end_consult(consult.offer, "over")
        return
    if guest is not None and guest.state in offers.BEFORE_TALK:
        return
    at_work = _at_work(unit, consult, talk)
    free = [each for each in unit.ready_agents(now) if each.id in at_work]
    if not at_work or now - consult.asked_at >= ASKED_FOR:
        if unit.give_up(consult):
            offers.let_talk(unit, talk, now)
            unit.plan_again(Intent(offers.NOBODY, talk.id, now))
    elif free:
        longest = min(free, key=lambda each: (each.level, each.ready_at, each.id))
        offer = OfferRow(opaque(draw), talk.entry, longest.id, now, now, role=GUEST, room=talk.opener, conference=talk.conference)
        if unit.ring_for(consult, offer):
            offers.ask_in(unit, offer)


def _at_work(unit: Unit, consult: Consult, talk: OfferRow) -> frozenset[str]:
    """Name those at work who may come, whatever they do now: of the level, with the caller's language, neither in the room nor rung yet."""
    entry, rung = unit.entry(talk.entry), consult.rung.split(",")
    language, left_out = entry.language if entry else "", {talk.agent, *rung, *(each.agent for each in unit.others_in(talk))}

    def may_come(agent: AgentRow) -> bool:
        speaks = language in agent.languages.split(",")
        return speaks and agent.state == READY and agent.level >= LEVELS[consult.level] and agent.id not in left_out

    return frozenset(each.id for each in unit.agents() if may_come(each))
