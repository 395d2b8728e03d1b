"""Turn a call that somebody plays into a `.call` transcript that plays it again."""

from datetime import datetime

from ivr.simulator import events
from ivr.simulator.effects import Moment
from ivr.simulator.faces.transcript import Calls, Does, Goes, Hears, Line, Part, Script
from ivr.simulator.people.person import Move, Person, Silence


class Recorder:
    """Stand in for a person and write down what is heard and done."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._lines: list[Line] = []

    @property
    def is_done(self) -> bool:
        return self._person.is_done

    def interrupts(self, moment: Moment) -> Move | None:
        return self._noted(self._person.interrupts(moment))

    def answers(self, moment: Moment) -> Move | None:
        move = self._person.answers(moment)
        if move is None and moment.kind in ("gather", "record"):
            self._lines.append(Does(Silence()))
        return self._noted(move)

    def hears(self, event: events.Event) -> None:
        self._person.hears(event)
        match event.what:
            case events.Say(text):
                self._lines.append(Hears(text))
            case events.Enqueue(queue):
                self._lines.append(Goes(f"queue {' '.join(queue.split())}"))
            case events.Dial(targets):
                self._lines.extend(Goes(f"dial {target}") for target in targets if target)
            case events.Ended(by):
                self._lines.append(Goes(f"ended by {by}"))

    def script(self, caller: str, called: str | None = None, time: datetime | None = None) -> Script:
        """Give the transcript so far."""
        return Script("recorded.call", (Part(caller, tuple(self._lines), Calls(called)),), time)

    def _noted(self, move: Move | None) -> Move | None:
        if move is not None:
            self._lines.append(Does(move))
        return move
