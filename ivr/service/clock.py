"""The world a call is decided in: the time, when people are there, and what staff have switched on, all from memory."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ivr.calendar import OFFICE_DAYS, Hours, is_open, next_opening, working_day_after
from ivr.flow.graph import Flow
from ivr.flow.words import plain
from ivr.service.switches import ANNOUNCEMENT, CLOSURE, INCIDENT
from ivr.storage.records import Switch

BANKS = "banks"
"""The opening hours whose days are the working days that refunds are counted in."""


@dataclass(frozen=True, slots=True)
class ServiceWorld:
    """The questions of `flow.world`, answered for one turn at one instant."""

    flow: Flow
    instant: datetime
    switches: tuple[Switch, ...] = ()
    began: datetime | None = None

    def fact(self, name: str) -> int | None:
        """Give a fact of the hotline that is a number; None when it has no such fact."""
        return next((int(value) for value in self.flow.facts.get(name, {}).values()), None)

    def words(self, fragment: str) -> dict[str, str]:
        """Give a fragment that has no holes as a word per language."""
        return {language: plain(text, ()) for language, text in self.flow.fragment(fragment).texts.items()}

    def now(self) -> datetime:
        return self.instant.astimezone(ZoneInfo(self.flow.peaks.timezone))

    def lasted(self) -> int:
        return (self.instant - self.began) // timedelta(minutes=1) if self.began else 0

    def is_open(self, hours: str) -> bool:
        """Hours hold unless every queue that keeps them is closed in an emergency."""
        queues = self._keepers(hours)
        closed = bool(queues) and all(self.closed_until(name) for name in queues)
        return not closed and is_open(self.flow.hours[hours], self.instant)

    def opening(self, hours: str) -> str | None:
        """Not before one of the queues that keep those hours is open again."""
        free = min((self.closed_until(name) or self.instant for name in self._keepers(hours)), default=self.instant)
        opens = next_opening(self.flow.hours[hours], max(free, self.instant))
        return self.local(opens) if opens else None

    def working_day_after(self, day: date, count: int) -> date:
        """Give the last of so many working days after a day."""
        return working_day_after(day, count, self.flow.hours.get(BANKS, OFFICE_DAYS))

    def _keepers(self, hours: str) -> list[str]:
        return [name for name, queue in self.flow.queues.items() if queue.hours == hours]

    def closed_until(self, queue: str) -> datetime | None:
        """Tell until when a queue is closed in an emergency."""
        return max((each.until for each in self.switches if (each.kind, each.queue) == (CLOSURE, queue)), default=None)

    def is_staffed(self, queue: str, at: datetime) -> bool:
        """Tell whether people answer a queue at a moment from now on."""
        closed = self.closed_until(queue)
        return (closed is None or closed <= at) and is_open(self._hours(queue), at)

    def opens(self, queue: str, at: datetime) -> datetime | None:
        """Give the first moment from `at` on when people answer a queue, in its own time; None when there is none in 30 days."""
        return next_opening(self._hours(queue), max(at, self.closed_until(queue) or at))

    def _hours(self, queue: str) -> Hours:
        hours: Hours = self.flow.hours[self.flow.queues[queue].hours]
        return hours

    def incident(self) -> Mapping[str, Any] | None:
        """Several at once are told as one, with the latest end."""
        known = [each for each in self.switches if each.kind == INCIDENT]
        return {"service": self._words(known), "until": self.local(max(each.until for each in known))} if known else None

    def announcement(self) -> Mapping[str, list[str]] | None:
        said = [each for each in self.switches if each.kind == ANNOUNCEMENT]
        return self._words(said) if said else None

    def _words(self, switches: list[Switch]) -> Mapping[str, list[str]]:
        """Give the words of all in each language; one added to the menus since then has to do with another."""
        said = [json.loads(each.words) for each in switches]
        return {language: [words.get(language) or next(iter(words.values())) for words in said] for language in self.flow.languages}

    def local(self, moment: datetime) -> str:
        """Give a moment in the hotline's time as it is told: the hour alone when it is today."""
        local = moment.astimezone(self.now().tzinfo)
        return local.strftime("%H:%M") if local.date() == self.now().date() else as_value(local)


def as_value(moment: datetime) -> str:
    """Write a moment, day and minute in its own zone, as a `time` that menus can tell."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def milliseconds(at: datetime) -> int:
    """Give a moment in milliseconds since 1970, as routing and figures reckon."""
    return round(at.timestamp() * 1000)
