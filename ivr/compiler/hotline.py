"""Reads hotline.yaml: what is common to all menus."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

from ivr.calendar import Hours
from ivr.compiler.choices import ALL_KEYS, Target, line_of, read_universals
from ivr.compiler.fragments import Fragments, read_fragments
from ivr.compiler.numbers import Numbers, check_ours, read_numbers
from ivr.compiler.say_as import SayAs, read_say_as
from ivr.compiler.scalars import read_name, read_number
from ivr.compiler.schedule import read_busy, read_schedule
from ivr.compiler.shape import Spot, Unreadable, fill, one_of, whole_of
from ivr.compiler.source import Scalar, Table
from ivr.compiler.texts import LONGEST_SMS, keep, per_language, read_part, unknown_language
from ivr.compiler.timetable import MADE, made_facts
from ivr.flow.fields import AGAIN, Count, Jump, Name, Option, Seconds, SlotName, Universal, Words
from ivr.flow.graph import Language, Queue, WaitKey
from ivr.flow.numbers import OURS
from ivr.flow.words import Part, Prompt
from ivr.spoken import LANGUAGES

Languages = NewType("Languages", dict[str, Language])
Facts = NewType("Facts", dict[str, dict[str, str]])
Texts = NewType("Texts", dict[str, Part])
Keys = NewType("Keys", dict[str, Universal])
SpokenWords = NewType("SpokenWords", dict[str, Universal])
Endings = NewType("Endings", dict[str, tuple[Option, ...]])
Queues = NewType("Queues", dict[str, Queue])
Schedule = NewType("Schedule", Hours)
Peaks = NewType("Peaks", Hours)
Messages = NewType("Messages", tuple[str, ...])
Template = NewType("Template", str)
SpokenIn = NewType("SpokenIn", str)
Rate = NewType("Rate", str)
HoursName = NewType("HoursName", str)
Rank = NewType("Rank", int)
GateFlow = NewType("GateFlow", str)
SpokenName = NewType("SpokenName", Part)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLanguage:
    say: str
    voice: str
    listen: str
    per_second: Count
    spoken: SpokenIn
    name: str
    slow: Rate = Rate("")
    option: Template


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
    levels: tuple[Name, ...] = ()
    otherwise: Jump | None = field(default=None, metadata={"key": "else"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenWaitKey:
    wish: Name
    label: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenWait:
    every: Seconds = Seconds(60)
    messages: Messages = Messages(())
    keys: Mapping[str, WaitKey] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenQueue:
    hours: HoursName
    title: SpokenName
    priority: Rank = Rank(50)
    skills: tuple[Name, ...] = ()
    most: Count = Count(200)
    wait: WrittenWait = field(default_factory=WrittenWait)


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


def _languages(spot: Spot) -> Languages:
    written = whole_of({each.key: each for each in spot.table("{zh: {say: cmn-CN, ...}}")}, WrittenLanguage)
    if not written:
        raise spot.refuse("empty", "this hotline speaks no language", "Add one.", on_key=True)
    for each in spot.table():
        _check_slow(each, written[each.key])
    spot.book.templates = {code: each.option for code, each in written.items()}
    spot.book.spoken.update({code: each.spoken for code, each in written.items()})
    return Languages(
        {
            code: Language(each.say, each.voice, each.listen, each.per_second, each.spoken, each.name, each.slow)
            for code, each in written.items()
        }
    )


def _check_slow(spot: Spot, language: WrittenLanguage) -> None:
    """A voice that takes no SSML says nothing at all when it is given some. https://www.twilio.com/docs/voice/twiml/say/text-speech"""
    if language.slow and re.fullmatch(r"man|woman|.*Chirp.*", language.voice):
        here = spot.down("slow", spot.entries["slow"])
        raise here.refuse("rate", f'the voice "{language.voice}" cannot be slowed down', "Choose another voice, or leave out the rate.")


def _rate(spot: Spot) -> Rate:
    text = spot.text()
    if not re.fullmatch(r"[2-9][0-9]%", text):
        raise spot.refuse("rate", f'"{text}" is not a slower rate of speech', 'Write 20% to 99% of the usual one, such as "80%".')
    return Rate(text)


def _template(spot: Spot) -> Template:
    text = spot.text()
    if text.count("{label}") != 1 or text.count("{key}") != 1 or text.count("{") != 2:
        what = f'"{text}" does not say how an option is spoken'
        raise spot.refuse("option-sentence", what, 'It wants {label} and {key}, once each, such as "{label}, press {key}."')
    return Template(text)


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


def _wait_key(spot: Spot) -> WaitKey:
    if spot.key not in ALL_KEYS:
        raise spot.refuse("key", f'"{spot.key}" is not a key of a telephone', 'Write one of 0 to 9, "*" or "#".', on_key=True)
    written = fill(WrittenWaitKey, spot)
    line = None if written.label is None else line_of(spot, written.label, spot.key, "/".join(map(str, (*spot.route, "option"))))
    return WaitKey(written.wish, line)


def _messages(spot: Spot) -> Messages:
    names = []
    for each in spot.row():
        names.append(each.text())
        each.mention("fragment", each.text())
    return Messages(tuple(names))


def _hours_name(spot: Spot) -> HoursName:
    spot.mention("hours", spot.text())
    return HoursName(spot.text())


def _rank(spot: Spot) -> Rank:
    return Rank(read_number(spot, 0, 1000, "a priority"))


def _queues(spot: Spot) -> Queues:
    written: dict[str, WrittenQueue] = whole_of({each.key: each for each in spot.table("{refund: {hours: ..., title: ...}}")}, WrittenQueue)
    return Queues({name: _queue(spot, name, each) for name, each in written.items()})


def _queue(spot: Spot, name: str, queue: WrittenQueue) -> Queue:
    parts = spot.book.parts
    messages: Prompt = tuple(parts[f"hotline.{each}"] for each in queue.wait.messages if f"hotline.{each}" in parts)
    return Queue(
        name, queue.hours, queue.title, queue.priority, queue.skills, queue.most, queue.wait.every, messages, queue.wait.keys
    )  # fmt: skip


HOTLINE: Mapping[object, Callable[[Spot], Any]] = {
    Languages: _languages,
    Template: _template,
    Rate: _rate,
    SpokenIn: lambda spot: one_of(spot, tuple(LANGUAGES)),
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
    Queues: _queues,
    WaitKey: _wait_key,
    Messages: _messages,
    HoursName: _hours_name,
    Rank: _rank,
    SpokenName: lambda spot: read_part(spot),
    _SmsBody: _sms,
    Texts: _texts,
}
