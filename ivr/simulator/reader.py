"""A caller who follows a `.call` transcript and notices when the call goes another way."""

import re

from ivr.simulator import events
from ivr.simulator.deeds import written_deed
from ivr.simulator.effects import Moment
from ivr.simulator.person import HangUp, Move, Press
from ivr.simulator.script import waits_for
from ivr.simulator.transcript import Does, Goes, Hears, Part

# Before what is not heard but happens; no prompt holds it.
MARK = "\0"


class Reader:
    """Follow a part; `mismatch` says, once the call is over, what went another way."""

    def __init__(self, part: Part, file: str) -> None:
        self._file = file
        self._lines = list(part.lines)
        # All that happened, a line each, and how far the part has followed it.
        self._happened = ""
        self._followed = self._since = 0
        self._last_line = 0
        self._held = False
        self.mismatch: str | None = None

    @property
    def is_done(self) -> bool:
        return self._held or self._next_move() is None

    def hears(self, event: events.Event) -> None:
        match event.what:
            case events.Say(text):
                self._happened += text + "\n"
            case events.Enqueue(queue):
                self._happened += f"{MARK}queue {' '.join(queue.split())}\n"
            case events.Dial(targets):
                self._happened += "".join(f"{MARK}dial {target}\n" for target in targets)
            case events.Ended(by, reason):
                self._happened += f"{MARK}ended by {by}\n"
                self._finish(reason)

    def interrupts(self, moment: Moment) -> Move | None:
        match self._next_move():
            case Does(Press(_, True)):
                return self._act(moment)
        return None

    def answers(self, moment: Moment) -> Move | None:
        return self._act(moment)

    def _next_move(self) -> Does | None:
        return next((line for line in self._lines if isinstance(line, Does)), None)

    def _act(self, moment: Moment) -> Move | None:
        planned = self._next_move()
        if planned is None:
            return self._act_at_the_end(moment)
        if not isinstance(planned.deed, Move):
            return None
        is_asked = moment.kind in ("gather", "record")
        self._held = waits_for(moment, planned.deed)
        if self._held:
            return None
        if not self._follow(strictly=is_asked):
            return HangUp("the call left the transcript")
        # While queued or talking, what is expected may still happen by itself.
        self._held = self._lines[0] is not planned
        if self._held:
            return None
        self._lines.pop(0)
        self._followed = self._since = len(self._happened)
        self._last_line = planned.line
        return planned.deed

    def _act_at_the_end(self, moment: Moment) -> Move | None:
        """Hang up when nothing is left; while queued or talking, more may still happen by itself."""
        if self._follow(strictly=moment.kind in ("gather", "record")):
            return None if self._lines else HangUp("the transcript is over")
        return HangUp("the call left the transcript")

    def _follow(self, strictly: bool = True) -> bool:
        """Tick off what should have been heard before the next move."""
        while self._lines and not isinstance(self._lines[0], Does):
            line = self._lines[0]
            found = _pattern(line).search(self._happened, self._followed)
            if found is None:
                if strictly:
                    self._miss(line)
                return not strictly
            self._followed = found.end()
            self._lines.pop(0)
        return True

    def _finish(self, reason: str) -> None:
        if self.mismatch is None and self._follow() and (unused := self._next_move()):
            where = f"{self._file}:{unused.line}"
            self.mismatch = f"{where}: > {written_deed(unused.deed)} was not used: the call had ended ({reason})"

    def _miss(self, line: Hears | Goes) -> None:
        wanted = f"to hear:\n    {line.words}" if isinstance(line, Hears) else f"the call to go:\n    {line.where}"
        after = f"after line {self._last_line}" if self._last_line else "from the start"
        happened = self._happened[self._since :].splitlines() or ["(nothing)"]
        told = "\n".join(f"    {one.replace(MARK, '= ')}" for one in happened)
        self.mismatch = f"{self._file}:{line.line}: expected {wanted}\nwhat was heard {after}:\n{told}"


def _pattern(line: Hears | Goes) -> re.Pattern[str]:
    if isinstance(line, Goes):
        return re.compile(re.escape(f"{MARK}{line.where}\n"))
    # White space in the file stands for any in the prompt, even for the break between two prompts.
    return re.compile(r"\s+".join(map(re.escape, line.words.split())))
