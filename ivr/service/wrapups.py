"""What an agent writes after a talk: kept with it, told to the caller by text, and what becomes of the case it was about."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ivr.compiler.problems import did_you_mean
from ivr.errors import AgentError
from ivr.flow.graph import Flow
from ivr.flow.journal import Chose, Queued
from ivr.flow.state import CallState
from ivr.service.actions.tickets_look import answer_due
from ivr.service.clock import ServiceWorld, as_value
from ivr.service.marks import FOLLOW_UP, ask_for_answer
from ivr.service.offers import LEG_ENDS_WITHIN, WRAP_UP
from ivr.service.texts import text_number
from ivr.service.whisper import matter
from ivr.spoken import LONGEST_SENTENCE
from ivr.storage.base import Store, Unit
from ivr.storage.floor_records import OfferRow, WrapUp
from ivr.storage.records import OPEN, CallRow, Entry, Ticket
from ivr.storage.reference import reference

SETTLED, NOTHING = frozenset({"solved", "answered"}), "nothing"
DISPOSITIONS = (*sorted(SETTLED), "working", "waiting", "escalated", NOTHING)
"""What may come of a talk. All but `nothing`, which is for who had a wrong number, are states of a case, and of each the menus have the
word that callers hear: so they are not for `hotline.yaml` to choose."""
WRITTEN_WITHIN = timedelta(days=1)
COMPLAINT, TALK = "complaint", "talk"
"""Kinds of tickets: the one that is answered in writing, and the one of a talk that was about none."""
DONE, DUE, ON, SOLUTION = "talk_done", "talk_due", "talk_open", "solution"
"""The hotline's texts after a talk; one that it does not have is not sent."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk that is over, who waited for it, their call, and the choices they made in it."""

    offer: OfferRow
    entry: Entry
    call: CallRow
    path: Sequence[str]

    @property
    def story(self) -> Mapping[str, Any]:
        """What the caller had done and said before it, until the call is closed."""
        story: Mapping[str, Any] = json.loads(self.entry.story or "{}")
        return story

    @property
    def account(self) -> str | None:
        """The account that the caller has shown to be theirs."""
        return (self.story.get("account") or {}).get("id") if self.story.get("identity") else None

    def is_of(self, case: Ticket) -> bool:
        """Tell whether a case is one of the call, the caller's number or their account: it may be told to them."""
        known = {case.call_sid, case.caller_hash, case.account} - {"", None}
        return bool(known & {self.call.sid, self.call.caller_hash, self.account})


@dataclass(frozen=True, slots=True)
class WrapUps:
    """Takes what agents write."""

    store: Store
    flow: Flow
    clock: Callable[[], datetime]
    draw: Callable[[int], int]

    def write(self, staff: str, disposition: str, note: str, number: str = "", solution: str = "") -> Ticket | None:
        """Keep what an agent writes of their last talk, end their writing, and give the case as it stands now; None when there is none.

        It is the case of that number, which is the caller's, or else the one that the call left open, or else one of the talk's own.
        The `solution` is told by text to who complained, and they are asked to mark it. Raises AgentError; then nothing was changed.
        """
        if disposition not in DISPOSITIONS:
            raise AgentError(f'"{disposition}" is not what can come of a talk. {did_you_mean(disposition, DISPOSITIONS)}')
        if len(solution) > LONGEST_SENTENCE:
            raise AgentError(f"a text has room for {LONGEST_SENTENCE} characters of a solution; this one has {len(solution)}.")
        talk, now = self._last_talk(staff), self.clock()
        with self.store.unit() as unit:
            if not unit.keep_wrapup(WrapUp(talk.offer.id, staff, disposition, note, now)):
                raise AgentError("that talk is written about already.")
            if now < talk.offer.changed_at + WRAP_UP:
                unit.rest_agent(staff, max(now, talk.offer.changed_at + LEG_ENDS_WITHIN))
            case = None if disposition == NOTHING else self._case(unit, talk, number, note, disposition)
            is_answered = case is not None and case.kind == COMPLAINT and case.state in SETTLED
            if is_answered and not solution:
                raise AgentError("whoever complained is told what came of it: write that too, with --solution.")
            if solution and not is_answered:
                raise AgentError("a solution answers a complaint, and there is none that this talk has answered or solved.")
            if case is not None:
                self._tell(unit, talk, case, solution, now)
        return case

    def _last_talk(self, staff: str) -> Talk:
        with self.store.unit() as unit:
            offer = unit.last_talk(staff, self.clock() - WRITTEN_WITHIN)
            entry = unit.entry(offer.entry) if offer else None
            facts = [fact for _, turn in unit.journal(entry.call_sid) for fact in json.loads(turn)] if entry else []
        call = self.store.read_call(entry.call_sid) if entry else None
        if offer is None or entry is None or call is None:
            raise AgentError(f'"{staff}" had no talk within a day.')
        if offer.state != "over":
            raise AgentError(f'the talk of "{staff}" is not over yet.')
        return Talk(offer, entry, call, _path(facts, entry.queue))

    def _case(self, unit: Unit, talk: Talk, number: str, note: str, state: str) -> Ticket:
        """Put the case that a talk was about into a state."""
        case = unit.ticket(number or (talk.story.get("ticket") or {}).get("number", ""))
        if number and case is None:
            raise AgentError(f'there is no case "{number}".')
        if number and case is not None and not talk.is_of(case):
            raise AgentError(f'case "{number}" is not of this call, of this number or of the account shown to be theirs. Read it again.')
        if not number and (case is None or not _is_open(case)):
            case = next(filter(_is_open, reversed(unit.tickets_of_call(talk.call.sid))), None)
        if case is None:
            case, _ = unit.open_ticket(self._new_case(talk, note), lambda: reference(self.draw))
        return unit.turn_ticket(case, state)

    def _new_case(self, talk: Talk, note: str) -> Ticket:
        return Ticket(
            kind=TALK,
            category=talk.entry.queue,
            call_sid=talk.call.sid,
            caller_hash=talk.call.caller_hash,
            text=note,
            language=talk.entry.language,
            opened_at=self.clock(),
            key=f"{talk.offer.id}:{TALK}",
            account=talk.account,
            items=json.dumps({"staff": talk.offer.agent, "story": talk.story}, ensure_ascii=False),
        )

    def _tell(self, unit: Unit, talk: Talk, case: Ticket, solution: str, now: datetime) -> None:
        """Text the caller when it was, who talked to them, about what, how the case stands, and until when it is answered."""
        language, world = talk.entry.language, ServiceWorld(self.flow, now)
        due = answer_due(world, case)
        is_promised = due is not None and due > now
        name = SOLUTION if solution else DONE if case.state in SETTLED else DUE if is_promised else ON
        told = {
            "at": as_value((talk.offer.talked_at or now).astimezone(world.now().tzinfo)),
            "due": as_value(due.astimezone(world.now().tzinfo)) if due else None,
            "staff": talk.offer.agent,
            "matter": matter(self.flow, talk.entry.queue, talk.path, language),
            "number": case.number,
            "status": world.words(f"ticket.{case.state}"),
            "solution": solution,
        }
        state = CallState(language, slots={"talk": told})
        if text_number(unit, self.flow, name, state, talk.call, f"{talk.offer.id}:{name}", now) and solution:
            ask_for_answer(unit, case, now)


def _path(facts: Sequence[Sequence[str]], queue: str) -> list[str]:
    """Give the choices by which a call came to a queue last."""
    joined = max((nth for nth, fact in enumerate(facts) if fact[:2] == [Queued.__name__, queue]), default=len(facts))
    return [f"{fact[1]}:{fact[2]}" for fact in facts[:joined] if fact[0] == Chose.__name__]


def _is_open(case: Ticket) -> bool:
    return case.state in OPEN and case.kind != FOLLOW_UP
