"""`ivr graph`: the menus to look at."""

from pathlib import Path

import click

from ivr.compiler.compile import compile_sources, load_folder
from ivr.errors import MenuError
from ivr.picture.drawing import drawing
from ivr.picture.page import page
from ivr.service.actions import DECLARATIONS


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path("menus"))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write into this file instead of printing.")
def graph(folder: Path, output: Path | None) -> None:
    """Draw the menus in FOLDER (default: menus) as a page for the browser.

    The page is one file that needs nothing else: an overview, then each menu, its keys, and what is heard. Exit code 0: drawn;
    1: the menus have problems, which are printed.

    \b
    Example:  ivr graph -o menus.html
    """
    try:
        sources = load_folder(folder)
        flow = compile_sources(sources, DECLARATIONS)
    except MenuError as error:
        click.echo("\n".join(map(str, error.problems)))
        raise SystemExit(1) from None
    text = page(drawing(flow, sources), folder)
    if output is None:
        click.echo(text)
    else:
        output.write_text(text, encoding="utf-8")
