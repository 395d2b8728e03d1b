"""Why YAML cannot read a file, told to who wrote it: the place, what is wrong and what to do."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import yaml

from ivr.compiler.problems import Mark

Words = tuple[str, str, str]
"""What is wrong, what to do, and the rule."""

WIDE_COLON = "："
WIDE_COLON_WORDS = ("the colon here is a full-width one (：)", 'Between a key and its value YAML wants ":" and a space.', "syntax")
WIDE_COMMA_WORDS = ("the comma here is a full-width one (，)", 'Between two entries YAML wants "," and a space.', "syntax")
NO_SPACE = ("no space stands after the colon here", "Put a space after the colon.", "syntax")
APOSTROPHE = ("the text in '...' ends at this apostrophe", 'Write the apostrophe twice, or put the text in "...".', "syntax")
LONE_QUOTE = ("the quote here has no partner", "Close the text with a quote too, or delete this one.", "syntax")

UNCLOSED = ("a flow mapping", "a flow sequence", "a quoted scalar")
BARE_QUESTION = re.compile(r"[:,\[{]\s*(\?)\s*(?=[,}\]])")
BARE_STAR_OR_POUND = re.compile(r"(?:^|[{,])\s*([*#])\s*:(?=\s|$)")
KEY = re.compile(r"\s*[\w\"'*#.-]+\s*:(?=\s|$)")
KEY_WITH_VALUE = re.compile(r"\s*[\w\"'*#.-]+\s*:\s+[^\s#]")
TIGHT_COLON = re.compile(r"\s*[a-z0-9_]+(:)[^\s:]")
WIDE_COLON_AT_KEY = re.compile(r"\s*[a-z0-9_]+(：)")
WIDE_COMMA = re.compile(r"(，)\s*[a-z_]+\s*[:：]")
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|(?<![\w'])'(?:[^']|'')*'(?!\w)")
SLOT_IN_TEXT = re.compile(r"(?<=[^\s:,\[{-])\s*(\{[a-z_][a-z0-9_.?:]*\})|(\{[a-z_][a-z0-9_.?:]*\})(?=\s*[^\s,}\]#])")
INNER_APOSTROPHE = re.compile(r"[:,\[{]\s*'[^']*\w(')\w")


class _Slip(NamedTuple):
    """What is likely meant by a line that YAML stumbles over: the pattern's group is the place."""

    pattern: re.Pattern[str]
    words: Words


SLIPS = (
    _Slip(WIDE_COLON_AT_KEY, WIDE_COLON_WORDS),
    _Slip(TIGHT_COLON, NO_SPACE),
    _Slip(WIDE_COMMA, WIDE_COMMA_WORDS),
    _Slip(INNER_APOSTROPHE, APOSTROPHE),
    _Slip(re.compile('(")'), LONE_QUOTE),
)


def explain(err: yaml.YAMLError, lines: Sequence[str]) -> tuple[Mark, str, str, str]:
    """Say a syntax error in our words, at the slip that most likely led to it."""
    context = str(getattr(err, "context", ""))
    unclosed = context.endswith(UNCLOSED)
    marks = (getattr(err, name, None) for name in ("context_mark", "problem_mark")[:: 1 if unclosed else -1])
    position = next((mark for mark in marks if mark is not None), None)
    last = max(0, len(lines) - 1)
    at = min(position.line if position else _line_of(err, lines), last)
    for number in range(at, max(-1, at - 3), -1):
        if found := BARE_STAR_OR_POUND.search(lines[number]) or BARE_QUESTION.search(lines[number]):
            return Mark(number + 1, found.start(1) + 1, 1), *quote(found[1])
    reason = str(getattr(err, "problem", ""))
    if position is not None and ("expected" in reason or "not allowed" in reason) and "quoted scalar" not in context:
        end = min(getattr(err, "problem_mark", position).line, last)
        if slip := _slip(lines, range(at, end + 1) if unclosed else range(at, max(-1, at - 2), -1)):
            return slip
        if not unclosed and (stray := _stray(lines, at, position.column)):
            return stray
        if "expected ':'" in reason and (wide := lines[at].find(WIDE_COLON)) >= 0:
            return Mark(at + 1, wide + 1, 1), *WIDE_COLON_WORDS
    near = "\n".join(lines[max(0, at - 1) : at + 1])
    return Mark(at + 1, (position.column if position else 0) + 1, 1), *_words(err, near), "syntax"


def quote(key: str) -> Words:
    """Say that a key which means something to YAML wants quotes."""
    eats = {"*": "a reference", "#": "the beginning of a comment", "?": "the beginning of a key"}[key]
    quoted = f'"{key}"' if key == "?" else f'"{key}":'
    return f"YAML takes a bare {key} for {eats}", f"Quote it: {quoted}", "quote-key"


def begins_at(line: str) -> int:
    """Give the column of a line's first character; that of a line that says nothing is beyond all others."""
    said = line.lstrip(" ")
    return len(line) - len(said) + 1 if said and not said.startswith("#") else 1_000_000


def astray(column: int, siblings: int) -> Words:
    """Say that a line is not indented as those beside it."""
    return f"this line begins at column {column}, its siblings at column {siblings}", "Let it begin where they do.", "syntax"


def _slip(lines: Sequence[str], numbers: Sequence[int]) -> tuple[Mark, str, str, str] | None:
    for number in numbers:
        bare = QUOTED.sub(lambda found: "_" * len(found[0]), lines[number])
        if found := SLOT_IN_TEXT.search(bare):
            slot = found[1] or found[2]
            what, fix = f"a text that holds {slot} stands here without quotes", "Quote the whole text."
            return Mark(number + 1, found.start(1 if found[1] else 2) + 1, len(slot)), what, fix, "quote-slot"
        for pattern, words in SLIPS:
            if found := pattern.search(lines[number] if words is APOSTROPHE else bare):
                return Mark(number + 1, found.start(1) + 1, 1), *words
    return None


def _stray(lines: Sequence[str], at: int, column: int) -> tuple[Mark, str, str, str] | None:
    """Find the line whose indentation is not that of its siblings, by the line YAML stumbles over and those above it."""
    key = KEY.match(lines[at])
    above = [number for number in range(at) if begins_at(lines[number]) <= len(lines[number])]
    if key is None or not above or column > key.end():
        return None
    here, columns = begins_at(lines[at]), [begins_at(line) for line in lines]
    if column >= here and KEY_WITH_VALUE.match(lines[above[-1]]):  # deeper than a line that holds its value already
        other = columns[above[-1]]
        if here <= other:
            return None
        often = Counter(columns)
        line, siblings = (above[-1], here) if often[other] < often[here] else (at, other)
    elif before := [number for number in above if columns[number] == here]:  # a line in between has closed their table
        line, siblings = next((number for number in above if number > before[-1] and columns[number] < here), -1), here
        if line < 0:
            return None
    else:
        line, siblings = at, min((columns[number] for number in above), key=lambda other: (abs(other - here), -other))
    return Mark(line + 1, columns[line], 1), *astray(columns[line], siblings)


def _line_of(err: yaml.YAMLError, lines: Sequence[str]) -> int:
    """A reader error counts characters of the whole text and has no mark."""
    character = chr(getattr(err, "character", 0) or 0) if isinstance(getattr(err, "character", None), int) else ""
    return next((number for number, line in enumerate(lines) if character and character in line), 0)


def _words(err: yaml.YAMLError, near: str) -> tuple[str, str]:
    reason = getattr(err, "problem", None) or getattr(err, "reason", None) or "the file cannot be read"
    context = str(getattr(err, "context", ""))
    match str(reason):
        case text if "control characters" in text or "special characters" in text or "#x" in text:
            return "there is a control character here that cannot be spoken or seen", "Delete the line and type it again."
        case text if "mapping values are not allowed" in text:
            return "YAML does not expect a colon here", "Put text that holds a colon in quotes."
        case text if "tab" in text or re.search(r"(?m)^ *\t", near):
            return "a tab stands where YAML wants spaces", "Indent with spaces."
        case text if "flow " in context:
            fix = "Look for a missing comma, } or ] after it, or for text in it that wants quotes."
            return "the bracket that opens here is not closed as it should be", fix
        case text if "quoted scalar" in context:
            return "the quote that opens here is never closed", "Close it; a quote inside the text is written twice."
        case text:
            return f"YAML cannot be read here: {text}", "Look at the indentation and the quotes of this line and the one above."
