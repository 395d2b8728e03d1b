"""What callers were told a number for, and what they left unfinished: tickets, callbacks, drafts."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Insert, Select, bindparam, delete, select, update

from ivr.errors import StorageError
from ivr.storage.records import Callback, Draft, Ticket
from ivr.storage.rows import Rows, columns, insert_new
from ivr.storage.tables import callbacks, drafts, tickets

PROPOSALS = 20
"""Numbers tried before we say that there is none: even with half of them used, fewer than one in a million tries fails."""

OPEN_TICKET = insert_new(tickets)
TICKET = select(*columns(tickets, Ticket))
TICKET_BY_NUMBER = TICKET.where(tickets.c.number == bindparam("number"))
TICKET_BY_KEY = TICKET.where(tickets.c.key == bindparam("key"))
TICKETS_OF = TICKET.where(tickets.c.account == bindparam("account")).order_by(tickets.c.opened_at, tickets.c.number)
TICKETS_OF_CALL = TICKET.where(tickets.c.call_sid == bindparam("call")).order_by(tickets.c.opened_at, tickets.c.number)
TURN_TICKET = update(tickets).where(tickets.c.number == bindparam("this")).values(state=bindparam("turned"))

BOOK_CALLBACK = insert_new(callbacks)
CALLBACK = select(*columns(callbacks, Callback))
CALLBACK_BY_NUMBER = CALLBACK.where(callbacks.c.number == bindparam("number"))
CALLBACK_BY_KEY = CALLBACK.where(callbacks.c.key == bindparam("key"))

THIS_DRAFT = (drafts.c.caller_hash == bindparam("caller"), drafts.c.kind == bindparam("about"))
ADD_DRAFT = insert_new(drafts)
CHANGE_DRAFT = (
    update(drafts).where(*THIS_DRAFT).values(call_sid=bindparam("call_sid"), slots=bindparam("slots"), kept_at=bindparam("kept_at"))
)
DRAFT = select(*columns(drafts, Draft)).where(*THIS_DRAFT)
DROP_DRAFT = delete(drafts).where(*THIS_DRAFT)

Numbered = TypeVar("Numbered", Ticket, Callback)


class Promises(Rows):
    """The part of the unit that keeps tickets, callbacks and drafts."""

    __slots__ = ()

    def open_ticket(self, ticket: Ticket, propose: Callable[[], str]) -> tuple[Ticket, bool]:
        """Open a ticket under a proposed number that is free. False with the first one if its key is known."""
        return self._once(ticket, propose, OPEN_TICKET, TICKET_BY_KEY)

    def ticket(self, number: str) -> Ticket | None:
        """Read a ticket."""
        return self._one(Ticket, TICKET_BY_NUMBER, number=number)

    def tickets_of(self, account: str) -> list[Ticket]:
        """List the tickets of an account, the oldest first."""
        return self._all(Ticket, TICKETS_OF, account=account)

    def tickets_of_call(self, call_sid: str) -> list[Ticket]:
        """List the tickets that were opened in a call, the oldest first."""
        return self._all(Ticket, TICKETS_OF_CALL, call=call_sid)

    def turn_ticket(self, ticket: Ticket, state: str) -> Ticket:
        """Put a ticket into another state, and give it so."""
        self._run(TURN_TICKET, this=ticket.number, turned=state)
        return replace(ticket, state=state)

    def book_callback(self, callback: Callback, propose: Callable[[], str]) -> tuple[Callback, bool]:
        """Book a callback under a proposed number that is free. False with the first one if its key is known."""
        return self._once(callback, propose, BOOK_CALLBACK, CALLBACK_BY_KEY)

    def callback(self, number: str) -> Callback | None:
        """Read a callback."""
        return self._one(Callback, CALLBACK_BY_NUMBER, number=number)

    def _once(self, wanted: Numbered, propose: Callable[[], str], add: Insert, by_key: Select[*tuple[Any, ...]]) -> tuple[Numbered, bool]:
        for _ in range(PROPOSALS):
            numbered = replace(wanted, number=propose())
            if self._changed(add, **self._values(numbered)):
                return numbered, True
            if first := self._one(type(wanted), by_key, key=wanted.key):
                return first, False
        raise StorageError(f"no free number among {PROPOSALS} proposed")

    def keep_draft(self, draft: Draft) -> None:
        """Keep a draft in place of an older one of its kind. A caller without a number has no drafts."""
        if draft.caller_hash:
            kept = self._values(draft)
            self._run(ADD_DRAFT, **kept)
            changed = {name: kept[name] for name in ("call_sid", "slots", "kept_at")}
            self._run(CHANGE_DRAFT, caller=draft.caller_hash, about=draft.kind, **changed)

    def draft(self, caller_hash: str, kind: str) -> Draft | None:
        """Read a draft."""
        return self._one(Draft, DRAFT, caller=caller_hash, about=kind)

    def drop_draft(self, caller_hash: str, kind: str) -> None:
        """Forget a draft."""
        self._run(DROP_DRAFT, caller=caller_hash, about=kind)
