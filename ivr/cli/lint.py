"""`ivr lint`: every problem of the menus, with the place and what to do."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import click

from ivr.compiler.compile import load_folder, read_draft
from ivr.compiler.draft import Draft
from ivr.compiler.problems import Problem
from ivr.compiler.uncollected import uncollected
from ivr.errors import MenuError
from ivr.lint.mend import mend
from ivr.lint.output import FORMATS
from ivr.lint.runner import lint as run_rules
from ivr.lint.runner import read_menus
from ivr.service.actions import DECLARATIONS

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER, default=Path("menus"))
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True, help="How problems are printed.")
@click.option("--fix", is_flag=True, help="Mend first what can be mended for certain.")
@click.option("--since", type=FOLDER, help="The folder as it was before: finds what was changed in one language only.")
def lint(folder: Path, form: str, fix: bool, since: Path | None) -> None:
    """Check the menus in FOLDER (default: menus).

    Prints every problem with its file, line and column, what is wrong and what to do. The rules are in docs/lint-rules.md;
    hotline.yaml sets them under `lint:`, and `# ivr: ignore[rule] reason` lets one problem be.

    Exit code 0: clean, or with no more than an info; 1: errors or warnings; 2: cannot run.

    \b
    Examples:
      ivr lint menus
      ivr lint menus --fix
      ivr lint menus --since ../before/menus --format github
    """
    before = _before(since) if since else None
    problems, count = _problems(folder, before)
    if fix and (mended := _mend(problems)):
        click.echo(f"Mended in {folder}: {mended}.", err=True)
        problems, count = _problems(folder, before)
    if problems or form == "json":
        click.echo(FORMATS[form](problems))
    bad = sum(problem.level != "info" for problem in problems)
    if bad:
        more = "" if count else " The rules were not looked at yet: they are when the menus compile."
        click.echo(f"\n{bad} problem{'s' if bad != 1 else ''} in {folder}.{more}", err=True)
        sys.exit(1)
    click.echo(f"{folder}: {count}, no problems.", err=True)


@uncollected()
def _problems(folder: Path, before: Draft | None) -> tuple[Sequence[Problem], str]:
    """Give the problems of a folder, and what was looked at."""
    try:
        menus = read_menus(load_folder(folder), DECLARATIONS, datetime.now(UTC).date(), before)
    except MenuError as error:
        return [each for each in error.problems if isinstance(each, Problem)], ""
    flow = menus.flow
    return run_rules(menus), f"{len(flow.menus)} menus, {len(flow.nodes)} nodes, {len(flow.languages)} languages"


def _before(folder: Path) -> Draft:
    try:
        return read_draft(load_folder(folder), DECLARATIONS)
    except MenuError as error:
        raise click.UsageError(f"{folder} cannot be read: {error.problems[0]}") from None


def _mend(problems: Sequence[Problem]) -> int:
    """Write the files that can be mended, and tell how many problems had an edit."""
    edited = [problem for problem in problems if problem.edit is not None]
    for name, here in groupby(edited, attrgetter("file")):
        file = Path(name)
        file.write_bytes(mend(file.read_bytes().decode("utf-8-sig"), here).encode())
    return len(edited)
