"""What is typed of addresses, numbers and who one is, and what to look at when a server refuses what was signed."""

from collections.abc import Iterable
from urllib.parse import urlsplit

import click

from ivr.simulator.faces.grammar import NUMBER

CALLED = "+15559990000"
"""The number that is rung where none is named."""
PORT = click.IntRange(0, 65535)
BY = click.option("--by", envvar="USER", default="unknown", metavar="NAME", help="Who does it.  [default: you]")


class WebAddress(click.ParamType[str]):
    """An address with a host to ask."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            self.fail(f"{value!r} is not a web address; write for example http://127.0.0.1:5000/voice", param, context)
        return value


class Telephone(click.ParamType[str]):
    """A number that rings or is rung."""

    name = "number"

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        if not NUMBER.fullmatch(value):
            self.fail(f"{value!r} is not a number; write for example +15550001111", param, context)
        return value


def hint(errors: Iterable[str]) -> None:
    """Say what to look at when the server has refused a request."""
    if any("answered 403" in error for error in errors):
        click.echo("The server answered 403: is --token its auth token, and is the URL the one that it knows itself by?", err=True)
