"""What is drawn of a hotline: its menu files as groups of boxes, and how each box leads on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ivr.compiler.draft import node_route
from ivr.compiler.problems import Problem
from ivr.compiler.source import Source, locate
from ivr.flow.graph import Flow, Node
from ivr.flow.nodes import NODES
from ivr.flow.nodes.end import End
from ivr.flow.nodes.queue import Queue
from ivr.flow.words import Part
from ivr.picture.ways import Way, ways
from ivr.picture.written import condition, sentence

KINDS = {cls: kind for kind, cls in NODES.items()}
PERSON = "person"
HUES = {PERSON: 150, "goodbye": 205, "silent": 30}
MAIN = "main"
"""The universal word whose target is the main menu."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing heard at a node, by language, and when it is."""

    texts: Mapping[str, str]
    when: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A node. `ending` is what a call has come to that gets here: `person`, or the name its ending is counted under."""

    name: str
    kind: str
    line: int
    said: Sequence[Said]
    ways: Sequence[Way]
    ending: str = ""
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A menu file. `about` is the comment it begins with; `first` its first question; `everywhere` are the keys alive in all of it."""

    name: str
    file: str
    about: str
    first: str
    everywhere: Sequence[Way]
    boxes: Sequence[Box]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A hotline, as it is drawn: nothing in it but names, words and lines. `hues` gives each ending a colour, in degrees."""

    hotline: str
    version: str
    start: str
    main: str
    languages: Mapping[str, str]
    groups: Sequence[Group]
    hues: Mapping[str, int]
    problems: Sequence[Problem] = field(default=())


def drawing(flow: Flow, sources: Sequence[Source], problems: Sequence[Problem] = ()) -> Drawing:
    """Say what is drawn of a flow. `sources` are the files it was compiled from; `problems` are marked where they are."""
    named = {source.name: source for source in sources}
    on = {name: tuple(ways(flow, node)) for name, node in flow.nodes.items()}
    first = _first_questions(flow, on)
    groups = [_group(flow, on, named[name], first.get(name, ""), problems) for name in flow.menus]
    languages = {code: language.name for code, language in flow.languages.items()}
    elsewhere = tuple(problem for problem in problems if problem.file not in {group.file for group in groups})
    return Drawing(flow.name, flow.version, flow.start, first[_main(flow).partition(".")[0]], languages, groups, _hues(groups), elsewhere)


def _group(flow: Flow, on: Mapping[str, Sequence[Way]], source: Source, first: str, problems: Sequence[Problem]) -> Group:
    here = [name for name in flow.nodes if name.partition(".")[0] == source.name]
    lines = {name: locate(source.root, node_route(name)[1:], True).line for name in here}
    boxes = [
        Box(
            name,
            KINDS[type(flow.nodes[name])],  # type: ignore[index]
            lines[name],
            tuple(_said(flow, flow.nodes[name])),
            on[name],
            _ending(flow.nodes[name]),
            tuple(problem for problem in problems if problem.file == source.file and _owner(lines, problem.line) == name),
        )
        for name in here
    ]
    top = source.lines[0] if source.lines else ""
    about = top.removeprefix("#").strip() if top.startswith("#") else ""
    return Group(source.name, source.file, about, first, tuple(_everywhere(flow, source.name)), boxes)


def _owner(lines: Mapping[str, int], line: int) -> str:
    """Name the node in which a line stands; the first one for what stands above them all."""
    return max((name for name in lines if lines[name] <= line), key=lines.__getitem__, default=next(iter(lines), ""))


def _everywhere(flow: Flow, menu: str) -> Iterator[Way]:
    for each in flow.menus[menu].universals:
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


def _ending(node: Node) -> str:
    if isinstance(node, End):
        return node.ending
    return PERSON if isinstance(node, Queue) else ""
