"""What goes out to the carrier and comes back from it beside the turns: messages, recordings, notices."""

from datetime import datetime

from sqlalchemy import and_, bindparam, select, update

from ivr.storage.columns import Moment
from ivr.storage.records import Message, Recording
from ivr.storage.rows import Rows, columns, insert_new
from ivr.storage.tables import TAKEN, UNSENT, jobs, notices, outbox, recordings

POST = insert_new(outbox)
MESSAGES = select(*columns(outbox, Message)).where(outbox.c.call_sid == bindparam("call")).order_by(outbox.c.id)
MESSAGE = select(*columns(outbox, Message)).where(outbox.c.key == bindparam("key"))
THIS_MESSAGE = (outbox.c.key == bindparam("this"), outbox.c.state.in_(("queued", "sending")))
TRY = (
    update(outbox)
    .where(*THIS_MESSAGE, outbox.c.tried_at.is_not_distinct_from(bindparam("read", type_=Moment)))
    .values(state="sending", tried_at=bindparam("at", type_=Moment))
)
SENT = update(outbox).where(*THIS_MESSAGE).values(state="sent", carrier_sid=bindparam("sid"))
FAILED = update(outbox).where(*THIS_MESSAGE).values(state="failed", reason=bindparam("why"))
NOT_SENT = update(outbox).where(*THIS_MESSAGE).values(state="queued", tried_at=None)
FORGET = update(outbox).where(outbox.c.key == bindparam("this"), outbox.c.until.is_not(None)).values(body="")
CLAIMED = select(outbox.c.id).where(TAKEN, outbox.c.carrier_sid == bindparam("sid"))
UNWATCHED = (
    select(outbox.c.key)
    .join(jobs, and_(jobs.c.kind == bindparam("job"), jobs.c.key == outbox.c.key), isouter=True)
    .where(UNSENT, outbox.c.queued_at > bindparam("since"), jobs.c.id.is_(None))
)

ADD_RECORDING = insert_new(recordings)
CHANGE_RECORDING = (
    update(recordings)
    .where(recordings.c.sid == bindparam("this"), recordings.c.sequence < bindparam("sequence"))
    .values({name: bindparam(name) for name in ("call_sid", "url", "seconds", "status", "sequence")})
)
KEEP_SOUND = update(recordings).where(recordings.c.sid == bindparam("this")).values(sha256=bindparam("digest"))
RECORDING = select(*columns(recordings, Recording)).where(recordings.c.sid == bindparam("sid"))

NOTE = insert_new(notices)
NOTES = (
    select(notices.c.data, notices.c.at)
    .where(notices.c.sid == bindparam("sid"), notices.c.kind == bindparam("kind"))
    .order_by(notices.c.sequence)
)


class Notices(Rows):
    """The part of the unit that keeps the outbox, recordings and notices."""

    __slots__ = ()

    def post(self, message: Message) -> bool:
        """Put a message in the outbox. False if its key is there already."""
        row = self._values(message)
        del row["id"]
        return self._changed(POST, **row)

    def messages(self, call_sid: str) -> list[Message]:
        """List the messages of a call in the order they were posted."""
        return self._all(Message, MESSAGES, call=call_sid)

    def message(self, key: str) -> Message | None:
        """Read a message."""
        return self._one(Message, MESSAGE, key=key)

    def try_message(self, key: str, read: datetime | None, at: datetime) -> bool:
        """Note that a message is about to be sent; from the first try on it may have been. False if somebody else has tried it since."""
        return self._changed(TRY, this=key, read=read, at=at)

    def untry_message(self, key: str) -> None:
        """Note that a message certainly was not sent."""
        self._run(NOT_SENT, this=key)

    def message_sent(self, key: str, carrier_sid: str) -> None:
        """Say that the carrier has a message, under a name of its own."""
        self._run(SENT, this=key, sid=carrier_sid)
        self._run(FORGET, this=key)

    def message_failed(self, key: str, reason: str) -> None:
        """Say that a message will never be sent, and why."""
        self._run(FAILED, this=key, why=reason)
        self._run(FORGET, this=key)

    def is_claimed(self, carrier_sid: str) -> bool:
        """Tell whether the carrier's message of that name is known to be one of ours."""
        return self._run(CLAIMED, sid=carrier_sid).first() is not None

    def unwatched_messages(self, job: str, since: datetime) -> list[str]:
        """List the keys of messages that are queued since then and have no job of that kind."""
        return [key for (key,) in self._run(UNWATCHED, job=job, since=since)]

    def keep_recording(self, recording: Recording) -> None:
        """Keep what the carrier says of a recording, unless something later is known."""
        if not self._changed(ADD_RECORDING, **self._values(recording)):
            row = self._values(recording)
            self._run(CHANGE_RECORDING, this=row.pop("sid"), **row)

    def recording(self, sid: str) -> Recording | None:
        """Read a recording."""
        return self._one(Recording, RECORDING, sid=sid)

    def keep_sound(self, sid: str, sha256: str) -> bool:
        """Note that we have the sound of a recording. False if the recording was forgotten."""
        return self._changed(KEEP_SOUND, this=sid, digest=sha256)

    def note(self, sid: str, kind: str, sequence: int, data: str, at: datetime) -> bool:
        """Keep a notice of the carrier. True the first time."""
        return self._changed(NOTE, sid=sid, kind=kind, sequence=sequence, data=data, at=at)

    def notes(self, sid: str, kind: str) -> list[tuple[str, datetime]]:
        """List the notices of a kind about something, in their order."""
        return [(data, at) for data, at in self._run(NOTES, sid=sid, kind=kind)]
