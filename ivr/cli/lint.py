"""`ivr lint`: every problem of the menus, with the place and what to do."""

from pathlib import Path

import click

from ivr.app import utc_now
from ivr.compiler.compile import compile_folder
from ivr.errors import MenuError
from ivr.service.actions import DECLARATIONS


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path("menus"))
def lint(folder: Path) -> None:
    """Check the menus in FOLDER (default: menus).

    Prints every problem with its file, line and column, what is wrong and what to do. Exit code 0: clean; 1: problems;
    2: cannot run.

    \b
    Example:  ivr lint menus
    """
    try:
        flow = compile_folder(folder, DECLARATIONS, utc_now().date())
    except MenuError as error:
        click.echo("\n".join(str(problem) for problem in error.problems))
        count = len(error.problems)
        click.echo(f"\n{count} problem{'s' if count != 1 else ''} in {folder}.", err=True)
        raise SystemExit(1) from None
    click.echo(f"{folder}: {len(flow.menus)} menus, {len(flow.nodes)} nodes, {len(flow.languages)} languages, no problems.", err=True)
