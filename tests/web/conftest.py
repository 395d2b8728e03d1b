"""The small hotline as the carrier reaches it: signed requests into the real application, on a clock turned by hand."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Barrier
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree

import pytest
from pydantic import SecretStr
from sqlalchemy import NullPool, create_engine

from ivr.app import Application, build, create_app
from ivr.compiler.compile import compile_folder
from ivr.config import Config
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.service.patience import Patience
from ivr.simulator.clock import Clock
from ivr.simulator.web.line import Outgoing, WsgiApp, WsgiLine
from ivr.simulator.web.signature import sign
from ivr.storage import read_url
from ivr.storage.base import Store, Unit
from ivr.storage.records import CallRow
from ivr.storage.schema import migrate

MENUS = Path(__file__).parents[1] / "service" / "menus"
BASE = "https://hotline.example"
TOKEN = "0123456789abcdef"
CAROL = "+15550001111"
FORM = "application/x-www-form-urlencoded"
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TABLES = ("calls", "journal", "entries", "tickets", "callbacks", "drafts", "outbox", "recordings", "notices", "jobs", "known_callers")


@dataclass(frozen=True)
class Answer:
    """What the application answered."""

    status: int
    kind: str
    text: str

    @property
    def root(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.text)

    @property
    def verbs(self) -> list[str]:
        return [verb.tag for verb in self.root]

    @property
    def words(self) -> str:
        return " ".join(say.text or "" for say in self.root.iter("Say"))

    def link(self, name: str) -> str:
        """Give the URL of the first attribute of that name, or of the Redirect, as it is sent."""
        found = self.root.findtext("Redirect") if name == "Redirect" else None
        return (found or next(e.attrib[name] for e in self.root.iter() if name in e.attrib)).partition("#")[0]


@dataclass
class Carrier:
    """Sends signed requests for one call; `last` is the document the caller is in."""

    app: WsgiApp
    sid: str = "CA" + "1" * 32
    caller: str = CAROL
    base: str = BASE
    last: Answer | None = None

    def form(self, given: Mapping[str, str]) -> dict[str, str]:
        standing = {"CallSid": self.sid, "AccountSid": "AC" + "0" * 32, "From": self.caller, "To": "+15559990000"}
        return standing | {"CallStatus": "in-progress", "ApiVersion": "2010-04-01", "Direction": "inbound"} | given

    def ask(self, path: str, **given: str) -> Answer:
        """Ask without following: the caller stays in the document they are in."""
        return self.send("POST", path, urlencode(self.form(given)).encode())

    def send(self, method: str, path: str, body: bytes = b"", *, signature: str | None = None, kind: str = FORM) -> Answer:
        pairs = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
        signed = sign(TOKEN, self.base + path, pairs) if signature is None else signature
        headers = {"X-Twilio-Signature": signed} | ({"Content-Type": kind} if kind else {})
        got = WsgiLine(self.app, self.base).send(Outgoing(method, self.base + path, headers, body))
        return Answer(got.status, dict(got.headers).get("Content-Type", ""), got.body.decode(errors="replace"))

    def where(self, path: str) -> str:
        """Resolve `action`, `waitUrl` and `Redirect` to that link of the document the caller is in."""
        return path if path.startswith("/") or self.last is None else self.last.link(path)

    def goes(self, path: str, **given: str) -> Answer:
        """Ask and follow: the answer is where the caller is now."""
        self.last = self.ask(self.where(path), **given)
        assert self.last.status == 200, self.last
        return self.last

    def walks(self, *steps: tuple[str, Mapping[str, str]]) -> "Carrier":
        for path, given in steps:
            self.goes(path, **given)
        return self


@dataclass
class Hotline:
    """A running application with its database and clock."""

    application: Application
    clock: Clock
    url: str
    app: WsgiApp = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(self.application)

    @property
    def store(self) -> Store:
        return self.application.store

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    def carrier(self, **changes: str) -> Carrier:
        return Carrier(self.app, **changes)

    def on(self, store: Store) -> "Hotline":
        """The same hotline with another store in front of its services."""
        before = self.application.services
        services = replace(
            before,
            turns=replace(before.turns, store=store),
            waits=replace(before.waits, store=store),
            notices=replace(before.notices, store=store),
        )
        return Hotline(replace(self.application, services=services), self.clock, self.url)

    def having(self, **changes: object) -> "Hotline":
        """The same hotline with other services."""
        return Hotline(replace(self.application, services=replace(self.application.services, **changes)), self.clock, self.url)

    def rows(self, table: str) -> list[tuple[object, ...]]:
        """Give all rows of a table, as any other program would see them."""
        with create_engine(read_url(self.url), poolclass=NullPool).connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2")]

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        return {table: self.rows(table) for table in TABLES}


class Racing:
    """A store in which the first two readers of a call meet before either can write."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._meet, self._readers = Barrier(2), count()

    def read_call(self, sid: str, n: int = 0) -> CallRow | None:
        row = self._store.read_call(sid, n)
        if next(self._readers) < 2:
            self._meet.wait(timeout=5)
        return row

    def unit(self) -> AbstractContextManager[Unit]:
        return self._store.unit()


@pytest.fixture
def racing() -> Callable[[Hotline], Hotline]:
    """Put such a store in front of a hotline that tries nothing again: the loser of a race is no failure of the store."""
    return lambda hotline: hotline.on(Racing(hotline.store)).having(patience=Patience(seconds=0))


@pytest.fixture(scope="session")
def flow() -> Flow:
    return compile_folder(MENUS, DECLARATIONS)


@pytest.fixture(scope="session")
def config() -> Callable[..., Config]:
    def make(database: str = "sqlite:///:memory:", **changes: object) -> Config:
        secrets = {"twilio_auth_token": SecretStr(TOKEN), "secret_key": SecretStr("a secret key for tests")}
        return Config(base_url=BASE, database_url=database, menus=MENUS, **(secrets | changes))

    return make


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, migrated once and copied for each test."""
    file = tmp_path_factory.mktemp("database") / "calls.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def begin(flow: Flow, config: Callable[..., Config]) -> Iterator[Callable[[str], Hotline]]:
    """Start the hotline on a migrated database, again and again if need be; the clock goes on."""
    clock = Clock(MONDAY)
    begun: list[Application] = []

    def start(url: str) -> Hotline:
        begun.append(build(config(url), clock=clock.now, flow=flow))
        return Hotline(begun[-1], clock, url)

    yield start
    for application in begun:
        application.store.close()


@pytest.fixture
def sqlite_url(migrated: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated, tmp_path / 'calls.db')}"


@pytest.fixture
def hotline(begin: Callable[[str], Hotline], sqlite_url: str) -> Hotline:
    return begin(sqlite_url)


@pytest.fixture(scope="module")
def serve(config: Callable[..., Config]) -> Iterator[Callable[[Flow], Hotline]]:
    """Serve any menus from a database in memory."""
    begun: list[Application] = []

    def make(menus: Flow) -> Hotline:
        clock = Clock(MONDAY)
        begun.append(build(config(), clock=clock.now, flow=menus))
        return Hotline(begun[-1], clock, config().database_url)

    yield make
    for application in begun:
        application.store.close()


@pytest.fixture(scope="module")
def in_memory(flow: Flow, serve: Callable[[Flow], Hotline]) -> Hotline:
    """A hotline for many examples; what one leaves behind the next may find."""
    return serve(flow)
