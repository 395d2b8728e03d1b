"""Reads cases of menus: whole files, or what stands instead of a line in files that are sound."""

import re
from collections.abc import Mapping

SECTION = re.compile(r"^=== (\S+)(?: instead of: (.+))?\n", re.MULTILINE)


def files_of(case: str, good: Mapping[str, str]) -> dict[str, str]:
    """Read a case: a menu called trial, or sections, each a file or what stands instead of one line of a good file."""
    files = dict(good)
    if not case.startswith("=== "):
        return files | {"trial.yaml": case}
    _, *sections = SECTION.split(case)
    for name, line, text in zip(sections[::3], sections[1::3], sections[2::3], strict=True):
        files[name] = text if line is None else instead(files[name], line, text)
    return files


def instead(text: str, begins: str, other: str) -> str:
    lines = text.splitlines(keepends=True)
    (place,) = (n for n, line in enumerate(lines) if line.strip().startswith(begins))
    return "".join((*lines[:place], other, *lines[place + 1 :]))
