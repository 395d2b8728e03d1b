"""Texts: queued in the commit of the turn that promises them, sent by the worker, each at most once."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from ivr.errors import CarrierError, Unavailable
from ivr.flow.graph import Flow
from ivr.flow.scene import Scene
from ivr.flow.state import CallState
from ivr.flow.words import plain
from ivr.outside.wallet import Wallet
from ivr.service.clock import ServiceWorld
from ivr.storage.base import Store, Unit
from ivr.storage.records import CallRow, Message
from ivr.storage.sealed import Numbers

SEND = "send_text"
VERIFY = "verify"
"""The kind of a message whose words, and the code in them, are Verify's."""
TOO_LATE = timedelta(days=1)
"""A text about a call of yesterday would be taken for one about another."""
SWEPT = timedelta(hours=1)
"""How old a text may be that is found without a job."""
LATER = timedelta(microseconds=1)
"""What tells a try from the one before: the carrier is asked for what it took since the first."""

log = logging.getLogger(__name__)


class Carrier(Protocol):
    """What sends texts. Its methods raise CarrierError."""

    def send(self, to: str, body: str) -> str:
        """Send a text and give the carrier's name for it."""

    def sent(self, to: str, body: str, since: datetime) -> list[str]:
        """List the carrier's names of texts with these words that it has taken for a number since then, by a clock that may be behind."""


class Verifier(Protocol):
    """What makes and compares codes. Its methods raise CarrierError."""

    def start(self, to: str, language: str) -> str:
        """Have a code texted, and give its name there."""

    def approves(self, sid: str, code: str) -> bool:
        """Tell whether this is the code of that name."""


def post(unit: Unit, message: Message) -> None:
    """Queue a text, and the job that sends it; twice is once."""
    if unit.post(message):
        _watch(unit, message.key, message.queued_at)


def text_number(unit: Unit, flow: Flow, name: str, state: CallState, call: CallRow, key: str, now: datetime) -> bool:
    """Queue one of the hotline's texts, in the language of the state and filled from it, to the number that rang; False if it cannot be."""
    if name not in flow.texts or not call.caller_hash:
        return False
    text = flow.texts[name].texts[state.language]
    post(
        unit,
        Message(
            key=key,
            kind="sms",
            to_hash=call.caller_hash,
            to_sealed=call.caller_sealed,
            body=plain(text, Scene(flow, state, ServiceWorld(flow, now)).fill(text)),
            language=state.language,
            call_sid=call.sid,
            queued_at=now,
        ),
    )
    return True


def phone_on_file(wallet: Wallet | None, account: str) -> str:
    """Give the number that the wallet has of an account, an empty text when it has none. Raises WalletError."""
    if wallet is None:
        raise Unavailable("there is no wallet to ask")
    contact = wallet.contact(account)
    return contact.phone if contact else ""


def _watch(unit: Unit, key: str, now: datetime) -> None:
    unit.add_job(SEND, key, json.dumps({"key": key}), now)


@dataclass(frozen=True, slots=True)
class Texts:
    """Sends what is queued. `phone` gives the number that the wallet has of an account, an empty text when there is none.

    A code of Verify's cannot be looked for: one that may have been sent is not sent again.
    """

    store: Store
    numbers: Numbers
    carrier: Carrier
    phone: Callable[[str], str]
    clock: Callable[[], datetime]
    verifier: Verifier | None = None

    def send(self, data: Mapping[str, Any]) -> None:
        """Try to send a text once. When an earlier try may have succeeded the carrier is asked first."""
        with self.store.unit() as unit:
            message = unit.message(str(data["key"]))
        if message is None or message.state not in ("queued", "sending"):
            return
        if self._is_late(message):
            self._fail(message, "too_late")
            return
        to = self.phone(message.account) if message.account else self.numbers.open(message.to_sealed)
        if not to:
            self._fail(message, "no_number")
        elif message.kind == VERIFY and (message.tried_at or self.verifier is None):
            self._fail(message, "unsure" if message.tried_at else "no_service")
        elif message.tried_at and (sid := self._found(message, to, message.tried_at)):
            self._sent(message, sid)
        else:
            self._try(message, to)

    def sweep(self) -> None:
        """Have those texts sent that were queued without a job."""
        now = self.clock()
        with self.store.unit() as unit:
            for key in unit.unwatched_messages(SEND, now - SWEPT):
                _watch(unit, key, now)

    def _found(self, message: Message, to: str, since: datetime) -> str | None:
        sids = self.carrier.sent(to, message.body, since)
        with self.store.unit() as unit:
            return next((sid for sid in sids if not unit.is_claimed(sid)), None)

    def _is_late(self, message: Message) -> bool:
        return self.clock() >= (message.until or message.queued_at + TOO_LATE)

    def _try(self, message: Message, to: str) -> None:
        before = message.tried_at
        with self.store.unit() as unit:
            if not unit.try_message(message.key, before, before + LATER if before else self.clock()):
                raise CarrierError("another worker is sending it")
        try:
            sid = self._send(message, to)
        except CarrierError as error:
            if error.is_final:
                self._fail(message, str(error.code))
                return
            if error.code and message.tried_at is None:
                with self.store.unit() as unit:
                    unit.untry_message(message.key)
            raise
        self._sent(message, sid)

    def _send(self, message: Message, to: str) -> str:
        if message.kind == VERIFY and self.verifier:
            return self.verifier.start(to, message.language)
        return self.carrier.send(to, message.body)

    def _sent(self, message: Message, sid: str) -> None:
        with self.store.unit() as unit:
            unit.message_sent(message.key, sid)

    def _fail(self, message: Message, reason: str) -> None:
        log.error("text %s will not be sent: %s", message.key, reason)
        with self.store.unit() as unit:
            unit.message_failed(message.key, reason)
