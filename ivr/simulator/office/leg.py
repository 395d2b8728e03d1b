"""What is known of one party's side of a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ivr.simulator.effects import Progress

OVER = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


@dataclass(slots=True, eq=False)
class Leg:
    """One leg. Times are seconds on the exchange's clock; `name` is how transcripts and events call it."""

    sid: str
    account: str
    caller: str
    called: str
    direction: str
    created: datetime
    began: float
    name: str = "caller"
    parent: str | None = None
    status: str = "queued"
    fallback: str | None = None
    fallback_method: str = "POST"
    progress: Progress | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    answered: float | None = None
    ended: float | None = None
    answered_by: str | None = None
    # How many seconds it may last from its answer, where the application says so; how it is to be recorded, if at all.
    limit: float | None = None
    records: Progress | None = None
    # How many status callbacks have been sent.
    told: int = 0

    @property
    def is_over(self) -> bool:
        """Whether the leg has ended, however it ended."""
        return self.status in OVER

    @property
    def length(self) -> int:
        """How long it has been a call, in whole seconds; none for one that was never answered."""
        return 0 if self.answered is None or self.ended is None else round(self.ended - self.answered)

    def params(self) -> dict[str, str]:
        """Give the standard parameters of a request as they are now."""
        ends = {"From": self.caller, "To": self.called, "Caller": self.caller, "Called": self.called}
        sids = {"CallSid": self.sid, "AccountSid": self.account}
        parent = {"ParentCallSid": self.parent} if self.parent else {}
        version = {"ApiVersion": "2010-04-01", "Direction": self.direction, "CallStatus": self.status}
        return dict(self.extra) | ends | sids | parent | version
