"""`ivr schema`: what an editor needs to complete, explain and check menu files."""

import json
from pathlib import Path

import click

from ivr.compiler.compile import load_folder, read_draft
from ivr.compiler.schema import schema
from ivr.errors import MenuError
from ivr.lint.rules import RULES
from ivr.service.actions import DECLARATIONS


@click.command("schema")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path("menus"))
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the explanations.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.  [default: print it]")
def schema_command(folder: Path, language: str, output: Path | None) -> None:
    """Give the JSON Schema of the menus in FOLDER (default: menus), for editors of YAML.

    It knows every field and action, and completes the names of nodes, queues, texts and slots that FOLDER has. Exit code 0: made;
    1: hotline.yaml is too broken to tell its languages; 2: cannot run.

    \b
    Example:  ivr schema --language zh -o .vscode/menus.schema.json
    """
    try:
        rules = {rule.ID: str(rule.__doc__).partition("\n")[0] for rule in RULES}
        made = schema(read_draft(load_folder(folder), DECLARATIONS), language, rules)
    except MenuError as error:
        click.echo("\n".join(map(str, error.problems)))
        raise SystemExit(1) from None
    written = json.dumps(made, ensure_ascii=False, indent=1)
    if output is None:
        click.echo(written)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(f"{written}\n", encoding="utf-8")
    click.echo(f"{output}: written.", err=True)
