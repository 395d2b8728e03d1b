"""The schema of the three kinds of files, as their readers take them: by a type's own shape, else by what its fields declare."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Literal, get_args, get_origin

from ivr.compiler.checks.kinds import ONE_OF
from ivr.compiler.choices import ALL_KEYS, OPTION_KEYS, Target, WrittenCase, WrittenJump, WrittenKey, WrittenOption
from ivr.compiler.docs import Doc, class_doc, field_docs
from ivr.compiler.draft import Draft
from ivr.compiler.fragments import Fragments
from ivr.compiler.hotline import Endings, Facts, Hotline, Keys, LintSettings, Peaks, Schedule, SpokenWords, Texts
from ivr.compiler.languages import Languages, WrittenLanguage
from ivr.compiler.menu import Tail, Written
from ivr.compiler.numbers import Numbers
from ivr.compiler.queues import HoursName, Messages, Queues, SpokenName, WrittenQueue, WrittenWaitKey
from ivr.compiler.say_as import SayAs
from ivr.compiler.schedule import WrittenHours
from ivr.compiler.schema.names import names
from ivr.compiler.schema.parts import DRAFT, SCALAR, Schema, every, has, named, one_of, one_or_more, only, suggest, text, when
from ivr.compiler.schema.plain import (
    ADDRESS,
    CALENDAR,
    DAY,
    NAME,
    OPENING,
    RECORDING,
    SENTENCE,
    SPECIAL_DAY,
    TELEPHONE,
    WEEKDAYS,
    given,
    plain,
)  # fmt: skip
from ivr.compiler.shape import declared
from ivr.compiler.special_days import ALL, COMPLETE, Year
from ivr.compiler.texts import WrittenPart
from ivr.compiler.timetable import MADE
from ivr.flow import fields
from ivr.flow.actions import Action
from ivr.flow.fields import AGAIN, Given
from ivr.flow.graph import FRAGMENTS, Menu, WaitKey
from ivr.flow.nodes import NODES
from ivr.flow.state import PACES
from ivr.flow.words import Part, Prompt

LEADS_ON = every(one_of(("goto", "do")))
BY_ITSELF, ANYWHERE = ("again",), ("back", "repeat", "up", "again")
"""What may be done where a call goes on by itself, and in every question."""
OPEN = named(OPENING, propertyNames=WEEKDAYS, minProperties=1)
TYPE = Doc("What kind of node this is.", "节点的类型。")
NODES_OF_FILE = Doc("The nodes of this menu, by name.", "本菜单的节点，按名称。")
SPECIAL = Doc("Days that are not as the calendar has them: closed, open, or times.", "与日历不同的日子：closed、open，或者写时间。")
WHOLE_YEARS = Doc("Years whose public holidays are all written here.", "法定节假日全部写在这里的年份。")


def schema(draft: Draft, language: str, rules: Mapping[str, str]) -> Schema:
    """Give the schema of a folder's files, with its own names to complete and hover texts in `en` or `zh`.

    `rules` are those that `lint:` may set, and what each says.
    """
    return _Files(draft, language, rules).whole()


class _Files:
    def __init__(self, draft: Draft, language: str, rules: Mapping[str, str]) -> None:
        self.language, self.actions = language, draft.actions
        settings = {name: {"description": says, **suggest(("off",))} for name, says in rules.items()}
        self.names = names(draft)
        self.shapes = {**plain(self.names, tuple(draft.actions)), LintSettings: only((), {}) | {"properties": settings}}
        self.defs: dict[str, Schema] = {}
        self._sentences()
        self._targets()
        self._of_the_hotline()

    def whole(self) -> Schema:
        """Tell the kinds of files by what stands in them; one that is just begun is a menu."""
        hotline = {"type": "object", "anyOf": [{"required": [key]} for key in ("hotline", "languages", "fragments")]}
        no_menu: Schema = {"not": {"anyOf": [{"required": ["menu"]}, {"required": ["nodes"]}]}}
        days = {"type": "object", "minProperties": 1, "additionalProperties": {"type": ["object", "array"]}, **no_menu}
        menu = self._define("menu", self._menu())
        holidays = when(days, self._define("holidays", self._holidays())) | {"else": menu}
        return {"$schema": DRAFT, **when(hotline, self._define("hotline", self._table(Hotline))), "else": holidays, "$defs": self.defs}

    def _define(self, name: str, shape: Schema) -> Schema:
        self.defs[name] = shape
        return {"$ref": f"#/$defs/{name}"}

    def _of(self, kind: Any) -> Schema:
        if kind in self.shapes:
            return self.shapes[kind]
        match get_origin(kind), get_args(kind):
            case (None, _) if is_dataclass(kind):
                return self._table(kind)
            case (origin, allowed) if origin is Literal:
                return {"enum": list(allowed)}
            case (origin, (_, inner)) if origin is Mapping:
                return named(self._of(inner))
            case (origin, (inner, _)) if origin is tuple:
                return {"type": "array", "items": self._of(inner)}
        raise TypeError(f"no shape for the field type {kind!r}")

    def _table(self, cls: Any, **instead: Schema) -> Schema:
        """Take a table of a dataclass's fields, some of them with a shape of their own here."""
        docs = field_docs(cls)
        properties = {
            each.key: {"description": docs[each.name].of(self.language), **(instead.get(each.name) or self._of(each.type))}
            for each in declared(cls)
        }
        required = [each.key for each in declared(cls) if each.required]
        return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}

    def _told(self, doc: Doc, shape: Schema) -> Schema:
        return {"description": doc.of(self.language), **shape}

    def _per_language(self, value: Schema) -> Schema:
        return only(self.names.languages, value)

    def _sentences(self) -> None:
        languages = list(self.names.languages)
        phrases = one_or_more(text(maxLength=100))
        self.shapes[fields.Words] = self._define("phrases", self._per_language(phrases))
        more = self._table(WrittenPart, audio=self._per_language(ADDRESS), in_={"enum": languages}, play=RECORDING)["properties"]
        only_one: Schema = {"type": "object", "anyOf": [{"required": ["in"]}, {"required": ["play"]}]}
        part = only(languages, SENTENCE) | {"if": only_one, "else": {"required": languages}}
        part["properties"] |= more
        sentence = self._define("sentence", part)
        self.shapes |= dict.fromkeys((Part, SpokenName, Tail), sentence)
        self.shapes[Prompt] = self._define("prompt", one_or_more(part, items=sentence))

    def _targets(self) -> None:
        """Define what leads on: targets, options, cases, keys and words."""
        assigned = named(self._of(Given), self.names.of(fields.SlotName))
        assigned["properties"] |= {"language": given(self.names.languages), "pace": given(PACES)}
        self.shapes[fields.Assignments] = self._define("values", assigned)
        by_itself = self._table(WrittenJump, do={"enum": list(BY_ITSELF)})
        target = self.shapes[Target]
        jump = {**by_itself, **target, "type": [*SCALAR, "object"], **LEADS_ON}
        self.shapes[fields.Jump] = self._define("target", jump)
        self.shapes[fields.Option] = self._define("option", self._table(WrittenOption) | LEADS_ON)
        self.shapes[fields.Options] = only(OPTION_KEYS, self.shapes[fields.Option])
        self.shapes[fields.Case] = self._table(WrittenCase, do={"enum": list(BY_ITSELF)}) | LEADS_ON
        self.shapes[fields.Requires] = {"anyOf": [self._of(fields.Level), self._table(fields.Requires)]}
        self.shapes[fields.Check] = self._table(fields.Check) | every(self._by_action())
        everywhere: Schema = {"enum": list(ANYWHERE)}
        self.key = self._define("key", self._table(WrittenKey, do=everywhere) | LEADS_ON)
        self.shapes[Keys] = only(ALL_KEYS, self.key)
        word = self._table(WrittenJump, do=everywhere) | LEADS_ON
        word["properties"] |= self.defs["phrases"]["properties"]
        self.shapes[SpokenWords] = named(self._define("word", word), self.names.words)

    def _of_the_hotline(self) -> None:
        languages, sentence = self.names.languages, self.shapes[Part]
        named_hours = self._table(WrittenHours, open=OPEN, holidays=CALENDAR)
        peaks = named_hours | {"properties": {key: shape for key, shape in named_hours["properties"].items() if key != "holidays"}}
        fact = text() | only(languages, text(), required=list(languages)) | {"type": [*SCALAR, "object"]}
        self.shapes |= {
            SayAs: self._per_language(named(text(r"^[^{}]*[^{}\s][^{}]*$"))),
            Facts: named(fact, propertyNames=NAME | {"not": {"enum": list(MADE)}}),
            Numbers: named(self.shapes[fields.Jump], propertyNames=TELEPHONE),
            Fragments: named(sentence, FRAGMENTS, required=list(FRAGMENTS)),
            Endings: named(self.shapes[fields.Options]),
            Schedule: named_hours,
            Peaks: peaks,
            Messages: {"type": "array", "items": text(**suggest(self.names.fragments))},
            Mapping[str, WaitKey]: only(ALL_KEYS, self._table(WrittenWaitKey)),
            Texts: named(only(languages, SENTENCE, required=list(languages))),
        }
        self.shapes |= {Languages: named(self._table(WrittenLanguage), minProperties=1), Queues: named(self._table(WrittenQueue))}

    def _holidays(self) -> Schema:
        days = {"type": "object", "propertyNames": DAY, "additionalProperties": SPECIAL_DAY}
        shape = named(self._told(SPECIAL, days), (ALL, *self.names.of(HoursName)))
        shape["properties"][COMPLETE] = self._told(WHOLE_YEARS, {"type": "array", "items": self._of(Year)})
        return shape

    def _menu(self) -> Schema:
        menu = self._table(Written, keys=named(self.key, (*ALL_KEYS, *self.names.words)))
        nodes = named(self._define("node", self._node()), propertyNames=NAME | {"not": {"const": AGAIN}})
        menu["properties"]["nodes"] = self._told(NODES_OF_FILE, nodes)
        return menu | {"required": [*menu["required"], "nodes"]}

    def _node(self) -> Schema:
        kinds = {kind: self._define(f"node.{kind}", self._kind(kind)) for kind in NODES}
        told = [class_doc(node).of(self.language) for node in NODES.values()]
        chosen = self._told(TYPE, {"enum": list(NODES), "enumDescriptions": told, "markdownEnumDescriptions": told})
        by_kind = [when(has("type", kind), shape) for kind, shape in kinds.items()]
        return {"type": "object", "required": ["type"], "properties": {"type": chosen}, **every(by_kind)}

    def _kind(self, kind: str) -> Schema:
        table = self._table(NODES[kind])
        table["properties"] = {"type": self._told(class_doc(NODES[kind]), {"const": kind}), **table["properties"]}
        together = {"action": self._by_action, "call": self._by_flow}.get(kind, list)()
        alternatives = [shape for keys in ONE_OF.get(NODES[kind], ()) for shape in one_of(keys)]
        return table | every([*together, *alternatives])

    def _by_action(self) -> list[Schema]:
        """Every outcome an action declares has a target; it is given what it takes, and nothing else."""
        return [when(has("action", name), self._action(action)) for name, action in self.actions.items()]

    def _action(self, action: Action) -> Schema:
        needed = [name for name in action.takes if not name.endswith("?")]
        arguments = only((name.removesuffix("?") for name in action.takes), self._of(Given), required=needed)
        outcomes = only(action.outcomes, self.shapes[fields.Jump], required=list(action.outcomes))
        return {"properties": {"with": arguments, "outcomes": outcomes}, **({"required": ["with"]} if needed else {})}

    def _by_flow(self) -> list[Schema]:
        return [when(has("flow", name), self._flow(menu)) for name, menu in self.names.flows.items()]

    def _flow(self, menu: Menu) -> Schema:
        """Outcomes and arguments of a sub-flow are completed, and left to the compiler: its file changes too."""
        known = {"with": (menu.takes, self._of(Given)), "outcomes": (menu.returns, self.shapes[fields.Jump])}
        return {"properties": {key: {"properties": dict.fromkeys(each, shape)} for key, (each, shape) in known.items()}}
