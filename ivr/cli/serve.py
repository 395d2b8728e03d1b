"""`ivr serve`: the whole hotline on one machine: the web server under gunicorn, and the worker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click
import httpx2

from ivr.cli.local import environment
from ivr.config import read
from ivr.errors import IVRError
from ivr.storage.schema import migrate

START_SECONDS = 60
GRACE_SECONDS = 10
LOCAL = "ivr.cli.local_app:app"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes that answer the carrier.")
def serve(host: str, port: int, workers: int) -> None:
    """Run the hotline on this machine, with SQLite and secrets made for it.

    Prints its address. Ring it from another terminal with `ivr call http://127.0.0.1:8000/voice/incoming --token …`
    as printed. Stop it with Ctrl-C.
    """
    address = f"http://{host}:{port}"
    settings = environment(address)
    os.environ.update(settings)
    try:
        config = read()
        migrate(config.database_url)
    except IVRError as error:
        click.echo(f"Cannot start: {error}", err=True)
        raise SystemExit(2) from None
    web = subprocess.Popen([sys.executable, "-m", "gunicorn", *gunicorn_arguments(f"{host}:{port}", workers), LOCAL], env=settings)  # noqa: S603
    work = subprocess.Popen([sys.executable, "-m", "ivr", "worker"], env=settings)
    try:
        _announce(address, settings["TWILIO_AUTH_TOKEN"], web)
        raise SystemExit(_wait([web, work]))
    finally:
        for process in (web, work):
            _stop(process)


def gunicorn_arguments(bind: str, workers: int) -> list[str]:
    """Give gunicorn's arguments, the same as the Procfile's."""
    return ["--bind", bind, "--workers", str(workers), "--config", str(Path(__file__).parent.parent / "gunicorn.py")]


def _announce(address: str, token: str, web: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and web.poll() is None:
        try:
            if httpx2.get(f"{address}/health/ready", timeout=2).status_code == 200:
                break
        except httpx2.HTTPError:
            pass
        time.sleep(0.1)
    else:
        click.echo("The web server did not start; its messages are above.", err=True)
        raise SystemExit(2)
    click.echo(f"The hotline answers at {address}/")
    click.echo(f"Ring it:  ivr call {address}/voice/incoming --token {token}", err=True)


def _wait(processes: list["subprocess.Popen[bytes]"]) -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.2)
    except KeyboardInterrupt:
        return 0
    click.echo("A part of the hotline has ended; its messages are above.", err=True)
    return 1


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
