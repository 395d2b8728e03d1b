"""What the statements of a call, and what the floor asks time and again, promise about speed: an index is read, not a table."""

import re
from itertools import count

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.sql import ClauseElement

from ivr.storage import (
    calls,
    estimates,
    figures,
    floor,
    identity,
    jobs,
    notices,
    past_talks,
    postgres,
    promises,
    retention,
    surveys,
    switches,
    talking,
    waiting,
)

STATEMENTS = {
    "read a call": calls.READ_CALL.statement,
    "read the journal": calls.READ_FACTS,
    "count the calls of a number": calls.COUNT.statement,
    "save a turn": calls.SAVE.statement,
    "forget a closed call's story": calls.FORGET_STORIES,
    "come back to a queue": waiting.COME_BACK,
    "leave a queue": waiting.LEAVE,
    "count a queue": waiting.COUNT.statement,
    "find a place": waiting.AHEAD_OF.params(id=None, queues=["refund"], now=None),
    "look at a line": waiting.LINE.statement,
    "list the places of a caller": waiting.PLACES.statement,
    "read the newest waits of a line": estimates.NEWEST.params(line="refund", most=9),
    "find a ticket": promises.TICKET_BY_NUMBER,
    "find a ticket's key": promises.TICKET_BY_KEY,
    "list the tickets of an account": promises.TICKETS_OF,
    "list messages": notices.MESSAGES,
    "find due jobs": jobs.DUE.params(kinds=["close"], now=None, most=None),
    "ask whether jobs are due": jobs.any_due(("close", "text")).statement,
    "count those who wait": figures.WAITING.params(queues=["refund"]),
    "count how calls ended": figures.ENDINGS,
    "count due jobs": figures.DUE,
    "count failing jobs": figures.FAILING,
    "count parked jobs": figures.PARKED,
    "list parked jobs": jobs.PARKED,
    "find a message": notices.MESSAGE,
    "find a message by the carrier's name": notices.CLAIMED,
    "find messages without a job": notices.UNWATCHED,
    "read whose number rings": calls.ACCOUNT.statement,
    "read what is switched on": switches.ON,
    "list how a number marked talks": surveys.SINCE,
    "list what marks a number was asked for": surveys.ASKED,
    "list who heard a recording": notices.NOTES,
    "find the last talk of a call": past_talks.OF_CALL,
    "list whom a number talked to": past_talks.TALKED_TO.params(call=None, caller=None, since=None),
    "read how a talk was marked": surveys.OF_CALL,
    "find the last talk of an agent": past_talks.LAST,
    "find the offer to an agent": talking.OF_AGENT,
    "list who else is in a talk": talking.OTHERS,
    "find who owns a room": talking.OWNER_IN,
    "list the tickets of a call": promises.TICKETS_OF_CALL,
    "list the newest tries": identity.NEWEST,
    "count what a call is asked": identity.COUNT,
    "forget what a call is asked": identity.FORGET,
    "read a code": identity.CODE,
    "list closed calls": retention.NEXT.element,
    "find the recordings of calls": retention.RECORDINGS.params(sids=["CA1"]),
    **{f"find {column.table.name} of calls": select(column).where(column.in_(["CA1"])) for column in retention.OF_CALL},
    **{f"delete old {table}": delete for table, delete in retention.DELETE_OLD.items()},
}


OPEN = {
    "entries": ("uq_entries_open",),
    "offers": ("uq_offers_agent", "uq_offers_entry"),
    "intents": ("ix_intents_due_at",),
    "consults": ("ix_consults_open",),
}
"""The indexes of what is not over, by table."""


@pytest.mark.parametrize("statement", [floor.FLOOR_IS_DUE.statement, talking.LONG_PAUSED], ids=["is it due", "has a recording long rested"])
def test_what_the_floor_asks_time_and_again_does_not_grow_with_what_is_over(statement: ClauseElement, connection: Connection) -> None:
    """Many entries and offers that are over are no work: what is read is an index of those that are not."""
    compiled = statement.compile(connection, compile_kwargs={"render_postcompile": True})
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", (None,) * len(compiled.positiontup or ()))
    whole = {str(step[-1]).removeprefix("SCAN ") for step in plan if str(step[-1]).startswith("SCAN")}
    assert whole <= {"CONSTANT ROW", "agents", *(f"{table} USING INDEX {index}" for table in OPEN for index in OPEN[table])}


@pytest.mark.parametrize("what", STATEMENTS)
def test_no_statement_of_a_call_reads_a_whole_table(what: str, connection: Connection) -> None:
    statement: ClauseElement = STATEMENTS[what]
    compiled = statement.compile(connection, compile_kwargs={"render_postcompile": True})
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", (None,) * len(compiled.positiontup or ()))
    steps = [str(step[-1]) for step in plan]
    assert steps
    assert {step for step in steps if step.startswith("SCAN")} <= {"SCAN entries USING INDEX uq_entries_open"}, "no more than who waits"


@pytest.mark.parametrize("what", [*STATEMENTS, "take a turn"])
def test_no_statement_of_a_call_reads_a_whole_table_of_postgresql(what: str, postgres_connection: Connection) -> None:
    statement: ClauseElement = STATEMENTS.get(what, postgres.SAVE_TURN.statement)
    compiled = statement.compile(postgres_connection, compile_kwargs={"render_postcompile": True})
    numbers = count(1)
    sql = re.sub(r"%\(\w+\)s", lambda _: f"${next(numbers)}", str(compiled))
    # a table of a few rows is read whole unless that is forbidden; then it is read whole only if nothing else can be done
    postgres_connection.exec_driver_sql("SET enable_seqscan = off")
    plan = "\n".join(str(step[0]) for step in postgres_connection.exec_driver_sql(f"EXPLAIN (GENERIC_PLAN) {sql}"))
    assert "Index" in plan
    assert "Seq Scan" not in plan
