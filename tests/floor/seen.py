"""Where everybody was on a floor, and when, from what happened on the carrier's side."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from ivr.simulator import events
from ivr.simulator.office.leg import Leg
from tests.floor.floors import Floor

AT_ONCE = 0.1
"""Moments of two legs that are no more seconds apart belong together."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody in line or in a room, from when until when, and how it ended."""

    began: float
    ended: float
    where: str
    how: str = ""


class Seen:
    """What happened, leg by leg."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self.of: dict[str, list[events.Event]] = defaultdict(list)
        for event in floor.happened:
            self.of[event.leg].append(event)
        self._ended = [leg for leg in floor.exchange.legs.values() if leg.sid in floor.desks.ended]
        self._names = {leg.sid: leg.name for leg in floor.exchange.legs.values() if leg.name in floor.legs}
        self.rung = [leg for leg in floor.exchange.legs.values() if leg.direction == "outbound-api"]
        self._legs = {offer: leg for leg in floor.exchange.legs.values() if (offer := offer_of(leg)) and leg.name not in floor.legs}

    def is_on_the_line(self, name: str, at: float) -> bool:
        """Tell whether a caller is on the line at a moment."""
        turns = [event.what for event in self.of[name] if event.at <= at and isinstance(event.what, events.Answered | events.Ended)]
        return bool(turns) and isinstance(turns[-1], events.Answered)

    def in_line(self, name: str) -> list[Stay]:
        """Give when a caller was in line, and how they left it."""
        found: list[Stay] = []
        began: float | None = None
        for event in self.of[name]:
            match event.what:
                case events.Enqueue(queue):
                    began, where = event.at, queue
                case events.Request(url=url, params=told) if began is not None and urlsplit(url).path == "/voice/queue/left":
                    how = told.get("QueueResult") or parse_qs(urlsplit(url).query).get("QueueResult", [""])[0]
                    found.append(Stay(began, event.at, where, how))
                    began = None
                case events.Ended() if began is not None:
                    found.append(Stay(began, event.at, where, "hangup"))
        return found

    def in_rooms(self, name: str) -> list[Stay]:
        """Give when somebody was in rooms, in order."""
        return sorted((stay for inside in self.rooms.values() for who, stay in inside if who == name), key=lambda stay: stay.began)

    def is_ended_by_agent(self, stay: Stay) -> bool:
        """Tell whether an agent who talked ended the talk on purpose, and so somebody's stay in a room."""
        inside = {name for name, _ in self.rooms[stay.where]}
        return any(leg.name in inside and leg.ended is not None and abs(leg.ended - stay.ended) < AT_ONCE for leg in self._ended)

    def has_agent(self, room: str, at: float) -> bool:
        """Tell whether an agent is in a room at a moment."""
        return any(stay.began <= at < stay.ended for name, stay in self.rooms[room] if name not in self._floor.legs)

    @cached_property
    def rooms(self) -> dict[str, list[tuple[str, Stay]]]:
        """Give who was in each room, and when."""
        found: dict[str, list[tuple[str, Stay]]] = defaultdict(list)
        for name, happened in self.of.items():
            began: dict[str, float] = {}
            for event in happened:
                match event.what:
                    case events.Joined(room):
                        began[room] = event.at
                    case events.Left(room) if room in began:
                        found[room].append((name, Stay(began.pop(room), event.at, room)))
                    case events.Ended():
                        for room, since in began.items():
                            found[room].append((name, Stay(since, event.at, room)))
                        began.clear()
        return found

    def leg_of(self, offer: str) -> Leg | None:
        """Give the leg of the agent to whom a call was held out, if there was one."""
        return self._legs.get(offer)

    def caller_of(self, entry: str) -> str:
        """Name the caller who waits with an entry."""
        return self._names[self._floor.kept.entries[entry][1].call_sid]


def offer_of(leg: Leg) -> str:
    """Give the offer for which a telephone was rung, or a browser dialled in; "" of other legs."""
    rung = parse_qs(urlsplit(leg.progress.url).query).get("o", [""])[0] if leg.progress else ""
    return rung or leg.extra.get("ticket", "").partition(".")[0]
