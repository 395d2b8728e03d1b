"""What can be wrong with the wallet, on demand: for one operation or for all, always or a number of times."""

import errno
import re
from collections.abc import Callable
from dataclasses import dataclass

from ivr.demo_wallet.operations import OPERATIONS

KINDS = "slow SECONDS, never, 500, garbage, twice, lost"
FAULT = re.compile(r"slow \d+(\.\d+)?|never|500|garbage|twice|lost")
NEVER_SECONDS = 600.0
ALL = "*"
NAMES = (ALL, *(each.name for each in OPERATIONS))
Reply = tuple[int, bytes]


class Lost(ConnectionResetError):
    """The line is cut before an answer."""


@dataclass(slots=True)
class Fault:
    """What goes wrong, and how many times more; without a number until it is taken away."""

    kind: str
    times: int | None = None


class Faults:
    """What is wrong now, by operation. `wait` lets time pass."""

    def __init__(self, wait: Callable[[float], None]) -> None:
        self.wait = wait
        self.now: dict[str, Fault] = {}

    def set(self, operation: str, kind: str, times: int | None = None) -> None:
        """Let something go wrong from now on; an empty kind ends it, for `*` all there is. Raises ValueError."""
        if operation not in NAMES:
            raise ValueError(f'"{operation}" is no operation; write {", ".join(NAMES)}')
        if kind and not FAULT.fullmatch(kind):
            raise ValueError(f'"{kind}" is no fault; write {KINDS}')
        self.now.pop(operation, None)
        if operation == ALL and not kind:
            self.now.clear()
        if kind:
            self.now[operation] = Fault(kind, times)

    def around(self, operation: str, answer: Callable[[], Reply]) -> Reply:
        """Give the answer as it comes out of a wallet with this fault. Raises Lost."""
        match self._taken(operation).split():
            case ["slow", seconds]:
                self.wait(float(seconds))
            case ["never"]:
                self.wait(NEVER_SECONDS)
            case ["500"]:
                return 500, b'{"error": {"code": "broken", "message": "Something is broken here."}}'
            case ["garbage"]:
                return 200, b'{"id": "60010'
            case ["twice"]:
                answer()
            case ["lost"]:
                answer()
                raise Lost(errno.ECONNRESET, "the line is cut after the deed")
        return answer()

    def _taken(self, operation: str) -> str:
        at = operation if operation in self.now else ALL
        fault = self.now.get(at)
        if fault is None:
            return ""
        if fault.times is not None:
            fault.times -= 1
            if not fault.times:
                del self.now[at]
        return fault.kind
