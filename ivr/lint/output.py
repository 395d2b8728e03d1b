"""Problems as people, programs and GitHub read them."""

import json
from collections.abc import Callable, Mapping, Sequence

from ivr.compiler.problems import Problem

SHOWN = ("file", "line", "column", "width", "level", "rule", "what", "fix")
GITHUB: Mapping[str, str] = {"error": "error", "warning": "warning", "info": "notice"}


def as_text(problems: Sequence[Problem]) -> str:
    """Give each problem in a line, with its source line and a caret below."""
    return "\n".join(map(str, problems))


def as_json(problems: Sequence[Problem]) -> str:
    """Give a list of objects."""
    return json.dumps([{name: getattr(each, name) for name in SHOWN} for each in problems], ensure_ascii=False, indent=1)


def as_github(problems: Sequence[Problem]) -> str:
    """Give workflow commands, which GitHub shows beside the lines.

    https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
    """
    return "\n".join(map(_command, problems))


def _command(problem: Problem) -> str:
    place = {
        "file": problem.file,
        "line": problem.line,
        "col": problem.column,
        "endColumn": problem.column + problem.width,
        "title": problem.rule,
    }
    properties = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in place.items())
    return f"::{GITHUB[problem.level]} {properties}::{_escaped(f'{problem.what}. {problem.fix}')}"


def _escaped(text: str, besides: str = "") -> str:
    for letter in f"%\r\n{besides}":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {"text": as_text, "json": as_json, "github": as_github}
