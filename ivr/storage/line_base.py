"""What a unit promises of those who wait, on the line or at home."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from ivr.storage.floor_records import Queued
from ivr.storage.records import Callback, Entry, Line


class LineUnit(Protocol):
    """Places in line, and the calls that were promised to those who wait at home."""

    def join_queue(self, entry: Entry) -> Entry:
        """Let a call wait. One already waiting or away in that queue keeps its place and waits again, with the story as it is now."""

    def entry_away(self, call_sid: str) -> Entry | None:
        """Read the newest entry of a call whose wish is being carried out, before others one that an agent wished."""

    def places_of(self, call_sid: str, caller_hash: str) -> list[Entry]:
        """List the entries of a call but those at home, and those with which its number waits at home; the newest first."""

    def known_in_line(self, call_sids: Sequence[str]) -> frozenset[str]:
        """Name those of some calls that wait, are away or talk."""

    def carry_out(self, call_sid: str, wish: str, state: str, kept: str) -> None:
        """Note that what an entry is away for is being carried out: its state from now on, and what of the wish is kept."""

    def entry(self, entry_id: str) -> Entry | None:
        """Read an entry."""

    def waiting_count(self, queue: str) -> int:
        """Count those waiting in a queue, not those away."""

    def line_at(self, place_at: datetime, queues: Sequence[str], now: datetime) -> Line:
        """Count those waiting in some queues, and those of them, with who waits at home, who come before one taking that place now."""

    def reach(self, entry_id: str, call_sid: str, at: datetime) -> bool:
        """Let one who waited at home wait on the line, by the call that reached them. False if they wait at home no more."""

    def leave_home(self, entry_id: str) -> bool:
        """Wait at home no more: whoever does is not called, and what they told is forgotten. False if they do not wait there."""

    def wish(self, entry_id: str, wish: str, before: str = "waiting") -> bool:
        """Turn an entry that waits, or talks, into one away with a wish. False if it did not."""

    def leave_queue(self, call_sid: str, state: str) -> bool:
        """Move the entries of a call that wait, are away or talk to gone or done. False if it had none."""

    def book_callback(self, callback: Callback, propose: Callable[[], str]) -> tuple[Callback, bool]:
        """Book a callback under a proposed number that is free. False with the first one if its key is known."""

    def callback(self, number: str) -> Callback | None:
        """Read a callback."""

    def at_home(self, now: datetime) -> list[Queued]:
        """List those whose callback is due and not about to be made, who do not ring themselves, and who are held out to nobody."""

    def being_called(self, now: datetime, since: datetime) -> list[Queued]:
        """List those who are held out to nobody, and are about to be called, or were since then by a call that is not known to be over."""

    def calls_in_the_way(self, before: datetime) -> list[str]:
        """List the calls for which a callback that has been due since then is not made: its number rings us, as far as we know."""

    def open_callback(self, entry_id: str) -> Callback | None:
        """Read the callback that an entry waits at home for."""

    def callbacks_of(self, caller_hash: str) -> list[Callback]:
        """List the callbacks of a number, the newest first."""

    def placeless_callbacks(self) -> list[Callback]:
        """List the callbacks booked by the program before this one, whose place nobody keeps and whose call is closed, the newest first."""

    def place_callback(self, callback: Callback) -> bool:
        """Keep which entry waits for a callback that had none, its state, and when it is due. False if it has one."""

    def try_callback(self, callback: Callback, now: datetime, next_at: datetime | None) -> bool:
        """Count a try that is about to be made; the next is not before then, or never. False if it is not to be made now."""

    def end_try(self, number: str) -> None:
        """Keep that the last try of a callback is over."""

    def put_off(self, caller_hash: str, until: datetime) -> None:
        """Let no callback of a number be due before then; one that was tried for the last time stays so."""

    def keep_callback_leg(self, callback: Callback, sid: str) -> None:
        """Keep which call is the last try, the first that is told; not of one that was tried again since."""

    def move_reached(self, entry_id: str) -> str | None:
        """Say that who was reached has moved the callback to another time; name the call in which it was booked, None if nobody was."""

    def settle_callback(self, entry_id: str, state: str) -> bool:
        """Say what became of a callback. False if that is known."""
