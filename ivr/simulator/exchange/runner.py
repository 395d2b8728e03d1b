"""Carries one leg's effects out: on the clock, by requests, and with the person who holds the phone."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ivr.simulator import effects, events
from ivr.simulator.clock import Alarm, Clock
from ivr.simulator.effects import CALL, Effect, Heard, Key, Listen, Moment, Ring, Signal, Sound, Steps, Wait
from ivr.simulator.exchange.webhooks import Webhooks
from ivr.simulator.office.leg import Leg
from ivr.simulator.outcomes import HungUp, Interrupt
from ivr.simulator.people.person import FIRST_SECONDS, HangUp, Person, Silence, named, needs, sounds
from ivr.simulator.people.remarks import Remarks

LONGEST_CALL = 14400.0
QUEUE_PATIENCE = 120.0
# Has words of a language spoken, and tells how many seconds they take, at once or later.
Voice = Callable[[str, str, Callable[[float], None]], None]
DTMF, VOICE = frozenset({"dtmf"}), frozenset({"voice"})
TALK = CALL | DTMF


@dataclass(frozen=True, slots=True)
class Means:
    """What a runner works with: the exchange's clock and way to ring others, and this leg's requests and listeners."""

    clock: Clock
    webhooks: Callable[[Callable[[events.What], None]], Webhooks]
    voice: Voice
    ring: Callable[[Leg, Ring], tuple[str, ...]]
    in_queue: Callable[[str], bool]
    told: Callable[[str, events.What], events.Event]
    over: Callable[[Leg, events.Ended], None]
    keeps_keys: Callable[[], bool]
    patience: float | None = None


class Runner:
    """Runs one leg's steps until it ends."""

    def __init__(self, leg: Leg, steps: Steps[events.Ended], person: Person, means: Means) -> None:
        self.leg, self.person = leg, person
        self._steps, self._means, self._clock = steps, means, means.clock
        self._webhooks = means.webhooks(self.tell)
        self._remarks = Remarks()
        self.ended: events.Ended | None = None
        self._mailbox: deque[Signal] = deque()
        self._alarm: Alarm | None = None
        self._wait: Wait | None = None
        # Counts suspensions, so that an answer that comes too late finds nobody.
        self._turn = 0
        self._moment: Moment | None = None
        self._acted_in: Moment | None = None
        self._known_words: set[str] = set()
        self._news_at, self._has_news = means.clock.elapsed, False
        self._listened_at = means.clock.elapsed
        self._talks_since: float | None = None
        self._kept_keys: list[Key] = []
        # Whether what is waited for is a prompt, and whether one has been told that is not waited for yet.
        self._is_prompt = self._is_told = False

    def start(self) -> None:
        """Take the first steps."""
        self._go_on(lambda: next(self._steps))

    def tell(self, what: events.What) -> None:
        """Let the person and everybody who listens know what happened."""
        if isinstance(what, events.Say) and what.text not in self._known_words:
            self._known_words.add(what.text)
            self._has_news = True
        self._is_told = self._is_told or isinstance(what, (events.Say, events.Play))
        for said in (*self._remarks.heard(what), what):
            self.person.hears(self._means.told(self.leg.name, said))

    # The leg's steps

    def _go_on(self, step: Callable[[], Effect]) -> None:
        """Take the leg's next steps until it waits for time, a person, a request or another leg, or ends."""
        self._is_prompt = False
        try:
            effect = step()
            while True:
                if isinstance(effect, Wait):
                    self._start(effect)
                    return
                if isinstance(effect, (effects.Fetch, effects.Media, effects.Utter)):
                    answers = self._asked(effect)
                    if not answers:
                        return
                    effect = self._steps.send(answers[0])
                else:
                    effect = self._steps.send(self._carry_out(effect))
        except StopIteration as stop:
            self._sounds(Sound.AUDIO)
            self._end(stop.value)
        except Exception as error:
            # What nobody foresaw ends this leg and no other; whoever turns the clock learns of it.
            self.leg.status, self.leg.ended = "failed", self._clock.elapsed
            self._end(events.Ended("error", f"the carrier failed: {type(error).__name__}: {error}"))
            raise

    def _end(self, ended: events.Ended) -> None:
        self.ended = ended
        self._turn += 1
        self._means.over(self.leg, ended)
        self.tell(ended)

    def _asked(self, effect: effects.Fetch | effects.Media | effects.Utter) -> list[object]:
        """Ask; the answer is in the list when it came at once, else it goes on by itself."""
        self._settle_talk()
        self._wait = None
        self._turn += 1
        turn, at_once, answers = self._turn, True, list[object]()

        def then(answer: object) -> None:
            if at_once:
                answers.append(answer)
            elif turn == self._turn:
                self._go_on(lambda: self._steps.send(answer))

        match effect:
            case effects.Fetch():
                self._webhooks.document(effect, then, lambda: turn == self._turn)
            case effects.Media():
                self._webhooks.media(effect, then)
            case effects.Utter(text, language):
                self._means.voice(text, language, then)
        at_once = False
        if not answers:
            self._sounds(Sound.QUIET)
        return answers

    def _sounds(self, sound: Sound) -> None:
        """Notice long silences; whoever has not been answered hears the phone ring."""
        for remark in self._remarks.sounds(Sound.AUDIO if self.leg.answered is None else sound, self._clock.elapsed):
            self.tell(remark)

    def _carry_out(self, effect: Effect) -> object:
        """Do what the leg asks and give the answer."""
        match effect:
            case effects.Notice() | effects.Aside():
                self._webhooks.tell(effect)
            case effects.Listen():
                self._listen(effect)
            case effects.Ring():
                return self._means.ring(self.leg, effect)
            case effects.Now():
                return self._clock.elapsed
            case effects.Date():
                return self._clock.now()
            case effects.Wait() | effects.Fetch() | effects.Media() | effects.Utter():
                raise AssertionError("a wait and a request suspend the leg's steps")
            case _:
                self.tell(effect)
        return None

    def _start(self, wait: Wait) -> None:
        """Let the leg wait until its time is up, unless the call's longest time or patience runs out first."""
        self._sounds(wait.sound)
        if self._wait and self._wait.hearing - CALL and not _is_talk(self._wait):
            self._listened_at = self._clock.elapsed
        self._settle_talk()
        self._wait = wait
        self._is_prompt, self._is_told = self._is_told, False
        self._turn += 1
        if self._mailbox and wait.hearing & CALL:
            self._alarm = self._clock.after(0, lambda: self._send(self._mailbox.popleft()))
            return
        if self._kept_keys and wait.hearing & DTMF and not wait.hearing & (VOICE | CALL):
            self._alarm = self._clock.after(0, lambda: self._hear(self._kept_keys.pop(0)))
            return
        until = self._clock.elapsed + wait.seconds
        if _is_talk(wait):
            self._talks_since = self._clock.elapsed
        elif self._has_news:
            self._news_at, self._has_news = until, False
        limit, hung = self._limit()
        if limit < until:
            self._alarm = self._clock.after(limit - self._clock.elapsed, lambda: self.throw(hung))
        else:
            self._alarm = self._clock.after(wait.seconds, lambda: self._send(None))

    def _settle_talk(self) -> None:
        """Nobody loses patience while talking, nor by it."""
        if self._talks_since is not None:
            talked = self._clock.elapsed - self._talks_since
            self._news_at, self._listened_at = self._news_at + talked, self._listened_at + talked
            self._talks_since = None

    def _limit(self) -> tuple[float, HungUp]:
        """Tell until when the call may last. Patience also runs out for one who could still act while nothing listens."""
        patience, is_done = self._means.patience, self.person.is_done
        hearing = self._wait.hearing - CALL if self._wait else frozenset()
        if patience is not None and self._talks_since is None and (is_done or not hearing):
            since = self._news_at if is_done else max(self._news_at, self._listened_at)
            patience = max(patience, QUEUE_PATIENCE) if self._means.in_queue(self.leg.sid) else patience
            return since + patience, HungUp("patience")
        if self.leg.limit is not None and self.leg.answered is not None:
            return self.leg.answered + self.leg.limit, HungUp("the call reached its time limit", "app")
        return self.leg.began + LONGEST_CALL, HungUp("the call reached its longest time", "error")

    def _send(self, heard: Heard | Signal | None) -> None:
        self._go_on(lambda: self._steps.send(heard))

    def throw(self, news: Interrupt) -> None:
        """Break into whatever the leg waits for."""
        if self.ended is None:
            self._stop_waiting()
            self._turn += 1
            self._go_on(lambda: self._steps.throw(news))

    def post(self, signal: Signal) -> None:
        """Tell the leg something, now if it waits for it, else when it does."""
        if self.ended is not None:
            return
        if self._wait and self._wait.hearing & CALL and not self._mailbox:
            self._stop_waiting()
            self._send(signal)
        else:
            self._mailbox.append(signal)

    def _stop_waiting(self) -> None:
        if self._alarm:
            self._alarm.cancelled = True
        if self._is_prompt:
            self.tell(events.Stop())

    # The person

    def _listen(self, listen: Listen) -> None:
        self._moment = listen.moment
        if listen.prompts_over:
            for remark in self._remarks.asked():
                self.tell(remark)
        if self._acted_in is listen.moment:
            return
        move = (self.person.answers if listen.prompts_over else self.person.interrupts)(listen.moment)
        if move is None:
            return
        self._acted_in = listen.moment
        # Patience that had run out must not keep the last move from being heard.
        self._has_news = self._has_news or not isinstance(move, Silence)
        if isinstance(move, HangUp):
            self._later(move.after, partial(self._hang_up, move, listen.moment))
        for seconds, heard in sounds(move):
            self._later(seconds, partial(self.sound, heard))

    def _hang_up(self, move: HangUp, moment: Moment) -> None:
        # A talk that is over by itself is no longer hung up on.
        if move.after == FIRST_SECONDS or self._moment is moment:
            self.throw(HungUp(move.reason))

    def _later(self, seconds: float, act: Callable[[], None]) -> Alarm:
        return self._clock.after(seconds, lambda: act() if self.ended is None else None)

    def _hear(self, heard: Heard) -> None:
        self._stop_waiting()
        self._has_news = True
        self._send(heard)

    def sound(self, heard: Heard) -> None:
        """Let the leg hear, if it listens for such a thing now."""
        if self.ended is not None:
            return
        if isinstance(heard, Key) and self._kept_keys and not (self._wait and _is_talk(self._wait)):
            self._kept_keys.append(heard)
        elif self._wait and needs(heard) & self._wait.hearing:
            self._hear(heard)
        elif isinstance(heard, Key) and self._means.keeps_keys():
            self._kept_keys.append(heard)
        elif not self._is_prompt or self._means.in_queue(self.leg.sid):
            # Words outside a Gather are meant to be heard to the end.
            self.tell(events.Remark(f"{named(heard)} did nothing: nothing was listening for it"))


def _is_talk(wait: Wait) -> bool:
    return wait.hearing >= TALK
