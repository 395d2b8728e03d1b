"""How callers marked the talks they had, and the answers they got; and what marks they were asked for by text."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from ivr.storage.records import AskedMark, Survey
from ivr.storage.rows import Rows, columns, insert_new
from ivr.storage.tables import asked_marks, surveys

ADD = insert_new(surveys)
CHANGE = update(surveys).where(surveys.c.call_sid == bindparam("call")).values(score=bindparam("mark"), solved=bindparam("helped"))
SURVEY = select(*columns(surveys, Survey))
OF_CALL = SURVEY.where(surveys.c.call_sid == bindparam("call"))
SINCE = SURVEY.where(surveys.c.caller_hash == bindparam("caller"), surveys.c.at > bindparam("since")).order_by(surveys.c.at)

ASK = insert_new(asked_marks)
ASKED = (
    select(*columns(asked_marks, AskedMark))
    .where(asked_marks.c.caller_hash == bindparam("caller"), asked_marks.c.at > bindparam("since"))
    .order_by(asked_marks.c.at)
)
AGAIN = (
    update(asked_marks)
    .where(asked_marks.c.call_sid == bindparam("call"), asked_marks.c.ticket == bindparam("about"))
    .values(caller_hash=bindparam("caller"), at=bindparam("now"), score=None)
)
GIVE = (
    update(asked_marks)
    .where(asked_marks.c.call_sid == bindparam("call"), asked_marks.c.ticket == bindparam("about"), asked_marks.c.score.is_(None))
    .values(score=bindparam("mark"))
)


class Surveys(Rows):
    """The part of the unit that keeps surveys."""

    __slots__ = ()

    def keep_survey(self, survey: Survey) -> None:
        """Keep how a talk was marked; another mark of the same call takes its place."""
        if not self._changed(ADD, **self._values(survey)):
            self._run(CHANGE, call=survey.call_sid, mark=survey.score, helped=survey.solved)

    def survey(self, call_sid: str) -> Survey | None:
        """Read how the talk of a call was marked."""
        return self._one(Survey, OF_CALL, call=call_sid)

    def surveys(self, caller_hash: str, since: datetime) -> list[Survey]:
        """List how a number marked talks since then, the oldest first. A caller without a number has none."""
        return self._all(Survey, SINCE, caller=caller_hash, since=since) if caller_hash else []

    def ask_mark(self, asked: AskedMark) -> bool:
        """Keep that a mark is asked for by text. False if it was before."""
        return self._changed(ASK, **self._values(asked))

    def ask_mark_again(self, asked: AskedMark) -> None:
        """Ask anew for a mark that was asked for before; the one that was given is forgotten."""
        self._run(AGAIN, call=asked.call_sid, about=asked.ticket, caller=asked.caller_hash, now=asked.at)

    def asked_marks(self, caller_hash: str, since: datetime) -> list[AskedMark]:
        """List the marks that a number was asked for since then, the oldest first."""
        return self._all(AskedMark, ASKED, caller=caller_hash, since=since) if caller_hash else []

    def give_mark(self, asked: AskedMark, score: int) -> bool:
        """Keep the mark that was asked for. False if it was given before."""
        return self._changed(GIVE, call=asked.call_sid, about=asked.ticket, mark=score)
