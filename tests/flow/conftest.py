"""The menus and actions that all tests of the engine share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.compiler.compile import compile_texts
from ivr.flow.actions import Action, Actions
from ivr.flow.graph import Flow

SHARED = {file.name: file.read_text() for file in (Path(__file__).parent / "shared").glob("*.yaml")}
ORDER = {"number": "20260703", "amount": 12800, "at": "2026-03-01T14:00", "state": "paid"}
ORDERS = [ORDER, {**ORDER, "number": "20260704", "amount": 500, "state": "late"}]
FIELDS = {"number": "digits", "amount": "money", "at": "time", "state": "word"}

DECLARED = (
    Action("orders.find", "outside", {"found": ORDER, "not_found": {}, "unavailable": {}}, {"number": "digits"}, FIELDS),
    Action("orders.recent", "outside", {"found": ORDERS, "none": {}}, {}, FIELDS),  # type: ignore[dict-item]
    Action("orders.search", "inside", {"found": ORDERS, "none": {}}, {"day?": "date", "amount?": "money"}, FIELDS),  # type: ignore[dict-item]
    Action("identity.match", "inside", {"right": {}, "wrong": {"left": 2}, "locked": {}}, {"answer": "digits"}, {"left": "number"}),
    Action("wallet.freeze", "outside", {"done": {}, "unavailable": {}}, changes=True),
    Action("tickets.open", "inside", {"opened": {"number": "4815162340"}}, {"kind?": "word"}, {"number": "digits"}, changes=True),
    Action("queues.join", "inside", {"joined": {"entry": "e1"}, "closed": {}, "full": {}}, {"queue": "word"}, {"entry": "text"}),
    Action("calls.text", "inside", {"queued": {}, "no_number": {}}, {"text": "word"}),
    Action("drafts.keep", "inside", {"kept": {}, "nothing": {}}, {"kind": "word", "slots": "record"}),
)


@dataclass(frozen=True, slots=True)
class StillWorld:
    """A world in which it is always the same instant, and open but for the hours named."""

    at: str = "2026-03-02 10:00"
    closed: tuple[str, ...] = ()
    known_incident: Mapping[str, object] | None = None
    announced: object = None
    minutes: int = 0

    def now(self) -> datetime:
        return datetime.fromisoformat(self.at).replace(tzinfo=ZoneInfo("Asia/Shanghai"))

    def lasted(self) -> int:
        return self.minutes

    def is_open(self, hours: str) -> bool:
        return hours not in self.closed

    def incident(self) -> Mapping[str, object] | None:
        return self.known_incident

    def announcement(self) -> object:
        return self.announced


@pytest.fixture(scope="session")
def actions() -> Actions:
    return {action.name: action for action in DECLARED}


@pytest.fixture(scope="session")
def world() -> Callable[..., StillWorld]:
    return StillWorld


@pytest.fixture(scope="session")
def compiled(actions: Actions) -> Callable[..., Flow]:
    """Compile menus, given by file name without `.yaml`, beside the shared ones; `swap` replaces pieces of hotline.yaml."""

    done: dict[str, Flow] = {}

    def compile_beside(menus: Mapping[str, str], swap: Mapping[str, str] | None = None) -> Flow:
        files = {**SHARED, **{f"{name}.yaml": text for name, text in menus.items()}}
        for old, new in (swap or {}).items():
            assert old in files["hotline.yaml"], f"hotline.yaml has no {old!r} to swap"
            files["hotline.yaml"] = files["hotline.yaml"].replace(old, new)
        key = repr(sorted(files.items()))
        if key not in done:
            done[key] = compile_texts(files, actions)
        return done[key]

    return compile_beside
