"""The unit: all its parts on one connection. How a transaction begins and ends is the database's."""

from ivr.storage.calls import Calls
from ivr.storage.estimates import Estimates
from ivr.storage.floor import Floor
from ivr.storage.identity import Identity
from ivr.storage.jobs import Jobs
from ivr.storage.kept import Kept
from ivr.storage.notices import Notices
from ivr.storage.paces import Paces
from ivr.storage.past_talks import PastTalks
from ivr.storage.promises import Promises
from ivr.storage.retention import Retention
from ivr.storage.surveys import Surveys
from ivr.storage.switches import Switches
from ivr.storage.talking import Talking
from ivr.storage.waiting import Waiting


class SqlUnit(
    Calls, Waiting, Promises, Notices, Jobs, Kept, Switches, Surveys, Identity, Retention, Floor, Paces, Talking, PastTalks, Estimates
):
    """One transaction: all that the parts can do, on one connection."""

    __slots__ = ()
