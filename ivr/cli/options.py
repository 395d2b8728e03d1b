"""What is typed of addresses and numbers, and what to look at when a server refuses what was signed."""

import errno
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

import click

from ivr.errors import ConfigError
from ivr.simulator.faces.grammar import NUMBER

PORT = click.IntRange(0, 65535)


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


def check_free(host: str, port: int, option: str) -> int:
    """Give the port, a free one for 0. Raises ConfigError where somebody listens: gunicorn would share it with them."""
    try:
        with socket.create_server((host, port)) as taken:
            return int(taken.getsockname()[1])
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ConfigError(f"port {port} is in use; choose another with {option}") from None
        raise ConfigError(f"{host}:{port} cannot be listened on: {error.strerror}") from None


def hint(errors: Iterable[str]) -> None:
    """Say what to look at when the server has refused a request."""
    if any("answered 403" in error for error in errors):
        click.echo("The server answered 403: is --token its auth token, and is the URL the one that it knows itself by?", err=True)
