"""Agents, offers and intents. An offer moves from state to state by compare-and-set: of two who move it one does."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, select, update

from ivr.storage.callbacks import AT_HOME, Callbacks
from ivr.storage.columns import Moment, moment
from ivr.storage.consults import OPEN as CONSULTS
from ivr.storage.consults import Consults
from ivr.storage.driver import DriverStatement
from ivr.storage.floor_records import BROWSER, DIALLING, HEARD, TELEPHONE, AgentRow, FloorNow, Intent, OfferRow, Queued, WrapUp
from ivr.storage.floor_tables import LIVE, OWNS, UNSETTLED, agents, intents, offers, wrapups
from ivr.storage.rows import columns, insert_new
from ivr.storage.tables import OPEN_ENTRY, entries
from ivr.storage.waiting import placed

LEFT_ALONE = ("declined", "unanswered", "failed")
"""How an offer ends after which the call is not held out to the same agent for a while."""

PUT_AGENT = insert_new(agents)
THIS_AGENT = agents.c.id == bindparam("this")
CHANGE_AGENT = update(agents).where(THIS_AGENT)
RENEWED = ("number_sealed", "skills", "languages", "by", "level")
RENEW_AGENT = CHANGE_AGENT.values({name: bindparam(name) for name in RENEWED})
TURN_AGENT = CHANGE_AGENT.values(state=bindparam("turned"), ready_at=bindparam("from_"), refusals=0)
REST_AGENT = CHANGE_AGENT.values(ready_at=bindparam("from_"), refusals=bindparam("refused"))
AGENT = select(*columns(agents, AgentRow)).where(THIS_AGENT)
AGENTS = select(*columns(agents, AgentRow)).order_by(agents.c.id)
ALL_AGENTS = DriverStatement(AGENTS)
TO_BE_ENDED = exists().where(
    UNSETTLED, intents.c.kind == "end", offers.c.id == intents.c.about, offers.c.agent == agents.c.id, offers.c.leg != ""
)
"""A leg that the carrier is still to end may ring: that telephone is not rung."""
FREE = and_(agents.c.ready_at <= bindparam("now"), ~exists().where(offers.c.agent == agents.c.id, LIVE), ~TO_BE_ENDED)
READY = AGENTS.where(agents.c.state == "ready", FREE)
IS_FREE = AGENT.where(FREE)
WAITING = select(*placed(Queued)).where(OPEN_ENTRY, entries.c.state == "waiting")
QUEUED = WAITING.where(~exists().where(offers.c.entry == entries.c.id, OWNS))
PASSED_OVER = (
    select(offers.c.entry, offers.c.agent, func.max(offers.c.changed_at))
    .where(offers.c.changed_at > bindparam("since"), offers.c.state.in_(LEFT_ALONE))
    .group_by(offers.c.entry, offers.c.agent)
)

OPEN = insert_new(offers)
THIS_OFFER = offers.c.id == bindparam("this")
OFFER = select(*columns(offers, OfferRow)).where(THIS_OFFER)
MOVE = (
    update(offers)
    .where(THIS_OFFER, offers.c.state.in_(bindparam("before", expanding=True)))
    .values(
        state=bindparam("after"),
        changed_at=bindparam("at"),
        talked_at=case((bindparam("after") == "talking", func.coalesce(offers.c.talked_at, bindparam("at"))), else_=offers.c.talked_at),
    )
)
LEG = update(offers).where(THIS_OFFER, offers.c.leg == "").values(leg=bindparam("sid"))
TO_BROWSER = exists().where(agents.c.id == offers.c.agent, agents.c.by == BROWSER)
LATE = select(*columns(offers, OfferRow)).where(
    LIVE,
    or_(
        and_(
            offers.c.state == "open",
            or_(
                and_(offers.c.changed_at <= bindparam(TELEPHONE), offers.c.changed_at == offers.c.offered_at),
                offers.c.changed_at <= bindparam(HEARD),
                and_(offers.c.changed_at <= bindparam(BROWSER), TO_BROWSER),
            ),
        ),
        and_(offers.c.state == "accepted", offers.c.leg == "", offers.c.changed_at <= bindparam(DIALLING)),
    ),
)
TAKEN = select(*columns(offers, OfferRow)).where(LIVE, offers.c.state != "open")
"""Not by their age: there is an index of it, which would find all offers there ever were."""
LONG_WAITING = WAITING.where(entries.c.arrived_at <= bindparam("before"))
"""In no order: SQLite would take the index that gives it, and read all entries there ever were."""
OF_ENTRY = select(*columns(offers, OfferRow)).where(OWNS, offers.c.entry == bindparam("of"))
OF_CALL = select(*columns(offers, OfferRow)).where(
    LIVE, offers.c.entry.in_(select(entries.c.id).where(entries.c.call_sid == bindparam("call"), entries.c.state != "callback"))
)
"""Whose entry waits at home: that call is over."""

KEEP_WRAPUP = insert_new(wrapups)

PLAN = insert_new(intents)
IS_SENT = intents.c.state == "sent"
DUE_AT = bindparam("at", type_=Moment)
PLAN_AGAIN = (
    update(intents)
    .where(intents.c.about == bindparam("this"), intents.c.kind == bindparam("of"))
    .values(
        again=intents.c.again + 1,
        state=case((IS_SENT, "sent"), else_="planned"),
        due_at=case((IS_SENT, intents.c.due_at), else_=DUE_AT),
        tries=case((IS_SENT, intents.c.tries), else_=0),
        error="",
    )
)
"""What is being asked is let come to its end first: two requests of one thing might reach the carrier in either order."""
DUE = select(*columns(intents, Intent)).where(UNSETTLED, intents.c.due_at <= bindparam("now")).order_by(intents.c.due_at, intents.c.id)
THIS_INTENT = and_(intents.c.id == bindparam("this"), UNSETTLED)
SEND = (
    update(intents)
    .where(THIS_INTENT, intents.c.tries == bindparam("before"))
    .values(state="sent", tries=intents.c.tries + 1, sent_at=bindparam("at"), due_at=bindparam("until"))
)
HURRY = update(intents).where(UNSETTLED, intents.c.state == "sent").values(due_at=bindparam("at"))
IS_AS_PLANNED = intents.c.again == bindparam("known")
SETTLE = (
    update(intents)
    .where(THIS_INTENT, intents.c.tries == bindparam("tried"))
    .values(
        state=case((IS_AS_PLANNED, bindparam("settled")), else_="planned"),
        due_at=case((IS_AS_PLANNED, DUE_AT), else_=func.coalesce(intents.c.sent_at, intents.c.due_at)),
        tries=case((IS_AS_PLANNED, intents.c.tries), else_=0),
        error=bindparam("why"),
    )
)
UNRUNG = select(func.count()).where(UNSETTLED, intents.c.kind.in_(["call", "dial"]), intents.c.state == "planned")
TURN_ENTRY = (
    update(entries).where(entries.c.id == bindparam("this"), entries.c.state == bindparam("before")).values(state=bindparam("after"))
)

MAY_MEET = and_(READY.exists(), or_(QUEUED.exists(), AT_HOME.exists()))
FLOOR_IS_DUE = DriverStatement(select(or_(MAY_MEET, LATE.exists(), CONSULTS.exists(), DUE.exists())))


READY_AT = 5
"""Where an agent's row has its moment: the driver gives it as it keeps it."""


def agent_row(row: Sequence[Any]) -> AgentRow:
    """Make an agent of a row as the driver gives it."""
    values = list(row)
    values[READY_AT] = moment(values[READY_AT])
    return AgentRow(*values)


class Floor(Callbacks, Consults):
    """The part of the unit that keeps who answers calls, and how calls come to them."""

    __slots__ = ()

    def put_agent(self, agent: AgentRow) -> None:
        """Keep an agent; one who is known keeps the state."""
        if not self._changed(PUT_AGENT, **self._values(agent)):
            self._run(RENEW_AGENT, this=agent.id, **{name: getattr(agent, name) for name in RENEWED})

    def turn_agent(self, agent_id: str, state: str, at: datetime) -> bool:
        """Make an agent ready, or away. False if nobody has that name."""
        return self._changed(TURN_AGENT, this=agent_id, turned=state, from_=at)

    def rest_agent(self, agent_id: str, until: datetime, refusals: int = 0) -> None:
        """Leave an agent alone until then, whatever their state; so many calls in a row were refused."""
        self._run(REST_AGENT, this=agent_id, from_=until, refused=refusals)

    def agent(self, agent_id: str) -> AgentRow | None:
        """Read an agent."""
        return self._one(AgentRow, AGENT, this=agent_id)

    def agents(self) -> list[AgentRow]:
        """List all agents."""
        return [agent_row(row) for row in self._ask(ALL_AGENTS).fetchall()]

    def floor(self, now: datetime, opened: Mapping[str, datetime], since: datetime) -> FloorNow:
        """Look at the floor; who waits is read only when somebody is ready."""
        ready = self.ready_agents(now)
        queued, at_home = (self.queued(), self.at_home(now)) if ready else ([], [])
        passed_over = self.passed_over(since) if queued or at_home else []
        return FloorNow(self.late_offers(opened), self.open_consults(), self._run(UNRUNG).scalar_one(), ready, queued, at_home, passed_over)

    def ready_agents(self, now: datetime) -> list[AgentRow]:
        """List the agents who are ready and to whom no call is held out."""
        return self._all(AgentRow, READY, now=now)

    def is_free(self, agent_id: str, now: datetime) -> bool:
        """Tell whether an agent may be rung, ready or away: nothing is held out to them, they write nothing and no telephone rings."""
        return self._one(AgentRow, IS_FREE, this=agent_id, now=now) is not None

    def queued(self) -> list[Queued]:
        """List those who wait and are held out to nobody."""
        return self._all(Queued, QUEUED)

    def passed_over(self, since: datetime) -> list[tuple[str, str, datetime]]:
        """List which entries which agents did not take, and when last, since then."""
        return [(entry, agent, at) for entry, agent, at in self._run(PASSED_OVER, since=since)]

    def turn_entry(self, entry_id: str, before: str, after: str) -> bool:
        """Move an entry from one state to another. False if it was not in the one."""
        return self._changed(TURN_ENTRY, this=entry_id, before=before, after=after)

    def open_offer(self, offer: OfferRow) -> bool:
        """Hold a call out to an agent. False if either has an offer already."""
        return self._changed(OPEN, **self._values(offer))

    def offer(self, offer_id: str) -> OfferRow | None:
        """Read an offer."""
        return self._one(OfferRow, OFFER, this=offer_id)

    def move_offer(self, offer_id: str, before: Sequence[str], after: str, at: datetime) -> bool:
        """Move an offer from one of some states to another. False if it was in none of them."""
        return self._changed(MOVE, this=offer_id, before=list(before), after=after, at=at)

    def keep_leg(self, offer_id: str, sid: str) -> None:
        """Keep which call is the agent's, the first that is told."""
        self._run(LEG, this=offer_id, sid=sid)

    def late_offers(self, opened: Mapping[str, datetime]) -> list[OfferRow]:
        """List the offers that have been open since before a moment: one for agents whose telephone is not answered, one for those who
        answered it, one for those by browser; and those taken before a fourth, by browsers that have not dialled in."""
        return self._all(OfferRow, LATE, **opened)

    def stale_offers(self, before: datetime) -> list[OfferRow]:
        """List the live offers that were taken and have not moved since a moment."""
        return [offer for offer in self._all(OfferRow, TAKEN) if offer.changed_at <= before]

    def waiting(self, before: datetime) -> list[Queued]:
        """List those who have waited since before a moment, queue by queue."""
        return sorted(self._all(Queued, LONG_WAITING, before=before), key=attrgetter("queue"))

    def offer_of(self, entry_id: str) -> OfferRow | None:
        """Read the live offer of an entry to who is to own the room."""
        return self._one(OfferRow, OF_ENTRY, of=entry_id)

    def offers_of_call(self, call_sid: str) -> list[OfferRow]:
        """List the live offers of a caller's call."""
        return self._all(OfferRow, OF_CALL, call=call_sid)

    def keep_wrapup(self, wrapup: WrapUp) -> bool:
        """Keep what an agent wrote about a talk. False if something is written of it already."""
        return self._changed(KEEP_WRAPUP, **self._values(wrapup))

    def plan(self, intent: Intent) -> None:
        """Plan to ask something of the carrier; twice is once."""
        row = self._values(intent)
        del row["id"]
        self._run(PLAN, **row)

    def plan_again(self, intent: Intent) -> None:
        """Plan to ask something of the carrier whether or not it was asked before, or is being asked: what is wished has changed."""
        if not self._changed(PLAN_AGAIN, this=intent.about, of=intent.kind, at=intent.due_at):
            self.plan(intent)

    def due_intents(self, now: datetime) -> list[Intent]:
        """List what is to be asked of the carrier now, the longest due first."""
        return self._all(Intent, DUE, now=now)

    def send_intent(self, intent: Intent, at: datetime, until: datetime) -> bool:
        """Note that it is about to be asked; nobody else asks it until then. False if somebody does already."""
        return self._changed(SEND, this=intent.id, before=intent.tries, at=at, until=until)

    def hurry_intents(self, at: datetime) -> None:
        """Wait no longer for what comes of all that was sent: who asked it is gone."""
        self._run(HURRY, at=at)

    def settle_intent(self, intent: Intent, state: str, at: datetime, why: str = "") -> None:
        """Say what came of it; what is unknown is looked at again at that moment. What was sent anew since then is left, and what was
        planned again is due at once."""
        self._run(SETTLE, this=intent.id, tried=intent.tries, known=intent.again, settled=state, at=at, why=why)
