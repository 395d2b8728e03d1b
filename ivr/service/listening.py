"""Whoever may hear what was recorded asks here, for the recordings of a call or a ticket, or for one, opened; it is noted who heard it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from ivr.errors import NotOurKey, RecordingError
from ivr.storage.base import Store, Unit
from ivr.storage.records import Recording
from ivr.storage.vault import Vault

HEARD = "heard"
KEPT = "kept"
BECAME = {
    "": "the carrier has not said what became of it",
    "in-progress": "being recorded",
    "completed": "at the carrier",
    "absent": "nothing was recorded: too short, or silent",
    "failed": "the carrier failed to record it",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A recording by its name, how long it is, what became of it, and when it was heard by whom."""

    sid: str
    seconds: int
    became: str
    heard: tuple[tuple[datetime, str], ...]


@dataclass(frozen=True, slots=True)
class Listening:
    """Lists and opens recordings. Its methods raise RecordingError for what cannot be done, with why and what to do."""

    store: Store
    vault: Vault | None
    clock: Callable[[], datetime]

    def find(self, name: str) -> list[Listed]:
        """List the recordings of a call or a ticket, or the one of this name."""
        with self.store.unit() as unit:
            return [_listed(unit, each) for each in _named(unit, name)]

    def open(self, name: str, by: str) -> tuple[str, Iterator[bytes]]:
        """Give the name and the sound, a WAV file, of the only recording that we have of what is named; note who hears it."""
        with self.store.unit() as unit:
            kept = _only(_named(unit, name))
            if self.vault is None:
                raise RecordingError("RECORDINGS is not set. It is the folder that recordings are kept in.")
            number = len(unit.notes(kept.sid, HEARD))
            while not unit.note(kept.sid, HEARD, number, json.dumps({"by": by}), self.clock()):
                number += 1  # somebody else opens it at this moment
        return kept.sid, _proved(self.vault.open(kept.sid), kept.sha256)


def _named(unit: Unit, name: str) -> list[Recording]:
    ticket = unit.ticket(name)
    sids = unit.recordings_of([ticket.call_sid if ticket else name]) or [name]
    found = [each for each in map(unit.recording, sids) if each]
    if not found:
        raise RecordingError(f"there is no recording of {name}. Name a call, a ticket or a recording; what is over is deleted.")
    return found


def _only(found: list[Recording]) -> Recording:
    kept = [each for each in found if each.sha256]
    if not kept:
        raise RecordingError("; ".join(f"{each.sid} is not kept here: {BECAME[each.status]}" for each in found) + ".")
    if len(kept) > 1:
        raise RecordingError(f"there are several, of which one can be opened at a time: {', '.join(each.sid for each in kept)}.")
    return kept[0]


def _listed(unit: Unit, each: Recording) -> Listed:
    heard = tuple((at, str(json.loads(data)["by"])) for data, at in unit.notes(each.sid, HEARD))
    return Listed(each.sid, each.seconds, KEPT if each.sha256 else BECAME[each.status], heard)


def _proved(sound: Iterator[bytes], digest: str) -> Iterator[bytes]:
    """Pass a sound on. Raises NotOurKey at its end when it is not the one that was kept."""
    reckoned = sha256()
    for some in sound:
        reckoned.update(some)
        yield some
    if reckoned.hexdigest() != digest:
        raise NotOurKey("its file opens, and is not what was kept: it was put there later")
