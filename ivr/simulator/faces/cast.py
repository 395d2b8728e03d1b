"""Everybody in a `.call` file on one carrier: who rings, who is rung, and what all of them do."""

from collections.abc import Callable
from functools import partial

from ivr.simulator.clock import Alarm
from ivr.simulator.effects import Key
from ivr.simulator.events import Event
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.deeds import AtDesk, Deed, Drop, SendText, Stay, Tell, Tones
from ivr.simulator.faces.grammar import BadTranscript
from ivr.simulator.faces.reader import Reader
from ivr.simulator.faces.transcript import Calls, Does, Manner, Part, Rung, Script
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.number import Number
from ivr.simulator.people.handset import Taker
from ivr.simulator.people.person import NEXT_SECONDS, HangUp, Person, sounds

PATIENCE = 30.0
# After how long a carrier notices that a telephone is gone without a word.
DROP_SECONDS = 10.0
# How long nobody may be on the line before those who have not been rung are no longer waited for.
IDLE_SECONDS = 600.0
Desk = Callable[[str, str], None]
"""Does at a desk what the words say, for whoever has a number."""
REFUSALS = {Manner.REFUSES: "busy", Manner.BUSY: "busy", Manner.UNREACHABLE: "failed"}


def no_desk(number: str, words: str) -> None:
    """Have no desk. Raises BadTranscript."""
    raise BadTranscript(f"desk {words}: nobody has a desk here; only tests that hand in a carrier to ring over give agents one")


class Cast:
    """Plays a script: `number` is what the carrier knows of every number that is rung, `called` the one where none is named."""

    def __init__(
        self,
        script: Script,
        exchange: Exchange,
        number: Number,
        called: str,
        patience: float | None = PATIENCE,
        desk: Desk = no_desk,
    ) -> None:
        self._script, self._exchange, self._number, self._called, self._patience = script, exchange, number, called, patience
        self._desk = desk
        self._readers: list[Reader] = []
        self._to_ring = 0
        self._idle_since = 0.0

    def play(self) -> None:
        """Play to the end of the last call, on the exchange's clock."""
        clock, known = self._exchange.clock, self._exchange.handsets.known
        telephones: dict[str, Telephone] = {}
        for part in self._script.parts:
            known[part.number] = telephone = telephones.setdefault(part.number, Telephone(part.name or "caller", self.given))
            match part.begins:
                case Calls(called, after):
                    self._to_ring += 1
                    if (called or self._called) not in self._exchange.numbers:
                        self._exchange.assign(called or self._called, self._number)
                    clock.after(after, partial(self._ring, part, called or self._called))
                case Rung():
                    telephone.parts.append(part)
        while self._goes_on() and clock.step():
            pass

    def reads(self, text: Event) -> None:
        """Let everybody know of a text that reaches a handset."""
        for reader in self._readers:
            reader.hears(text)

    @property
    def mismatch(self) -> str | None:
        """Tell where calls have left the script, if they have."""
        absent = [part for part in self._script.parts if not any(reader.part is part for reader in self._readers)]
        readers = [*self._readers, *(Reader(part, self._script.file) for part in absent)]
        return "\n".join(filter(None, (reader.mismatch for reader in readers))) or None

    def given(self, part: Part) -> tuple[Reader, "Hands"]:
        """Give a part to somebody who follows it, and the hands for it."""
        reader, hands = Reader(part, self._script.file), Hands(self._exchange, part.number, self._desk)
        reader.hands = hands
        self._readers.append(reader)
        return reader, hands

    def _ring(self, part: Part, called: str) -> None:
        self._to_ring -= 1
        reader, hands = self.given(part)
        number = self._exchange.numbers[called]
        rests = [line.deed.seconds for line in part.lines if isinstance(line, Does) and isinstance(line.deed, Stay)]
        patience = None if self._patience is None else self._patience + max(rests, default=0.0)
        hands.leg = self._exchange.ring(number, reader, part.number, called, name=part.name or "caller", patience=patience)

    def _goes_on(self) -> bool:
        now = self._exchange.clock.elapsed
        if self._to_ring or not self._exchange.is_idle:
            self._idle_since = now
            return True
        return now < self._idle_since + IDLE_SECONDS and self.mismatch is not None


class Telephone:
    """A number in the script: when it is rung for the first time it goes by its first line, and so on."""

    def __init__(self, name: str, given: Callable[[Part], tuple[Reader, "Hands"]]) -> None:
        self.name, self._given = name, given
        self.parts: list[Part] = []
        self._times = 0

    def rung(self, exchange: Taker, leg: Leg) -> None:
        def take(reader: Person) -> Leg:
            exchange.take(leg, reader)
            return leg

        self.alerted(exchange, take, lambda status: exchange.refuse(leg, status))

    def alerted(self, exchange: Taker, take: Callable[[Person], Leg | None], refuse: Callable[[str], None]) -> None:
        """Be told of a call, by the carrier or by a page: `take` gives the leg that comes of it, None when that is too late."""
        if not self.parts:
            return
        part = self.parts[min(self._times, len(self.parts) - 1)]
        self._times += 1
        reader, hands = self._given(part)

        def answer() -> None:
            hands.leg = take(reader)

        match part.begins:
            case Rung(Manner.ANSWERS | Manner.VOICEMAIL, after, latest):
                exchange.clock.after(exchange.between(after, latest), answer)
            case Rung(manner, after, latest) if manner in REFUSALS:
                exchange.clock.after(exchange.between(after, latest), lambda: refuse(REFUSALS[manner]))

    def reads(self, sender: str, body: str) -> bool:
        return True


class Hands:
    """What somebody does on a leg without being asked."""

    def __init__(self, exchange: Exchange, number: str, desk: Desk) -> None:
        self._exchange, self._number, self._desk = exchange, number, desk
        self.leg: Leg | None = None

    def after(self, seconds: float, act: Callable[[], None]) -> Alarm:
        """Have this done so many seconds from now."""
        return self._exchange.clock.after(seconds, act)

    def do(self, deed: Deed) -> None:
        """Do it now."""
        exchange, leg = self._exchange, self.leg
        if leg is None:
            raise AssertionError("nobody acts before the call has begun")
        match deed:
            case HangUp(reason):
                exchange.hang_up(leg, reason)
            case Drop():
                self.after(DROP_SECONDS, lambda: exchange.hang_up(leg, "gone without a word"))
            case Tell(words):
                exchange.say(leg, words)
            case Tones(keys):
                for order, key in enumerate(keys):
                    self.after(order * NEXT_SECONDS, partial(self._tone, leg, key))
            case SendText(to, body):
                exchange.texts.receive(self._number, to, body)
            case AtDesk(words):
                self._desk(self._number, words)
            case Stay():
                raise AssertionError("who stays does nothing")
            case _:
                for seconds, heard in sounds(deed):
                    self.after(seconds, partial(exchange.sound, leg, heard))

    def _tone(self, leg: Leg, key: str) -> None:
        self._exchange.sound(leg, Key(key))
        self._exchange.say(leg, f"tone {key}")
