"""create_app(config): the only place where parts are wired together."""

import logging
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from flask import Flask

from ivr.compiler.library import Library
from ivr.config import Config
from ivr.errors import IVRError
from ivr.flow.events import ActionDone
from ivr.flow.graph import Flow
from ivr.in_force import keep_menus, kept_menus, load_menus, reload
from ivr.logs import configure_logs
from ivr.outside.wallet import Wallet
from ivr.service.actions import PERFORMERS
from ivr.service.actions.accounts_find import account_of
from ivr.service.actions.identity_match_code import DECLARATION as MATCH_CODE
from ivr.service.actions.identity_text_code import DECLARATION as TEXT_CODE
from ivr.service.actions.identity_text_code import by_verify
from ivr.service.asking import outside
from ivr.service.callbacks import Callbacks
from ivr.service.codes import Codes
from ivr.service.desk import Desk
from ivr.service.floor import Floor
from ivr.service.intents import Intents
from ivr.service.jobs import A_DAY, Doer, Worker
from ivr.service.lines import Lines
from ivr.service.lookups import LOOK_UP, Lookups
from ivr.service.marks import Marks
from ivr.service.notices import CLOSE, CLOSE_AT_LAST, Notices
from ivr.service.patience import Patience
from ivr.service.placeless import give_places
from ivr.service.reconcile import Reconciler
from ivr.service.recordings import FETCH, Archive, Recordings
from ivr.service.retention import Retention, retention
from ivr.service.rooms import Rooms
from ivr.service.router import Router
from ivr.service.switches import Switchboard
from ivr.service.texts import SEND, Carrier, Texts, Verifier, phone_on_file
from ivr.service.tries import GIVE_UP, give_up
from ivr.service.turns import Turns
from ivr.service.untold import Untold
from ivr.service.waits import Waits
from ivr.settled import find_tokens, find_verify, find_wallet, open_vault
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.sealed import Numbers
from ivr.twiml.renderers import Renderers
from ivr.twiml.signature import Signatures
from ivr.web.callbacks import CALLBACKS
from ivr.web.counts import Counts
from ivr.web.door import MOST_BODY, Door
from ivr.web.faults import FALLBACK
from ivr.web.health import health
from ivr.web.metrics import metrics
from ivr.web.public import public
from ivr.web.queue import QUEUE
from ivr.web.rooms import ROOMS
from ivr.web.services import Services
from ivr.web.texts import TEXTS
from ivr.web.voice import VOICE

Clock = Callable[[], datetime]
CANNOT_BOOT = 3
"""The exit code by which gunicorn knows that a worker never will start, and does not start another (`Arbiter.WORKER_BOOT_ERROR`)."""


def utc_now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Application:
    """The wired parts: what serves requests, and the worker that does what they leave to be done."""

    services: Services
    worker: Worker
    store: Store
    texts: Texts | None = None
    retention: Retention | None = None
    floor: Floor | None = None
    untold: Untold | None = None

    def tick(self) -> None:
        """Do the work that is due now: what the worker does in a process of its own."""
        self.worker.work()

    def sweep(self) -> None:
        """Find what was left without a job, or without a place in line."""
        if self.floor:
            give_places(self.store, self.services.flow, self.services.turns.draw)
        if self.texts:
            self.texts.sweep()

    def look_back(self) -> None:
        """Find recordings of which we were never told."""
        if self.untold:
            self.untold.look()

    def purge(self) -> Iterator[object]:
        """Delete what is over, some in each step, if the menus say how long it is kept."""
        return self.retention.purge() if self.retention else iter(())


def build(
    config: Config,
    *,
    clock: Clock = utc_now,
    flow: Flow | None = None,
    wallet: Wallet | None = None,
    verify: Verifier | None = None,
    carrier: Carrier | None = None,
    archive: Archive | None = None,
    lines: Lines | None = None,
    store: Store | None = None,
    draw: Callable[[int], int] = secrets.randbelow,
    instead: Mapping[str, Callable[..., ActionDone]] = MappingProxyType({}),
) -> Application:
    """Compile the menus, open the store and wire the parts. Raises MenuError, ConfigError or StorageError.

    The store, the wallet and Verify are those of the settings if none is given. Without a carrier texts stay queued, without an
    archive recordings where they are, and without lines nobody is rung. Numbers are drawn by `draw`. `instead` of the actions it names
    it is done.
    """
    flow = flow or load_menus(config.menus, clock().date())
    store = store or open_store(config.database_url, config.secret_key.get_secret_value(), durable=config.durability == "full")
    renderers = Renderers()
    library = Library(flow, partial(kept_menus, store), renderers.drop)
    wallet, verify = wallet or find_wallet(config), verify or find_verify(config)
    numbers, patience = Numbers(config.secret_key.get_secret_value()), Patience()
    turns = _turns(store, library, patience, numbers, wallet, verify, instead, renderers, clock, draw)
    texts = Texts(store, numbers, carrier, partial(phone_on_file, wallet), clock, verify) if carrier else None
    lookups = Lookups(store, numbers, partial(account_of, wallet)) if wallet else None
    recordings = Recordings(store, archive, open_vault(config), clock, config.recordings_at_carrier == "delete") if archive else None
    worker = Worker(store, _doers(turns, lookups, texts, recordings), clock, attempts={FETCH: A_DAY})
    services = _services(config, turns, renderers, patience)
    untold = Untold(store, archive, services.notices, clock) if archive else None
    return Application(services, worker, store, texts, retention(flow, store, clock), _floor(config, turns, lines), untold)


def _turns(
    store: Store,
    library: Library,
    patience: Patience,
    numbers: Numbers,
    wallet: Wallet | None,
    verify: Verifier | None,
    instead: Mapping[str, Callable[..., ActionDone]],
    renderers: Renderers,
    clock: Clock,
    draw: Callable[[int], int],
) -> Turns:
    return Turns(
        store=store,
        library=library,
        switchboard=Switchboard(store, patience),
        numbers=numbers,
        inside={**PERFORMERS, **({TEXT_CODE.name: by_verify} if verify else {}), **instead},
        outside={**outside(wallet), **instead},
        first={MATCH_CODE.name: Codes(store, numbers.hash, verify).compare} if verify else {},
        looks_up=wallet is not None,
        render=renderers.render,
        clock=clock,
        draw=draw,
    )


def _floor(config: Config, turns: Turns, lines: Lines | None) -> Floor | None:
    if lines is None:
        return None
    pace, is_customer_first = config.calls_per_second, config.callback_first == "customer"
    router = Router(turns.store, turns.library, turns.switchboard, turns.clock, turns.draw, pace, is_customer_first)
    intents = Intents(turns.store, lines, turns.numbers, turns.clock, pace, is_customer_first)
    return Floor(router, intents, Reconciler(turns.store, lines, turns.numbers, turns.clock))


def _services(config: Config, turns: Turns, renderers: Renderers, patience: Patience) -> Services:
    return Services(
        turns=turns,
        patience=patience,
        waits=Waits(turns.store, turns.library, patience, turns.clock),
        rooms=Rooms(turns.store, turns.library, turns.clock),
        desk=Desk(turns.store, turns.numbers, find_tokens(config), turns.clock),
        callbacks=Callbacks(turns.store, turns.library, turns.switchboard, turns, turns.clock),
        notices=Notices(turns.store, turns.clock, fetches=bool(config.recordings)),
        marks=Marks(turns.store, turns.numbers, turns.clock, turns.draw),
        signatures=Signatures(config.twilio_auth_token.get_secret_value()),
        renderer=renderers.of,
        clock=turns.clock,
        counts=Counts(),
        base_url=config.base_url,
        emergency_number=config.emergency_number,
        metrics_token=config.metrics_token.get_secret_value(),
    )


def _doers(turns: Turns, lookups: Lookups | None, texts: Texts | None, recordings: Recordings | None) -> dict[str, Doer]:
    """Give what does each kind of job."""

    def close(data: Mapping[str, Any]) -> None:
        turns.close(str(data["sid"]))

    not_reached = partial(give_up, turns.store, turns.library, turns.clock, turns.draw)
    doers: dict[str, Doer] = {CLOSE: close, CLOSE_AT_LAST: close, GIVE_UP: not_reached}
    doers |= {LOOK_UP: lookups.look_up} if lookups else {}
    doers |= {SEND: texts.send} if texts else {}
    return doers | (recordings.doers() if recordings else {})


def create_app(application: Application) -> Flask:
    """Give the WSGI application: Flask for pages, and in front of it the door the carrier comes through."""
    app = Flask("ivr.web")
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY
    app.extensions["ivr"] = application.services
    for blueprint in (health, metrics, public):
        app.register_blueprint(blueprint)
    views = {**VOICE, **QUEUE, **ROOMS, **CALLBACKS, **TEXTS, **FALLBACK}
    app.wsgi_app = Door(views, application.services, app.wsgi_app)  # type: ignore[method-assign]
    return app


def start(read: Callable[[], Config]) -> Flask:
    """Give the application of a server's start, its menus kept. What stops the start is said in one line, and ends it for good."""
    configure_logs()
    try:
        config = read()
        application = build(config)
        keep_menus(config, application.services.flow, utc_now())
        if not config.wallet_url:
            logging.getLogger(__name__).warning("WALLET_URL is not set: callers are told that nothing can be looked up or done just now")
    except IVRError as error:
        print(f"Cannot start: {error}", file=sys.stderr, flush=True)
        raise SystemExit(CANNOT_BOOT) from None
    app = create_app(application)
    app.extensions["reload"] = partial(reload, config, application.services.turns.library, utc_now)
    return app
