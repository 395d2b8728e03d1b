"""What outlives calls: compiled menu versions, and what is remembered of a number."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from ivr.storage.driver import DriverStatement
from ivr.storage.rows import Rows, insert_new
from ivr.storage.tables import flows, profiles

STORE_FLOW = insert_new(flows)
READ_FLOW = select(flows.c.artifact).where(flows.c.version == bindparam("version"))

ADD_PROFILE = DriverStatement(insert_new(profiles))
CHANGE_LANGUAGE = update(profiles).where(profiles.c.caller_hash == bindparam("caller")).values(language=bindparam("spoken"))
LANGUAGE = DriverStatement(select(profiles.c.language).where(profiles.c.caller_hash == bindparam("caller")))


class Kept(Rows):
    """The part of the unit that keeps menu versions and profiles."""

    __slots__ = ()

    def store_flow(self, version: str, artifact: str, at: datetime) -> bool:
        """Keep a compiled menu version. False if it is there already."""
        return self._changed(STORE_FLOW, version=version, artifact=artifact, stored_at=at)

    def set_language(self, caller_hash: str, language: str) -> None:
        """Remember the language of a number. A caller without a number has none."""
        if caller_hash and not self._told(ADD_PROFILE, caller_hash=caller_hash, language=language):
            self._run(CHANGE_LANGUAGE, caller=caller_hash, spoken=language)

    def language(self, caller_hash: str) -> str | None:
        """Return the language remembered for a number."""
        row = self._ask(LANGUAGE, caller=caller_hash).fetchone()
        return None if row is None else str(row[0])
