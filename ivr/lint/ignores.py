"""Comments that let one problem be: `# ivr: ignore[rule] reason`, on its line or alone on the line above."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from ivr.compiler.problems import Problem, did_you_mean
from ivr.compiler.source import Source

COMMENT = re.compile(r"(?:^|\s)#\s*ivr:\s*(.*)$")
IGNORE = re.compile(r"ignore\[([^\]]*)\]\s*(.*)")
WITHOUT_TEXT = re.compile(r"\s*(?:#.*)?")
RULE = "ignore"


@dataclass(slots=True)
class Ignore:
    """One comment: where it stands, which line it speaks of, and which of its rules have found nothing there so far."""

    at: Problem
    line: int
    rules: tuple[str, ...]
    reason: str
    unused: set[str] = field(default_factory=set)


def unignored(problems: Iterable[Problem], sources: Iterable[Source], known: Iterable[str], ran: Container[str]) -> Iterator[Problem]:
    """Leave out what comments let be, and add what is wrong with the comments. Only rules that `ran` can have found nothing."""
    ignores: dict[tuple[str, int], list[Ignore]] = {}
    for source in sources:
        for each in _ignores_in(source):
            ignores.setdefault((source.file, each.line), []).append(each)
    for problem in problems:
        here = [each for each in ignores.get((problem.file, problem.line), ()) if problem.rule in each.rules]
        for each in here:
            each.unused.discard(problem.rule)
        if not here:
            yield problem
    for each in (each for row in ignores.values() for each in row):
        yield from _wrong_with(each, tuple(known), ran)


def _ignores_in(source: Source) -> Iterator[Ignore]:
    for number, line in enumerate(source.lines, 1):
        if "ivr:" in line and (comment := COMMENT.search(line)):
            found = IGNORE.fullmatch(comment[1].strip())
            rules = tuple(name.strip() for name in found[1].split(",")) if found else ()
            start = line.index("#", comment.start())
            at = Problem(source.file, number, start + 1, "", "", RULE, line, len(line.rstrip()) - start)
            yield Ignore(at, _spoken_of(source, number), rules, found[2] if found else "", set(rules))


def _spoken_of(source: Source, number: int) -> int:
    """Give the line a comment speaks of: its own, or the next with something on it if it stands alone."""
    if not WITHOUT_TEXT.fullmatch(source.lines[number - 1]):
        return number
    rest = enumerate(source.lines[number:], number + 1)
    return next((other for other, line in rest if not WITHOUT_TEXT.fullmatch(line)), number)


def _wrong_with(each: Ignore, known: tuple[str, ...], ran: Container[str]) -> Iterator[Problem]:
    def say(what: str, fix: str) -> Problem:
        at = each.at
        return Problem(at.file, at.line, at.column, what, fix, RULE, at.source_line, at.width)

    if not each.rules:
        yield say("this comment is not understood", "Write # ivr: ignore[rule] and the reason.")
        return
    if not each.reason:
        yield say("this does not say why the problem may stay", "Write the reason behind the bracket.")
    for name in each.rules:
        if name not in known:
            yield say(f'"{name}" is not a rule that can be ignored', did_you_mean(name, known))
        elif name in each.unused and name in ran:
            yield say(f'"{name}" finds nothing here', "Delete the comment, or put it on the line of the problem.")
