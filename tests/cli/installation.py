"""An installation that is well, with its server running, and the means to break it."""

import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

import httpx2
from werkzeug.serving import make_server

from ivr.cli.doctor.finding import Installation
from ivr.simulator.web.line import WsgiApp
from ivr.simulator.web.signature import sign

MENUS = Path(__file__).parents[1] / "service" / "menus"
SHIPPED = Path(__file__).parents[2] / "menus"
SECRET = "a secret key for tests"
TOKEN = "0123456789abcdef" * 2


@dataclass(frozen=True)
class Place:
    """A well installation with its server running, and the means to break it."""

    at: Installation
    folder: Path
    cleaned: ExitStack

    @property
    def file(self) -> Path:
        return self.folder / "calls.db"

    def having(self, **settings: object) -> Installation:
        return replace(self.at, config=self.at.config.model_copy(update=settings))

    def tell(self, statement: str, *values: object) -> None:
        with closing(sqlite3.connect(self.file)) as database, database:
            database.execute(statement, values)

    def ring(self) -> None:
        url, form = f"{self.at.config.base_url}/voice/incoming", {"CallSid": "CA1", "From": "+15550001111", "To": "+15559990000"}
        answer = httpx2.post(url, data=form, headers={"X-Twilio-Signature": sign(TOKEN, url, form.items())})
        assert "<Gather" in answer.text

    def serve(self, app: WsgiApp) -> str:
        """Serve another application, and give its address."""
        server = make_server("127.0.0.1", 0, app, threaded=True)
        Thread(target=server.serve_forever).start()
        self.cleaned.callback(server.server_close)
        self.cleaned.callback(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"
