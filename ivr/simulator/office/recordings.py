"""Recordings: what is recorded, how long it is, and what becomes of it. https://www.twilio.com/docs/voice/api/recording"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal

from ivr.simulator.clock import Clock
from ivr.simulator.effects import Notice, Progress

Result = Literal["completed", "absent", "failed"]


@dataclass(slots=True, eq=False)
class Recording:
    """One recording of a leg or a room; `status` is in-progress, paused, stopped, processing, completed, absent or failed."""

    sid: str
    # Its address, to which .wav may be added.
    url: str
    source: str
    account: str
    started: datetime
    call: str | None = None
    room: str | None = None
    channels: int = 1
    progress: Progress | None = None
    # How <Stop> finds one that <Start> began.
    name: str = ""
    status: str = "in-progress"
    result: Result = "completed"
    # Seconds kept so far, and since when it runs on; none while it is paused and skips.
    kept: float = 0.0
    running_since: float | None = None
    # What is heard in it, as (start, frames) of 8 kHz PCM16; silence where there is nothing.
    sounds: list[tuple[float, bytes]] = field(default_factory=list)

    def seconds(self, now: float) -> float:
        """Tell how long it is, or has become by now."""
        return self.kept + (now - self.running_since if self.running_since is not None else 0.0)


class Recordings:
    """All recordings, by SID; `api` is where they can be fetched, so many seconds after they end."""

    def __init__(
        self, clock: Clock, new_sid: Callable[[str], str], notify: Callable[[Notice], None], api: str, ready_seconds: float
    ) -> None:
        self._clock, self._new_sid, self._notify, self._api, self._ready_seconds = clock, new_sid, notify, api, ready_seconds
        self.by_sid: dict[str, Recording] = {}

    def start(self, source: str, account: str, progress: Progress | None, call: str | None = None, room: str | None = None) -> Recording:
        """Begin to record."""
        sid = self._new_sid("RE")
        url = f"{self._api}/2010-04-01/Accounts/{account}/Recordings/{sid}"
        made = Recording(sid, url, source, account, self._clock.now(), call, room, 1, progress)
        made.running_since = self._clock.elapsed
        self.by_sid[made.sid] = made
        self._tell(made, "in-progress", 0.0)
        return made

    def running(self, call: str) -> list[Recording]:
        """Give what is being recorded of a leg."""
        return [each for each in self.by_sid.values() if each.call == call and each.status in ("in-progress", "paused")]

    def pause(self, recording: Recording, skips: bool) -> None:
        """Record silence, or nothing, until it is resumed."""
        recording.status = "paused"
        if skips:
            self._hold_length(recording)

    def resume(self, recording: Recording) -> None:
        """Record again."""
        recording.status = "in-progress"
        if recording.running_since is None:
            recording.running_since = self._clock.elapsed

    def stop(self, recording: Recording, result: Result, seconds: float | None = None) -> None:
        """End it; a little later it is ready, absent or failed. `seconds` where the length is another than the time that passed."""
        if recording.status not in ("in-progress", "paused"):
            return
        self._hold_length(recording)
        recording.kept = recording.kept if seconds is None else seconds
        recording.status, recording.result = "processing", result
        self._clock.after(self._ready_seconds, lambda: self._ready(recording))
        self._tell(recording, result, self._ready_seconds)

    def _ready(self, recording: Recording) -> None:
        recording.status = recording.result

    def _hold_length(self, recording: Recording) -> None:
        recording.kept, recording.running_since = recording.seconds(self._clock.elapsed), None

    def _tell(self, recording: Recording, status: str, delay: float) -> None:
        progress = recording.progress
        if progress is None or not progress.url or status not in progress.events:
            return
        about = {"CallSid": recording.call} if recording.call else {"ConferenceSid": recording.room or ""}
        told = about | {
            "AccountSid": recording.account,
            "RecordingSid": recording.sid,
            "RecordingStatus": status,
            "RecordingSource": recording.source,
        }
        if recording.source != "RecordVerb":
            told["RecordingStartTime"] = format_datetime(recording.started.astimezone(UTC), usegmt=True)
        if status == "completed":
            told |= {"RecordingUrl": recording.url, "RecordingDuration": str(round(recording.kept))}
            told["RecordingChannels"] = str(recording.channels)
        self._notify(Notice(progress.url, progress.method, told, delay))
