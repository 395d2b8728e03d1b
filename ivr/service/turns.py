"""Taking turns: a turn asked for again, or by two at once, is taken once, and each hears the same."""

from dataclasses import dataclass

from ivr.errors import TurnTaken
from ivr.flow.commands import Hangup
from ivr.flow.events import HungUp
from ivr.service.one_turn import Means, OneTurn, Request, Taken
from ivr.storage.records import CallRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns(Means):
    """Takes turns, and closes calls."""

    def take(self, request: Request) -> Taken:
        """Take the turn and give the answer that was committed; a turn taken already gives the kept answer."""
        row = self.store.read_call(request.sid, request.n)
        if row is not None and request.n < row.turn:
            return self._kept(row, request)
        try:
            return OneTurn(self, request, row).take()
        except TurnTaken:
            winner = self.store.read_call(request.sid)
            if winner is None:
                raise
            return self._kept(winner, request)

    def _kept(self, row: CallRow, request: Request) -> Taken:
        """Give the answer of the last turn; a closed call has none left."""
        answer = row.answer or self.render(self.library.current, (Hangup(),), row.turn, "")
        return Taken(answer, request.event, "", row.turn, replayed=True)

    def close(self, sid: str) -> None:
        """Close a call whose caller has gone; closing it again does nothing."""
        row = self.store.read_call(sid)
        if row is not None and row.closed_at is None:
            OneTurn(self, Request(sid, row.turn, HungUp()), row).close()
