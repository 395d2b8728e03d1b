"""The desks of a random floor: what agents wish there is done by the service, unless its process dies of it."""

from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from ivr.errors import AgentError
from ivr.service.deeds import do
from ivr.service.desk import Desk, identity_of
from ivr.service.moves import Moves
from ivr.service.talks import Talks
from ivr.simulator.exchange.browser import connect
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.leg import Leg
from ivr.simulator.people.person import Person
from tests.floor.kept import Fate, Killed

AGAIN = 1.0
"""After so many seconds a page asks again that was not answered."""


@dataclass(slots=True)
class Desks:
    """Does what agents wish, and counts what was `done` in talks.

    `ended` are the legs of those who ended a talk: who leaves a caller on hold alone has not.
    """

    exchange: Exchange
    desk: Desk
    talks: Talks
    moves: Moves
    fate: Fate
    browsers: Container[str]
    others: Sequence[str]
    queues: Sequence[str]
    ended: set[str] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)

    def do(self, agent: str, deed: str, chance: Random) -> bool:
        """Do something in a talk. False if it cannot be done now, or nobody knows whether it was."""
        words = deed.format(agent=chance.choice(self.others), queue=chance.choice(self.queues)).split()
        try:
            self._ask(lambda: do(self.talks, self.moves, agent, words))
        except (AgentError, Killed):
            return False
        self.done[words[0]] += 1
        return True

    def end(self, agent: str, leg: Leg) -> None:
        """Have done with a talk, by hanging up or by a page."""
        if agent not in self.browsers:
            with self.talks.store.unit() as unit:
                offer = unit.offer_to(agent)
            if offer is None or not offer.is_held:
                self.ended.add(leg.sid)
            self.exchange.hang_up(leg)
        elif self._is_asked(lambda: self.talks.end(agent), lambda: self.end(agent, leg)):
            self.ended.add(leg.sid)

    def decline(self, agent: str, offer: str) -> None:
        """Refuse a call that a page shows."""
        self._is_asked(lambda: self.desk.decline(agent, offer), lambda: self.decline(agent, offer))

    def dial_in(self, agent: str, offer: str, person: Person) -> Leg | None:
        """Take a call that a page shows; None if that is too late, or the page is not answered."""
        try:
            ticket = self._ask(lambda: self.desk.accept(agent, offer))
        except (AgentError, Killed):
            return None
        return connect(self.exchange, self.desk.token(agent), {"ticket": ticket}, person)

    def show(self, agent: str, offer: str) -> None:
        """Show a call to an agent who answers by browser."""
        if agent in self.browsers:
            self.exchange.handsets.known[f"client:{identity_of(agent)}"].shown(offer)

    def _is_asked(self, ask: Callable[[], Any], again: Callable[[], object]) -> bool:
        try:
            self._ask(ask)
        except AgentError:
            return False
        except Killed:
            self.exchange.clock.after(AGAIN, again)
            return False
        return True

    def _ask(self, ask: Callable[[], Any]) -> Any:
        before, self.fate.lives = self.fate.lives, "the desk"
        try:
            return ask()
        finally:
            self.fate.lives = before
