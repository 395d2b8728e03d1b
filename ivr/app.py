"""create_app(config): the only place where parts are wired together."""

import logging
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flask import Flask

from ivr.calendar import known_until
from ivr.compiler import artifact
from ivr.compiler.compile import compile_folder
from ivr.compiler.library import Library
from ivr.config import Config
from ivr.errors import IVRError
from ivr.flow.events import ActionDone
from ivr.flow.graph import Flow
from ivr.logs import configure_logs
from ivr.outside.channel import Channel
from ivr.outside.tokens import TwilioTokens
from ivr.outside.verify import Verify
from ivr.outside.wallet import Wallet
from ivr.service.actions import DECLARATIONS, PERFORMERS
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
from ivr.service.reconcile import Reconciler
from ivr.service.recordings import FETCH, Archive, Recordings
from ivr.service.retention import Retention, days_kept, retention
from ivr.service.rooms import Rooms
from ivr.service.router import Router
from ivr.service.switches import Switchboard
from ivr.service.texts import SEND, Carrier, Texts, Verifier, phone_on_file
from ivr.service.tries import GIVE_UP, give_up
from ivr.service.turns import Turns
from ivr.service.untold import Untold
from ivr.service.waits import Waits
from ivr.storage import open_store
from ivr.storage.base import Store
from ivr.storage.sealed import Numbers
from ivr.storage.vault import Vault
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
        """Find what was left without a job."""
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
    library = Library(flow, lambda version: _load(store, version), renderers.drop)
    wallet, verify = wallet or find_wallet(config), verify or find_verify(config)
    numbers, patience = Numbers(config.secret_key.get_secret_value()), Patience()
    turns = Turns(
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
    texts = Texts(store, numbers, carrier, partial(phone_on_file, wallet), clock, verify) if carrier else None
    lookups = Lookups(store, numbers, partial(account_of, wallet)) if wallet else None
    recordings = Recordings(store, archive, open_vault(config), clock, config.recordings_at_carrier == "delete") if archive else None
    worker = Worker(store, _doers(turns, lookups, texts, recordings), clock, attempts={FETCH: A_DAY})
    services = _services(config, turns, renderers, patience)
    untold = Untold(store, archive, services.notices, clock) if archive else None
    return Application(services, worker, store, texts, retention(flow, store, clock), _floor(config, turns, lines), untold)


def _floor(config: Config, turns: Turns, lines: Lines | None) -> Floor | None:
    if lines is None:
        return None
    router = Router(turns.store, turns.library, turns.switchboard, turns.clock, turns.draw, config.calls_per_second)
    intents = Intents(turns.store, lines, turns.numbers, turns.clock, config.calls_per_second)
    return Floor(router, intents, Reconciler(turns.store, lines, turns.numbers, turns.clock))


def _services(config: Config, turns: Turns, renderers: Renderers, patience: Patience) -> Services:
    return Services(
        turns=turns,
        patience=patience,
        waits=Waits(turns.store, turns.library, patience, turns.clock),
        rooms=Rooms(turns.store, turns.library, turns.clock),
        desk=Desk(turns.store, turns.numbers, find_tokens(config), turns.clock),
        callbacks=Callbacks(turns.store, turns.library, turns, turns.clock),
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


def find_wallet(config: Config) -> Wallet | None:
    """Give the wallet of the settings; None when they name none."""
    if not config.wallet_url:
        return None
    return Wallet(Channel(config.wallet_url, config.wallet_key.get_secret_value()))


def find_tokens(config: Config) -> TwilioTokens:
    """Give what lets agents' browsers call; it refuses where the settings are not there."""
    return TwilioTokens(config.twilio_account_sid, config.twilio_api_key, config.twilio_api_secret, config.twilio_app_sid)


def find_verify(config: Config) -> Verify | None:
    """Give the Verify service of the settings; None when they name none, and codes are our own."""
    if not config.verify_service_sid:
        return None
    token = config.twilio_auth_token.get_secret_value()
    return Verify(config.twilio_account_sid, token, config.verify_service_sid, config.twilio_api_base)


def open_vault(config: Config) -> Vault | None:
    """Give the folder of recordings of the settings; None when they name none."""
    return Vault(Path(config.recordings), config.secret_key.get_secret_value()) if config.recordings else None


def _doers(turns: Turns, lookups: Lookups | None, texts: Texts | None, recordings: Recordings | None) -> dict[str, Doer]:
    """Give what does each kind of job."""

    def close(data: Mapping[str, Any]) -> None:
        turns.close(str(data["sid"]))

    doers: dict[str, Doer] = {CLOSE: close, CLOSE_AT_LAST: close, GIVE_UP: partial(give_up, turns.store, turns.clock, turns.draw)}
    doers |= {LOOK_UP: lookups.look_up} if lookups else {}
    doers |= {SEND: texts.send} if texts else {}
    return doers | (recordings.doers() if recordings else {})


def load_menus(folder: Path, today: date) -> Flow:
    """Compile the menus. Raises MenuError or ConfigError. Holidays that have run out are told of loudly, but the line still answers."""
    flow = compile_folder(folder, DECLARATIONS)
    days_kept(flow)
    for name, hours in flow.hours.items():
        if (last := known_until(hours)) and today > last:
            logging.getLogger(__name__).error("the holidays of %s are known up to %s: `ivr lint` says what to do", name, last)
    return flow


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
        keep_menus(config, application.services.flow)
        if not config.wallet_url:
            logging.getLogger(__name__).warning("WALLET_URL is not set: callers are told that nothing can be looked up or done just now")
    except IVRError as error:
        print(f"Cannot start: {error}", file=sys.stderr, flush=True)
        raise SystemExit(CANNOT_BOOT) from None
    app = create_app(application)
    app.extensions["reload"] = partial(reload, config, application.services.turns.library)
    return app


def reload(config: Config, library: Library) -> None:
    """Answer new calls by the menus as their folder has them now. Those that cannot be used change nothing, and the log says why."""
    log = logging.getLogger(__name__)
    try:
        flow = load_menus(config.menus, utc_now().date())
        keep_menus(config, flow)
    except IVRError as error:
        log.error("the menus are not taken up, calls go on with those before: %s", error)
    except Exception:  # whoever asked for it is the process that holds all others
        log.exception("the menus are not taken up, calls go on with those before")
    else:
        library.take_up(flow)
        log.info("the next call hears the menus of version %s", flow.version)


def keep_menus(config: Config, flow: Flow) -> None:
    """Keep the menus in force for calls that outlive them, if the database is ready.

    Uses a store of its own: no connection survives into a fork.
    """
    with closing(open_store(config.database_url, config.secret_key.get_secret_value())) as store:
        store.ready()
        with store.unit() as unit:
            unit.store_flow(flow.version, artifact.to_json(flow), utc_now())


def _load(store: Store, version: str) -> Flow | None:
    text = store.read_flow(version)
    if text is None:
        return None
    try:
        return artifact.from_json(text, DECLARATIONS)
    except (KeyError, TypeError, ValueError):
        logging.getLogger(__name__).exception("menu version %s cannot be read by this program", version)
        return None
