"""How a node leads on, as it is drawn: the key, its label, or why a call goes that way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from ivr.flow.fields import Case, Check, From, Jump, KeptSpeech, Option, Requires
from ivr.flow.graph import Flow, Node
from ivr.flow.nodes.queue import Queue
from ivr.flow.nodes.say import Say
from ivr.flow.question import without_text
from ivr.picture.written import condition, sentence

Label = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """One arrow. `to` is a node's full name, or empty where the call stays (`do` says what it does).

    `key` and `label`, by language, are the caller's choice; `why` is the field, outcome or condition otherwise.
    """

    to: str = ""
    do: str = ""
    key: str = ""
    label: Label = field(default_factory=dict)
    why: str = ""


def ways(flow: Flow, node: Node) -> Iterator[Way]:
    """Yield every way on from a node, but for the keys and words that are alive everywhere."""
    wishes = {wait.wish: key for key, wait in flow.queues[node.queue].keys.items()} if isinstance(node, Queue) else {}
    for each in fields(node):  # type: ignore[arg-type]
        why = each.metadata.get("key", each.name) or ""
        found = _ways(flow, getattr(node, each.name), why)
        yield from (replace(way, key=wishes.get(way.why, "")) for way in found) if each.name == "wishes" else found
    if isinstance(node, Say) and node.ending:
        offered = without_text(flow.endings[node.ending], node.sms is not None)
        yield from (replace(_choice(flow, option), why="ending") for option in offered)


def _ways(flow: Flow, value: object, why: str) -> Iterator[Way]:
    match value:
        case Jump():
            yield _way(value, why)
        case Option():
            yield _choice(flow, value)
        case Case(when, jump):
            yield _way(jump, condition(when))
        case Requires(level, otherwise):
            yield _way(otherwise, f"identity is not {level}")
        case KeptSpeech(_, goto):
            yield _way(goto, "speech")
        case Check():
            yield from _ways(flow, value.outcomes, why)
        case From():
            labels = {language: sentence(text) for language, text in value.label.texts.items()}
            yield from (replace(_way(value.goto, value.list), key=str(place + 1), label=labels) for place in range(len(value.lines)))
        case Mapping():
            for name, each in value.items():
                yield from _ways(flow, each, name)
        case tuple():
            for each in value:
                yield from _ways(flow, each, why)


def _way(jump: Jump, why: str) -> Way:
    return Way(jump.goto or "", jump.do or "", why=why)


def _choice(flow: Flow, option: Option) -> Way:
    """Give the way of a key; an option of a hand-written prompt is named by the first phrase it is chosen with."""
    if option.label is not None:
        label = {language: sentence(text) for language, text in option.label.texts.items()}
    else:
        common = flow.answers.get(option.means or "", {})
        phrases = {language: option.words.get(language) or common.get(language) for language in flow.languages}
        label = {language: said[0] for language, said in phrases.items() if said}
    return Way(option.jump.goto or "", option.jump.do or "", option.key, label)
