"""Agents who answer by browser in a written call: for each a page that shows the calls held out to them, and dials in."""

from dataclasses import dataclass, field

from ivr.errors import AgentError
from ivr.service.desk import Desk, identity_of
from ivr.simulator.exchange.browser import connect
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.cast import Telephone
from ivr.simulator.office.account import Application
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.number import Number
from ivr.simulator.people.person import Person

APP = "AP" + "0" * 32
JOIN = Number("/voice/agent/join#rc=2&rt=6000&rp=all")


@dataclass(slots=True)
class Pages:
    """Looks at the desk for each of some agents, and lets whoever stands in the file for them answer. `_shown` are calls they have seen."""

    desk: Desk
    agents: list[str]
    _exchange: Exchange | None = None
    _shown: set[str] = field(default_factory=set)

    def meet(self, exchange: Exchange) -> None:
        """Dial in over this carrier from now on."""
        self._exchange = exchange
        if self.agents:
            exchange.account.applications[APP] = Application(APP, "desk", JOIN, exchange.clock.now())

    def look(self) -> None:
        """Show each agent the call that is held out to them."""
        for agent in self.agents:
            held = self.desk.held_out(agent)
            if held is not None and held.offer not in self._shown:
                self._shown.add(held.offer)
                self._show(agent, held.offer)

    def _show(self, agent: str, offer: str) -> None:
        exchange = self._exchange
        page = exchange.handsets.at(f"client:{identity_of(agent)}") if exchange else None
        if exchange is None or not isinstance(page, Telephone):
            return

        def take(person: Person) -> Leg | None:
            try:
                ticket = self.desk.accept(agent, offer)
            except AgentError:  # too late
                return None
            return connect(exchange, self.desk.token(agent), {"ticket": ticket}, person)

        page.alerted(exchange, take, lambda status: self.desk.decline(agent, offer))
