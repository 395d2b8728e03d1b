"""Random floors: callers and agents by chance, through the whole application, over the simulated carrier in virtual time."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from ivr.agents.estimates import FEW
from ivr.app import build
from ivr.service.desk import identity_of
from ivr.service.moves import Moves
from ivr.service.staffing import AWAY, READY, Staffing
from ivr.service.talks import Talks
from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.office.account import Account, Application
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.office.leg import Leg
from ivr.simulator.web.faults import Faulty, Plan
from ivr.simulator.web.wire import DirectWire
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.trial.number import NUMBER
from ivr.trial.pages import APP, JOIN
from ivr.trial.stage import in_process
from ivr.trial.wallet import Straight, asking, beside
from tests.floor.agents import USUAL, Agent, Habits
from tests.floor.desks import Desks
from tests.floor.kept import Fate, Kept, WatchedStore
from tests.floor.owners import Owners
from tests.floor.people import HASTY, MINUTE, Caller, talk_lasts
from tests.floor.processes import Web, Worker
from tests.floor.ringing import HOTLINE, OverTwilio
from tests.floor.test_floor import MENUS, flow
from tests.floor.test_told import Talk, keep

MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001  in the hotline's own zone
NINE = 9
"""The hour at which a floor begins."""
HOUR = 3600.0
DRAINS, CALLS_BACK = 2 * HOUR, HOUR / 2
"""So long after the last call has come in, all are to be over; and so long those are waited for who are still to be called back by then."""
STAFF = {
    "1001": ("refund", "zh,en"),
    "1002": ("refund security", "zh"),
    "1003": ("refund payment", "zh"),
    "1004": ("refund payment", "zh,en"),
    "1005": ("refund payment account", "zh"),
    "1006": ("payment refund", "zh"),
    "1007": ("payment account", "zh,en"),
    "1008": ("account payment refund", "zh"),
    "1009": ("security refund", "zh,en"),
    "1010": ("security payment account", "zh,en"),
}
"""What agents can help with and speak, by their staff number."""
BROWSERS, SUPERVISORS = ("1003", "1008", "1009"), ("1004", "1010")
"""Who answers by browser, and who stands higher."""
QUEUES = ("refund", "payment", "security", "account")
"""The lines that are called; of each so many talks are known from the day before that something can be told."""
AT_WORK, ON_BREAK = 90 * MINUTE, 10 * MINUTE
LOOKS_EVERY = 1 * MINUTE
"""How often an agent looks whether the hotline takes them to be away, and says that they are not."""
OPENS, AT_NIGHT = 8, 0.1
"""Until so many o'clock most lines have nobody, and so many of the callers of a day ring."""
TOPICS = {"4": 5, "2": 3, "3": 1}
"""Keys of the main menu: refunds, payments and security, by how often they are pressed."""
ENGLISH, SENIOR = 0.2, 0.04
OLD = "+8613800000011"
"""The number of somebody who is known to be old, and whose language is once they have rung."""


@dataclass(frozen=True)
class Trouble:
    """What goes wrong: many call, processes die at one in so many commits, the carrier errs, agents have habits, the store is spoilt."""

    calls_per_hour: float = 60

    kills_one_in: float = 0
    carrier: Carrier = field(default_factory=Carrier)
    habits: Habits = USUAL
    spoilt: Callable[[Store], Store] = lambda store: store


@dataclass
class Floor:
    """A floor of so many hours, and what came of it: what happened on the carrier's side, and what was kept on ours."""

    hours: float
    exchange: Exchange
    kept: Kept
    owners: Owners
    desks: Desks
    store: Store
    calls_per_second: float
    callers: dict[str, Caller] = field(default_factory=dict)
    legs: dict[str, Leg] = field(default_factory=dict)
    happened: list[events.Event] = field(default_factory=list)


class Players:
    """Lets callers ring for so many hours, and agents come and go."""

    def __init__(self, floor: Floor, clock: Clock, staffing: Callable[[], Staffing], trouble: Trouble, chance: Random) -> None:
        self.floor, self.clock, self._staffing, self._trouble, self.chance = floor, clock, staffing, trouble, chance

    def play(self) -> None:
        """Play until the last call is over, or should be."""
        exchange, ends = self.floor.exchange, self.floor.hours * HOUR
        for order, (number, (skills, languages)) in enumerate(STAFF.items()):
            telephone = "" if number in BROWSERS else f"+1555111{order:04}"
            agent = Agent(number, exchange, Random(self.chance.random()), self._trouble.habits, self.floor.desks)
            exchange.handsets.known[telephone or f"client:{identity_of(number)}"] = agent
            level = "supervisor" if number in SUPERVISORS else "agent"
            with self.floor.store.unit() as unit:
                self._staffing().add(unit, number, telephone, skills.split(), languages.split(","), level)
            self._comes(number)
        self._next()
        while self.clock.elapsed < ends + DRAINS and self._goes_on(ends):
            self.clock.step()

    def _goes_on(self, ends: float) -> bool:
        now = self.clock.elapsed
        return now < ends or not self.floor.exchange.is_idle or (now < ends + CALLS_BACK and self._is_somebody_owed())

    def _is_somebody_owed(self) -> bool:
        with self.floor.store.unit() as unit:
            return bool(unit.at_home(self.clock.now()))

    def _turn(self, number: str, state: str) -> None:
        with self.floor.store.unit() as unit:
            self._staffing().turn(unit, number, state)

    def _comes(self, number: str) -> None:
        self._turn(number, READY)
        lasts = self.chance.expovariate(1 / AT_WORK)
        self.clock.after(lasts, lambda: self._goes(number))
        self._looks_later(number, self.clock.elapsed + lasts)

    def _goes(self, number: str) -> None:
        self._turn(number, AWAY)
        self.clock.after(self.chance.uniform(0.5, 1.5) * ON_BREAK, lambda: self._comes(number))

    def _looks_later(self, number: str, until: float) -> None:
        if self.clock.elapsed + LOOKS_EVERY < until:
            self.clock.after(LOOKS_EVERY, lambda: self._looks(number, until))

    def _looks(self, number: str, until: float) -> None:
        with self.floor.store.unit() as unit:
            row = unit.agent(number)
        if row is not None and row.state == AWAY:
            self._turn(number, READY)
        self._looks_later(number, until)

    def _next(self) -> None:
        self.clock.after(self.chance.expovariate(self._trouble.calls_per_hour / HOUR), self._rings)

    def _rings(self) -> None:
        floor, exchange, chance = self.floor, self.floor.exchange, Random(self.chance.random())
        if self.clock.elapsed >= floor.hours * HOUR:
            return
        if self.clock.now().hour < OPENS and chance.random() >= AT_NIGHT:
            self._next()
            return
        name, number = f"caller {len(floor.legs) + 1}", f"+86139{len(floor.legs):08}"
        keys = [*chance.choices([*TOPICS], [*TOPICS.values()]), "0"]
        if chance.random() < SENIOR:
            number, keys = OLD, ["1"]
        if number != OLD or OLD not in {leg.caller for leg in floor.legs.values()}:
            keys = ["2" if chance.random() < ENGLISH else "1", *keys]
        exchange.handsets.known[number] = caller = Caller(name, exchange, chance, keys)
        caller.leg = leg = exchange.ring(exchange.numbers[HOTLINE], caller, number, HOTLINE, name=name)
        floor.legs[name], floor.callers[name] = leg, caller
        if chance.random() < HASTY:
            self.clock.after(chance.uniform(0, 10 * MINUTE), partial(caller.hang_up, "went away"))
        self._next()


def keep_talks(store: Store, before: datetime, chance: Random) -> None:
    """Keep talks that were: each was answered at once."""
    with store.unit() as unit:
        for queue in QUEUES:
            for nth in range(FEW):
                talk = Talk(0, talk_lasts(chance) / MINUTE)
                keep(unit, f"CA{queue}{nth}", before + timedelta(minutes=10 * nth), talk, queue)


@contextmanager
def played(seed: int, hours: float, trouble: Trouble, begins: int = NINE, callback_first: str = "agent") -> Iterator[Floor]:
    """Play a floor that begins at so many o'clock; the store can be looked at afterwards."""
    config, chance = in_process(MENUS).model_copy(update={"callback_first": callback_first}), Random(seed)
    clock = Clock(MONDAY.replace(hour=begins, tzinfo=ZoneInfo(flow().peaks.timezone)))
    kept, fate = Kept(lambda: clock.elapsed), Fate(Random(chance.random()), trouble.kills_one_in)
    ringing, accounts, draw = OverTwilio(config), beside(clock.now), Random(chance.random()).randrange
    wallet = asking(Straight(accounts))
    with closing(open_store(config.database_url, config.secret_key.get_secret_value())) as real, closing(wallet), closing(accounts):
        keep_talks(real, clock.now() - timedelta(days=1), Random(seed))
        store = trouble.spoilt(WatchedStore(real, flow(), kept, fate))
        made = partial(build, config, clock=clock.now, flow=flow(), wallet=wallet, store=store, draw=draw)
        web = made()
        wire = DirectWire(Web(web, config.base_url, fate))
        happened: list[events.Event] = []
        keys = {config.twilio_api_key: config.twilio_api_secret.get_secret_value()}
        exchange = Exchange(
            clock,
            Faulty(wire, clock, Plan(trouble.carrier.faults, Random(seed))),
            Account(token=config.twilio_auth_token.get_secret_value(), keys=keys),
            seed=seed,
            carrier=trouble.carrier,
            tell=happened.append,
        )
        owners = Owners(exchange.office.rooms, clock)
        exchange.assign(HOTLINE, NUMBER)
        exchange.account.applications[APP] = Application(APP, "desk", JOIN, clock.now())
        talks, moves = Talks(store, clock.now, draw), Moves(store, flow(), clock.now)
        desks = Desks(exchange, web.services.desk, talks, moves, fate, BROWSERS, [*STAFF], QUEUES)
        kept.shows = desks.show
        ringing.meet(exchange)
        Worker(partial(made, lines=ringing.lines), clock, kept, fate)
        floor = Floor(hours, exchange, kept, owners, desks, real, config.calls_per_second, happened=happened)
        numbers = web.services.turns.numbers
        Players(floor, clock, lambda: Staffing(flow(), numbers, clock.now()), trouble, chance).play()
        yield floor
