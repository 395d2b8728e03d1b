"""The shapes of what is said, and of what leads on: sentences, targets, options, keys and words."""

from ivr.compiler.choices import ALL_KEYS, OPTION_KEYS, Target, WrittenCase, WrittenJump, WrittenKey, WrittenOption
from ivr.compiler.hotline import Keys, SpokenWords
from ivr.compiler.menu import Tail
from ivr.compiler.queues import SpokenName
from ivr.compiler.schema.names import Names
from ivr.compiler.schema.parts import SCALAR, Schema, every, named, one_of, one_or_more, only, text
from ivr.compiler.schema.plain import ADDRESS, RECORDING, SENTENCE, given
from ivr.compiler.schema.shapes import Shapes
from ivr.compiler.texts import WrittenPart
from ivr.flow import fields
from ivr.flow.fields import Given
from ivr.flow.state import PACES
from ivr.flow.words import Part, Prompt

LEADS_ON = every(one_of(("goto", "do")))
BY_ITSELF: Schema = {"enum": ["again"]}
ANYWHERE: Schema = {"enum": ["back", "repeat", "up", "again"]}
"""What may be done where a call goes on by itself, and in every question."""


def add_sentences(shapes: Shapes, names: Names) -> None:
    """Add what is said, with a text for every language, and what callers say."""
    languages = list(names.languages)
    shapes.own[fields.Words] = shapes.define("phrases", only(languages, one_or_more(text(maxLength=100))))
    more = shapes.table(WrittenPart, audio=only(languages, ADDRESS), in_={"enum": languages}, play=RECORDING)["properties"]
    only_one: Schema = {"type": "object", "anyOf": [{"required": ["in"]}, {"required": ["play"]}]}
    part = only(languages, SENTENCE) | {"if": only_one, "else": {"required": languages}}
    part["properties"] |= more
    sentence = shapes.define("sentence", part)
    shapes.own |= dict.fromkeys((Part, SpokenName, Tail), sentence)
    shapes.own[Prompt] = shapes.define("prompt", one_or_more(part, items=sentence))


def add_targets(shapes: Shapes, names: Names) -> None:
    """Add what leads on."""
    assigned = named(shapes.of(Given), names.of(fields.SlotName))
    assigned["properties"] |= {"language": given(names.languages), "pace": given(PACES)}
    shapes.own[fields.Assignments] = shapes.define("values", assigned)
    jump = {**shapes.table(WrittenJump, do=BY_ITSELF), **shapes.of(Target), "type": [*SCALAR, "object"], **LEADS_ON}
    shapes.own[fields.Jump] = shapes.define("target", jump)
    option = shapes.define("option", shapes.table(WrittenOption) | LEADS_ON)
    shapes.own[fields.Options] = only(OPTION_KEYS, option)
    shapes.own[fields.Case] = shapes.table(WrittenCase, do=BY_ITSELF) | LEADS_ON
    shapes.own[fields.Requires] = {"anyOf": [shapes.of(fields.Level), shapes.table(fields.Requires)]}
    shapes.own[fields.Universal] = shapes.define("key", shapes.table(WrittenKey, do=ANYWHERE) | LEADS_ON)
    shapes.own[Keys] = only(ALL_KEYS, shapes.of(fields.Universal))
    word = shapes.table(WrittenJump, do=ANYWHERE) | LEADS_ON
    word["properties"] |= shapes.defs["phrases"]["properties"]
    shapes.own[SpokenWords] = named(shapes.define("word", word), names.words)
