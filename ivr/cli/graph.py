"""`ivr graph`: the menus to look at."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from ivr.cli.progress import counting
from ivr.compiler.compile import load_folder
from ivr.compiler.draft import node_route
from ivr.compiler.problems import Found, did_you_mean, in_order
from ivr.compiler.source import Source
from ivr.errors import MenuError
from ivr.lint.rule import Menus
from ivr.lint.runner import lint, read_menus
from ivr.picture.chart import Chart, of_menu, overview
from ivr.picture.dot import dot
from ivr.picture.drawing import Drawing, drawing
from ivr.picture.mermaid import mermaid
from ivr.picture.page import page
from ivr.proof.cost import costs
from ivr.proof.explore import explore
from ivr.proof.properties import EVERYWHERE, IN_CALLS
from ivr.service.actions import DECLARATIONS

WRITERS = {"mermaid": mermaid, "dot": dot}


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path("menus"))
@click.option(
    "--format", "form", type=click.Choice(["html", "mermaid", "dot"]), default="html", help="What to write; a page for the browser."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write into this file instead of printing.")
@click.option("--menu", help="With mermaid or dot: this menu, instead of the overview.")
@click.option("--language", help="With mermaid or dot: the language of the labels; the hotline's first.")
@click.option(
    "--quick",
    is_flag=True,
    help="Leave out of the page what only ringing everywhere tells, which takes a while: costs, and calls that go wrong.",
)
def graph(folder: Path, form: str, output: Path | None, menu: str | None, language: str | None, quick: bool) -> None:
    """Draw the menus in FOLDER (default: menus) as a page for the browser.

    The page is one file that needs nothing else: an overview, then each menu, its keys, and what is heard. Exit code 0: drawn;
    1: the menus have problems, which are printed.

    \b
    Examples:  ivr graph -o menus.html
               ivr graph --format mermaid --menu refund --language en
    """
    try:
        sources = load_folder(folder)
        menus = read_menus(sources, DECLARATIONS, datetime.now(UTC).date())
    except MenuError as error:
        click.echo("\n".join(map(str, error.problems)))
        raise SystemExit(1) from None
    if form == "html":
        text = page(_proved(menus, sources, quick), folder)
    else:
        text = WRITERS[form](_chart(drawing(menus.flow, sources, menus.draft.hotline.keys.values()), menu, language))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


def _chart(drawn: Drawing, menu: str | None, language: str | None) -> Chart:
    language = language or next(iter(drawn.languages))
    if language not in drawn.languages:
        raise click.UsageError(f"this hotline does not speak {language!r}. {did_you_mean(language, drawn.languages)}")
    names = [group.name for group in drawn.groups]
    if menu is None:
        return overview(drawn, language)
    if menu not in names:
        raise click.UsageError(f"there is no menu {menu!r}. {did_you_mean(menu, names)}")
    return of_menu(drawn, menu, language)


def _proved(menus: Menus, sources: Sequence[Source], quick: bool) -> Drawing:
    """Draw menus with what the rules find, and with what the proof does."""
    problems = lint(menus)
    if quick:
        return drawing(menus.flow, sources, menus.draft.hotline.keys.values(), problems)
    with counting("Ringing everywhere", "states") as said:
        explored = explore(menus.flow, said)
        failures = [failure for law in (*EVERYWHERE, *IN_CALLS) for failure in law(explored)]
        found = costs(explored)
    told = [Found(node_route(each.node), each.what, each.fix, on_key=True, rule=each.law) for each in failures]
    return drawing(menus.flow, sources, menus.draft.hotline.keys.values(), [*problems, *in_order(map(menus.draft.problem, told))], found)
