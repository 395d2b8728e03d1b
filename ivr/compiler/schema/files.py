"""The schema of the three kinds of files."""

from collections.abc import Mapping

from ivr.compiler.choices import ALL_KEYS
from ivr.compiler.docs import Doc
from ivr.compiler.draft import Draft
from ivr.compiler.fragments import Fragments
from ivr.compiler.hotline import Endings, Facts, Hotline, LintSettings, Peaks, Schedule, Texts
from ivr.compiler.languages import Languages, WrittenLanguage
from ivr.compiler.menu import Written
from ivr.compiler.numbers import Numbers
from ivr.compiler.queues import HoursName, Messages, Queues, WrittenQueue, WrittenWaitKey
from ivr.compiler.say_as import SayAs
from ivr.compiler.schedule import WrittenHours
from ivr.compiler.schema.names import Names, names
from ivr.compiler.schema.nodes import node
from ivr.compiler.schema.parts import DRAFT, SCALAR, Schema, named, only, suggest, text, when
from ivr.compiler.schema.plain import CALENDAR, DAY, NAME, OPENING, SENTENCE, SPECIAL_DAY, TELEPHONE, WEEKDAYS, plain
from ivr.compiler.schema.shapes import Shapes
from ivr.compiler.schema.targets import add_sentences, add_targets
from ivr.compiler.special_days import ALL, COMPLETE, Year
from ivr.compiler.timetable import MADE
from ivr.flow import fields
from ivr.flow.fields import AGAIN
from ivr.flow.graph import FRAGMENTS, WaitKey
from ivr.flow.words import Part

OPEN = named(OPENING, propertyNames=WEEKDAYS, minProperties=1)
NODES_OF_FILE = Doc("The nodes of this menu, by name.", "本菜单的节点，按名称。")
SPECIAL = Doc("Days that are not as the calendar has them: closed, open, or times.", "与日历不同的日子：closed、open，或者写时间。")
WHOLE_YEARS = Doc("Years whose public holidays are all written here.", "法定节假日全部写在这里的年份。")


def schema(draft: Draft, language: str, rules: Mapping[str, str]) -> Schema:
    """Give the schema of a folder's files, with its own names to complete and hover texts in `en` or `zh`.

    `rules` are those that `lint:` may set, and what each says. Files are told apart by what stands in them; one that is just
    begun is a menu.
    """
    known = names(draft)
    shapes = Shapes(language, plain(known, tuple(draft.actions)))
    add_sentences(shapes, known)
    add_targets(shapes, known)
    any_node = shapes.define("node", node(shapes, known, draft.actions))
    menu = shapes.define("menu", _menu(shapes, known, any_node))
    holidays = shapes.define("holidays", _holidays(shapes, known))
    hotline = shapes.define("hotline", _hotline(shapes, known, rules))
    is_hotline = {"type": "object", "anyOf": [{"required": [key]} for key in ("hotline", "languages", "fragments")]}
    no_menu: Schema = {"not": {"anyOf": [{"required": ["menu"]}, {"required": ["nodes"]}]}}
    has_days = {"type": "object", "minProperties": 1, "additionalProperties": {"type": ["object", "array"]}, **no_menu}
    return {"$schema": DRAFT, **when(is_hotline, hotline), "else": when(has_days, holidays) | {"else": menu}, "$defs": shapes.defs}


def _menu(shapes: Shapes, known: Names, any_node: Schema) -> Schema:
    menu = shapes.table(Written, keys=named(shapes.of(fields.Universal), (*ALL_KEYS, *known.words)))
    menu["properties"]["nodes"] = shapes.told(NODES_OF_FILE, named(any_node, propertyNames=NAME | {"not": {"const": AGAIN}}))
    return menu | {"required": [*menu["required"], "nodes"]}


def _holidays(shapes: Shapes, known: Names) -> Schema:
    days = {"type": "object", "propertyNames": DAY, "additionalProperties": SPECIAL_DAY}
    shape = named(shapes.told(SPECIAL, days), (ALL, *known.of(HoursName)))
    shape["properties"][COMPLETE] = shapes.told(WHOLE_YEARS, {"type": "array", "items": shapes.of(Year)})
    return shape


def _hotline(shapes: Shapes, known: Names, rules: Mapping[str, str]) -> Schema:
    languages, sentence = known.languages, shapes.of(Part)
    hours = shapes.table(WrittenHours, open=OPEN, holidays=CALENDAR)
    peaks = hours | {"properties": {key: shape for key, shape in hours["properties"].items() if key != "holidays"}}
    fact = text() | only(languages, text(), required=list(languages)) | {"type": [*SCALAR, "object"]}
    settings = {name: {"description": says, **suggest(("off",))} for name, says in rules.items()}
    shapes.own |= {
        SayAs: only(languages, named(text(r"^[^{}]*[^{}\s][^{}]*$"))),
        Facts: named(fact, propertyNames=NAME | {"not": {"enum": list(MADE)}}),
        Numbers: named(shapes.of(fields.Jump), propertyNames=TELEPHONE),
        Fragments: named(sentence, FRAGMENTS, required=list(FRAGMENTS)),
        Endings: named(shapes.of(fields.Options)),
        Schedule: hours,
        Peaks: peaks,
        Messages: {"type": "array", "items": text(**suggest(known.fragments))},
        Mapping[str, WaitKey]: only(ALL_KEYS, shapes.table(WrittenWaitKey)),
        Texts: named(only(languages, SENTENCE, required=list(languages))),
        LintSettings: only((), {}) | {"properties": settings},
        Languages: named(shapes.table(WrittenLanguage), minProperties=1),
    }
    shapes.own[Queues] = named(shapes.table(WrittenQueue))
    return shapes.table(Hotline)
