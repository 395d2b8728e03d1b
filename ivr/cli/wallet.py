"""`ivr wallet`: the demo wallet on this machine."""

import click

from ivr.cli.options import PORT
from ivr.cli.ports import check_free
from ivr.demo_wallet.server import Server
from ivr.demo_wallet.wallet import Wallet
from ivr.errors import ConfigError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=PORT, default=8002, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--key", default="demo", envvar="WALLET_KEY", show_envvar=True, help="The key that requests carry.  [default: demo]")
@click.option("--file", default=":memory:", help="Where accounts are kept, an SQLite file.  [default: in memory, new with each start]")
def wallet(host: str, port: int, key: str, file: str) -> None:
    """Run a small wallet to try the hotline with: invented accounts, a clock that can be turned, faults on demand.

    Prints the address of the page that shows the accounts. It answers what docs/wallet-api.yaml asks for; point the hotline
    at it with WALLET_URL and WALLET_KEY. `ivr serve` starts one by itself.
    """
    try:
        check_free(host, port, "--port")
    except ConfigError as error:
        click.echo(f"Cannot start: {error}", err=True)
        raise SystemExit(2) from None
    Server(Wallet(key, file=file), host, port, lambda taken: click.echo(f"The wallet is at http://{host}:{taken}/demo")).run()
