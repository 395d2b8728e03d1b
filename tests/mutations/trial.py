"""What stops an edit: `python -m tests.mutations.trial 1 10` prints it for the seeds 1 to 10."""

import sys
from collections import Counter
from datetime import date
from functools import cache
from random import Random

from ivr.compiler.compile import read_draft
from ivr.compiler.draft import Draft
from ivr.compiler.source import Source, load
from ivr.errors import MenuError
from ivr.lint.runner import lint, read_menus
from ivr.service.actions import DECLARATIONS
from tests.mutations.edits import Menus, shipped
from tests.mutations.harmful import HARMFUL, Edit
from tests.mutations.harmless import HARMLESS

TODAY = date(2026, 11, 22)


def edited(edit: Edit, seed: int) -> Menus:
    """Give the shipped menus with one edit; the same seed gives the same."""
    return edit(shipped(), Random(f"{edit.__name__} {seed}"))


def stopped_by(menus: Menus) -> str | None:
    """Give what refuses menus: the compiler or a rule; the shipped menus are what they were before."""
    try:
        problems = lint(read_menus(_sources(menus), DECLARATIONS, TODAY, _before()))
    except MenuError as err:
        return f"compile: {err.problems[0].rule}"
    return next((f"lint: {problem.rule}" for problem in problems if problem.level != "info"), None)


def _sources(menus: Menus) -> list[Source]:
    return [load(text, name) for name, text in menus.files.items()]


@cache
def _before() -> Draft:
    return read_draft(_sources(shipped()), DECLARATIONS)


def main(first: int, last: int) -> None:
    for edit in (*HARMFUL, *HARMLESS):
        found = Counter(stopped_by(edited(edit, seed)) or "nothing" for seed in range(first, last + 1))
        print(f"{edit.__name__:40} {', '.join(f'{count} {what}' for what, count in found.most_common())}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
