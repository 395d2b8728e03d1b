"""Reads hotline.yaml: what is common to all menus."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

from ivr.calendar import Hours
from ivr.compiler.choices import Target, read_universals
from ivr.compiler.fragments import Fragments, read_fragments
from ivr.compiler.languages import LANGUAGE_READERS, Languages
from ivr.compiler.numbers import Numbers, check_ours, read_numbers
from ivr.compiler.queues import QUEUE_READERS, Queues
from ivr.compiler.say_as import SayAs, read_say_as
from ivr.compiler.scalars import read_name
from ivr.compiler.schedule import read_busy, read_schedule
from ivr.compiler.shape import Spot, Unreadable, fill, whole_of
from ivr.compiler.source import Scalar, Table
from ivr.compiler.texts import LONGEST_SMS, keep, per_language, unknown_language
from ivr.compiler.timetable import MADE, made_facts
from ivr.flow.fields import AGAIN, Count, Jump, Name, Option, Seconds, SlotName, Universal, Words
from ivr.flow.numbers import OURS
from ivr.flow.words import Part

Facts = NewType("Facts", dict[str, dict[str, str]])
Texts = NewType("Texts", dict[str, Part])
Keys = NewType("Keys", dict[str, Universal])
SpokenWords = NewType("SpokenWords", dict[str, Universal])
Endings = NewType("Endings", dict[str, tuple[Option, ...]])
Schedule = NewType("Schedule", Hours)
Peaks = NewType("Peaks", Hours)
GateFlow = NewType("GateFlow", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What holds where a menu does not say otherwise."""

    timeout: Seconds = Seconds(5)
    slow_timeout: Seconds = Seconds(10)
    attempts: Count = Count(3)
    give_up: Jump
    turns: Count = Count(150)
    minutes: Count = Count(60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The sub-flow that checks who is calling; None where there is none, and every gate leads to its else."""

    flow: GateFlow
    otherwise: Jump | None = field(default=None, metadata={"key": "else"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """hotline.yaml as written. Languages and facts come first, because the texts after them need both."""

    hotline: Name
    languages: Languages
    say_as: SayAs = field(default_factory=lambda: SayAs({}))
    facts: Facts = field(default_factory=lambda: Facts({}))
    identity: Identity | None = None
    start: Target
    numbers: Numbers = field(default_factory=lambda: Numbers({}))
    defaults: Defaults
    fragments: Fragments
    keys: Keys = field(default_factory=lambda: Keys({}))
    words: SpokenWords = field(default_factory=lambda: SpokenWords({}))
    answers: Mapping[str, Words] = field(default_factory=dict)
    remember: tuple[SlotName, ...] = ()
    endings: Endings = field(default_factory=lambda: Endings({}))
    hours: Mapping[str, Schedule] = field(default_factory=dict)
    peaks: Peaks | None = None
    queues: Queues = field(default_factory=lambda: Queues({}))
    texts: Texts = field(default_factory=lambda: Texts({}))


def read_hotline(spot: Spot) -> Hotline | None:
    """Read hotline.yaml; None when a problem was noted."""
    if isinstance(languages := spot.entries.get("languages"), Table):
        spot.book.languages = tuple(languages.entries)
    try:
        hotline = fill(Hotline, spot)
    except Unreadable:
        return None
    made = made_facts(spot.book.spoken, hotline.queues, hotline.hours, hotline.peaks)
    spot.book.facts = {**spot.book.facts, **made}
    return hotline


def _facts(spot: Spot) -> Facts:
    facts: dict[str, dict[str, str]] = {}
    for each in spot.table("{name: value}"):
        if each.key in MADE:
            what = f'"{each.key}" is made from the hours under "hours:", "queues:" and "peaks:"'
            raise each.refuse("made-fact", what, "Delete it here, or choose another name.", on_key=True)
        facts[_named(each)] = _fact(each)
        if each.key in OURS:
            check_ours(each, facts[each.key])
    spot.book.facts = facts
    return Facts(facts)


def _fact(spot: Spot) -> dict[str, str]:
    languages = spot.book.languages
    if isinstance(spot.value, Scalar):
        return dict.fromkeys(languages, spot.text())
    values = {each.key: each for each in spot.table("one value, or {zh: ..., en: ...}")}
    for key, each in values.items():
        if key not in languages:
            unknown_language(each)
    if missing := [language for language in languages if language not in values]:
        what = f'the fact "{spot.key}" is missing in {" and ".join(missing)}'
        raise spot.refuse("missing-language", what, f'Add "{missing[0]}: ...".', on_key=True)
    return {key: each.text() for key, each in values.items()}


def _named(spot: Spot) -> str:
    return read_name(spot.down(spot.key, Scalar(spot.key, spot.value.mark)), "a name for a fact")


def _identity(spot: Spot) -> Identity:
    spot.book.gate_else = Jump(AGAIN)
    identity = fill(Identity, spot)
    spot.book.gate_else = identity.otherwise
    return identity


def _gate_flow(spot: Spot) -> str | None:
    """Read the sub-flow's first node, or `none`."""
    if spot.text() == "none":
        return None
    spot.mention("flow", spot.text())
    return spot.text()


def _texts(spot: Spot) -> Texts:
    return Texts(whole_of({each.key: each for each in spot.table("{name: {zh: ..., en: ...}}")}, _SmsBody))


_SmsBody = NewType("_SmsBody", Part)


def _sms(spot: Spot) -> Part:
    texts = per_language(spot, spoken=False)
    for language, text in texts.items():
        length = sum(len(piece) if isinstance(piece, str) else 30 for piece in text.pieces)
        if length > LONGEST_SMS:
            what = f"this text message has {length} characters, and the carrier takes {LONGEST_SMS}"
            raise spot.down(language, spot.entries[language]).refuse("too-long", what, "Shorten it.")
    return keep(spot, Part(f"hotline/texts/{spot.key}", texts))


def _endings(spot: Spot) -> Endings:
    found: dict[str, tuple[Option, ...]] = {}
    for each in spot.table("{info: {1: {label: ..., goto: ...}}}"):
        options = whole_of({option.key: option for option in each.table("{1: {label: ..., goto: ...}}")}, Option)
        found[each.key] = tuple(options.values())
    return Endings(found)


HOTLINE: Mapping[object, Callable[[Spot], Any]] = {
    **LANGUAGE_READERS,
    **QUEUE_READERS,
    Facts: _facts,
    Identity: _identity,
    GateFlow: _gate_flow,
    SayAs: read_say_as,
    Numbers: read_numbers,
    Fragments: read_fragments,
    Keys: lambda spot: read_universals(spot, with_key=True),
    SpokenWords: lambda spot: read_universals(spot, with_key=False),
    Endings: _endings,
    Schedule: read_schedule,
    Peaks: read_busy,
    _SmsBody: _sms,
    Texts: _texts,
}
