"""`ivr prove`: every state a call can be in and every event that can happen there, by the real engine."""

import gc
from collections import Counter
from pathlib import Path
from textwrap import indent

import click
from rich.console import Console
from rich.table import Table

from ivr.cli.progress import counting
from ivr.compiler.compile import compile_folder
from ivr.compiler.uncollected import uncollected
from ivr.errors import MenuError
from ivr.flow.graph import file_of
from ivr.proof.cost import Costs, costs
from ivr.proof.failure import Failure
from ivr.proof.prove import Proof
from ivr.proof.prove import prove as prove_flow
from ivr.service.actions import DECLARATIONS


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path("menus"))
def prove(folder: Path) -> None:
    """Prove the menus in FOLDER (default: menus), or find the shortest call on which they fail.

    Tries everything a caller can do, every answer of every action and both answers of the world in every state: nothing breaks, nobody
    goes round without choosing to, two presses lead to a person, hanging up is always possible, and nothing is said with a gap in it.
    Exit code 0: proved; 1: failures; 2: cannot run.

    \b
    Example:  ivr prove menus
    """
    console = Console(stderr=True, soft_wrap=True)
    try:
        flow = compile_folder(folder, DECLARATIONS)
    except MenuError as error:
        click.echo("\n".join(str(problem) for problem in error.problems))
        click.echo(f"\nThese menus do not compile, so there is nothing to prove: see ivr lint {folder}.", err=True)
        raise SystemExit(2) from None
    with uncollected(), counting("Trying everything a caller can do", "states") as told:
        proof = prove_flow(flow, told)
        gc.freeze()  # all of the proof is held until the process ends: nobody need look for garbage in it
    for failure in proof.failures:
        click.echo(_told(proof, failure))
    for failure in proof.abstract:
        click.echo(f"{failure.node}: {failure.what}. No call was found that gets there. [{failure.law}]")
    _summary(console, proof)
    _costs(console, costs(proof.explored))
    if proof.failures or proof.abstract:
        found, only = len(proof.failures), len(proof.abstract)
        click.echo(f"{folder}: {found} failure{'s' if found != 1 else ''}, and {only} more that no call was found for.", err=True)
        raise SystemExit(1)
    click.echo(f"{folder}: proved.", err=True)


def _told(proof: Proof, failure: Failure) -> str:
    call = proof.call(failure)
    head = f"{failure.node}: {failure.what}. {failure.fix} [{failure.law}]"
    if call is None:
        return head
    return f"{head}\nThe shortest call that gets there; play it with ivr call --script FILE:\n\n{indent(call, '    ')}"


def _summary(console: Console, proof: Proof) -> None:
    places = Counter(file_of(place.node) for place in proof.anywhere.places)
    steps = Counter(file_of(edge.source.node) for edge in proof.anywhere.edges)
    table = Table("menu", "states", "steps", box=None)
    for name in sorted(places):
        table.add_row(name, f"{places[name]:,}", f"{steps[name]:,}")
    table.add_row("in all", f"{places.total():,}", f"{steps.total():,}", style="bold")
    console.print(table)


def _costs(console: Console, found: Costs) -> None:
    languages = list(dict.fromkeys(language for _, language in sorted(found.endings)))
    table = Table("to", *(f"seconds, presses ({language})" for language in languages), box=None)
    for name in dict.fromkeys(name for name, _ in sorted(found.endings)):
        each = (found.endings.get((name, language)) for language in languages)
        table.add_row(name, *(f"{cost.seconds:g}, {cost.presses}" if cost else "" for cost in each))
    (menu, language), longest = max(found.forced.items(), key=lambda item: item[1])
    console.print(table)
    console.print(f"Longest that must be listened to: {longest:g} seconds ({language}), in {menu}.")
