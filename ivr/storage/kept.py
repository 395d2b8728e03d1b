"""What outlives calls: compiled menu versions, and what is remembered of a number."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from ivr.storage.driver import DriverStatement
from ivr.storage.records import Profile
from ivr.storage.rows import Rows, insert_new
from ivr.storage.tables import flows, profiles

STORE_FLOW = insert_new(flows)
READ_FLOW = select(flows.c.artifact).where(flows.c.version == bindparam("version"))

ADD_PROFILE = DriverStatement(insert_new(profiles))
CHANGE_PROFILE = (
    update(profiles).where(profiles.c.caller_hash == bindparam("caller")).values(language=bindparam("spoken"), pace=bindparam("speed"))
)
PROFILE = DriverStatement(select(profiles.c.language, profiles.c.pace).where(profiles.c.caller_hash == bindparam("caller")))


class Kept(Rows):
    """The part of the unit that keeps menu versions and profiles."""

    __slots__ = ()

    def store_flow(self, version: str, artifact: str, at: datetime) -> bool:
        """Keep a compiled menu version. False if it is there already."""
        return self._changed(STORE_FLOW, version=version, artifact=artifact, stored_at=at)

    def keep_profile(self, caller_hash: str, profile: Profile) -> None:
        """Remember how the caller of a number wants to be spoken to. A caller without a number is not remembered."""
        language, pace = profile.language, profile.pace
        if caller_hash and not self._told(ADD_PROFILE, caller_hash=caller_hash, language=language, pace=pace):
            self._run(CHANGE_PROFILE, caller=caller_hash, spoken=language, speed=pace)

    def profile(self, caller_hash: str) -> Profile | None:
        """Read what is remembered of a number."""
        row = self._ask(PROFILE, caller=caller_hash).fetchone()
        return None if row is None else Profile(*row)
