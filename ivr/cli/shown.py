"""Service figures as text, JSON and CSV. What is not known is said to be so."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from io import StringIO

import click

from ivr.agents.figures import Figure

NO_DATA = "no data"

Groups = Mapping[str, Iterable[Figure]]


def shown(groups: Groups, form: str) -> str:
    """Write figures by group."""
    return FORMATS[form](groups)


def _text(groups: Groups) -> str:
    blocks = []
    for name, figures in groups.items():
        lines = [f"  {each.name:<24}{_value(each):>12}   {click.style(each.formula, dim=True)}" for each in figures]
        blocks.append("\n".join([click.style(name, bold=True), *lines]))
    return "\n\n".join(blocks)


def _value(figure: Figure) -> str:
    if figure.value is None:
        return NO_DATA
    match figure.unit:
        case "share":
            return f"{figure.value:.1%}"
        case "seconds":
            return f"{figure.value:,.1f} s"
        case "calls":
            return f"{figure.value:,.0f}"


def _json(groups: Groups) -> str:
    return json.dumps({name: [asdict(each) for each in figures] for name, figures in groups.items()}, ensure_ascii=False, indent=2)


def _csv(groups: Groups) -> str:
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["group", "figure", "value", "unit", "formula"])
    for name, figures in groups.items():
        table.writerows([name, each.name, "" if each.value is None else each.value, each.unit, each.formula] for each in figures)
    return text.getvalue().rstrip("\n")


FORMATS = {"text": _text, "json": _json, "csv": _csv}

format_option = click.option(
    "--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True, help="How figures are printed."
)
