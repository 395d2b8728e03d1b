"""Recordings: fetched from the carrier until we have them, measured, sealed in a folder of ours, and deleted with their call."""

import json
import wave
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Protocol

from ivr.errors import CarrierError
from ivr.storage.base import Store, Unit
from ivr.storage.figures import LONGEST_CALL
from ivr.storage.vault import Vault

FETCH, CLEAR, ERASE = "fetch_recording", "clear_recording", "erase_recording"
"""Kinds of jobs: to have a recording here, to have the carrier delete its copy, and to have it nowhere any more."""
SLACK_SECONDS = 2
"""The carrier tells whole seconds, and may cut silence."""
HEADER_BYTES = 44
"""What a WAV file of plain samples begins with: http://soundfile.sapp.org/doc/WaveFormat/"""


class Archive(Protocol):
    """The recordings at the carrier. Its methods raise CarrierError."""

    def fetch(self, recording: str) -> Iterator[bytes]:
        """Give the sound of a recording, a WAV file, as it comes."""

    def told(self, since: datetime) -> Iterable[Mapping[str, str]]:
        """List the recordings since then, each in the words in which the carrier tells of it."""

    def room(self, conference: str) -> str:
        """Give our name for a room of which the carrier tells its own."""

    def erase(self, recording: str) -> None:
        """Delete a recording; one that is gone already is no failure."""


def fetch_later(unit: Unit, sid: str, now: datetime) -> None:
    """Have a recording fetched that the carrier has ready; twice is once."""
    unit.add_job(FETCH, sid, json.dumps({"sid": sid}), now)


@dataclass(frozen=True, slots=True)
class Recordings:
    """Does the jobs of recordings. Without a vault they stay at the carrier; `clears` says that its copy goes when we have ours."""

    store: Store
    archive: Archive
    vault: Vault | None
    clock: Callable[[], datetime]
    clears: bool = False

    def doers(self) -> dict[str, Callable[[Mapping[str, Any]], None]]:
        """Give what does each kind of job."""
        kept = {FETCH: self._fetch, CLEAR: self._clear} if self.vault else {}
        return {**kept, ERASE: self._erase}

    def _fetch(self, data: Mapping[str, Any]) -> None:
        sid = str(data["sid"])
        with self.store.unit() as unit:
            known = unit.recording(sid)
        if self.vault is None or known is None or known.sha256:
            return
        sha256 = self.vault.keep(sid, measured(self.archive.fetch(sid), known.seconds))
        with self.store.unit() as unit:
            is_known = unit.keep_sound(sid, sha256)
            if self.clears:
                # a call that is on may play it from there
                unit.add_job(CLEAR, sid, json.dumps({"sid": sid}), self.clock() + LONGEST_CALL)
        if not is_known:
            self.vault.forget(sid)

    def _clear(self, data: Mapping[str, Any]) -> None:
        self.archive.erase(str(data["sid"]))

    def _erase(self, data: Mapping[str, Any]) -> None:
        """Delete a recording wherever it is, then forget it."""
        sid = str(data["sid"])
        if self.vault:
            self.vault.forget(sid)
        self.archive.erase(sid)
        with self.store.unit() as unit:
            unit.forget_recording(sid)


def measured(sound: Iterable[bytes], seconds: int) -> Iterator[bytes]:
    """Pass a WAV file on. Raises CarrierError before anything is passed on when it is none, nothing at all included, and at its end when it
    does not last as long as the carrier said."""
    begin, length, a_second = b"", 0, 0
    for some in sound:
        length += len(some)
        if a_second:
            yield some
        elif len(begin := begin + some) >= HEADER_BYTES:
            a_second = _bytes_a_second(begin)
            yield begin
    lasts = length / (a_second or _bytes_a_second(begin))
    if abs(lasts - seconds) > SLACK_SECONDS:
        raise CarrierError(f"the recording lasts {lasts:.0f} seconds, and the carrier said {seconds}")


def _bytes_a_second(begin: bytes) -> int:
    try:
        with wave.open(BytesIO(begin)) as file:
            a_second = int(file.getframerate() * file.getnchannels() * file.getsampwidth())
    except (wave.Error, EOFError):
        a_second = 0
    if not a_second:
        raise CarrierError("what the carrier gave as a recording is no WAV file")
    return a_second
