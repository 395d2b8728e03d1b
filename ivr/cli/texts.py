"""The hotline's texts in a call that is made in-process: they are shown to the caller, so that a code in one can be keyed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ivr.simulator.events import Event, Sms

CALLER = "caller"
Tell = Callable[[Event], None]


@dataclass(slots=True)
class ShownTexts:
    """A carrier that hands every text to `tell`, with the seconds of the call that `elapsed` gives. Nothing it takes is ever lost."""

    tell: Tell = lambda event: None
    elapsed: Callable[[], float] = lambda: 0.0

    def send(self, to: str, body: str) -> str:
        """Show a text."""
        self.tell(Event(self.elapsed(), CALLER, Sms(to, body)))
        return ""

    def sent(self, to: str, body: str, since: datetime) -> list[str]:
        """List nothing: nobody has to ask what became of a text."""
        return []
