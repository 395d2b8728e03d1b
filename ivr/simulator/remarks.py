"""What a human tester would remark: long silence, and the same words twice in a row."""

from collections.abc import Iterator

from ivr.simulator import events
from ivr.simulator.effects import Sound

LONGEST_SILENCE = 4.0


class Remarks:
    """Listen along."""

    def __init__(self) -> None:
        self._quiet = 0.0
        self._words: list[str] = []
        self._before: list[str] = []

    def silence(self, seconds: float, sound: Sound) -> Iterator[events.Remark]:
        """Take note of time that passes; waiting for the caller is not silence of the line."""
        if sound is Sound.QUIET:
            was, self._quiet = self._quiet, self._quiet + seconds
            if was <= LONGEST_SILENCE < self._quiet:
                yield events.Remark(f"silence of {self._quiet:g} s")
        else:
            self._quiet = 0.0

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
