"""What is drawn of a hotline: its menu files as groups of boxes, and how each box leads on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Problem
from ivr.compiler.source import Source, locate
from ivr.flow.fields import Universal
from ivr.flow.graph import Flow, Node, file_of
from ivr.flow.nodes import NODES
from ivr.flow.words import Part
from ivr.picture.ways import Way, ways
from ivr.picture.written import condition, sentence
from ivr.proof.cost import CALLBACK, PERSON, Cost, Costs, landmark

KINDS = {cls: kind for kind, cls in NODES.items()}
HUES = {PERSON: 150, CALLBACK: 265, "goodbye": 205, "silent": 30}
NOT_RECKONED = Costs({}, {}, {})
Value = TypeVar("Value")
MAIN = "main"
"""The universal word whose target is the main menu."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing heard at a node, by language, and when it is."""

    texts: Mapping[str, str]
    when: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A node. `ending` is what a call has come to that gets here, such as `person`; `costs` is what it takes to come here, by language."""

    name: str
    kind: str
    line: int
    said: Sequence[Said]
    ways: Sequence[Way]
    ending: str = ""
    problems: Sequence[Problem] = ()
    costs: Mapping[str, Cost] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A menu file. `about` is the comment it begins with; `first` its first question; `everywhere` are the keys alive in all of it.

    `forced` is the longest that must be listened to, in seconds by language.
    """

    name: str
    file: str
    about: str
    first: str
    everywhere: Sequence[Way]
    boxes: Sequence[Box]
    forced: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A hotline, as it is drawn: nothing in it but names, words and lines. `everywhere` are the keys that all menus have unless they give
    them a meaning of their own; `hues` gives each ending a colour, in degrees, `costs` what the quickest call to it takes, by language.
    """

    hotline: str
    version: str
    start: str
    main: str
    languages: Mapping[str, str]
    groups: Sequence[Group]
    everywhere: Sequence[Way]
    hues: Mapping[str, int]
    problems: Sequence[Problem] = ()
    costs: Mapping[str, Mapping[str, Cost]] = field(default_factory=dict)


def drawing(
    flow: Flow, sources: Sequence[Source], keys: Iterable[Universal], problems: Sequence[Problem] = (), costs: Costs = NOT_RECKONED
) -> Drawing:
    """Say what is drawn of a flow. `sources` are the files it was compiled from; `keys` the hotline's own; `problems` are marked where
    they are.
    """
    named = {source.name: source for source in sources}
    on = {name: tuple(ways(flow, node)) for name, node in flow.nodes.items()}
    first = _first_questions(flow, on)
    groups = [_group(flow, on, named[name], first.get(name, ""), problems, costs) for name in flow.menus]
    languages = {code: language.name for code, language in flow.languages.items()}
    elsewhere = tuple(problem for problem in problems if problem.file not in {group.file for group in groups})
    endings = {name: _by_language(costs.endings, name) for name, _ in sorted(costs.endings)}
    main = first.get(file_of(_main(flow)), _main(flow))
    everywhere = tuple(_everywhere(keys))
    return Drawing(flow.name, flow.version, flow.start, main, languages, groups, everywhere, _hues(groups), elsewhere, endings)


def _by_language(found: Mapping[tuple[str, str], Value], name: str) -> dict[str, Value]:
    return {language: value for (each, language), value in found.items() if each == name}


def _group(flow: Flow, on: Mapping[str, Sequence[Way]], source: Source, first: str, problems: Sequence[Problem], costs: Costs) -> Group:
    here = [name for name in flow.nodes if name.partition(".")[0] == source.name]
    lines = {name: locate(source.root, node_route(name)[1:], True).line for name in here}
    boxes = [
        Box(
            name,
            KINDS[type(flow.nodes[name])],  # type: ignore[index]
            lines[name],
            tuple(_said(flow, flow.nodes[name])),
            on[name],
            landmark(flow.nodes[name]),
            tuple(problem for problem in problems if problem.file == source.file and _owner(lines, problem.line) == name),
            _by_language(costs.nodes, name),
        )
        for name in here
    ]
    top = source.lines[0] if source.lines else ""
    about = top.removeprefix("#").strip() if top.startswith("#") else ""
    everywhere = tuple(_everywhere(flow.menus[source.name].universals))
    return Group(source.name, source.file, about, first, everywhere, boxes, _by_language(costs.forced, source.name))


def _owner(lines: Mapping[str, int], line: int) -> str:
    """Name the node in which a line stands; the first one for what stands above them all."""
    return max((name for name in lines if lines[name] <= line), key=lines.__getitem__, default=next(iter(lines), ""))


def _everywhere(keys: Iterable[Universal]) -> Iterator[Way]:
    for each in keys:
        if each.key:
            label = {language: words[0] for language, words in each.words.items() if words}
            yield Way(each.jump.goto or "", each.jump.do or "", each.key, label)


def _main(flow: Flow) -> str:
    """Name where the universal word for the main menu leads, or else where calls begin."""
    return next((each.jump.goto or "" for each in flow.menu_of(flow.start).universals if each.name == MAIN), flow.start)


def _first_questions(flow: Flow, on: Mapping[str, Sequence[Way]]) -> dict[str, str]:
    """Name each file's first question with options: the nearest to the main menu."""
    ahead = [_main(flow)]
    first: dict[str, str] = {}
    for name in ahead:
        if flow.nodes[name].is_menu:
            first.setdefault(name.partition(".")[0], name)
        ahead += [way.to for way in on[name] if way.to in flow.nodes and way.to not in ahead]
    return first


def _said(flow: Flow, node: Node) -> Iterator[Said]:
    for name in ("notice", "prompt", "items", "item"):
        value = getattr(node, name, None) or ()
        for part in (value,) if isinstance(value, Part) else value:
            texts = {language: sentence(part.texts[language]) for language in flow.languages if language in part.texts}
            yield Said(texts, condition(part.when))


def _hues(groups: Sequence[Group]) -> dict[str, int]:
    names = dict.fromkeys(box.ending for group in groups for box in group.boxes if box.ending)
    others = (name for name in names if name not in HUES)
    return {name: HUES[name] for name in names if name in HUES} | {name: place * 67 % 360 for place, name in enumerate(others)}
