"""The tables. `migrations/` builds the same ones, and a test compares the two."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, false, text

from ivr.storage.columns import HASH, KEY, NUMBER, SERIAL, SID, WORD, Moment, metadata

SCHEMA = "0025"
"""The newest migration: what `ready` expects to find, or a later one. Their names are numbers of four digits, in order.

A migration only adds, and what it adds the program before it can leave out: calls go on under that one until the next has taken
over, and may go back to it. What nobody reads any more is taken away by a later release.
"""


CLOSED = text("closed_at IS NOT NULL")

calls = Table(
    "calls",
    metadata,
    Column("sid", SID, primary_key=True),
    Column("turn", Integer, nullable=False),
    Column("version", WORD, nullable=False),
    Column("state", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("caller_hash", HASH, nullable=False),
    Column("caller_sealed", Text, nullable=False),
    Column("called", WORD, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("hung_up_at", Moment),
    Column("closed_at", Moment),
    Column("ending", WORD, nullable=False),
    Index("ix_calls_caller", "caller_hash", "started_at"),
    Index("ix_calls_closed", "closed_at", sqlite_where=CLOSED, postgresql_where=CLOSED),
)

journal = Table(
    "journal",
    metadata,
    Column("sid", SID, ForeignKey("calls.sid"), primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("facts", Text, nullable=False),
)

OPEN_ENTRY = text("state IN ('waiting', 'away')")
"""Queries say it in these words too: an index on some rows serves only a condition without parameters."""

entries = Table(
    "entries",
    metadata,
    Column("id", WORD, primary_key=True),
    Column("call_sid", SID, ForeignKey("calls.sid"), nullable=False),
    Column("queue", WORD, nullable=False),
    Column("priority", Integer, nullable=False, default=0),  # read by the program before this one
    Column("arrived_at", Moment, nullable=False),
    Column("language", WORD, nullable=False),
    Column("story", Text, nullable=False),
    Column("state", WORD, nullable=False),
    Column("wish", WORD, nullable=False),
    Column("place_at", Moment, nullable=True),
    Column("not_to", Text, nullable=False, server_default=""),
    Index("uq_entries_open", "call_sid", "queue", unique=True, sqlite_where=OPEN_ENTRY, postgresql_where=OPEN_ENTRY),
    Index("ix_entries_order", "queue", "state", "priority", "arrived_at"),
    Index("ix_entries_call_sid", "call_sid"),
    Index("ix_entries_arrived_at", "queue", "arrived_at"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("kind", WORD, nullable=False),
    Column("category", WORD, nullable=False),
    Column("account", WORD),
    Column("call_sid", SID, nullable=False, index=True),
    Column("caller_hash", HASH, nullable=False),
    Column("recording", Text, nullable=False),
    Column("items", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("state", WORD, nullable=False),
    Column("language", WORD, nullable=False),
    Column("key", KEY, nullable=False),
    Column("wallet", WORD, nullable=False, server_default=""),
    UniqueConstraint("key"),
    Index("ix_tickets_account", "account", "opened_at"),
)

_BOOKED = "state = 'booked'"
BOOKED = text(f"callbacks.{_BOOKED}")

callbacks = Table(
    "callbacks",
    metadata,
    Column("number", NUMBER, primary_key=True),
    Column("call_sid", SID, nullable=False, index=True),
    Column("caller_hash", HASH, nullable=False),
    Column("number_sealed", Text, nullable=False),
    Column("queue", WORD, nullable=False),
    Column("window_from", Moment, nullable=False),
    Column("window_until", Moment, nullable=False),
    Column("booked_at", Moment, nullable=False),
    Column("state", WORD, nullable=False),
    Column("key", KEY, nullable=False),
    Column("entry", WORD, nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_at", Moment),
    Column("leg", SID, nullable=False, server_default=""),
    Column("rung_at", Moment),
    Column("is_ringing", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("key"),
    Index("ix_callbacks_caller", "caller_hash"),
    Index("ix_callbacks_due", "next_at", sqlite_where=text(_BOOKED), postgresql_where=text(_BOOKED)),
    Index("ix_callbacks_entry", "entry"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("caller_hash", HASH, primary_key=True),
    Column("kind", WORD, primary_key=True),
    Column("call_sid", SID, nullable=False, index=True),
    Column("slots", Text, nullable=False),
    Column("kept_at", Moment, nullable=False),
)

UNSENT, TAKEN = text("state = 'queued'"), text("carrier_sid <> ''")

outbox = Table(
    "outbox",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("kind", WORD, nullable=False),
    Column("to_hash", HASH, nullable=False),
    Column("to_sealed", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("language", WORD, nullable=False),
    Column("call_sid", SID, nullable=False, index=True),
    Column("queued_at", Moment, nullable=False),
    Column("state", WORD, nullable=False),
    Column("key", KEY, nullable=False),
    Column("account", WORD, nullable=False, server_default=""),
    Column("until", Moment),
    Column("tried_at", Moment),
    Column("carrier_sid", SID, nullable=False, server_default=""),
    Column("reason", WORD, nullable=False, server_default=""),
    UniqueConstraint("key"),
    Index("ix_outbox_queued_at", "queued_at", sqlite_where=UNSENT, postgresql_where=UNSENT),
    Index("ix_outbox_carrier_sid", "carrier_sid", sqlite_where=TAKEN, postgresql_where=TAKEN),
)

recordings = Table(
    "recordings",
    metadata,
    Column("sid", SID, primary_key=True),
    Column("call_sid", SID, nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("status", WORD, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("sha256", HASH, nullable=False, server_default=""),
)

notices = Table(
    "notices",
    metadata,
    Column("sid", SID, primary_key=True),
    Column("kind", WORD, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("data", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("kind", WORD, nullable=False),
    Column("key", KEY, nullable=False),
    Column("data", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leased_until", Moment),
    Column("done_at", Moment, index=True),
    Column("error", Text, nullable=False),
    UniqueConstraint("kind", "key"),
    Index("ix_jobs_due", "due_at", sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL")),
)

flows = Table(
    "flows",
    metadata,
    Column("version", WORD, primary_key=True),
    Column("artifact", Text, nullable=False),
    Column("stored_at", Moment, nullable=False),
)

known_callers = Table(
    "known_callers",
    metadata,
    Column("call_sid", SID, primary_key=True),
    Column("account", Text, nullable=False),
)

profiles = Table(
    "profiles",
    metadata,
    Column("caller_hash", HASH, primary_key=True),
    Column("language", WORD, nullable=False),
    Column("pace", WORD, nullable=False, server_default=""),
)

switches = Table(
    "switches",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("kind", WORD, nullable=False),
    Column("queue", WORD, nullable=False),
    Column("words", Text, nullable=False),
    Column("until", Moment, nullable=False, index=True),
    Column("begun_at", Moment, nullable=False),
    Column("begun_by", WORD, nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", WORD, nullable=False),
)

surveys = Table(
    "surveys",
    metadata,
    Column("call_sid", SID, primary_key=True),
    Column("caller_hash", HASH, nullable=False),
    Column("queue", WORD, nullable=False),
    Column("score", Integer, nullable=False),
    Column("solved", WORD, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_surveys_caller", "caller_hash", "at"),
)

asked_marks = Table(
    "asked_marks",
    metadata,
    Column("call_sid", SID, primary_key=True),
    Column("ticket", NUMBER, primary_key=True),
    Column("caller_hash", HASH, nullable=False),
    Column("queue", WORD, nullable=False),
    Column("language", WORD, nullable=False),
    Column("at", Moment, nullable=False),
    Column("score", Integer),
    Index("ix_asked_marks_caller", "caller_hash", "at"),
)

tries = Table(
    "tries",
    metadata,
    Column("subject", HASH, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("call_sid", SID, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("counted", Boolean, nullable=False),
)

codes = Table(
    "codes",
    metadata,
    Column("account", HASH, primary_key=True),
    Column("hash", HASH, nullable=False),
    Column("call_sid", SID, nullable=False, index=True),
    Column("sent_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("used", Boolean, nullable=False),
)
