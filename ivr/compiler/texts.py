"""Prompts: a text per language cut into literals and typed placeholders, facts filled in, and long ones split."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ivr.compiler.length import LONGEST_SAY, chunks_of, cut_into, encoded, may_be_long
from ivr.compiler.problems import did_you_mean, nearest
from ivr.compiler.shape import Spot, Unreadable, Use, declared, read
from ivr.compiler.source import Row, Table
from ivr.flow.conditions import Condition
from ivr.flow.words import Hole, Part, Piece, Prompt, Text
from ivr.spoken import SLOT_KINDS, say

LONGEST_SMS = 1600
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
WIDE_BRACE = re.compile("[｛｝]")
BRACES = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]")
HOLE = re.compile(r"\s*([a-z_][a-z0-9_]*(?:\.[a-z0-9_]+)*)(\?)?(?::([a-z]+))?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPart:
    """A sentence as written, beside its text per language."""

    when: Condition = ()
    """Said only when this holds.
    这个条件成立才说。"""
    in_: str | None = field(default=None, metadata={"key": "in"})
    """Said in this language to every caller, and written in it alone.
    不论来电人用哪种语言，都用这种语言说，也只写这一种。"""
    audio: Mapping[str, str] = field(default_factory=dict)
    """A recorded file per language, played instead.
    各语言的录音文件地址，播放录音代替朗读。"""
    play: str | None = None
    """A slot that holds a recording, which is played: `play: "{recording}"`.
    播放槽位里的录音：`play: "{recording}"`。"""


OF_A_PART = tuple(each.key for each in declared(WrittenPart))


def read_hole(spot: Spot, inside: str) -> Hole:
    """Read what stands between braces: `order.at:time`, `amount?:money`."""
    found = HOLE.fullmatch(inside)
    if found is None:
        fix = 'Write {slot}, {slot.field} or {slot.field:kind}; a brace that is meant as text is written twice, "{{".'
        raise spot.refuse("placeholder", f'"{{{inside}}}" is not a placeholder', fix, quoting=f"{{{inside}}}")
    kind = found[3] or "text"
    if kind not in SLOT_KINDS:
        what = f'"{kind}" is not a way to say a value'
        raise spot.refuse("placeholder-kind", what, did_you_mean(kind, SLOT_KINDS), quoting=f"{{{inside}}}")
    return Hole(tuple(found[1].split(".")), kind, bool(found[2]))


def read_text(spot: Spot, language: str, when: Condition = (), *, spoken: bool = True) -> Text:
    """Read a text with placeholders. Facts are filled in: as they are spoken, or as written when it is a text message."""
    written = spot.text()
    if bad := CONTROL.search(written):
        fix = "Delete the place around it and type it again."
        raise spot.refuse("control-character", f"this text holds the control character U+{ord(bad[0]):04X}", fix)
    if wide := WIDE_BRACE.search(written):
        what = f'the brace "{wide[0]}" is a full-width one, which would be read aloud as it is'
        raise spot.refuse("placeholder", what, "Write { and } with the plain keyboard.", quoting=wide[0])
    pieces = tuple(_joined(_pieces(spot, written, language, when, spoken)))
    say_as = spot.book.say_as.get(language)
    if not spoken or say_as is None:
        return Text(pieces, language)
    said = tuple(say_as(piece) if isinstance(piece, str) else piece for piece in pieces)
    return Text(said, language, pieces if said != pieces else ())


def _pieces(spot: Spot, written: str, language: str, when: Condition, spoken: bool) -> Iterator[Piece]:
    at = 0
    for found in BRACES.finditer(written):
        yield written[at : found.start()]
        at = found.end()
        match found[0]:
            case "{{" | "}}":
                yield found[0][0]
            case "{" | "}":
                fix = 'Close it, or write it twice, "{{" or "}}", if it is meant as text.'
                raise spot.refuse("placeholder", f'the brace "{found[0]}" has no partner', fix, quoting=written[found.start() :][:2])
            case hole:
                piece = _hole_or_fact(spot, hole[1:-1], language, when, spoken)
                yield piece.removesuffix(".") if isinstance(piece, str) and written[at : at + 1] == "." else piece
    yield written[at:]


def _hole_or_fact(spot: Spot, inside: str, language: str, when: Condition, spoken: bool) -> Piece:
    hole = read_hole(spot, inside)
    fact = spot.book.facts.get(hole.path[0])
    if hole.path[0] == "hours":
        return _opening(spot, hole, inside)
    if fact is None or len(hole.path) > 1:
        spot.book.uses.append(Use(spot.route, hole, when, f"{{{inside}}}"))
        return hole
    value = fact.get(language, next(iter(fact.values())))
    if not spoken or hole.kind == "text":
        return value
    try:
        return say(hole.kind, value, spot.book.spoken[language])
    except ValueError as err:
        what = f'the fact "{hole.path[0]}" is "{value}", which cannot be said as {hole.kind}'
        raise spot.refuse("placeholder-kind", what, "Choose another kind, or none.", quoting=f"{{{inside}}}") from err


def _opening(spot: Spot, hole: Hole, inside: str) -> Hole:
    """Read `{hours.NAME.opens:time}`: when these hours next begin, which is known in every turn."""
    if len(hole.path) != 3 or hole.path[2] != "opens" or hole.kind != "time":
        fix = "Write {hours.NAME.opens:time} for when they next begin; {team_hours} tells the hours of all queues."
        raise spot.refuse("placeholder", f'"{{{inside}}}" is not something to say of opening hours', fix, quoting=f"{{{inside}}}")
    spot.mention("hours", hole.path[1])
    return hole


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join neighbouring literals and leave out empty ones; a line's end is a space."""
    literal = ""
    for piece in pieces:
        if isinstance(piece, str):
            literal += piece.replace("\n", " ")
            continue
        if literal:
            yield literal
        literal = ""
        yield piece
    if literal:
        yield literal


def unknown_language(spot: Spot, besides: tuple[str, ...] = (), *, on_key: bool = True) -> Unreadable:
    """Note a language that the hotline does not speak."""
    language = spot.key if on_key else spot.text()
    if spot.note_stray_comma():
        return Unreadable(language)
    fix = f'Did you mean "{near}"?' if (near := nearest(language, besides)) else did_you_mean(language, spot.book.languages)
    return spot.refuse("unknown-language", f'"{language}" is not a language of this hotline', fix, on_key=on_key)


def per_language(spot: Spot, *, when: Condition = (), spoken: bool = True, besides: tuple[str, ...] = ()) -> dict[str, Text]:
    """Read a table with one text for every language of the hotline."""
    written = {each.key: each for each in spot.table("{zh: ..., en: ...}")}
    languages, texts, whole = spot.book.languages, {}, True
    for key, each in written.items():
        if key in besides:
            continue
        if key not in languages:
            unknown_language(each, besides)
            whole = False
            continue
        try:
            texts[key] = read_text(each, key, when, spoken=spoken)
        except Unreadable:
            whole = False
    if whole and (missing := [language for language in languages if language not in written]):
        what = f"the text in {' and '.join(missing)} is missing"
        spot.note("missing-language", what, f'Add "{missing[0]}: ..." here, so that no caller hears silence.', on_key=True)
        whole = False
    if not whole:
        raise Unreadable
    return texts


def check_fits(spot: Spot, text: Text) -> None:
    """Refuse a text that must be one Say and is too long for it."""
    if may_be_long(text) and encoded(text.pieces, spot.book.spoken[text.language]) > LONGEST_SAY:
        raise _too_long(spot, "Shorten it: it must be said in one piece.")


def _too_long(spot: Spot, fix: str) -> Unreadable:
    what = f"this is longer than the carrier speaks at once, about {LONGEST_SAY // 9} Chinese characters or {LONGEST_SAY} letters"
    return spot.refuse("too-long", what, fix, on_key=True)


def read_part(spot: Spot, name: str | None = None) -> Part:
    """Read a part that must be one piece: a label, a fragment, a sentence for a list's item."""
    prompt = _read_whole(spot, name or part_id(spot))
    for text in prompt.texts.values():
        check_fits(spot, text)
    return keep(spot, prompt)


def keep(spot: Spot, part: Part) -> Part:
    """Note a part under its name, for the flow to find."""
    spot.book.parts[part.id] = part
    return part


def part_id(spot: Spot, *more: object) -> str:
    """Give the stable name of what is said here: `refund.order/prompt/0`."""
    match spot.route:
        case (file, "nodes", node, *rest):
            return "/".join(map(str, (f"{file}.{node}", *rest, *more)))
    return "/".join(map(str, (*spot.route, *more)))


def _read_whole(spot: Spot, name: str) -> Part:
    if not isinstance(spot.value, Table):
        raise spot.refuse("text", "a text wants every language", "Write it as {zh: ..., en: ...}.", on_key=True)
    fields = spot.value.entries
    when = read(Condition, spot.down("when", fields["when"])) if "when" in fields else ()
    notice = "notice" in spot.route[3:4]
    if "play" in fields:
        return Part(name, when=when, play=_read_play(spot, when), notice=notice)
    audio = _read_audio(spot.down("audio", fields["audio"])) if "audio" in fields else {}
    texts = _one_for_all(spot, when) if "in" in fields else per_language(spot, when=when, besides=OF_A_PART)
    return Part(name, texts, when, audio=audio, notice=notice)


def _read_play(spot: Spot, when: Condition) -> Hole:
    """Read `play: "{recording}"`: what is played is the recording's address."""
    assert isinstance(spot.value, Table)
    for key, value in spot.value.entries.items():
        if key not in ("play", "when"):
            spot.down(key, value).note("unknown-key", f'"{key}" has no place beside "play"', "Make it a part of its own.", on_key=True)
    here = spot.down("play", spot.value.entries["play"])
    text = here.text()
    if not (text.startswith("{") and text.endswith("}")):
        raise here.refuse("play", f'"{text}" is not a slot that holds a recording', 'Write it as play: "{recording}".')
    hole = read_hole(here, text[1:-1])
    here.book.uses.append(Use(here.route, hole, when))
    return Hole((*hole.path, "url"), hole.kind, hole.optional)


def _read_audio(spot: Spot) -> Mapping[str, str]:
    urls = {}
    for each in spot.table("{zh: https://...}"):
        url = each.text()
        if each.key not in spot.book.languages:
            raise unknown_language(each)
        if not re.fullmatch(r"https?://\S+", url):
            raise each.refuse("audio", f'"{url}" is not an address of a recorded file', "Write one that begins with https://.")
        urls[each.key] = url
    return urls


def _one_for_all(spot: Spot, when: Condition) -> dict[str, Text]:
    """Read `{in: en, en: ...}`: that language's text for every caller, whatever language they speak."""
    assert isinstance(spot.value, Table)
    entries: Mapping[str, Any] = spot.value.entries
    here = spot.down("in", entries["in"])
    language = here.text()
    if language not in spot.book.languages:
        raise unknown_language(here, on_key=False)
    if language not in entries:
        raise here.refuse("missing-language", f'the text in {language} is missing beside "in: {language}"', f'Add "{language}: ..." here.')
    for key in entries:
        if key not in (*OF_A_PART, language):
            spot.down(key, entries[key]).note("unknown-key", f'"{key}" is never heard beside "in: {language}"', "Delete it.", on_key=True)
    text = read_text(spot.down(language, entries[language]), language, when)
    return dict.fromkeys(spot.book.languages, text)


def read_prompt(spot: Spot) -> Prompt:
    """Read one part, or a list of them; a part too long to be spoken at once becomes several."""
    spots = list(spot.row()) if isinstance(spot.value, Row) else [spot]
    if not spots:
        raise spot.refuse("empty", f'"{spot.key}" is an empty list', "Write something to be said, or delete the line.", on_key=True)
    parts: list[Part] = []
    whole = True
    for place, each in enumerate(spots):
        try:
            parts += _fitting(each, _read_whole(each, part_id(spot, place)))
        except Unreadable:
            whole = False
    if not whole:
        raise Unreadable
    return tuple(parts)


def _fitting(spot: Spot, part: Part) -> list[Part]:
    if not any(map(may_be_long, part.texts.values())):
        return [keep(spot, part)]
    spoken = spot.book.spoken
    count = max(len(chunks_of(text, spoken[text.language])) for text in part.texts.values())
    if count == 1 and all(encoded(text.pieces, spoken[text.language]) <= LONGEST_SAY for text in part.texts.values()):
        return [keep(spot, part)]
    cut = {language: cut_into(text, count, spoken[text.language]) for language, text in part.texts.items()}
    pieces = {language: texts for language, texts in cut.items() if texts is not None}
    if len(pieces) < len(cut):
        raise _too_long(spot, "Make shorter sentences, or a list of several parts.")
    return [
        keep(spot, Part(f"{part.id}.{n}", {language: texts[n] for language, texts in pieces.items()}, part.when, notice=part.notice))
        for n in range(count)
    ]
