"""A line to the application on which it is noted what calls cover, turn by turn, from what the store keeps of them."""

import json
from urllib.parse import parse_qs

from ivr.flow import engine, journal
from ivr.flow.state import CallState
from ivr.simulator.web.line import Incoming, Outgoing
from ivr.storage.records import CallRow
from ivr.trial.items import Item, Items, Step
from ivr.trial.stage import Stage


class Watched:
    """Carries requests as the stage's own line does."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.base_url = stage.line.base_url
        self._items = Items(stage.flow)
        self._turns: set[Item] = set()
        self._last: dict[str, CallState] = {}

    @property
    def covered(self) -> frozenset[Item]:
        """What the calls on it have covered, once they are over."""
        gone = (state for state in self._last.values() if not state.ended)
        return frozenset(self._turns).union(*(self._items.hang_up(state) for state in gone))

    def reaches(self, url: str) -> bool:
        return self.stage.line.reaches(url)

    def send(self, request: Outgoing) -> Incoming:
        form = parse_qs(request.body.decode())
        sid = form.get("CallSid", [""])[0]
        before = self._read(sid)
        answer = self.stage.line.send(request)
        after = self._read(sid)
        if after is not None and (before is None or before.turn < after.turn) and after.closed_at is None:
            self._note(sid, after, form.get("Digits", [""])[0])
        return answer

    def _read(self, sid: str) -> CallRow | None:
        return self.stage.application.store.read_call(sid) if sid else None

    def _note(self, sid: str, row: CallRow, digits: str) -> None:
        flow = self.stage.flow
        before, after = self._last.get(sid, engine.begin(flow)), CallState.from_json(json.loads(row.state))
        self._last[sid] = after
        with self.stage.application.store.unit() as unit:
            told = json.loads(unit.journal(sid)[-1][1])
        facts = tuple(getattr(journal, kind)(*values) for kind, *values in told)
        world = self.stage.application.services.world
        self._turns |= set(self._items.of(Step(before, after, digits, facts, world.is_open)))
