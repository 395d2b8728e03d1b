"""A one-time code on its way through Verify. https://www.twilio.com/docs/verify/api/verification"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

# https://www.twilio.com/blog/test-verify-no-rate-limits: how long a code lives, and how often it may be sent and checked
LIFE = timedelta(minutes=10)
MOST_SENT = MOST_CHECKS = 5


@dataclass(slots=True, eq=False)
class Verification:
    """One code for one number. `status` is pending, approved, canceled or max_attempts_reached."""

    sid: str
    service: str
    to: str
    code: str = field(repr=False)
    created: datetime
    updated: datetime
    status: str = "pending"
    sent: list[datetime] = field(default_factory=list)
    checks: int = 0

    def is_open(self, now: datetime) -> bool:
        """Tell whether it can still be fetched, checked or sent again."""
        return self.status == "pending" and now - self.created < LIFE

    def check(self, code: str, now: datetime) -> bool:
        """Try a code; tell whether that could be done at all, which after too many wrong ones it cannot."""
        self.updated = now
        if self.checks >= MOST_CHECKS:
            self.status = "max_attempts_reached"
            return False
        self.checks += 1
        if code == self.code:
            self.status = "approved"
        return True
