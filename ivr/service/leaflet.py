"""The hotline on one page, from the same facts, hours and options that are spoken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ivr.calendar import Hours, lines
from ivr.flow.fields import Option
from ivr.flow.graph import Flow, Language, jumps
from ivr.flow.words import Part, plain
from ivr.service.clock import ServiceWorld
from ivr.spoken import say

MAIN = "main"
"""The universal word whose target is the hotline's main menu."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One queue of people: its name, its hours as lines of text, whether it is open now, and when it opens again if it
    is closed in an emergency."""

    title: str
    hours: tuple[tuple[tuple[int, ...], str], ...]
    holidays: bool
    is_open: bool
    reopens: str


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What the page shows in one language."""

    language: str
    languages: Mapping[str, Language]
    facts: Mapping[str, str]
    keys: tuple[tuple[str, str], ...]
    everywhere: str
    desks: tuple[Desk, ...]
    incident: tuple[str, str] | None
    announcement: str


def leaflet(world: ServiceWorld, language: str) -> Leaflet:
    """Put the page's content together."""
    flow, incident, announced = world.flow, world.incident(), world.announcement()
    manner = flow.languages[language].spoken
    return Leaflet(
        language=language,
        languages=flow.languages,
        facts={name: _fact(value, language) for name, value in flow.facts.items()},
        keys=tuple((option.key, _said(option.label, language)) for option in _main_options(flow) if option.label),
        everywhere=_said(flow.fragment("tail"), language),
        desks=tuple(
            Desk(
                _said(queue.title, language),
                _lines(flow.hours[queue.hours]),
                _keeps_holidays(flow, queue.hours),
                world.is_staffed(queue.name, world.instant),
                _reopens(world, queue.name),
            )
            for queue in flow.queues.values()
        ),
        incident=(say("word", incident["service"][language], manner), _moment(incident["until"])) if incident else None,
        announcement=say("sentence", announced[language], manner) if announced else "",
    )


def _reopens(world: ServiceWorld, queue: str) -> str:
    opens = world.opens(queue, world.instant) if world.closed_until(queue) else None
    return _moment(world.local(opens)) if opens else ""


def _moment(iso: str) -> str:
    return iso.replace("T", " ")


def _main_options(flow: Flow) -> tuple[Option, ...]:
    """Give the options of the first menu that the word for the main menu leads to, by whatever nodes."""
    universals = flow.menu_of(flow.start).universals
    ahead = [each.jump.goto for each in universals if each.name == MAIN]
    for name in ahead:
        node = flow.nodes.get(name or "")
        if node is None or node.is_menu:
            return tuple(getattr(node, "options", {}).values())
        ahead += [jump.goto for jump in jumps(node) if jump.goto not in ahead]
    return ()


def _keeps_holidays(flow: Flow, hours: str) -> bool:
    return flow.hours[hours].holidays is not None


def _fact(value: Any, language: str) -> str:
    return str(value.get(language, "")) if isinstance(value, Mapping) else str(value)


def _said(part: Part | None, language: str) -> str:
    return plain(part.texts[language], ()) if part else ""


def _lines(hours: Hours) -> tuple[tuple[tuple[int, ...], str], ...]:
    return tuple((line.days, ", ".join(map(_clock, line.times))) for line in lines(hours))


def _clock(times: tuple[int, int]) -> str:
    return "–".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in times)
