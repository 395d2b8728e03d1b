"""What each type of field takes that is written as one value."""

import re
from collections.abc import Iterable, Mapping

from ivr.calendar import CALENDARS
from ivr.compiler.choices import Target
from ivr.compiler.hotline import GateFlow
from ivr.compiler.languages import Rate, SpokenIn, Template
from ivr.compiler.menu import MenuName
from ivr.compiler.queues import MOST_HEAD_START, HeadStart, HoursName
from ivr.compiler.scalars import MOST_COUNT, MOST_DIGITS, MOST_SECONDS
from ivr.compiler.schema.names import Names
from ivr.compiler.schema.parts import SCALAR, Schema, matching, number, suggest, text
from ivr.compiler.special_days import Year
from ivr.flow import fields
from ivr.flow.conditions import Condition
from ivr.flow.fields import Given
from ivr.spoken import LANGUAGES, SLOT_KINDS

NAME = matching("^[a-z][a-z0-9_]*$", "Names have small letters, digits and _ and begin with a letter.")
DAY = matching(r"^\d{4}-\d\d-\d\d$", "Write it as 2027-02-06.")
TELEPHONE = matching(r"^\+[1-9][0-9 ()-]*$", 'Write it as the carrier does, such as "+864000000001".')
WEEKDAYS = matching("^[A-Za-z, -]+$", "Write days such as mon-fri, or sat, sun.")
SPAN = r"\s*\d{1,2}:\d\d\s*-\s*\d{1,2}:\d\d\s*"
SPANS = f"{SPAN}(,{SPAN})*"
PATH = r"\s*[a-z_][a-z0-9_]*(\.[a-z0-9_]+)*\??"
SLOT = rf"\{{{PATH}\s*\}}"
HOLE = rf"\{{{PATH}(:({'|'.join(SLOT_KINDS)}))?\s*\}}"
YES_OR_NO = "^([Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
CONDITION = r"^\s*\S+\s+(is|over|under)\s+\S"
TEMPLATE = r"^[^{}]*(\{label\}[^{}]*\{key\}|\{key\}[^{}]*\{label\})[^{}]*$"
KEY_CLASSES = r"^(\[[0-9*-]+\](\{\d{1,2}(,\d{1,2})?\})?|[0-9])+$"
CALENDAR: Schema = {"enum": list(CALENDARS)}
SENTENCE = text(
    rf"^([^{{}}｛｝]|\{{\{{|\}}\}}|{HOLE})+$",
    f"Write {{slot}}, {{slot.field}} or {{slot:kind}}, the kind one of {', '.join(SLOT_KINDS)}; a brace meant as text is written twice.",
)
ADDRESS = text(r"^https?://\S+$", "Write an address that begins with https://.")
RECORDING = text(rf"^{SLOT}$", 'Write a slot that holds a recording: "{recording}".')
OPENING = text(f"^{SPANS}$", 'Write times such as "09:00-12:00, 13:00-18:00".')
SPECIAL_DAY = text(rf"^\s*(closed|open|{SPANS})\s*$", 'Write closed, open (as on a working day), or times such as "09:00-12:00".')
NAMED: tuple[object, ...] = (
    fields.QueueName, fields.TextName, fields.EndingName, fields.SlotName, fields.ReturnName, fields.FlowName,
    Target, GateFlow, HoursName, MenuName,
)  # fmt: skip


def given(constants: Iterable[str] = ()) -> Schema:
    """Take a constant, of these alone if there are any, or a slot's value."""
    constant = "|".join(map(re.escape, constants)) or r"[^{}]*[^{}\s][^{}]*"
    advice = 'Write a constant alone, or a slot alone: "{slot}".'
    return text(f"^({constant}|{SLOT})$", advice, type=[*SCALAR, "boolean"], **suggest(constants))


def plain(names: Names, actions: tuple[str, ...]) -> Mapping[object, Schema]:
    """Give the shape of each such type."""
    return {
        **{kind: text(type="string", **suggest(names.of(kind))) for kind in NAMED},
        str: text(),
        Given: given(),
        fields.Seconds: number(1, MOST_SECONDS),
        fields.Count: number(1, MOST_COUNT),
        fields.Flag: text(YES_OR_NO, "Write yes or no.", type=["string", "boolean"], **suggest(("yes", "no"))),
        fields.Name: text() | NAME,
        fields.ActionName: {"enum": list(actions)},
        fields.Digits: number(1, MOST_DIGITS) | text(r"^\d{1,2}(-\d{1,2})?$", "Write 6, or 8-20.", type=["integer", "string"]),
        fields.KeyClasses: text(KEY_CLASSES, "Write the keys place by place, such as [0-9]{3}[0-9*]."),
        Condition: text(CONDITION, "Write: X is known, X is a, b, X is not a, X over 5 or X under 5."),
        Template: text(TEMPLATE, 'Write {label} and {key}, once each, such as "{label}, press {key}."'),
        SpokenIn: {"enum": list(LANGUAGES)},
        Rate: text("^[2-9][0-9]%$", "Write 20% to 99%."),
        HeadStart: number(0, MOST_HEAD_START),
        Year: number(2000, 2100),
    }
