"""Who answers calls: what is typed of an agent, checked against the menus before any call is held out to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.agents.model import Level
from ivr.compiler.problems import did_you_mean
from ivr.errors import AgentError
from ivr.flow.graph import Flow
from ivr.storage.base import Unit
from ivr.storage.floor_records import BROWSER, TELEPHONE, AgentRow
from ivr.storage.sealed import Numbers

STAFF_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
AWAY, READY = "away", "ready"
LEVELS = {level.name.lower(): level for level in Level}
"""What levels are called when they are typed."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Somebody who says who is on the floor. All methods raise AgentError, and then nothing was changed."""

    flow: Flow
    numbers: Numbers
    now: datetime

    def add(self, unit: Unit, staff: str, number: str, skills: Sequence[str], languages: Sequence[str], level: str = "agent") -> None:
        """Let somebody answer calls by telephone, or without a number by browser; what they do best comes first.

        Who is known goes on with the state they had.
        """
        if not STAFF_NUMBER.fullmatch(staff):
            raise AgentError(f'"{staff}" is not a staff number. Callers hear it, so write at most ten digits, such as 1024.')
        if number and not NUMBER.fullmatch(number):
            raise AgentError("That is not a number that can be rung. Write it with the country, such as +8613800138000.")
        known = dict.fromkeys(skill for queue in self.flow.queues.values() for skill in queue.skills)
        _check("skill", skills, list(known))
        _check("language", languages, list(self.flow.languages))
        _check("level", [level], list(LEVELS))
        by, kept = TELEPHONE if number else BROWSER, self.numbers.seal(number)
        unit.put_agent(AgentRow(staff, kept, ",".join(skills), ",".join(languages), AWAY, self.now, by=by, level=LEVELS[level]))

    def turn(self, unit: Unit, staff: str, state: str) -> None:
        """Make an agent ready, or away."""
        if not unit.turn_agent(staff, state, self.now):
            raise AgentError(f'nobody has the staff number "{staff}". {did_you_mean(staff, [each.id for each in unit.agents()])}')


def _check(what: str, given: Sequence[str], known: Sequence[str]) -> None:
    if not given:
        raise AgentError(f"which {what}? There are: {', '.join(known)}.")
    for each in given:
        if each not in known:
            raise AgentError(f'"{each}" is not a {what} of these menus. {did_you_mean(each, known)}')
