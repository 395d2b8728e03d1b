"""What goes out to the carrier and comes back from it beside the turns: messages, recordings, notices."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from ivr.storage.records import Message, Recording
from ivr.storage.rows import Rows, columns, insert_new
from ivr.storage.tables import notices, outbox, recordings

POST = insert_new(outbox)
MESSAGES = select(*columns(outbox, Message)).where(outbox.c.call_sid == bindparam("call")).order_by(outbox.c.id)
MESSAGE = select(*columns(outbox, Message)).where(outbox.c.key == bindparam("key"))

ADD_RECORDING = insert_new(recordings)
CHANGE_RECORDING = (
    update(recordings)
    .where(recordings.c.sid == bindparam("this"), recordings.c.sequence < bindparam("sequence"))
    .values({name: bindparam(name) for name in ("call_sid", "url", "seconds", "status", "sequence")})
)
RECORDING = select(*columns(recordings, Recording)).where(recordings.c.sid == bindparam("sid"))

NOTE = insert_new(notices)


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

    def keep_recording(self, recording: Recording) -> None:
        """Keep what the carrier says of a recording, unless something later is known."""
        if not self._changed(ADD_RECORDING, **self._values(recording)):
            row = self._values(recording)
            self._run(CHANGE_RECORDING, this=row.pop("sid"), **row)

    def recording(self, sid: str) -> Recording | None:
        """Read a recording."""
        return self._one(Recording, RECORDING, sid=sid)

    def note(self, sid: str, kind: str, sequence: int, data: str, at: datetime) -> bool:
        """Keep a notice of the carrier. True the first time."""
        return self._changed(NOTE, sid=sid, kind=kind, sequence=sequence, data=data, at=at)
