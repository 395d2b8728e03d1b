"""Marks by text: who hangs up in a talk is asked for one, and whose complaint is answered; one digit sent back is it."""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.flow.graph import Flow
from ivr.flow.nodes.queue import Queue
from ivr.flow.numbers import abroad
from ivr.flow.state import CallState
from ivr.service.texts import text_number
from ivr.storage.base import Store, Unit
from ivr.storage.records import OPEN, AskedMark, CallRow, Survey, Ticket
from ivr.storage.reference import reference
from ivr.storage.sealed import Numbers

TEXT = "survey"
"""The hotline's text; one that has none asks nobody."""
ASKED_AGAIN_AFTER = timedelta(days=1)
"""Nobody is asked twice within this time, and an answer later than this is to nothing."""
JUST_NOW = timedelta(hours=1)
"""A call whose end the carrier never told is closed hours after it; nobody is asked then how the talk was."""
MARKS = frozenset("12345")
LOW = 4
"""From here on a mark is followed up; 1 is the best."""
FOLLOW_UP = "follow_up"
"""The kind of ticket that a low mark opens."""
FEARED, THEFT = "security", "theft"
"""The category, and the kind of ticket, of callers who have other worries than how the talk was."""


def is_due(unit: Unit, caller_hash: str, now: datetime) -> bool:
    """Tell whether a number may be asked for a mark, by voice or text."""
    since = now - ASKED_AGAIN_AFTER
    return not unit.surveys(caller_hash, since) and not unit.asked_marks(caller_hash, since)


def ask_by_text(unit: Unit, flow: Flow, state: CallState, row: CallRow, now: datetime) -> None:
    """Ask a caller who is gone for a mark, if they hung up in a talk. `state` is that of the call at its last turn."""
    queue = _talked_in(unit, flow, state, row.sid, now) if row.caller_hash and TEXT in flow.texts else None
    if queue is None or _fears_theft(unit, state) or not is_due(unit, row.caller_hash, now):
        return
    if unit.ask_mark(AskedMark(row.sid, row.caller_hash, queue, state.language, now)):
        text_number(unit, flow, TEXT, state, row, f"{row.sid}:{TEXT}", now)


def _talked_in(unit: Unit, flow: Flow, state: CallState, sid: str, now: datetime) -> str | None:
    """Name the queue in whose talk a caller has just hung up; None for who had none, or had come to another question or line since."""
    node = flow.nodes.get(state.node)
    talk = unit.talk_of(sid) if isinstance(node, Queue) else None
    entry = unit.entry(talk.entry) if talk and now - talk.changed_at < JUST_NOW else None
    return entry.queue if isinstance(node, Queue) and entry is not None and entry.queue == node.queue else None


def ask_for_answer(unit: Unit, complaint: Ticket, now: datetime) -> None:
    """Keep that a complaint's caller was asked for a mark of the answer in the text that told it; of another answer, anew."""
    asked = AskedMark(complaint.call_sid, complaint.caller_hash, complaint.category, complaint.language, now, complaint.number)
    if not unit.ask_mark(asked):
        unit.ask_mark_again(asked)


def _fears_theft(unit: Unit, state: CallState) -> bool:
    account = state.slots.get("account") or {}
    tickets = unit.tickets_of(account["id"]) if "id" in account else []
    return state.slots.get("category") == FEARED or any(each.kind == THEFT and each.state in OPEN for each in tickets)


def read_mark(body: str) -> int | None:
    """Read a mark: one digit from 1 to 5, however it is written, and nothing else but spaces and full stops."""
    written = unicodedata.normalize("NFKC", body).strip(" \t\r\n.。!！")
    return int(written) if written in MARKS else None


@dataclass(frozen=True, slots=True)
class Marks:
    """Takes the texts that callers send."""

    store: Store
    numbers: Numbers
    clock: Callable[[], datetime]
    draw: Callable[[int], int]

    def take(self, sid: str, sender: str, body: str) -> None:
        """Keep a mark that was asked for; any other text is nothing, and so is the same one again. A low mark is followed up."""
        now, score, caller = self.clock(), read_mark(body), self.numbers.hash(abroad(sender))
        with self.store.unit() as unit:
            if score is None or not unit.note(sid, "text", 0, "{}", now):
                return
            asked = next((each for each in reversed(unit.asked_marks(caller, now - ASKED_AGAIN_AFTER)) if each.score is None), None)
            if asked is None or not unit.give_mark(asked, score):
                return
            if not asked.ticket:
                unit.keep_survey(Survey(asked.call_sid, caller, asked.queue, score, now))
            if score >= LOW:
                unit.open_ticket(_follow_up(unit, asked, now), lambda: reference(self.draw))


def _follow_up(unit: Unit, asked: AskedMark, now: datetime) -> Ticket:
    """Give the ticket of a low mark; of another answer to the same complaint, the one that is open still, or one more."""
    key = f"{asked.call_sid}:{asked.ticket or TEXT}"
    settled = sum(each.key.startswith(key) and each.state not in OPEN for each in unit.tickets_of_call(asked.call_sid))
    return Ticket(
        kind=FOLLOW_UP,
        category=asked.queue,
        call_sid=asked.call_sid,
        caller_hash=asked.caller_hash,
        text="",
        language=asked.language,
        opened_at=now,
        key=f"{key}:{settled}" if settled else key,
        items=json.dumps({"ticket": asked.ticket} if asked.ticket else {}),
    )
