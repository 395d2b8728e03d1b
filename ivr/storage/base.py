"""What a store promises; the rows that pass through it are in `records.py`."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from ivr.storage.floor_base import FloorUnit
from ivr.storage.floor_records import AgentRow, FloorNow
from ivr.storage.line_base import LineUnit
from ivr.storage.past import PastCall
from ivr.storage.records import (
    Ahead,
    AskedMark,
    CallRow,
    Closed,
    Code,
    Draft,
    Figures,
    Job,
    Message,
    Over,
    Profile,
    Recording,
    Survey,
    Switch,
    Ticket,
    Try,
)


class Unit(FloorUnit, LineUnit, Protocol):
    """One short transaction. All of it is kept or none. That a turn is taken may only be known, and raised, at its end."""

    def start_call(self, row: CallRow, facts: str) -> None:
        """Keep a new call and the facts of its turn 0. Raises TurnTaken if the call is known."""

    def save_turn(self, sid: str, turn: int, state: str, answer: str, facts: str, ending: str) -> None:
        """Keep a turn and move the call to the next. Raises TurnTaken if another request took it."""

    def journal(self, sid: str) -> list[tuple[int, str]]:
        """Return the facts of a call, turn by turn."""

    def count_calls(self, caller_hash: str, since: datetime) -> tuple[int, int]:
        """Count the calls of a number that began after a moment, and those of them that ended in silence."""

    def keep_account(self, sid: str, account: str) -> bool:
        """Keep what the wallet knows of a caller until the call is closed; an empty text when it knows nobody. False if it is closed."""

    def account(self, sid: str) -> str | None:
        """Read what was kept of a caller's account. None when nothing was yet."""

    def hang_up(self, sid: str, at: datetime) -> bool:
        """Note that the caller has gone. True the first time."""

    def close_call(self, sid: str, at: datetime, state: str, facts: str, ending: str | None = None) -> bool:
        """Close a call: keep the wiped state, forget the answer, take a turn for the closing's facts.

        True the first time. Without `ending` the one already named stays.
        """

    def open_ticket(self, ticket: Ticket, propose: Callable[[], str]) -> tuple[Ticket, bool]:
        """Open a ticket under a proposed number that is free. False with the first one if its key is known."""

    def ticket(self, number: str) -> Ticket | None:
        """Read a ticket."""

    def tickets_of(self, account: str) -> list[Ticket]:
        """List the tickets of an account, the oldest first."""

    def tickets_of_call(self, call_sid: str) -> list[Ticket]:
        """List the tickets that were opened in a call, the oldest first."""

    def turn_ticket(self, ticket: Ticket, state: str) -> Ticket:
        """Put a ticket into another state, and give it so."""

    def keep_draft(self, draft: Draft) -> None:
        """Keep a draft in place of an older one of its kind. A caller without a number has no drafts."""

    def draft(self, caller_hash: str, kind: str) -> Draft | None:
        """Read a draft."""

    def drop_draft(self, caller_hash: str, kind: str) -> None:
        """Forget a draft."""

    def post(self, message: Message) -> bool:
        """Put a message in the outbox. False if its key is there already."""

    def messages(self, call_sid: str) -> list[Message]:
        """List the messages of a call in the order they were posted."""

    def message(self, key: str) -> Message | None:
        """Read a message."""

    def try_message(self, key: str, read: datetime | None, at: datetime) -> bool:
        """Note that a message is about to be sent; from the first try on it may have been. False if somebody else has tried it since."""

    def untry_message(self, key: str) -> None:
        """Note that a message certainly was not sent."""

    def message_sent(self, key: str, carrier_sid: str) -> None:
        """Say that the carrier has a message, under a name of its own."""

    def message_failed(self, key: str, reason: str) -> None:
        """Say that a message will never be sent, and why."""

    def is_claimed(self, carrier_sid: str) -> bool:
        """Tell whether the carrier's message of that name is known to be one of ours."""

    def unwatched_messages(self, job: str, since: datetime) -> list[str]:
        """List the keys of messages that are queued since then and have no job of that kind."""

    def keep_recording(self, recording: Recording) -> None:
        """Keep what the carrier says of a recording, unless something later is known."""

    def recording(self, sid: str) -> Recording | None:
        """Read a recording."""

    def keep_sound(self, sid: str, sha256: str) -> bool:
        """Note that we have the sound of a recording. False if the recording was forgotten."""

    def note(self, sid: str, kind: str, sequence: int, data: str, at: datetime) -> bool:
        """Keep a notice of the carrier. True the first time."""

    def notes(self, sid: str, kind: str) -> list[tuple[str, datetime]]:
        """List the notices of a kind about something, in their order."""

    def add_job(self, kind: str, key: str, data: str, due_at: datetime) -> None:
        """Add a job. One whose key is there already, done or not, stays as it is."""

    def take_jobs(self, kinds: Sequence[str], now: datetime, lease_seconds: int, most: int) -> list[Job]:
        """Lease jobs of these kinds that are due, the longest due first. A lease that ran out is taken again."""

    def finish_job(self, job_id: int, at: datetime) -> None:
        """Say that a job is done."""

    def fail_job(self, job_id: int, due_at: datetime, error: str) -> None:
        """Give a job back, to be tried again."""

    def park_job(self, job_id: int, error: str) -> None:
        """Give a job back that is not to be tried again unless a person says so."""

    def parked_jobs(self) -> list[tuple[Job, str]]:
        """List the jobs that are parked, each with what it failed of."""

    def unpark_jobs(self, now: datetime) -> int:
        """Have all parked jobs tried again from the first attempt on, and count them."""

    def store_flow(self, version: str, artifact: str, at: datetime) -> bool:
        """Keep a compiled menu version. False if it is there already."""

    def keep_profile(self, caller_hash: str, profile: Profile) -> None:
        """Remember how the caller of a number wants to be spoken to. A caller without a number is not remembered."""

    def profile(self, caller_hash: str) -> Profile | None:
        """Read what is remembered of a number."""

    def switch_on(self, switch: Switch) -> None:
        """Keep a switch; it holds from now on."""

    def switch_off(self, switch_id: int, at: datetime, by: str) -> bool:
        """End a switch before its time. False if there is none that was not ended."""

    def switches(self, at: datetime) -> list[Switch]:
        """List the switches that are on, the oldest first."""

    def keep_survey(self, survey: Survey) -> None:
        """Keep how a talk was marked; another mark of the same call takes its place."""

    def survey(self, call_sid: str) -> Survey | None:
        """Read how the talk of a call was marked."""

    def surveys(self, caller_hash: str, since: datetime) -> list[Survey]:
        """List how a number marked talks since then, the oldest first. A caller without a number has none."""

    def ask_mark_again(self, asked: AskedMark) -> None:
        """Ask anew for a mark that was asked for before; the one that was given is forgotten."""

    def ask_mark(self, asked: AskedMark) -> bool:
        """Keep that a mark is asked for by text. False if it was before."""

    def asked_marks(self, caller_hash: str, since: datetime) -> list[AskedMark]:
        """List the marks that a number was asked for since then, the oldest first."""

    def give_mark(self, asked: AskedMark, score: int) -> bool:
        """Keep the mark that was asked for. False if it was given before."""

    def tries(self, subject: str, most: int) -> list[Try]:
        """List the newest tries of a subject, the newest first."""

    def add_try(self, new: Try) -> bool:
        """Keep a try in its place. False if another unit took the place since the tries were listed: list them again."""

    def count_tries(self, call_sid: str) -> bool:
        """Count what a call is being asked as wrong. False if it is asked nothing."""

    def forget_tries(self, call_sid: str) -> bool:
        """Forget what a call is being asked. False if it is asked nothing."""

    def keep_code(self, code: Code) -> None:
        """Keep the code of an account in place of an older one."""

    def code(self, account: str) -> Code | None:
        """Read the newest code of an account."""

    def try_code(self, account: str, use: bool) -> None:
        """Count a try at the code of an account, and use it up or not."""

    def unheld(self, sids: Sequence[str], over: Over) -> list[str]:
        """List those of some calls that no ticket holds."""

    def recordings_of(self, sids: Sequence[str]) -> list[str]:
        """List the recordings of calls."""

    def forget_recording(self, sid: str) -> None:
        """Forget a recording that the carrier has no more."""

    def delete_calls(self, sids: Sequence[str]) -> Mapping[str, int]:
        """Delete calls and all that names them but their recordings, and what is remembered of numbers that have no call left."""

    def delete_old(self, before: datetime, most: int) -> Mapping[str, int]:
        """Delete, of each table that goes by its own age, that many of the oldest rows from before a moment."""


class Store(Protocol):
    """Where calls live. Safe to use from many threads. Failures are StorageError."""

    def read_call(self, sid: str, n: int = 0) -> CallRow | None:
        """Read a call in one SELECT, its answer only if turn `n` is taken: no other request needs it. No transaction is held."""

    def read_flow(self, version: str) -> str | None:
        """Read a compiled menu version."""

    def read_switches(self, at: datetime) -> list[Switch]:
        """Read the switches that are on, the oldest first, in one SELECT; no transaction is held."""

    def ahead_of(self, entry_id: str, queues: Sequence[str], now: datetime) -> Ahead:
        """Count those waiting in some queues, on the line and at home, who come before an entry, in one SELECT; no transaction is held."""

    def agents(self) -> list[AgentRow]:
        """List all agents, in one SELECT; no transaction is held."""

    def has_jobs(self, kinds: Sequence[str], now: datetime) -> bool:
        """Tell in one SELECT whether jobs of these kinds are due; no transaction is held."""

    def is_floor_due(self, now: datetime, opened: Mapping[str, datetime]) -> bool:
        """Tell in one SELECT whether somebody waits while an agent is ready, an offer is open since `opened`, or an intent is due.

        `opened` gives a moment for offers to agents by telephone, one for those by browser, and one since when a browser has been dialling.
        """

    def floor(self, now: datetime, opened: Mapping[str, datetime], since: datetime) -> FloorNow:
        """Look at the floor: what is open since `opened`, and who did not take whom since `since`. No transaction is held."""

    def unit(self) -> AbstractContextManager[Unit]:
        """Open a transaction that is committed at its end, or undone by any exception."""

    def figures(self, queues: Sequence[str], now: datetime) -> Figures:
        """Count, in a few indexed reads and no transaction, what an operator watches."""

    def calls_between(self, since: datetime, until: datetime) -> list[PastCall]:
        """Read what is kept of the calls that began between two moments, in the order they began; no transaction is held."""

    def latest_call(self) -> CallRow | None:
        """Read the call that began last. Raises NotOurKey if it was sealed with another key."""

    def closed_calls(self, over: Over, after: Closed, most: int) -> list[Closed]:
        """List so many calls whose days are over, from the one after a call on, the oldest first; no transaction is held."""

    def count_over(self, over: Over) -> Mapping[str, int]:
        """Count by table what would go, however long it takes; no transaction is held."""

    def ready(self) -> None:
        """Raise StorageError if the database does not answer or lacks a migration; one of a later program serves this one too."""

    def close(self) -> None:
        """Close all connections."""
