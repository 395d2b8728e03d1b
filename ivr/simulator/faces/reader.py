"""Somebody who follows a part of a `.call` transcript and notices when the call goes another way."""

import re
from collections.abc import Callable
from functools import partial
from typing import Protocol

from ivr.simulator import events
from ivr.simulator.effects import Moment
from ivr.simulator.faces.deeds import AtDesk, Deed, Drop, SendText, Stay, Tell, Tones, written_deed
from ivr.simulator.faces.script import waits_for
from ivr.simulator.faces.transcript import Calls, Does, Goes, Hears, Part
from ivr.simulator.people.person import FIRST_SECONDS, HangUp, Move, Press

# Before what is not heard but happens; no prompt holds it.
MARK = "\0"
# What ends a talk, or the moment at which the phone listens: all but what is only remarked.
ASIDES = (events.Remark, events.Listening, events.Heard, events.Text, events.Stop)


class Hands(Protocol):
    """What somebody can do without being asked."""

    def after(self, seconds: float, act: Callable[[], None]) -> object:
        """Have this done so many seconds from now."""

    def do(self, deed: Deed) -> None:
        """Do it now."""


class Reader:
    """Follow a part; `mismatch` says, once the call is over, what went another way."""

    def __init__(self, part: Part, file: str) -> None:
        self.part, self._file = part, file
        self.hands: Hands | None = None
        self._lines = list(part.lines)
        # All that happened, a line each, and how far the part has followed it.
        self._happened = ""
        self._followed = self._since = 0
        self._last_line = 0
        # Waiting for something to happen by itself; resting on purpose, with the moment that is let go by; in a talk.
        self._held = self._resting = self._talking = False
        self._open: Moment | None = None
        self._ended = ""
        self._missed: str | None = None

    @property
    def is_done(self) -> bool:
        return not self._resting and (self._held or self._next_deed() is None)

    def hears(self, event: events.Event) -> None:
        match event.what:
            case events.Say(text) | events.Heard(_, text):
                self._happened += text + "\n"
            case events.Enqueue(queue):
                self._happened += f"{MARK}queue {' '.join(queue.split())}\n"
            case events.Dial(targets):
                self._happened += "".join(f"{MARK}dial {target}\n" for target in targets)
            case events.Play(url) if url:
                self._happened += f"{MARK}play {url.partition('#')[0].rpartition('/')[2]}\n"
            case events.Joined(room):
                self._happened += f"{MARK}room {room}\n"
            case events.Talk(other):
                self._happened += f"{MARK}talk with {other}\n"
            case events.Text(_, to, body):
                self._happened += f"{MARK}text to {to} {' '.join(body.split())}\n"
            case events.Ended(by, reason):
                self._happened += f"{MARK}ended by {by}\n"
                self._ended = reason
        if not isinstance(event.what, ASIDES):
            self._open, self._talking = None, isinstance(event.what, events.Talk)
        self._go_on()

    def interrupts(self, moment: Moment) -> Move | None:
        match self._next_deed():
            case Does(Press(_, True)) if not self._resting:
                return self._act(moment)
        return None

    def answers(self, moment: Moment) -> Move | None:
        if self._resting:
            self._open = moment
            return None
        return self._act(moment)

    @property
    def mismatch(self) -> str | None:
        if self._missed:
            return self._missed
        if self._lines and not self._ended:
            return f"{self._file}:{self.part.line}: {self._name()}was not on the line at all"
        if missing := self._follow():
            return self._told(missing)
        if unused := self._next_deed():
            where = f"{self._file}:{unused.line}: {self._name()}"
            return f"{where}> {written_deed(unused.deed)} was not used: the call had ended ({self._ended})"
        return None

    def _name(self) -> str:
        return f"{self.part.name}: " if self.part.name else ""

    def _next_deed(self) -> Does | None:
        return next((line for line in self._lines if isinstance(line, Does)), None)

    # When the phone listens

    def _act(self, moment: Moment) -> Move | None:
        planned = self._next_deed()
        deed = planned.deed if planned else None
        self._held = isinstance(deed, Move) and waits_for(moment, deed)
        if self._held:
            return None
        missing = self._follow()
        if missing and moment.kind in ("gather", "record") and not moment.waiting:
            self._missed = self._told(missing)
            return HangUp("the call left the transcript")
        # While queued or talking, what is expected may still happen by itself.
        self._held = missing is not None
        if self._held:
            return None
        if planned is None:
            return HangUp("the transcript is over") if isinstance(self.part.begins, Calls) else None
        if not isinstance(deed, Move):
            return None
        self._use(planned)
        return deed

    def _use(self, planned: Does) -> None:
        self._lines.pop(0)
        self._followed = self._since = len(self._happened)
        self._last_line = planned.line

    # Of one's own accord

    def _go_on(self) -> None:
        """Do what comes next without being asked, once all above it has happened."""
        if self.hands is None or self._resting or self._follow():
            return
        planned = self._next_deed()
        match planned.deed if planned else None:
            case SendText() as deed:
                self._rest(FIRST_SECONDS, planned, deed)
            case _ if self._ended:
                return
            case Stay(seconds):
                self._rest(seconds, planned, None)
            case (AtDesk() | Drop() | Tones()) as deed:
                self._rest(FIRST_SECONDS, planned, deed)
            case (Tell() | HangUp()) as deed if self._talking:
                self._rest(FIRST_SECONDS, planned, deed)
            case None if self._talking and isinstance(self.part.begins, Calls):
                self._rest(FIRST_SECONDS, None, HangUp("the transcript is over"))

    def _rest(self, seconds: float, planned: Does | None, deed: Deed | None) -> None:
        if planned:
            self._use(planned)
        self._resting = True
        if self.hands:
            self.hands.after(seconds, partial(self._rested, deed))

    def _rested(self, deed: Deed | None) -> None:
        """Do what time was taken for; after a rest, what has been waiting to be done."""
        # Who has dropped the line does nothing any more.
        self._resting = isinstance(deed, Drop)
        planned = self._next_deed()
        if deed is None and planned and planned is self._lines[0] and not self._ended:
            waits = isinstance(planned.deed, HangUp) or (self._open and isinstance(planned.deed, Move))
            if waits:
                self._use(planned)
                deed = planned.deed
        if deed and self.hands:
            self.hands.do(deed)
        self._go_on()

    # What should have happened

    def _follow(self) -> Hears | Goes | None:
        """Tick off what has been heard of what stands above the next deed; give what has not."""
        while self._lines and not isinstance(self._lines[0], Does):
            line = self._lines[0]
            found = _pattern(line).search(self._happened, self._followed)
            if found is None:
                return line
            self._followed = found.end()
            self._lines.pop(0)
        return None

    def _told(self, line: Hears | Goes) -> str:
        wanted = f"to hear:\n    {line.words}" if isinstance(line, Hears) else f"the call to go:\n    {line.where}"
        after = f"after line {self._last_line}" if self._last_line else "from the start"
        happened = self._happened[self._since :].splitlines() or ["(nothing)"]
        told = "\n".join(f"    {one.replace(MARK, '= ')}" for one in happened)
        return f"{self._file}:{line.line}: {self._name()}expected {wanted}\nwhat was heard {after}:\n{told}"


def _pattern(line: Hears | Goes) -> re.Pattern[str]:
    if isinstance(line, Hears):
        # White space in the file stands for any in the prompt, even for the break between two prompts.
        return re.compile(r"\s+".join(map(re.escape, line.words.split())))
    where = re.escape(MARK + line.where)
    match line.where.split():
        case ["room" | "talk"]:
            return re.compile(rf"{where} [^\n]*\n")
        case ["text", "to", number, *words]:
            return re.compile(rf"{MARK}text to {re.escape(number)} [^\n]*{re.escape(' '.join(words))}[^\n]*\n")
    return re.compile(rf"{where}\n")
