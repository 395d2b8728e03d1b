"""One page as a handset: what the person there does goes to the exchange, and what the leg goes through comes back."""

from collections.abc import Mapping
from typing import Any

from ivr.simulator import events
from ivr.simulator.effects import Key, Moment
from ivr.simulator.office.leg import Leg
from ivr.simulator.people.handset import Taker
from ivr.simulator.people.person import Move
from ivr.simulator.softphone.live import Live
from ivr.simulator.softphone.outbox import Outbox
from ivr.simulator.softphone.replay import Replay, cut
from ivr.simulator.sound.mixer import tone
from ivr.simulator.verbs.gather import CUT_SHORT
from ivr.simulator.verbs.say import seconds

KEYS = frozenset("0123456789*#")
MOST_LETTERS = 1600


class Page:
    """A handset and whoever holds it. It outlives its socket for a while: `outbox` is None when nobody looks at it."""

    def __init__(self, number: str, live: Live) -> None:
        self.name = self.number = number
        self._live, self._exchange = live, live.exchange
        self.outbox: Outbox | None = None
        self.leg: Leg | None = None
        self._is_ringing = self._is_muted = False
        self._began: float | None = None
        self._told = Replay()

    @property
    def lasted(self) -> float | None:
        """How many seconds the call has lasted that goes on here."""
        return None if self.leg is None else round(self._exchange.clock.elapsed - self.leg.began, 2)

    def look(self, outbox: Outbox) -> None:
        """Let a page be looked at, again perhaps: what its call has gone through so far is told again."""
        self.outbox = outbox
        for message in self._told if self.leg else ():
            self._send(message)

    # What the page sends

    def does(self, deed: object) -> None:
        """Do what the page asks, or tell it why that cannot be."""
        self._live.do(lambda: self._do(deed))

    def _do(self, deed: object) -> None:
        match deed, self.leg:
            case {"do": "dial", "to": str(to)}, None if to.strip():
                self._dial(to.strip())
            case {"do": "answer"}, Leg() as leg if self._is_ringing:
                self._is_ringing = False
                self._exchange.take(leg, self)
            case {"do": "refuse" | "hangup"}, Leg() as leg if self._is_ringing:
                self._exchange.refuse(leg, "busy")
            case {"do": "key", "key": str(key)}, Leg() as leg if key in KEYS:
                self._live.voices.say(leg.sid, tone(key))
                self._exchange.sound(leg, Key(key))
            case {"do": "say", "text": str(text)}, Leg() as leg if text.strip():
                self._say(leg, text.strip()[:MOST_LETTERS])
            case {"do": "hangup"}, Leg() as leg:
                self._exchange.hang_up(leg)
            case {"do": "mute", "on": bool(on)}, Leg():
                self._is_muted = on
                self._tell({"event": "muted", "on": on})
            case {"do": "text", "to": str(to), "body": str(body)}, _ if to.strip() and body:
                texts = self._exchange.texts
                (texts.receive if to.strip() in self._exchange.numbers else texts.bring)(self.number, to.strip(), body[:MOST_LETTERS])
                self._send({"event": "text", "from": self.number, "to": to.strip(), "body": body[:MOST_LETTERS]})
            case _:
                self._refuse("not_now")

    def speaks(self, sound: bytes) -> None:
        """Take frames of the person's voice."""
        if self.leg and not self._is_muted and not self._is_ringing:
            self._live.voices.speak(self.leg.sid, sound)

    # What the exchange tells: a handset that is rung, then a person on a leg

    def rung(self, exchange: Taker, leg: Leg) -> None:
        """Show a call that comes in; a page that nobody looks at, or that is in a call, is busy."""
        if self.outbox is None or self.leg:
            exchange.refuse(leg, "busy")
        else:
            self._begin(leg)
            self._is_ringing = True
            exchange.show(leg, self)
            self._tell({"event": "incoming", "from": leg.caller})

    def reads(self, sender: str, body: str) -> bool:
        """Show a text that has come, if somebody looks."""
        self._send({"event": "text", "from": sender, "to": self.number, "body": cut(body)})
        return self.outbox is not None

    is_done = False

    def interrupts(self, moment: Moment) -> Move | None:
        """A person at a page acts at any time, and is not asked."""

    def answers(self, moment: Moment) -> Move | None:
        """A person at a page acts at any time, and is not asked."""

    def hears(self, event: events.Event) -> None:
        """Pass on what happens, with the time since this page's call began; let be heard what is said and played."""
        if event.what == CUT_SHORT:
            # At a page that is seen, and no fault of the application.
            return
        self._began = event.at if self._began is None else self._began
        self._tell({**cut(event.as_json()), "at": round(event.at - self._began, 2)})
        match event.what:
            case events.Say(text, language, _, loop):
                spoken = self._live.speech.find(text, language)
                address = f"phone/sound/{spoken.name}.wav" if spoken else None
                self._sound(address, loop * (spoken.seconds if spoken else seconds(text, language)), cut(text))
            case events.Play(url):
                self._sound(url, 0, "")
            case events.Ended():
                self._end()

    # Inside

    def _dial(self, to: str) -> None:
        self._begin(None)
        self._tell({"event": "dialled", "to": to})
        exchange = self._exchange
        if number := exchange.numbers.get(to):
            self.leg = exchange.ring(number, self, self.number, to, name=self.name)
        else:
            self.leg = exchange.connect(self, self.number, to, name=self.name)

    def _say(self, leg: Leg, text: str) -> None:
        if self._is_muted:
            self._refuse("muted")
            return
        if self._live.speaks(leg):
            self._refuse("speaking")
            return
        if self._live.talks(leg):
            self._tell({"event": "said", "text": text})
        self._live.say(leg, text)

    def _begin(self, leg: Leg | None) -> None:
        self.leg, self._began, self._is_muted = leg, None, False
        self._told.clear()

    def _end(self) -> None:
        if self.leg:
            self._live.forget(self.leg)
        self.leg, self._is_ringing = None, False

    def _sound(self, address: str | None, seconds: float, text: str) -> None:
        self._send({"event": "sound", "wav": address, "ms": round(1000 * seconds), "text": text})

    def _refuse(self, why: str) -> None:
        """Tell the page what cannot be, by a name for which it has words."""
        self._send({"event": "busy", "why": why})

    def _tell(self, message: Mapping[str, Any]) -> None:
        """Send what belongs to the call, and keep it for a page that is loaded anew."""
        self._told.add(message)
        self._send(message)

    def _send(self, message: Mapping[str, Any]) -> None:
        if self.outbox:
            self.outbox.tell(message)
