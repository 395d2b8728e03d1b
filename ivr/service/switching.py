"""What staff do with switches: what they typed is checked against the menus before any caller hears it."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from ivr.compiler.problems import did_you_mean
from ivr.errors import SwitchError
from ivr.flow.graph import Flow
from ivr.service.switches import ANNOUNCEMENT, CLOSURE, INCIDENT
from ivr.storage.base import Unit
from ivr.storage.records import Switch

LONGEST = timedelta(days=7)
MOST_SECONDS = {INCIDENT: 5, ANNOUNCEMENT: 20}
"""How long all of a kind may be in a caller's ear, by the `per_second` of the language."""
SENTENCE_END = tuple("。！？.!?")
MOMENT = re.compile(r"(?:(\d{4}-\d\d-\d\d)[T ])?(\d?\d:\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody at the switches. Each method gives a switch that may be turned on, or raises SwitchError."""

    flow: Flow
    now: datetime
    name: str

    def incident(self, words: Sequence[str], until: str) -> Switch:
        """Name a service that is out of order, in every language: `zh=转账`, `en=transfers`."""
        return self._switch(INCIDENT, until, words=self._words(words))

    def announcement(self, words: Sequence[str], until: str) -> Switch:
        """Take a sentence that every caller is to hear before the main menu, in every language."""
        read = self._words(words)
        for language, text in read.items():
            if not text.endswith(SENTENCE_END):
                raise SwitchError(f'{language}="{text}" is not a whole sentence. End it with a full stop, so that a pause is heard.')
        return self._switch(ANNOUNCEMENT, until, words=read)

    def closure(self, queue: str, until: str) -> Switch:
        """Close a queue."""
        if queue not in self.flow.queues:
            raise SwitchError(f'"{queue}" is not a queue of these menus. {did_you_mean(queue, self.flow.queues)}')
        return self._switch(CLOSURE, until, queue=queue)

    def turn_on(self, unit: Unit, switch: Switch) -> None:
        """Turn a switch on. The same words, or the same queue, turned on again get the new end."""
        alike = [each for each in unit.switches(self.now) if each.kind == switch.kind]
        before = [each for each in alike if (each.words, each.queue) == (switch.words, switch.queue)]
        self._check_length([*(each for each in alike if each not in before), switch])
        for each in before:
            self.turn_off(unit, each)
        unit.switch_on(switch)

    def turn_off(self, unit: Unit, switch: Switch) -> None:
        """Turn a switch off."""
        unit.switch_off(switch.id, self.now, self.name)

    def _switch(self, kind: str, until: str, *, words: dict[str, str] | None = None, queue: str = "") -> Switch:
        return Switch(kind, self._moment(until), self.now, self.name, json.dumps(words or {}, ensure_ascii=False), queue)

    def _words(self, given: Sequence[str]) -> dict[str, str]:
        words: dict[str, str] = {}
        for each in given:
            language, equals, text = each.partition("=")
            if not equals:
                raise SwitchError(f'"{each}" names no language. Write for example: {self._example()}')
            if language not in self.flow.languages:
                raise SwitchError(f'"{language}" is not a language of this hotline. {did_you_mean(language, self.flow.languages)}')
            if language in words:
                raise SwitchError(f"{language} is given twice. Put words with spaces in quotes.")
            words[language] = _clean(language, text)
        if missing := [language for language in self.flow.languages if not words.get(language)]:
            what = f"the words in {' and '.join(missing)} are missing: callers of every language are to hear it"
            raise SwitchError(f"{what}. Write for example: {self._example()}")
        return {language: words[language] for language in self.flow.languages}

    def _example(self) -> str:
        return " ".join(f'{language}="..."' for language in self.flow.languages)

    def _moment(self, text: str) -> datetime:
        local = self.now.astimezone(ZoneInfo(self.flow.peaks.timezone))
        until = _read_moment(text.strip(), local)
        if until is None:
            raise SwitchError(f'"{text}" is not a time. Write 18:00 for today, or 2026-03-02T12:00, in the time of {local.tzinfo}.')
        if until <= local:
            fix = "Write the day too, such as 2026-03-02T12:00, if it is another day's."
            raise SwitchError(f"{until:%Y-%m-%d %H:%M} has passed: it is {local:%Y-%m-%d %H:%M} in {local.tzinfo}. {fix}")
        if until > local + LONGEST:
            raise SwitchError(f"{until:%Y-%m-%d %H:%M} is more than {LONGEST.days} days away. What lasts longer belongs in the menus.")
        return until

    def _check_length(self, alike: list[Switch]) -> None:
        kind, texts = alike[-1].kind, [json.loads(each.words) for each in alike]
        for language, voice in self.flow.languages.items():
            seconds = ceil(sum(len(words.get(language, "")) for words in texts) / voice.per_second)
            if seconds > (most := MOST_SECONDS.get(kind, 0)):
                what = f"callers would hear about {seconds} seconds of this in {language}, and {most} are the most"
                raise SwitchError(f"{what}. Shorten it{', or turn another off' if len(alike) > 1 else ''}.")


def _read_moment(text: str, local: datetime) -> datetime | None:
    found = MOMENT.fullmatch(text)
    try:
        return datetime.fromisoformat(f"{found[1] or local.date()}T{found[2]:0>5}").replace(tzinfo=local.tzinfo) if found else None
    except ValueError:
        return None


def _clean(language: str, text: str) -> str:
    spaced = " ".join(text.split())
    if any(unicodedata.category(letter)[0] == "C" for letter in spaced):
        raise SwitchError(f"the words in {language} hold a character that cannot be spoken. Type them again.")
    return spaced
