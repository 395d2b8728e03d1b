"""A hotline put together to be rung here, a wallet beside it: stores of their own in memory, new each time, and a clock calls turn.

Numbers are drawn alike each time: a call that was written down hears them again.
"""

import secrets
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from ivr.app import Application, build, create_app
from ivr.config import Config
from ivr.demo_wallet.wallet import Wallet as DemoWallet
from ivr.flow.graph import Flow
from ivr.outside.wallet import Wallet
from ivr.service.lines import Lines
from ivr.service.moves import Moves
from ivr.service.reconcile import EVERY_SECONDS
from ivr.service.talks import Talks
from ivr.service.texts import Carrier
from ivr.simulator.clock import Clock
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.phone import Phone, Played
from ivr.simulator.faces.transcript import Script
from ivr.simulator.office.account import Account
from ivr.simulator.unsure import Unsure
from ivr.simulator.web.line import Line, WsgiLine
from ivr.storage.floor_records import BROWSER
from ivr.trial.desk import Desk
from ivr.trial.given import as_given, give, stand_ins
from ivr.trial.number import NUMBER
from ivr.trial.pages import APP, Pages
from ivr.trial.wallet import Straight, asking, beside

TICK_SECONDS, FLOOR_SECONDS = 1.0, 0.2
USUAL = Unsure()
MONDAY = datetime(2026, 3, 2, 10)  # noqa: DTZ001  in the hotline's own zone
"""When a written call begins that gives no time: an ordinary Monday morning."""


class Ringing(Protocol):
    """How agents are rung over the carrier of a call. Handed in: what asks the carrier is slow to load, and few calls need it."""

    lines: Lines

    def meet(self, exchange: Exchange) -> None:
        """Ask this carrier from now on."""

    def work(self, tick: Callable[[], object]) -> None:
        """Let the worker of the floor do what is due, if it is running."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The application, how it asks the wallet beside it, that wallet, the line, the clock of all, the carrier's token and keys."""

    application: Application
    asks: Wallet
    wallet: DemoWallet
    line: Line
    clock: Clock
    token: str
    keys: Mapping[str, str]
    meet: Callable[[Exchange], None]

    @property
    def flow(self) -> Flow:
        """The menus that are rung."""
        return self.application.services.flow

    def play(self, script: Script, unsure: Unsure = USUAL, line: Line | None = None) -> Played:
        """Play a written call, over another line to the application if there is one. Raises BadTranscript."""
        return self.phone(script, unsure, line).play(NUMBER, script)

    def phone(self, script: Script, unsure: Unsure = USUAL, line: Line | None = None) -> Phone:
        """Give the phone that a written call is played on, over another line to the application if there is one."""
        line, desk = line or self.line, self.desk(script)
        return Phone(line=line, clock=self.clock, token=self.token, keys=self.keys, unsure=unsure, meet=self.meet, desk=desk)

    def desk(self, script: Script) -> Callable[[str, str], None]:
        """Give the desk of each agent of a script."""
        store, now = self.application.store, self.clock.now
        return Desk(Talks(store, now, Random(1).randrange), Moves(store, self.flow, now), script).do

    def close(self) -> None:
        """Let go of the stores."""
        self.application.store.close()
        self.asks.close()
        self.wallet.close()


def in_process(menus: Path) -> Config:
    """Give settings for a store of its own in memory, empty each time."""
    return Config(
        twilio_auth_token=SecretStr(secrets.token_hex(16)),
        secret_key=SecretStr(secrets.token_hex(32)),
        base_url="https://hotline.example",
        database_url="sqlite:///:memory:",
        menus=menus,
        twilio_account_sid=Account().sid,
        twilio_api_key="SK" + "0" * 32,
        twilio_api_secret=SecretStr(secrets.token_hex(16)),
        twilio_app_sid=APP,
    )


def begins(script: Script, flow: Flow) -> datetime:
    """Give the moment at which a written call begins."""
    return (script.time or MONDAY).replace(tzinfo=ZoneInfo(flow.peaks.timezone))


def set_up(
    flow: Flow,
    config: Config,
    at: datetime,
    script: Script | None = None,
    ringing: Ringing | None = None,
    carrier: Carrier | None = None,
) -> Stage:
    """Put a hotline together with all that the script gives; with `ringing` agents are rung, with a carrier texts are sent.

    Raises BadTranscript.
    """
    clock = Clock(at)
    instead = stand_ins(script, flow) if script else {}
    accounts = beside(clock.now)
    wallet = asking(Straight(accounts))
    lines = ringing.lines if ringing else None
    config = as_given(script, config) if script else config
    draw = Random(0).randrange
    application = build(config, clock=clock.now, flow=flow, wallet=wallet, carrier=carrier, lines=lines, draw=draw, instead=instead)
    if script:
        give(script, application)
    clock.every(TICK_SECONDS, application.tick)
    if application.floor and ringing:
        clock.every(FLOOR_SECONDS, partial(ringing.work, application.floor.work))
        clock.every(EVERY_SECONDS, partial(ringing.work, application.floor.reconciler.work))
    line = WsgiLine(create_app(application), config.base_url)
    desk = application.services.desk
    pages = Pages(desk, [each.id for each in application.store.agents() if each.by == BROWSER])
    clock.every(FLOOR_SECONDS, pages.look)

    def meet(exchange: Exchange) -> None:
        pages.meet(exchange)
        if ringing:
            ringing.meet(exchange)

    keys = {config.twilio_api_key: config.twilio_api_secret.get_secret_value()}
    return Stage(application, wallet, accounts, line, clock, config.twilio_auth_token.get_secret_value(), keys, meet)


def play(script: Script, flow: Flow, config: Config, unsure: Unsure = USUAL, ringing: Ringing | None = None) -> Played:
    """Play a written call on a hotline of its own. Raises BadTranscript."""
    with closing(set_up(flow, config, begins(script, flow), script, ringing)) as stage:
        return stage.play(script, unsure)
