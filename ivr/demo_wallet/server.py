"""The demo wallet as a server of its own: one process, and a thread for each that hangs, so that one holds up nobody else."""

import os
import signal
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from ivr.demo_wallet.api import Wsgi, api, serving
from ivr.demo_wallet.page import page
from ivr.demo_wallet.wallet import Wallet

THREADS = 128
KEEPS_SECONDS = 30
GRACE_SECONDS = 1
"""For requests that are on their way when the server is stopped: the faults let some hang for good."""


class Server(BaseApplication):  # type: ignore[misc]
    """Serves a wallet until it is told to stop. `ready` is called with the port once it listens."""

    def __init__(self, wallet: Wallet, host: str, port: int, ready: Callable[[int], None]) -> None:
        self._wallet, self._bind, self._ready = wallet, f"{host}:{port}", ready
        super().__init__()

    def load_config(self) -> None:
        """Set how it is served."""
        settings: dict[str, Any] = {
            "bind": self._bind,
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": KEEPS_SECONDS,
            "graceful_timeout": GRACE_SECONDS,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": _end_at_once_when_interrupted,
            "when_ready": lambda arbiter: self._ready(arbiter.LISTENERS[0].sock.getsockname()[1]),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Wsgi:
        """Give the application, in the process that serves it."""
        app = api()
        app.register_blueprint(page)
        return serving(app, self._wallet)


def _end_at_once_when_interrupted(_: object) -> None:
    """Let Ctrl-C wait for nobody: a request that hangs for good would have this process killed, and a warning said about it."""
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, lambda *_: os._exit(0))
