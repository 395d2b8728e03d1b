"""The carrier: many legs at once on one clock. Nothing that asks it to do something waits for a request."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement, tostring

from ivr.simulator import events
from ivr.simulator.clock import Clock
from ivr.simulator.effects import Heard, Lost, Progress, Refused, Ring, Steps, Taken, Target
from ivr.simulator.exchange.call import Call
from ivr.simulator.exchange.runner import Means, Runner, Voice
from ivr.simulator.exchange.switch import Switch, Tell
from ivr.simulator.exchange.texts import Text, Texts
from ivr.simulator.exchange.webhooks import Webhooks
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
from ivr.simulator.outcomes import Goto, HungUp, Moved
from ivr.simulator.people.handset import Handsets, Talker
from ivr.simulator.people.person import Person
from ivr.simulator.unsure import Unsure
from ivr.simulator.verbs.say import estimated
from ivr.simulator.web.cookies import Jar
from ivr.simulator.web.wire import Wire

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
        self._random = Random(seed)
        self.sid = sid or (lambda prefix: f"{prefix}{self._random.getrandbits(128):032x}")
        self._voice = voice
        self._switch, self._wire, self._jar = Switch(clock, tell), wire, Jar(clock.now)
        self._cps, self._next_dial = calls_per_second, clock.elapsed
        # What is told of rooms and recordings belongs to no leg.
        self.webhooks = self._made_webhooks(self._switch.told_of_none, unsure)
        self.texts = Texts(clock, account.sid, self.numbers, self.sid, self.webhooks, unsure, self._switch.told_of_none, self._reads)
        # One-time codes under way, by SID.
        self.verifications: dict[str, Verification] = {}
        self.office = self._made_office(unsure, carrier)

    @property
    def is_idle(self) -> bool:
        """Whether no leg is live and nothing is on its way to an application."""
        return not (self._switch.live or self._switch.pending.count or self.texts.moving) and self._wire.is_idle

    def assign(self, address: str, number: Number) -> None:
        """Have an application answer a number."""
        self.numbers[address] = self._absolute(number)

    def remark(self, text: str) -> None:
        """Say something that belongs to no leg."""
        self._switch.told_of_none(events.Remark(text))

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
        noun = "Client" if called.startswith("client:") else "Number"
        self._run(leg, Call(leg, self.office).inbound(_dialling(noun, called.removeprefix("client:"), answerOnBridge="true")), person)
        return leg

    def show(self, leg: Leg, person: Person) -> None:
        """Let a person hear of a leg that rings, before it is taken."""
        if runner := self._switch.live.get(leg.sid):
            runner.person = person

    def take(self, leg: Leg, person: Person) -> None:
        """Answer a leg that rings."""
        self.show(leg, person)
        self._switch.post(leg.sid, Taken())

    def refuse(self, leg: Leg, status: str) -> None:
        """Refuse a leg that rings: busy, no-answer or failed."""
        self._switch.post(leg.sid, Refused(status))

    def between(self, least: float, most: float | None) -> float:
        """Give so many seconds, or by chance, which goes by the seed, up to `most`."""
        return least if most is None else round(self._random.uniform(least, most), 2)

    def sound(self, leg: Leg, heard: Heard) -> None:
        """Let a leg hear a key or words now."""
        if runner := self._switch.live.get(leg.sid):
            runner.sound(heard)

    def hang_up(self, leg: Leg, reason: str = "hung up") -> None:
        """Put the phone down."""
        self._switch.throw(leg.sid, HungUp(reason), lambda: True)

    def say(self, leg: Leg, words: str) -> None:
        """Say words to everybody who hears this leg now."""
        for sid, runner in [*self._switch.live.items()]:
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
        leg = self._leg(caller, to, "outbound-api", name=self.handsets.at(to).name, fallback=fallback, progress=progress)
        leg.fallback_method = fallback_method
        start = max(self._next_dial, self.clock.elapsed)
        self._next_dial = start + 1 / self._cps
        self._switch.later(start - self.clock.elapsed, lambda: self._dial(leg, Call(leg, self.office).outbound(first, ring_seconds)))
        return leg, start - self.clock.elapsed

    def move(self, leg: Leg, goto: Goto) -> None:
        """Send a live leg to another document."""
        self._switch.throw(leg.sid, Moved(goto), lambda: not leg.is_over)

    def end(self, leg: Leg, status: str) -> None:
        """End a leg: `completed` whatever it does, `canceled` only while it has not been answered."""
        if leg.sid not in self._switch.live and leg.status == "queued":
            leg.status = "canceled"
        elif status == "completed" or leg.answered is None:
            self._switch.throw(leg.sid, HungUp(f"{status} by REST", "app"), lambda: status == "completed" or leg.answered is None)

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
            ring=lambda parent, ring: tuple(self._ring_party(parent, target, ring).sid for target in ring.targets),
            in_queue=lambda sid: self.office.queues.holds(sid),
            told=self._switch.told,
            over=self._over,
            keeps_keys=lambda: unsure.keeps_keys,
            patience=patience,
        )
        self._switch.live[leg.sid] = runner = Runner(leg, steps, person, means)
        runner.start()

    def _made_office(self, unsure: Unsure, carrier: Carrier) -> Office:
        clock, switch, tell = self.clock, self._switch, self.webhooks.tell
        recordings = Recordings(clock, self.sid, tell, self.account.api, carrier.recording_seconds)
        return Office(
            clock,
            self._random,
            unsure,
            carrier,
            self.legs,
            Queues(clock, switch.post, switch.throw),
            Rooms(clock, unsure, recordings, self.sid, tell, switch.throw, carrier.recording),
            Bridges(switch.post, lambda sid: self.legs[sid].is_over),
            recordings,
            self.sid,
            switch.post,
            switch.throw,
            self._attend,
            lambda *text: self.texts.send(*text).sid,
        )

    def _made_webhooks(self, tell: Callable[[events.What], None], unsure: Unsure) -> Webhooks:
        jar = Jar(self.clock.now) if unsure.cookies_per_call else self._jar
        return Webhooks(self._wire, self.clock, self.account.token, jar, tell, self._switch.pending, unsure, self.sid)

    def _ring_party(self, parent: Leg, target: Target, ring: Ring) -> Leg:
        address = f"client:{target.address}" if target.kind == "Client" else target.address
        caller, name = ring.caller_id or parent.caller, self.handsets.at(address).name
        leg = self._leg(caller, address, "outbound-dial", name=name, parent=parent.sid, progress=target.progress)
        leg.extra = target.parameters
        self.clock.after(0, lambda: self._dial(leg, Call(leg, self.office).dialled(target, ring.seconds)))
        return leg

    def _dial(self, leg: Leg, steps: Steps[events.Ended]) -> None:
        if leg.is_over:
            # It was cancelled before it could ring: that is told to nobody but who dialled it.
            leg.ended = self.clock.elapsed
            if leg.parent:
                self._switch.post(leg.parent, Lost(leg.sid, leg.status))
            return
        self._run(leg, steps, Talker(0))
        if not leg.is_over:
            self.handsets.at(leg.called).rung(self, leg)

    def _attend(self, queue: str, talks: float) -> None:
        leg = self._leg("agent", queue, "outbound-api", name="agent")
        self._run(leg, Call(leg, self.office).inbound(_dialling("Queue", queue)), Talker(talks))

    def _over(self, leg: Leg, ended: events.Ended) -> None:
        self._switch.live.pop(leg.sid, None)
        self.office.bridges.part(leg.sid)
        self.office.queues.forget(leg.sid)
        if participant := self.office.rooms.of(leg.sid):
            self.office.rooms.leave(participant, "participant_hung_up", leg.status)
        for recording in self.office.recordings.running(leg.sid):
            self.office.recordings.stop(recording, self.office.carrier.recording)

    def _reads(self, text: Text) -> bool:
        handset = self.handsets.at(text.to)
        self._switch.told(handset.name, events.Text(text.sender, text.to, text.body))
        return handset.reads(text.sender, text.body)

    def _absolute(self, number: Number) -> Number:
        url = urljoin(self._wire.base_url + "/", number.url)
        fallback, status, texts = (each and urljoin(url, each) for each in (number.fallback, number.status, number.texts))
        return replace(number, url=url, fallback=fallback, status=status, texts=texts)


def _dialling(noun: str, whom: str, **attributes: str) -> Goto:
    """Give a document that dials somebody."""
    response = Element("Response")
    SubElement(SubElement(response, "Dial", attributes), noun).text = whom
    return Goto("", twiml=tostring(response, encoding="unicode"))
