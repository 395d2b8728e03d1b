"""What a human tester would remark: long silence, and the same words twice in a row."""

from collections.abc import Iterator

from ivr.simulator import events
from ivr.simulator.effects import Sound

LONGEST_SILENCE = 4.0


class Remarks:
    """Listen along."""

    def __init__(self) -> None:
        self._quiet_since: float | None = None
        self._words: list[str] = []
        self._before: list[str] = []

    def sounds(self, sound: Sound, now: float) -> Iterator[events.Remark]:
        """Take note of what the line sounds like from now on; waiting for the caller is not silence of the line."""
        if sound is Sound.QUIET:
            self._quiet_since = now if self._quiet_since is None else self._quiet_since
        elif self._quiet_since is not None:
            quiet, self._quiet_since = now - self._quiet_since, None
            if quiet > LONGEST_SILENCE:
                yield events.Remark(f"silence of {round(quiet, 2):g} s")

    def heard(self, what: events.What) -> Iterator[events.Remark]:
        """Take note of what happened."""
        match what:
            case events.Say(text):
                if self._words[-1:] == [text]:
                    yield events.Remark(f"the same words twice in a row: {text}")
                self._words.append(text)
            case events.Play(url):
                self._words.append(url)
            case events.Digits() | events.Speech() | events.Record():
                self._before, self._words = [], []

    def asked(self) -> Iterator[events.Remark]:
        """Take note that the prompts are over: were they just what was asked before?"""
        if self._words and self._words == self._before:
            yield events.Remark(f"the same words twice in a row: {' '.join(self._words)}")
        self._before, self._words = self._words, []
