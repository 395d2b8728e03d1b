"""The tables of docs/telephony.md that tell a sequence step by step: what is asked in each, in order, and which time it is."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "telephony.md"
STORIES = Path(__file__).parent / "interrupted"
HEADING = re.compile(r"#+ (?P<name>.+), step by step")
ROW = re.compile(r"\| \d+ \|")
ASKED = re.compile(r"→ `(?P<path>/[a-z/]+)`|⇒ `(?P<resource>\w+)` (?P<verb>create|update)")


@dataclass(frozen=True, slots=True)
class Step:
    """The `nth` time in a sequence that the carrier asks a path of ours, or that we ask it to create or update something."""

    table: str
    path: str
    nth: int
    is_ours: bool

    def __str__(self) -> str:
        return f"{self.table} {self.path} {self.nth}"


def read_steps(page: str) -> dict[str, list[Step]]:
    """Read all sequences of a page, by the name that their stories have."""
    found: dict[str, list[Step]] = {}
    table = ""
    for line in page.splitlines():
        if line.startswith("#"):
            heading = HEADING.fullmatch(line)
            table = heading["name"].lower().replace(" ", "-") if heading else ""
        elif table and ROW.match(line):
            found.setdefault(table, []).extend(_asked(table, line))
    return {table: list(_counted(steps)) for table, steps in found.items()}


def _asked(table: str, row: str) -> Iterator[Step]:
    for asked in ASKED.finditer(row):
        if asked["path"]:
            yield Step(table, asked["path"], 1, is_ours=False)
        else:
            yield Step(table, f"/*/{asked['resource']}" + (".json" if asked["verb"] == "create" else "/*"), 1, is_ours=True)


def _counted(steps: list[Step]) -> Iterator[Step]:
    times = Counter[str]()
    for step in steps:
        times[step.path] += 1
        yield Step(step.table, step.path, times[step.path], step.is_ours)


TABLES = read_steps(PAGE.read_text(encoding="utf-8"))
