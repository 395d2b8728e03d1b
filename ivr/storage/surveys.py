"""How callers marked the talks they had."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from ivr.storage.records import Survey
from ivr.storage.rows import Rows, columns, insert_new
from ivr.storage.tables import surveys

ADD = insert_new(surveys)
CHANGE = update(surveys).where(surveys.c.call_sid == bindparam("call")).values(score=bindparam("mark"), solved=bindparam("helped"))
SINCE = (
    select(*columns(surveys, Survey))
    .where(surveys.c.caller_hash == bindparam("caller"), surveys.c.at > bindparam("since"))
    .order_by(surveys.c.at)
)


class Surveys(Rows):
    """The part of the unit that keeps surveys."""

    __slots__ = ()

    def keep_survey(self, survey: Survey) -> None:
        """Keep how a talk was marked; another mark of the same call takes its place."""
        if not self._changed(ADD, **self._values(survey)):
            self._run(CHANGE, call=survey.call_sid, mark=survey.score, helped=survey.solved)

    def surveys(self, caller_hash: str, since: datetime) -> list[Survey]:
        """List how a number marked talks since then, the oldest first. A caller without a number has none."""
        return self._all(Survey, SINCE, caller=caller_hash, since=since) if caller_hash else []
