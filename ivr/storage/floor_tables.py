"""The tables of the floor: agents, offers of calls to them, whom they ask in, what the carrier is asked, and how long waits were to be."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, UniqueConstraint, false, text

from ivr.storage.columns import SERIAL, SID, WORD, Moment, metadata

_LIVE = "state IN ('open', 'accepted', 'joined', 'connecting', 'talking')"
_UNSETTLED = "state IN ('planned', 'sent', 'unknown')"
_ASKS = "state = 'open'"
_OWNS = f"{_LIVE} AND role = 'owner'"
LIVE, OWNS, UNSETTLED = text(f"offers.{_LIVE}"), text(f"offers.{_LIVE} AND offers.role = 'owner'"), text(f"intents.{_UNSETTLED}")
ASKS = text(f"consults.{_ASKS}")
"""Queries say it in the words of the indexes: an index on some rows serves only a condition without parameters."""

agents = Table(
    "agents",
    metadata,
    Column("id", WORD, primary_key=True),
    Column("number_sealed", Text, nullable=False),
    Column("skills", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("state", WORD, nullable=False),
    Column("ready_at", Moment, nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("by", WORD, nullable=False, server_default="telephone"),
    Column("level", Integer, nullable=False, server_default="1"),
)

offers = Table(
    "offers",
    metadata,
    Column("id", SID, primary_key=True),
    Column("entry", WORD, nullable=False),
    Column("agent", WORD, nullable=False),
    Column("state", WORD, nullable=False),
    Column("leg", SID, nullable=False),
    Column("offered_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("talked_at", Moment),
    Column("role", WORD, nullable=False, server_default="owner"),
    Column("room", SID, nullable=False, server_default=""),
    Column("conference", SID, nullable=False, server_default=""),
    Column("is_held", Boolean, nullable=False, server_default=false()),
    Column("is_paused", Boolean, nullable=False, server_default=false()),
    Column("held_for", SID, nullable=False, server_default=""),
    Index("uq_offers_entry", "entry", unique=True, sqlite_where=text(_OWNS), postgresql_where=text(_OWNS)),
    Index("uq_offers_agent", "agent", unique=True, sqlite_where=text(_LIVE), postgresql_where=text(_LIVE)),
    Index("ix_offers_changed_at", "changed_at"),
    Index("ix_offers_entry", "entry"),
)

intents = Table(
    "intents",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("kind", WORD, nullable=False),
    Column("offer", SID, key="about", nullable=False),
    Column("state", WORD, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("tries", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("again", Integer, nullable=False, server_default="0"),
    UniqueConstraint("about", "kind"),
    Index("ix_intents_due_at", "due_at", sqlite_where=text(_UNSETTLED), postgresql_where=text(_UNSETTLED)),
)

consults = Table(
    "consults",
    metadata,
    Column("offer", SID, primary_key=True),
    Column("level", WORD, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("state", WORD, nullable=False),
    Column("guest", SID, nullable=False),
    Column("rung", Text, nullable=False, server_default=""),
    Index("ix_consults_open", "asked_at", sqlite_where=text(_ASKS), postgresql_where=text(_ASKS)),
)

wrapups = Table(
    "wrapups",
    metadata,
    Column("offer", SID, primary_key=True),
    Column("agent", WORD, nullable=False),
    Column("disposition", WORD, nullable=False),
    Column("note", Text, nullable=False),
    Column("written_at", Moment, nullable=False, index=True),
)

paces = Table("paces", metadata, Column("what", WORD, primary_key=True), Column("next_at", Moment, nullable=False))

estimates = Table(
    "estimates",
    metadata,
    Column("call_sid", SID, primary_key=True),
    Column("queue", WORD, primary_key=True),
    Column("told_at", Moment, nullable=False),
    Column("theory", Integer, nullable=False),
    Column("low", Integer, nullable=False),
    Column("top", Integer, nullable=False),
    Column("is_told", Boolean, nullable=False),
)
