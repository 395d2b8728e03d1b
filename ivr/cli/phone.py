"""`ivr phone`: a telephone in the browser, and the carrier behind it, for any TwiML application."""

import asyncio
import signal
from typing import Any

import click

from ivr.cli.options import CALLED, PORT, Telephone, WebAddress
from ivr.simulator.office.number import Number
from ivr.simulator.softphone.run import Setting, running


@click.command()
@click.argument("url", type=WebAddress())
@click.option("--token", default="", envvar="TWILIO_AUTH_TOKEN", show_envvar=True, help="The auth token that signs requests to URL.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=PORT, default=8001, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--number", type=Telephone(), default=CALLED, show_default=True, help="The number that URL answers.")
@click.option("--name", default="", help="What that number is called on the page.")
@click.option("--method", default="POST", type=click.Choice(["GET", "POST"]), help="How URL is asked for.")
@click.option("--fallback", help="Asked when URL fails.")
@click.option("--status", help="Told when a call has ended.")
@click.option("--texts", help="Asked about texts to the number.")
def phone(**given: Any) -> None:
    """Ring URL, any TwiML application, from a telephone in the browser.

    Prints the address of the telephone. Several pages are several telephones: they can ring one another, and talk.

    \b
    Examples:
      ivr phone http://127.0.0.1:5000/voice --token …
      ivr phone http://127.0.0.1:5000/voice --method GET --port 8100 --name "My line"
    """
    setting = _setting(**given)
    try:
        asyncio.run(_serve(setting))
    except OSError as error:
        place = f"{setting.host}:{setting.port}"
        click.echo(f"Cannot start: {place} cannot be listened on: {error.strerror}; choose another with --port", err=True)
        raise SystemExit(2) from None


def _setting(url: str, token: str, host: str, port: int, number: str, name: str, **more: Any) -> Setting:
    return Setting(host, port, token, {number: Number(url, **more)}, {number: name})


async def _serve(setting: Setting) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with running(setting) as address:
        click.echo(f"The telephone is at {address}/phone")
        await stopped.wait()
