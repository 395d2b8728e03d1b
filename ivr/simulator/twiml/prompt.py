"""Something to be heard, ready to start: what Say, Play and Pause come to, alone or inside a Gather."""

from dataclasses import dataclass

from ivr.simulator import events
from ivr.simulator.effects import Heard, Sound, Steps, Wait


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is told as it starts, if anything, and how long it lasts."""

    seconds: float
    what: events.Say | events.Play | None = None
    sound: Sound = Sound.AUDIO

    def run(self, hearing: frozenset[str] = frozenset()) -> Steps[Heard | None]:
        """Let it be heard until it is over, or until something of the kinds in `hearing` cuts it."""
        if self.what:
            yield self.what
        heard: Heard | None = yield Wait(self.seconds, self.sound, hearing)
        return heard
