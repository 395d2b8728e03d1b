"""Points and lines of the overview, or of one menu, in one language: what Mermaid and DOT write down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ivr.picture.drawing import Box, Drawing, Group
from ivr.picture.ways import Way

LONGEST = 40
"""Characters shown of what is said."""


@dataclass(frozen=True, slots=True)
class Point:
    """A menu file, a node, or a node of another menu. `file` and `line` are where it is written."""

    name: str
    label: Sequence[str]
    file: str
    line: int = 1
    ending: str = ""
    is_far: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow; `is_chosen` by a key of the caller's."""

    start: str
    end: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture without places."""

    points: Sequence[Point]
    lines: Sequence[Line]
    hues: Mapping[str, int]


def overview(drawing: Drawing, language: str) -> Chart:
    """Chart the menu files, with all ways from one to another as one line."""
    points = [Point(group.name, tuple(filter(None, (group.name, group.about))), group.file) for group in drawing.groups]
    lines = [line for group in drawing.groups for line in _bundles(group, language)]
    return Chart(points, lines, drawing.hues)


def of_menu(drawing: Drawing, menu: str, language: str) -> Chart:
    """Chart the nodes of one menu file, and those of others to which they lead."""
    groups = {group.name: group for group in drawing.groups}
    every = {box.name: box for group in drawing.groups for box in group.boxes}
    own = groups[menu].boxes
    far = {way.to for box in own for way in box.ways if way.to in every} - {box.name for box in own}
    points = [_point(groups[menu], box, language) for box in own]
    points += [Point(name, (name,), groups[_menu_of(name)].file, every[name].line, every[name].ending, is_far=True) for name in sorted(far)]
    lines = [
        Line(box.name, way.to, _label(way, language), bool(way.key)) for box in own for way in box.ways if way.to in every
    ]  # fmt: skip
    return Chart(points, lines, drawing.hues)


def _point(group: Group, box: Box, language: str) -> Point:
    said = " ".join(each.texts.get(language, "") for each in box.said)
    shown = said if len(said) <= LONGEST else f"{said[:LONGEST]}…"
    return Point(box.name, tuple(filter(None, (box.name.partition(".")[2], shown))), group.file, box.line, box.ending)


def _bundles(group: Group, language: str) -> Iterator[Line]:
    """Give one line to each other menu: labelled where all keys that lead there are one, solid where one does."""
    bundles: dict[str, list[Way]] = {}
    for way in (way for box in group.boxes for way in box.ways):
        if "." in way.to and _menu_of(way.to) != group.name:
            bundles.setdefault(_menu_of(way.to), []).append(way)
    for to, ways in bundles.items():
        labels = {_label(way, language) for way in ways if way.key}
        yield Line(group.name, to, labels.pop() if len(labels) == 1 else "", any(way.key for way in ways))


def _label(way: Way, language: str) -> str:
    return f"{way.key} {way.label.get(language, way.why)}" if way.key else "" if way.why == "goto" else way.why


def _menu_of(name: str) -> str:
    return name.partition(".")[0]
