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
from ivr.compiler.source import Scalar, Table, Value
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
LintSettings = NewType("LintSettings", dict[str, Value])


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What holds where a menu does not say otherwise."""

    timeout: Seconds = Seconds(5)
    """Seconds of silence that count as no answer.
    安静多少秒算作没有回答。"""
    slow_timeout: Seconds = Seconds(10)
    """The same at the slow pace.
    慢速时安静多少秒算作没有回答。"""
    attempts: Count = Count(3)
    """Errors a caller may make in one menu file.
    在一个菜单文件里最多可以错几次。"""
    give_up: Jump
    """Where the last error leads.
    错到最后一次去哪里。"""
    turns: Count = Count(150)
    """After so many turns of a call a person comes unasked.
    一通电话超过多少轮就主动转人工。"""
    minutes: Count = Count(60)
    """After so many minutes of a call a person comes unasked.
    一通电话超过多少分钟就主动转人工。"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The sub-flow that checks who is calling; None where there is none, and every gate leads to its else."""

    flow: GateFlow
    """The first node of the sub-flow that asks who is calling; `none` where there is none.
    核实身份的子流程的第一个节点；没有就写 `none`。"""
    otherwise: Jump | None = field(default=None, metadata={"key": "else"})
    """Where callers go who do not reach the level.
    达不到级别的来电人去哪里。"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """hotline.yaml as written. Languages and facts come first, because the texts after them need both."""

    hotline: Name
    """The hotline's name.
    热线的名称。"""
    languages: Languages
    """Voice, recogniser and the way an option is spoken, per language.
    各语言的发音人、语音识别和选项的念法。"""
    say_as: SayAs = field(default_factory=lambda: SayAs({}))
    """Words that a voice says wrongly, and how to write them for it, per language: `zh: {24小时: 二十四小时}`. Only what is
    spoken changes.
    各语言里念错的词，以及写成什么才念得对；只影响朗读。"""
    facts: Facts = field(default_factory=lambda: Facts({}))
    """Numbers, addresses and limits that are spoken: change one here and it changes everywhere. Menu files also have
    `{team_hours}`, `{busy_times}` and `{quiet_times}` (of the first queue), made from `queues`, `hours` and `peaks`.
    会念到的号码、地址和限额：改这里，处处都改。"""
    identity: Identity | None = None
    """The sub-flow that `requires` asks for, and where its failure leads.
    核实身份的子流程，供 `requires` 使用，以及失败后去哪里。"""
    start: Target
    """The node at which a call begins.
    来电从哪个节点开始。"""
    numbers: Numbers = field(default_factory=lambda: Numbers({}))
    """Numbers of yours whose calls begin elsewhere: `"+864000000001": {set: {language: en}, goto: welcome.notice}`; calls to any
    other begin at `start`.
    从别处开始的自有号码；打其他号码从 `start` 开始。"""
    defaults: Defaults
    """Silence, errors, where giving up leads, and when a person comes unasked.
    等待、出错次数、放弃后去哪里、何时主动转人工。"""
    fragments: Fragments
    """What the service says itself: no choice, wrong key, one moment; and what queues say.
    系统自己说的话：没有选择、按错键、请稍候；还有排队时说的话。"""
    keys: Keys = field(default_factory=lambda: Keys({}))
    """Keys alive in every question, and phrases that mean the same; a menu file may lead them elsewhere for itself.
    每个问题里都有效的键，以及意思相同的说法；菜单文件可以另行规定。"""
    words: SpokenWords = field(default_factory=lambda: SpokenWords({}))
    """Phrases alive in every question that have no key.
    每个问题里都有效、但没有按键的说法。"""
    answers: Mapping[str, Words] = field(default_factory=dict)
    """Phrases of common answers; an option takes them with `means: "yes"`.
    常见回答的说法；选项用 `means: "yes"` 引用。"""
    remember: tuple[SlotName, ...] = ()
    """Slots that last the whole call; every other lasts as long as its menu file.
    整通电话都保留的槽位；其他的只保留到离开菜单文件。"""
    endings: Endings = field(default_factory=lambda: Endings({}))
    """What may be done after an answer, shared by many.
    回答之后可以选什么，很多地方共用。"""
    hours: Mapping[str, Schedule] = field(default_factory=dict)
    """When teams are there, by name.
    各时间表的上班时间。"""
    peaks: Peaks | None = None
    """When it is busy.
    什么时候忙。"""
    queues: Queues = field(default_factory=lambda: Queues({}))
    """Teams to wait for, by name.
    可以排队等候的各组客服。"""
    texts: Texts = field(default_factory=lambda: Texts({}))
    """Text messages, by name.
    各条短信。"""
    lint: LintSettings = field(default_factory=lambda: LintSettings({}))
    """Settings of `ivr lint`, by rule: a value in place of the default, or `off`.
    各条检查规则（`ivr lint`）的设置：写一个值，或写 `off` 关掉。"""


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


def _lint_settings(spot: Spot) -> LintSettings:
    """Keep what is set as it is written: which rules there are is for the linter to know."""
    return LintSettings({each.key: each.value for each in spot.table("{too-deep: 3}")})


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
    LintSettings: _lint_settings,
}
