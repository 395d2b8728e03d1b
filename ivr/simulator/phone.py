"""The phone: rings a TwiML application in virtual time. The simulator's front door, and the driver of one leg."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urljoin
from uuid import uuid4

from ivr.simulator import effects, events
from ivr.simulator.call import Leg, Number
from ivr.simulator.carrier import Carrier
from ivr.simulator.clock import Alarm, Clock
from ivr.simulator.effects import Callee, Effect, Heard, HungUp, Key, Listen, Moment, PickedUp, Sound, Wait
from ivr.simulator.line import Line
from ivr.simulator.person import FIRST_SECONDS, HangUp, Person, Silence, named, needs, sounds
from ivr.simulator.remarks import Remarks
from ivr.simulator.unsure import Unsure
from ivr.simulator.webhooks import Webhooks
from ivr.simulator.wire import DirectWire

LONGEST_CALL = 14400.0
QUEUE_PATIENCE = 120.0
DTMF, VOICE = frozenset({"dtmf"}), frozenset({"voice"})

Tell = Callable[[events.Event], None]


def new_sid(prefix: str) -> str:
    """Make up a SID."""
    return prefix + uuid4().hex


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call ended and what Twilio would have called errors."""

    ended: events.Ended
    errors: tuple[events.Error, ...]

    @property
    def broke(self) -> bool:
        """Tell whether the application failed on the way, even if a fallback saved the call."""
        return self.ended.by == "error" or bool(self.errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone and the carrier behind it. `patience` None waits for ever; `callee` is whoever is dialled."""

    line: Line
    clock: Clock
    token: str
    caller: str = "+15550001111"
    called: str = "+15559990000"
    account: str = "AC" + "0" * 32
    patience: float | None = 30.0
    callee: Callee = Callee()
    carrier: Carrier = Carrier()
    unsure: Unsure = Unsure()
    sid: Callable[[str], str] = new_sid

    def ring(self, number: Number, person: Person, tell: Tell = lambda event: None) -> Ending:
        """Ring the number and stay on the phone to the end; `tell` hears every event as it happens."""
        return _Driver(self, number, person, tell).through()

    def identity(self) -> dict[str, str]:
        """Give what every request of a new call carries."""
        ends = {"From": self.caller, "To": self.called, "Caller": self.caller, "Called": self.called}
        sids = {"CallSid": self.sid("CA"), "AccountSid": self.account, "CallToken": self.sid("")}
        return ends | sids | {"ApiVersion": "2010-04-01", "Direction": "inbound"}


class _Driver:
    """Carries one leg's effects out on the clock, the line and the person."""

    def __init__(self, phone: Phone, number: Number, person: Person, tell: Tell) -> None:
        self._phone, self._person, self._told = phone, person, tell
        self._clock, self._began = phone.clock, phone.clock.elapsed
        self._webhooks = Webhooks(DirectWire(phone.line), phone.clock, phone.token, self._tell)
        self._steps = Leg(_absolute(number, phone.line.base_url), phone.identity(), phone.unsure).run()
        self._remarks = Remarks()
        self._errors: list[events.Error] = []
        self._ended: events.Ended | None = None
        self._alarm: Alarm | None = None
        self._wait = Wait(0, Sound.QUIET)
        self._acted_in: Moment | None = None
        self._known_words: set[str] = set()
        self._news_at, self._has_news = 0.0, False
        self._listened_at = 0.0
        self._is_talk = False
        self._in_queue = False
        self._pickup: Alarm | None = None
        self._kept_keys: list[Key] = []

    def through(self) -> Ending:
        """Run the call to its end and deliver what is still on its way; `ended` is the last event."""
        self._go_on(lambda: next(self._steps))
        while self._ended is None or self._webhooks.waiting:
            self._clock.step()
        self._tell(self._ended)
        return Ending(self._ended, tuple(self._errors))

    def _elapsed(self) -> float:
        return self._clock.elapsed - self._began

    def _tell(self, what: events.What) -> None:
        if isinstance(what, events.Error) and what.severity == "error":
            self._errors.append(what)
        if isinstance(what, events.Say) and what.text not in self._known_words:
            self._known_words.add(what.text)
            self._has_news = True
        for said in (*self._remarks.heard(what), what):
            event = events.Event(round(self._elapsed(), 2), "caller", said)
            self._person.hears(event)
            self._told(event)

    # The leg's steps

    def _go_on(self, step: Callable[[], Effect]) -> None:
        """Take the leg's next steps until it waits or ends."""
        try:
            effect = step()
            while not isinstance(effect, Wait):
                effect = self._steps.send(self._carry_out(effect))
        except StopIteration as stop:
            self._ended = stop.value
        else:
            self._start(effect)

    def _carry_out(self, effect: Effect) -> object:
        """Do what the leg asks and give the answer."""
        match effect:
            case effects.Fetch(url, method, params):
                return self._webhooks.document(url, method, params)
            case effects.Media(url):
                return self._webhooks.media_seconds(url)
            case effects.Notice():
                self._webhooks.notify(effect)
            case effects.Listen():
                self._listen(effect)
            case effects.Join(queue):
                return self._phone.carrier.queueing(queue)
            case effects.Parked():
                self._park(effect)
            case effects.Kept():
                return self._phone.carrier.recording
            case effects.Ring():
                return self._phone.callee
            case effects.Now():
                return self._elapsed()
            case effects.Date():
                return self._clock.now()
            case effects.Wait():
                raise AssertionError("a wait ends the leg's steps")
            case _:
                self._tell(effect)
        return None

    def _park(self, parked: effects.Parked) -> None:
        self._in_queue = parked.waiting
        if self._pickup:
            self._pickup.cancelled = True
        after = parked.answers_after
        self._pickup = None if after is None else self._later(after, lambda: self._throw(PickedUp()))

    def _start(self, wait: Wait) -> None:
        """Let the leg wait until its time is up, unless the call's longest time or patience runs out first."""
        for remark in self._remarks.silence(wait.seconds, wait.sound):
            self._tell(remark)
        if self._wait.hearing:
            self._listened_at = self._elapsed()
        self._wait = wait
        if self._kept_keys and wait.hearing & DTMF and not wait.hearing & VOICE:
            self._alarm = self._clock.after(0, lambda: self._sound(self._kept_keys.pop(0)))
            return
        until = self._elapsed() + wait.seconds
        if self._has_news:
            self._news_at, self._has_news = until, False
        elif self._is_talk:
            # Nobody loses patience while talking, nor by it.
            self._news_at, self._listened_at = self._news_at + wait.seconds, self._listened_at + wait.seconds
        self._is_talk = False
        limit, hung = self._limit()
        if limit < until:
            self._alarm = self._clock.after(limit - self._elapsed(), lambda: self._throw(hung))
        else:
            self._alarm = self._clock.after(wait.seconds, lambda: self._send(None))

    def _limit(self) -> tuple[float, HungUp]:
        """Tell until when the call may last. Patience also runs out for one who could still act while nothing listens."""
        patience, is_done = self._phone.patience, self._person.is_done
        if patience is not None and (is_done or not self._wait.hearing):
            since = self._news_at if is_done else max(self._news_at, self._listened_at)
            patience = max(patience, QUEUE_PATIENCE) if self._in_queue else patience
            return since + patience, HungUp("patience")
        return LONGEST_CALL, HungUp("the call reached its longest time", "error")

    def _send(self, heard: Heard | None) -> None:
        self._go_on(lambda: self._steps.send(heard))

    def _throw(self, news: HungUp | PickedUp) -> None:
        self._stop_waiting()
        self._go_on(lambda: self._steps.throw(news))

    def _stop_waiting(self) -> None:
        if self._alarm:
            self._alarm.cancelled = True

    # The person

    def _listen(self, listen: Listen) -> None:
        self._is_talk = listen.moment.kind == "talk"
        if listen.prompts_over:
            for remark in self._remarks.asked():
                self._tell(remark)
        if self._acted_in is listen.moment:
            return
        move = (self._person.answers if listen.prompts_over else self._person.interrupts)(listen.moment)
        if move is None:
            return
        self._acted_in = listen.moment
        # Patience that had run out must not keep the last move from being heard.
        self._has_news = self._has_news or not isinstance(move, Silence)
        if isinstance(move, HangUp):
            self._later(FIRST_SECONDS, lambda: self._throw(HungUp(move.reason)))
        for seconds, heard in sounds(move):
            self._later(seconds, partial(self._sound, heard))

    def _later(self, seconds: float, act: Callable[[], None]) -> Alarm:
        return self._clock.after(seconds, lambda: act() if self._ended is None else None)

    def _sound(self, heard: Heard) -> None:
        """Let the leg hear, if it listens for such a thing now."""
        if needs(heard) & self._wait.hearing:
            self._stop_waiting()
            self._has_news = True
            self._send(heard)
        elif isinstance(heard, Key) and self._phone.unsure.keeps_keys:
            self._kept_keys.append(heard)
        else:
            self._tell(events.Remark(f"{named(heard)} did nothing: nothing was listening for it"))


def _absolute(number: Number, base: str) -> Number:
    url = urljoin(base + "/", number.url)
    fallback = number.fallback and urljoin(url, number.fallback)
    return replace(number, url=url, fallback=fallback, status=number.status and urljoin(url, number.status))
