"""The carrier: many legs at once on one clock. Nothing that asks it to do something waits for a request."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement, tostring

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Heard, Lost, Progress, Refused, Ring, Signal, Steps, Taken, Target
from ivr.simulator.exchange.call import Call
from ivr.simulator.exchange.runner import Means, Runner, Voice
from ivr.simulator.exchange.texts import Text, Texts
from ivr.simulator.exchange.webhooks import Pending, Webhooks
from ivr.simulator.office.account import Account
from ivr.simulator.office.bridges import Bridges
from ivr.simulator.office.carrier import Carrier
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.number import Number
from ivr.simulator.office.office import Office
from ivr.simulator.office.queues import Member, Queues
from ivr.simulator.office.recordings import Recordings
from ivr.simulator.office.rooms import Rooms
from ivr.simulator.office.verification import Verification
from ivr.simulator.outcomes import Goto, HungUp, Interrupt, Moved
from ivr.simulator.people.handset import Handsets, Talker
from ivr.simulator.people.person import Person
from ivr.simulator.unsure import Unsure
from ivr.simulator.verbs.say import estimated
from ivr.simulator.web.cookies import Jar
from ivr.simulator.web.wire import Wire

Tell = Callable[[events.Event], None]
# https://www.twilio.com/docs/voice/api/call-resource: seconds of ringing, and how many calls a second an application may make
RING_SECONDS, CALLS_PER_SECOND = 60.0, 1.0
DOCUMENTED, USUAL = Unsure(), Carrier()
NO_PARAMETERS: Mapping[str, str] = {}


class Exchange:
    """Holds all legs, ended ones too, and everything they share; `tell` hears every event."""

    def __init__(
        self,
        clock: Clock,
        wire: Wire,
        account: Account,
        *,
        unsure: Unsure = DOCUMENTED,
        seed: int = 0,
        carrier: Carrier = USUAL,
        handsets: Handsets | None = None,
        calls_per_second: float = CALLS_PER_SECOND,
        voice: Voice = estimated,
        tell: Tell = lambda event: None,
        sid: Callable[[str], str] | None = None,
    ) -> None:
        self.clock, self.account = clock, account
        self.handsets = handsets or Handsets()
        # The numbers that applications answer.
        self.numbers: dict[str, Number] = {}
        self.legs: dict[str, Leg] = {}
        self.sid = sid or self._random_sid
        self._random = Random(seed)
        self._voice = voice
        self._wire, self._tell, self._runners = wire, tell, dict[str, Runner]()
        self._pending, self._jar, self._began = Pending(), Jar(clock.now), clock.elapsed
        self._cps, self._next_dial = calls_per_second, clock.elapsed
        # What is told of rooms and recordings belongs to no leg.
        self.webhooks = self._made_webhooks(self._told_of_none, unsure)
        recordings = Recordings(clock, self.sid, self.webhooks.tell, account.api, carrier.recording_seconds)
        self.texts = Texts(clock, account.sid, self.numbers, self.sid, self.webhooks, unsure, self._told_of_none, self._reads)
        # One-time codes under way, by SID.
        self.verifications: dict[str, Verification] = {}
        self.office = Office(
            clock,
            self._random,
            unsure,
            carrier,
            self.legs,
            Queues(clock, self._post, self._throw),
            Rooms(clock, unsure, recordings, self.sid, self.webhooks.tell, self._throw, carrier.recording),
            Bridges(self._post, lambda sid: self.legs[sid].is_over),
            recordings,
            self.sid,
            self._post,
            self._throw,
            self._attend,
            self._send,
        )

    @property
    def is_idle(self) -> bool:
        """Whether no leg is live and nothing is on its way to an application."""
        return not (self._runners or self._pending.count or self.texts.moving) and self._wire.is_idle

    def assign(self, address: str, number: Number) -> None:
        """Have an application answer a number."""
        self.numbers[address] = self._absolute(number)

    def remark(self, text: str) -> None:
        """Say something that belongs to no leg."""
        self._told_of_none(events.Remark(text))

    # What people do

    def ring(
        self,
        number: Number,
        person: Person,
        caller: str,
        called: str,
        *,
        name: str = "caller",
        patience: float | None = None,
        parameters: Mapping[str, str] = NO_PARAMETERS,
    ) -> Leg:
        """Let somebody ring a number that an application answers; a browser may send parameters along."""
        number = self._absolute(number)
        progress = Progress(number.status) if number.status else None
        leg = self._leg(caller, called, "inbound", name=name, fallback=number.fallback, progress=progress)
        leg.extra = {"CallToken": self.sid(""), **parameters}
        self._run(leg, Call(leg, self.office).inbound(Goto(number.url, number.method)), person, patience)
        return leg

    def connect(self, person: Person, caller: str, called: str, *, name: str = "caller") -> Leg:
        """Let somebody ring a number that no application answers: the carrier itself dials it."""
        leg = self._leg(caller, called, "inbound", name=name)
        party = Element("Client" if called.startswith("client:") else "Number")
        party.text = called.removeprefix("client:")
        response = Element("Response")
        SubElement(response, "Dial", answerOnBridge="true").append(party)
        self._run(leg, Call(leg, self.office).inbound(Goto("", twiml=tostring(response, encoding="unicode"))), person)
        return leg

    def show(self, leg: Leg, person: Person) -> None:
        """Let a person hear of a leg that rings, before it is taken."""
        runner = self._runners.get(leg.sid)
        if runner:
            runner.person = person

    def take(self, leg: Leg, person: Person) -> None:
        """Answer a leg that rings."""
        self.show(leg, person)
        self._post(leg.sid, Taken())

    def refuse(self, leg: Leg, status: str) -> None:
        """Refuse a leg that rings: busy, no-answer or failed."""
        self._post(leg.sid, Refused(status))

    def between(self, least: float, most: float | None) -> float:
        """Give so many seconds, or by chance, which goes by the seed, up to `most`."""
        return least if most is None else round(self._random.uniform(least, most), 2)

    def sound(self, leg: Leg, heard: Heard) -> None:
        """Let a leg hear a key or words now."""
        runner = self._runners.get(leg.sid)
        if runner:
            runner.sound(heard)

    def hang_up(self, leg: Leg, reason: str = "hung up") -> None:
        """Put the phone down."""
        self._throw(leg.sid, HungUp(reason), lambda: True)

    def say(self, leg: Leg, words: str) -> None:
        """Say words to everybody who hears this leg now."""
        for sid, runner in [*self._runners.items()]:
            if leg.sid in self.hears(sid):
                runner.tell(events.Heard(leg.name, words))

    def hears(self, sid: str) -> frozenset[str]:
        """Tell whose voice a leg hears now."""
        other = self.office.bridges.other(sid)
        return frozenset({other}) if other else self.office.rooms.hearers(sid)

    # What the application asks for by REST

    def call(
        self,
        to: str,
        caller: str,
        first: Goto,
        *,
        ring_seconds: float = RING_SECONDS,
        fallback: str | None = None,
        fallback_method: str = "POST",
        progress: Progress | None = None,
    ) -> tuple[Leg, float]:
        """Ring somebody for the application, when its turn has come; give the leg and the seconds until then."""
        handset = self.handsets.at(to)
        leg = self._leg(caller, to, "outbound-api", name=handset.name, fallback=fallback, progress=progress)
        leg.fallback_method = fallback_method
        start = max(self._next_dial, self.clock.elapsed)
        self._next_dial = start + 1 / self._cps
        self._later(start - self.clock.elapsed, lambda: self._dial(leg, Call(leg, self.office).outbound(first, ring_seconds)))
        return leg, start - self.clock.elapsed

    def move(self, leg: Leg, goto: Goto) -> None:
        """Send a live leg to another document."""
        self._throw(leg.sid, Moved(goto), lambda: not leg.is_over)

    def end(self, leg: Leg, status: str) -> None:
        """End a leg: `completed` whatever it does, `canceled` only while it has not been answered."""
        if leg.sid not in self._runners and leg.status == "queued":
            leg.status = "canceled"
        elif status == "completed" or leg.answered is None:
            self._throw(leg.sid, HungUp(f"{status} by REST", "app"), lambda: status == "completed" or leg.answered is None)

    def dequeue(self, member: Member, goto: Goto) -> None:
        """Take a caller out of a queue to another document, whatever the place in line."""
        if not self.office.unsure.number_fallback_after_dequeue:
            self.legs[member.sid].fallback = None
        self.office.queues.leave(member)
        self.move(self.legs[member.sid], goto)

    # Inside

    def _leg(
        self,
        caller: str,
        called: str,
        direction: str,
        *,
        name: str,
        parent: str | None = None,
        fallback: str | None = None,
        progress: Progress | None = None,
    ) -> Leg:
        leg = Leg(self.sid("CA"), self.account.sid, caller, called, direction, self.clock.now(), self.clock.elapsed, name, parent)
        leg.fallback, leg.progress = fallback, progress
        self.legs[leg.sid] = leg
        return leg

    def _run(self, leg: Leg, steps: Steps[events.Ended], person: Person, patience: float | None = None) -> None:
        unsure = self.office.unsure
        means = Means(
            clock=self.clock,
            webhooks=lambda tell: self._made_webhooks(tell, unsure),
            voice=self._voice,
            ring=self._ring_parties,
            in_queue=lambda sid: self.office.queues.holds(sid),
            told=self._told,
            over=self._over,
            keeps_keys=unsure.keeps_keys,
            patience=patience,
        )
        self._runners[leg.sid] = runner = Runner(leg, steps, person, means)
        runner.start()

    def _made_webhooks(self, tell: Callable[[events.What], None], unsure: Unsure) -> Webhooks:
        jar = Jar(self.clock.now) if unsure.cookies_per_call else self._jar
        return Webhooks(self._wire, self.clock, self.account.token, jar, tell, self._pending, unsure, self.sid)

    def _ring_parties(self, parent: Leg, ring: Ring) -> tuple[str, ...]:
        return tuple(self._ring_party(parent, target, ring).sid for target in ring.targets)

    def _ring_party(self, parent: Leg, target: Target, ring: Ring) -> Leg:
        address = f"client:{target.address}" if target.kind == "Client" else target.address
        caller = ring.caller_id or parent.caller
        name = self.handsets.at(address).name
        leg = self._leg(caller, address, "outbound-dial", name=name, parent=parent.sid, progress=target.progress)
        leg.extra = target.parameters
        self.clock.after(0, lambda: self._dial(leg, Call(leg, self.office).dialled(target, ring.seconds)))
        return leg

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something later that still belongs to what goes on."""
        self._pending.count += 1

        def now() -> None:
            self._pending.count -= 1
            act()

        self.clock.after(seconds, now)

    def _dial(self, leg: Leg, steps: Steps[events.Ended]) -> None:
        if leg.is_over:
            # It was cancelled before it could ring: that is told to nobody but who dialled it.
            leg.ended = self.clock.elapsed
            if leg.parent:
                self._post(leg.parent, Lost(leg.sid, leg.status))
            return
        self._run(leg, steps, Talker(0))
        if not leg.is_over:
            self.handsets.at(leg.called).rung(self, leg)

    def _attend(self, queue: str, talks: float) -> None:
        leg = self._leg("agent", queue, "outbound-api", name="agent")
        document = f"<Response><Dial><Queue>{queue}</Queue></Dial></Response>"
        self._run(leg, Call(leg, self.office).inbound(Goto("", twiml=document)), Talker(talks))

    def _send(self, sender: str, to: str, body: str, progress: Progress | None) -> str:
        return self.texts.send(sender, to, body, progress).sid

    def _over(self, leg: Leg, ended: events.Ended) -> None:
        self._runners.pop(leg.sid, None)
        self.office.bridges.part(leg.sid)
        if participant := self.office.rooms.of(leg.sid):
            self.office.rooms.leave(participant, "participant_hung_up", leg.status)
        for recording in self.office.recordings.running(leg.sid):
            self.office.recordings.stop(recording, self.office.carrier.recording)

    def _reads(self, text: Text) -> bool:
        handset = self.handsets.at(text.to)
        self._told(handset.name, events.Text(text.sender, text.to, text.body))
        return handset.reads(text.sender, text.body)

    def _told(self, leg: str, what: events.What) -> events.Event:
        event = events.Event(round(self.clock.elapsed - self._began, 2), leg, what)
        self._tell(event)
        return event

    def _told_of_none(self, what: events.What) -> None:
        self._told("carrier", what)

    def _post(self, sid: str, signal: Signal) -> None:
        self.clock.after(0, lambda: self._runners[sid].post(signal) if sid in self._runners else None)

    def _throw(self, sid: str, interrupt: Interrupt, holds: Callable[[], bool]) -> None:
        self.clock.after(0, lambda: self._runners[sid].throw(interrupt) if sid in self._runners and holds() else None)

    def _random_sid(self, prefix: str) -> str:
        return f"{prefix}{self._random.getrandbits(128):032x}"

    def _absolute(self, number: Number) -> Number:
        url = urljoin(self._wire.base_url + "/", number.url)
        fallback, status, texts = (each and urljoin(url, each) for each in (number.fallback, number.status, number.texts))
        return replace(number, url=url, fallback=fallback, status=status, texts=texts)
