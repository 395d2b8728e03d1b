"""`ivr serve`: the whole hotline on one machine: the web server under gunicorn, the worker, a telephone in the browser, and a wallet."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import httpx2

from ivr.cli.local import environment
from ivr.cli.options import CALLED, PORT
from ivr.cli.ports import check_free
from ivr.cli.watch import IN_FORCE, Watch
from ivr.config import read
from ivr.errors import IVRError
from ivr.simulator.office.account import Account
from ivr.storage.schema import migrate
from ivr.trial.number import NUMBER

START_SECONDS = 60
GRACE_SECONDS = 10
PAUSE_SECONDS = 0.1
LOCAL = "ivr.cli.local_app:app"
DEMO_KEY = "demo"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65533), default=8000, show_default=True, help="Port to listen on.")
@click.option("--phone-port", type=PORT, help="Port of the telephone.  [default: the port after --port]")
@click.option("--wallet-port", type=PORT, help="Port of the demo wallet.  [default: the second after --port]")
@click.option("--workers", default=2, show_default=True, help="Processes that answer the carrier.")
@click.option("--watch", is_flag=True, help="Take up the menus whenever one of their files is saved.")
def serve(host: str, port: int, phone_port: int | None, wallet_port: int | None, workers: int, watch: bool) -> None:
    """Run the hotline on this machine, with SQLite and secrets made for it, a telephone in the browser, and a demo wallet.

    Where WALLET_URL is set that wallet is asked, and none is started; texts are seen on the telephone, unless TWILIO_ACCOUNT_SID
    is set. Prints the addresses of all. Ring it from another terminal
    too, with `ivr call http://127.0.0.1:8000/voice/incoming --token …` as printed, or without a token where TWILIO_AUTH_TOKEN is
    set. Stop it with Ctrl-C.
    """
    address, settings, token_is_set = f"http://{host}:{port}", {}, "TWILIO_AUTH_TOKEN" in os.environ
    phone_port = port + 1 if phone_port is None else phone_port
    wallet_port = port + 2 if wallet_port is None else wallet_port
    rest = [[sys.executable, "-m", "ivr", "worker"]]
    try:
        check_free(host, port, "--port")
        phone_port = check_free(host, phone_port, "--phone-port")
        if "WALLET_URL" not in os.environ:
            wallet_port = check_free(host, wallet_port, "--wallet-port")
            rest.append([sys.executable, "-m", "ivr", "wallet", "--host", host, "--port", str(wallet_port)])
            os.environ.update(WALLET_URL=f"http://{host}:{wallet_port}", WALLET_KEY=os.environ.get("WALLET_KEY", DEMO_KEY))
        if "TWILIO_ACCOUNT_SID" not in os.environ:
            os.environ.update(TWILIO_ACCOUNT_SID=Account().sid, TWILIO_API_BASE=f"http://{host}:{phone_port}")
            os.environ.update(TEXTS_FROM=CALLED, CALLBACK_FROM=CALLED)
        click.echo("Starting the hotline ...", err=True)
        settings = environment(address)
        os.environ.update(settings)
        config = read()
        migrate(config.database_url)
        watched = Watch(config) if watch else None
    except IVRError as error:
        click.echo(f"Cannot start: {error}", err=True)
        raise SystemExit(2) from None
    if watched:
        settings[IN_FORCE] = str(watched.file)
        click.echo(f"Watching {config.menus}: what is saved there is heard from the next call on.", err=True)
    web = [sys.executable, "-m", "gunicorn", *gunicorn_arguments(f"{host}:{port}", workers), LOCAL]
    here = ("--host", host, "--port", str(phone_port), "--name", "热线 Hotline")
    rest.append([sys.executable, "-m", "ivr", "phone", *_rings(address), *here])
    # A token that was made here is no secret of anybody's account.
    token = "" if token_is_set else f" --token {settings['TWILIO_AUTH_TOKEN']}"
    raise SystemExit(_run(web, rest, address, settings, token, watched.look if watched else lambda: None))


def _rings(address: str) -> list[str]:
    """Give what tells a telephone where the hotline is rung, and told of calls and texts."""
    told = {"--fallback": NUMBER.fallback, "--status": NUMBER.status, "--texts": NUMBER.texts}
    return [address + NUMBER.url, *(part for option, path in told.items() for part in (option, f"{address}{path}"))]


def _run(web: list[str], rest: list[list[str]], address: str, settings: dict[str, str], token: str, look: Callable[[], None]) -> int:
    """Run the web server and, when it answers, the rest, until one ends or we are asked to stop; give the exit code.

    Looks around now and then meanwhile.
    """
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        # only noted: an exception could come between the start of a process and our knowing it
        signal.signal(number, lambda number, frame: asked.append(number))
    running = [subprocess.Popen(web, env=settings)]  # noqa: S603
    try:
        if _answers(address, running[0], asked):
            running.extend(subprocess.Popen(each, env=settings) for each in rest)  # noqa: S603
            click.echo(f"The hotline answers at {address}/")
            click.echo(f"Ring it:  ivr call {address}{NUMBER.url}{token}", err=True)
            if not token:
                click.echo("The token is read from TWILIO_AUTH_TOKEN, here and by ivr call.", err=True)
        elif not asked:
            click.echo("The web server did not start; its messages are above.", err=True)
            return 2
        return _wait(running, asked, look)
    finally:
        _stop(running)


def gunicorn_arguments(bind: str, workers: int) -> list[str]:
    """Give gunicorn's arguments, the same as the Procfile's."""
    return ["--bind", bind, "--workers", str(workers), "--config", str(Path(__file__).parent.parent / "gunicorn.py")]


def _answers(address: str, web: "subprocess.Popen[bytes]", asked: list[int]) -> bool:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and web.poll() is None and not asked:
        try:
            if httpx2.get(f"{address}/health/ready", timeout=2).status_code == 200:
                return True
        except httpx2.HTTPError:
            pass
        time.sleep(PAUSE_SECONDS)
    return False


def _wait(processes: list["subprocess.Popen[bytes]"], asked: list[int], look: Callable[[], None]) -> int:
    while not asked and all(process.poll() is None for process in processes):
        time.sleep(PAUSE_SECONDS)
        look()
    if asked:
        return 0
    click.echo("A part of the hotline has ended; its messages are above.", err=True)
    return 1


def _stop(processes: list["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
