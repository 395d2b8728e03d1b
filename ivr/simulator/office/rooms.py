"""Rooms: conferences, who is in them and what each hears. https://www.twilio.com/docs/voice/twiml/conference"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal

from ivr.simulator.clock import Clock
from ivr.simulator.effects import Notice, Progress
from ivr.simulator.office.recordings import Recording, Recordings, Result
from ivr.simulator.outcomes import Interrupt, RoomOver, Roused, Wish
from ivr.simulator.unsure import Unsure

Throw = Callable[[str, Interrupt, Callable[[], bool]], None]


@dataclass(slots=True, eq=False)
class Participant:
    """One leg in a room. `hold_url` None is the carrier's own music, empty is silence."""

    sid: str
    room: "Room"
    label: str
    muted: bool
    start: bool
    end: bool
    wish: Wish
    joined: datetime
    coaching: str = ""
    held: bool = False
    hold_url: str | None = None
    hold_method: str = "GET"
    announcement: tuple[str, str] | None = None
    is_in: bool = True
    # Whether it goes on only when the sound it is held with is over; whether its leg still stands in the room.
    lingers: bool = False
    stays: bool = True

    @property
    def hears(self) -> Literal["wait", "hold", "talk"]:
        """What the leg hears now."""
        if self.held:
            return "hold"
        return "wait" if self.room.status == "init" else "talk"


@dataclass(slots=True, eq=False)
class Room:
    """One conference; `status` is init, in-progress or completed."""

    sid: str
    name: str
    account: str
    created: datetime
    wish: Wish
    status: str = "init"
    participants: list[Participant] = field(default_factory=list)
    started: datetime | None = None
    ended: datetime | None = None
    reason: str = ""
    ended_by: str = ""
    told: int = 0
    recording: Recording | None = None

    def find(self, sid_or_label: str) -> Participant | None:
        """Give a participant by its leg's SID or its label."""
        return next((each for each in self.participants if sid_or_label in (each.sid, each.label)), None)


@dataclass(frozen=True, slots=True)
class Turned:
    """Why a leg is not let into a room, with Twilio's code."""

    code: int
    message: str


class Rooms:
    """All rooms, by SID; the open ones also by name."""

    def __init__(
        self,
        clock: Clock,
        unsure: Unsure,
        recordings: Recordings,
        new_sid: Callable[[str], str],
        notify: Callable[[Notice], None],
        throw: Throw,
        result: Result = "completed",
    ) -> None:
        self._result = result
        self._clock, self._unsure, self._recordings = clock, unsure, recordings
        self._new_sid, self._notify, self._throw = new_sid, notify, throw
        self.by_sid: dict[str, Room] = {}
        self._open: dict[str, Room] = {}

    def open(self, name: str) -> Room | None:
        """Give the open room of this name."""
        return self._open.get(name)

    @property
    def all_open(self) -> Collection[Room]:
        """Give the rooms that are open."""
        return self._open.values()

    def of(self, sid: str) -> Participant | None:
        """Give a leg's place in the room it is in."""
        return next((each for room in self._open.values() for each in room.participants if each.sid == sid), None)

    def would_wait(self, name: str, wish: Wish) -> bool:
        """Tell whether a leg that enters now would hear its wait document."""
        room = self._open.get(name)
        return room is None or (room.status == "init" and not (wish.start or any(each.start for each in room.participants)))

    def enter(self, name: str, sid: str, account: str, wish: Wish) -> Participant | Turned:
        """Let a leg into the room of this name, made by the first who comes; its callbacks are the first one's."""
        room = self._open.get(name)
        if room is None:
            if wish.coach:
                return Turned(13240, f"nobody is in the room whom {wish.coach} could be")
            room = Room(self._new_sid("CF"), name, account, self._clock.now(), wish)
            self.by_sid[room.sid] = self._open[name] = room
        if refused := _refused(room, wish):
            return refused
        coaching = wish.coach
        entered = Participant(sid, room, wish.label, wish.muted, wish.start, wish.end, wish, self._clock.now(), coaching)
        room.participants.append(entered)
        self._tell(room, "join", "participant-join", entered)
        self._start(room, entered)
        self._record(room, wish)
        return entered

    def leave(self, participant: Participant, reason: str, status: str) -> None:
        """Take a participant out; the last one's and an owner's leaving ends the room."""
        room = participant.room
        if not participant.is_in:
            return
        participant.is_in = False
        room.participants.remove(participant)
        about = {"ReasonParticipantLeft": reason, "ParticipantCallStatus": status}
        self._tell(room, "leave", "participant-leave", participant, about)
        kicked = "kicked" if reason == "participant_updated_via_api" else "left"
        ends = participant.end and (room.status == "in-progress" or self._unsure.unstarted_room_ends)
        if ends:
            self.end(room, f"participant-with-end-conference-on-exit-{kicked}", participant)
        elif not room.participants:
            self.end(room, f"last-participant-{kicked}", participant)

    def end(self, room: Room, reason: str = "conference-ended-via-api", by: Participant | None = None) -> None:
        """End a room: everybody still in it goes on with a document of their own."""
        if room.status == "completed":
            return
        room.status, room.reason, room.ended = "completed", reason, self._clock.now()
        room.ended_by = by.sid if by else ""
        self._open.pop(room.name, None)
        if room.recording:
            self._recordings.stop(room.recording, self._result)
        why = "moderator_ended_conference" if by else "conference_ended_via_api"
        for participant in list(room.participants):
            participant.is_in = False
            room.participants.remove(participant)
            about = {"ReasonParticipantLeft": why, "ParticipantCallStatus": "in-progress"}
            self._tell(room, "leave", "participant-leave", participant, about)
            participant.lingers = participant.held and not self._unsure.held_leg_goes_on
            if not participant.lingers:
                self._let_go(participant)
        ending = {"CallSidEndingConference": by.sid, "ParticipantLabelEndingConference": by.label} if by else {}
        self._tell(room, "end", "conference-end", None, ending | {"ReasonConferenceEnded": reason, "Reason": reason})

    def kick(self, participant: Participant) -> None:
        """Take a participant out of the room; its leg goes on with its document."""
        self.leave(participant, "participant_updated_via_api", "in-progress")
        self._let_go(participant)

    def hold(self, participant: Participant, held: bool, url: str | None, method: str) -> None:
        """Let a participant hear something else than the room, or the room again."""
        participant.held, participant.hold_url, participant.hold_method = held, url, method
        self._tell(participant.room, "hold", "participant-hold" if held else "participant-unhold", participant)
        self._rouse(participant)

    def mute(self, participant: Participant, muted: bool) -> None:
        """Keep a participant from being heard, or no longer."""
        participant.muted = muted
        self._tell(participant.room, "mute", "participant-mute" if muted else "participant-unmute", participant)

    def modify(self, participant: Participant, end: bool | None = None, coaching: str | None = None) -> None:
        """Change what a participant's leaving does, or whom it speaks to alone."""
        participant.end = participant.end if end is None else end
        participant.coaching = participant.coaching if coaching is None else coaching
        self._tell(participant.room, "modify", "participant-modify", participant)

    def announce(self, participant: Participant, url: str, method: str) -> None:
        """Let a participant hear a document, then what it heard before."""
        participant.announcement = (url, method)
        self._rouse(participant)

    def hearers(self, sid: str) -> frozenset[str]:
        """Tell whom a leg hears in its room: those who speak, unless it is held or waits; a coach is heard by the coached alone."""
        me = self.of(sid)
        if me is None or me.hears != "talk":
            return frozenset()
        others = (each for each in me.room.participants if each is not me and each.hears == "talk" and not each.muted)
        return frozenset(each.sid for each in others if not each.coaching or each.coaching == sid)

    def _start(self, room: Room, last: Participant) -> None:
        if room.status == "init" and len(room.participants) > 1 and any(each.start for each in room.participants):
            room.status, room.started = "in-progress", self._clock.now()
            self._tell(room, "start", "conference-start", None)
            for participant in room.participants:
                if participant is not last:
                    self._rouse(participant)

    def _record(self, room: Room, wish: Wish) -> None:
        decides = room.wish if self._unsure.first_record_counts else wish
        if decides.record and room.status == "in-progress" and room.recording is None:
            room.recording = self._recordings.start("Conference", room.account, decides.recording, room=room.sid)

    def _let_go(self, participant: Participant) -> None:
        self._throw(participant.sid, RoomOver(), lambda: participant.stays)

    def _rouse(self, participant: Participant) -> None:
        self._throw(participant.sid, Roused(), lambda: participant.is_in)

    def _tell(self, room: Room, event: str, name: str, about: Participant | None, more: Mapping[str, str] | None = None) -> None:
        progress: Progress | None = room.wish.progress
        if progress is None or event not in progress.events:
            return
        told = {"StatusCallbackEvent": name, "ConferenceSid": room.sid, "FriendlyName": room.name, "AccountSid": room.account}
        stamp = format_datetime(self._clock.now().astimezone(UTC), usegmt=True)
        told |= {"SequenceNumber": str(room.told), "Timestamp": stamp} | (_described(about) if about else {}) | dict(more or {})
        room.told += 1
        self._notify(Notice(progress.url, progress.method, told, 0.1))

    def __iter__(self) -> Iterator[Room]:
        return iter(self.by_sid.values())


def _described(participant: Participant) -> dict[str, str]:
    flags = {
        "Muted": participant.muted,
        "Hold": participant.held,
        "Coaching": bool(participant.coaching),
        "StartConferenceOnEnter": participant.start,
        "EndConferenceOnExit": participant.end,
    }
    label = {"ParticipantLabel": participant.label} if participant.label else {}
    return {"CallSid": participant.sid} | label | {name: str(value).lower() for name, value in flags.items()}


def _refused(room: Room, wish: Wish) -> Turned | None:
    if wish.label and any(each.label == wish.label for each in room.participants):
        return Turned(16025, f"somebody labelled {wish.label!r} is in the room already")
    if wish.coach and room.find(wish.coach) is None:
        return Turned(13240, f"{wish.coach} is not in the room to be coached")
    if len(room.participants) >= room.wish.most:
        return Turned(16020, f"the room has its {room.wish.most} participants")
    return None
