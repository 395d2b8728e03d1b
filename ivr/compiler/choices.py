"""Readers of what leads on: targets, options, cases, what fills a slot, and the keys and words alive everywhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NewType

from ivr.compiler.phrases import phrases_in, read_words
from ivr.compiler.problems import did_you_mean
from ivr.compiler.shape import Spot, Unreadable, Use, fill, one_of, whole_of
from ivr.compiler.source import Row, Scalar, Table
from ivr.compiler.texts import keep, part_id, read_hole, read_part
from ivr.flow import fields
from ivr.flow.conditions import Condition
from ivr.flow.fields import AGAIN, Assignments, Case, Do, Flag, From, Given, Jump, Name, Option, Requires, Universal, Words
from ivr.flow.state import PACES
from ivr.flow.words import Hole, Part, Piece, Text
from ivr.spoken import LANGUAGES

Target = NewType("Target", str)
OPTION_KEYS = tuple("123456789")
ALL_KEYS = (*"0123456789*#",)
TODAY = "today"
MOST_PICKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenJump:
    """Where an option, a key or a target leads, as written: `goto` or `do`, and what is set on the way."""

    goto: Target | None = None
    """A node of this file, `file.node` of another, or `again`: this node once more, as an error.
    本文件的节点、别的文件的 `文件.节点`，或者 `again`：再来一次，算一次错误。"""
    do: Do | None = None
    """Instead of `goto`: back, repeat, again (no error), text (send the `sms`), up, and in a list next and keep.
    代替 `goto`：back 返回、repeat 重听、again 再来、text 发短信、up 上一级；列表里还有 next、keep。"""
    set: Assignments = field(default_factory=dict)
    """Slots that are filled on the way.
    途中填入的槽位。"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOption(WrittenJump):
    label: Part | None = None
    """What the option is called; the key is spoken by itself. None in a menu written by hand.
    选项的名称；按键会自动念出来。手写提示语的菜单里不写。"""
    words: Words = field(default_factory=dict)
    """What a caller may say instead of pressing the key.
    来电人不按键时可能的说法。"""
    careful: Flag = Flag(False)
    """Whether only the key or an exact phrase will do, and anything else is asked back.
    是否只认按键或完全一致的说法，其他都要再问一遍。"""
    means: Name | None = None
    """A name under `answers` whose phrases this option takes too.
    引用 `answers` 里的名称；这个选项也认它的各种说法。"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCase(WrittenJump):
    when: Condition
    """What must hold.
    要成立的条件。"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenKey(WrittenJump):
    words: Words = field(default_factory=dict)
    """Phrases that mean the same as the key.
    与这个键意思相同的说法。"""


def read_target_name(spot: Spot) -> str:
    """Read a node's name; a short one is a node of this file."""
    name = spot.text()
    if name == AGAIN:
        return name
    if spot.source.name == "hotline" and "." not in name:
        raise spot.refuse("unknown-target", f'"{name}" does not say in which menu', f'Write the menu too, such as "main.{name}".')
    full = name if "." in name else f"{spot.source.name}.{name}"
    spot.mention("node", full)
    return full


def read_jump(spot: Spot) -> Jump:
    """Read a target: a node's name, or `{set: ..., goto: ...}`."""
    if isinstance(spot.value, Scalar):
        return Jump(read_target_name(spot))
    if isinstance(spot.value, Row):
        raise spot.refuse("shape", f'"{spot.key}" leads to one node', "Write its name, or {set: ..., goto: ...}.", on_key=True)
    jump = _jump(spot, fill(WrittenJump, spot))
    if jump.do not in (None, "again"):
        raise spot.refuse("do", f'"do: {jump.do}" is for options and keys; here the call goes on by itself', 'Write "goto: ..." instead.')
    return jump


def _jump(spot: Spot, written: WrittenJump) -> Jump:
    """Want exactly one of `goto` and `do`."""
    if written.goto is not None and written.do is not None:
        raise spot.down("do", _entry(spot, "do")).refuse("goto-or-do", 'this has both "goto" and "do"', "Keep one of the two.", on_key=True)
    if written.goto is None and written.do is None:
        raise spot.refuse("goto-or-do", "this leads nowhere", 'Add "goto: ..." with a node, or "do: ...".', on_key=True)
    return Jump(written.goto, written.do, written.set)


def _entry(spot: Spot, key: str) -> Any:
    return spot.value.entries[key] if isinstance(spot.value, Table) else spot.value


def read_case(spot: Spot) -> Case:
    """Read one case of a choose node."""
    written = fill(WrittenCase, spot)
    return Case(written.when, _without_do(spot, _jump(spot, written)))


def _without_do(spot: Spot, jump: Jump) -> Jump:
    if jump.do not in (None, "again"):
        raise spot.down("do", _entry(spot, "do")).refuse("do", f'"do: {jump.do}" is for options and keys', 'Write "goto: ..." instead.')
    return jump


def read_given(spot: Spot) -> Given:
    """Read what fills a slot or an argument: a constant, `"{slot}"`, or `today`."""
    text = spot.text()
    if text == TODAY:
        return Hole((TODAY,), "date")
    if not re.search(r"[{}]", text):
        return text
    if not (text.startswith("{") and text.endswith("}") and text.count("{") == 1):
        raise spot.refuse("value", f'"{text}" mixes a slot with other text', 'Write a constant alone, or a slot alone: "{slot}".')
    hole = read_hole(spot, text[1:-1])
    if ":" in text:
        raise spot.refuse("value", f'"{text}" names a way to speak, and nothing is spoken here', f'Write "{text.partition(":")[0]}}}".')
    spot.book.uses.append(Use(spot.route, hole))
    return hole


def read_givens(spot: Spot) -> Mapping[str, Given]:
    """Read `{slot: value}`."""
    spots = {each.key: each for each in spot.table("{slot: value}")}
    for name, allowed in (("language", spot.book.languages), ("pace", PACES)):
        if name in spots and "{" not in spots[name].text():
            one_of(spots[name], allowed)
    return whole_of(spots, Given)


# options


def read_options(spot: Spot) -> Mapping[str, Option]:
    """Read the options of a question by their keys."""
    return whole_of({each.key: each for each in spot.table("{1: {label: ..., goto: ...}}")}, Option)


def read_option(spot: Spot) -> Option:
    """Read one option; its spoken line is made from its label."""
    key = spot.key
    if key not in OPTION_KEYS:
        fix = "0, * and # mean the same everywhere; an option takes a key from 1 to 9." if key in ALL_KEYS else "Write a key from 1 to 9."
        raise spot.refuse("option-key", f'"{key}" cannot be the key of an option', fix, on_key=True)
    written = fill(WrittenOption, spot)
    if written.means is not None:
        spot.down("means", _entry(spot, "means")).mention("answer", written.means)
    label = written.label
    line = None if label is None else line_of(spot, label, key, _choice_id((*spot.route, "line"), "option"))
    return Option(key, _jump(spot, written), label, line, written.words, bool(written.careful), written.means)


def read_label(spot: Spot) -> Part:
    """Read a label; in an option it is kept under its key, `refund.order/label/1`."""
    return read_part(spot, _choice_id(spot.route, "label") if spot.key == "label" else None)


def _choice_id(route: tuple[str | int, ...], what: str) -> str:
    match route:
        case (file, "nodes", node, "options", key, *_):
            return f"{file}.{node}/{what}/{key}"
        case (file, "nodes", node, "from", *_):
            return f"{file}.{node}/from/{what}"
    return "/".join(map(str, (*route[:-1], what)))


def line_of(spot: Spot, label: Part, key: str, name: str) -> Part:
    """Make the spoken line of an option: its label in the language's sentence, with its key."""
    texts = {language: Text(tuple(_line(spot, text, key)), language) for language, text in label.texts.items()}
    return keep(spot, Part(name, texts, label.when))


def _line(spot: Spot, label: Text, key: str) -> Iterator[Piece]:
    template = spot.book.templates.get(label.language, "{label} {key}")
    before, _, after = template.replace("{key}", LANGUAGES[spot.book.spoken[label.language]].key(key)).partition("{label}")
    say_as = spot.book.say_as.get(label.language, str)
    pieces = [say_as(before), *label.pieces, say_as(after)]
    literal = ""
    for piece in pieces:
        if isinstance(piece, str):
            literal += piece
            continue
        if literal:
            yield literal
        literal = ""
        yield piece
    if literal:
        yield literal


def read_from(spot: Spot) -> From:
    """Read `from`: options made of a list's items, on the keys 1 to 3."""
    read = fill(From, spot)
    keys = (str(n + 1) for n in range(MOST_PICKS))
    return replace(read, lines=tuple(line_of(spot, read.label, key, part_id(spot, key)) for key in keys))


def read_requires(spot: Spot) -> Requires:
    """Read `requires: light`, short for `{level: light, else: ...}` with the hotline's own else."""
    if isinstance(spot.value, Table):
        return fill(Requires, spot)
    level = spot.text()
    if level not in ("light", "strong"):
        raise spot.refuse("value", f'"{level}" is not a level of identity', did_you_mean(level, ("light", "strong")))
    if spot.book.gate_else is None:
        fix = 'Write {level: light, else: ...} here, or "identity: {else: ...}" in hotline.yaml.'
        raise spot.refuse("missing", "this does not say where callers go who do not reach the level", fix)
    return Requires(level, spot.book.gate_else)  # type: ignore[arg-type]


# keys and words that are alive in every question


def read_universals(spot: Spot, *, with_key: bool) -> dict[str, Universal]:
    """Read `keys:` (phrases under `words:`) or `words:` (phrases beside `goto`). What cannot be read is left out."""
    found: dict[str, Universal] = {}
    whole = True
    for each in spot.table():
        try:
            found[each.key] = _universal_key(each) if with_key else _universal_word(each)
        except Unreadable:
            whole = False
    if not whole:
        raise Unreadable
    return found


def _universal_key(spot: Spot) -> Universal:
    written = fill(WrittenKey, spot)
    key = spot.key if spot.key in ALL_KEYS else None
    return Universal(spot.key, universal_jump(spot, written), key, written.words)


def _universal_word(spot: Spot) -> Universal:
    """Read a word with its phrases; in a menu file a word of the hotline may leave them out, and keeps the hotline's."""
    languages = spot.book.languages
    written = fill(WrittenJump, spot, skip=languages)
    phrases = phrases_in(spot, (each for each in spot.table() if each.key in languages))
    if not phrases and spot.source.name != "hotline":
        spot.mention("universal", spot.key)
    elif not phrases:
        raise spot.refuse("missing", f'"{spot.key}" has no words to say', f'Add them, such as "{languages[0]}: [...]".', on_key=True)
    return Universal(spot.key, universal_jump(spot, written), None, phrases)


def universal_jump(spot: Spot, written: WrittenJump) -> Jump:
    """Want a jump that makes sense in every question."""
    jump = _jump(spot, written)
    if jump.do in ("next", "keep", "text"):
        what = f'"do: {jump.do}" is for the options of one node, and this is alive in all of them'
        raise spot.down("do", _entry(spot, "do")).refuse("do", what, "Write goto, back, repeat, up or again.")
    return jump


CHOICES: Mapping[object, Any] = {
    Target: read_target_name,
    Jump: read_jump,
    Case: read_case,
    Given: read_given,
    fields.Assignments: read_givens,
    fields.Words: read_words,
    fields.Options: read_options,
    Option: read_option,
    From: read_from,
    Requires: read_requires,
    fields.Key: Spot.text,
}
