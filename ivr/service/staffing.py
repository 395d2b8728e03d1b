"""Who answers calls: what is typed of an agent, checked against the menus before any call is held out to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.agents.model import Level
from ivr.compiler.problems import did_you_mean
from ivr.errors import AgentError, NotOurKey
from ivr.flow.graph import Flow
from ivr.storage.base import Unit
from ivr.storage.floor_records import BROWSER, OUTSIDE, TELEPHONE, AgentRow
from ivr.storage.sealed import Numbers

STAFF_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)
NAME = re.compile(r"[a-z][a-z-]{1,30}", re.ASCII)
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
        if number:
            self._check_number(unit, staff, number)
        known = dict.fromkeys(skill for queue in self.flow.queues.values() for skill in queue.skills)
        _check("skill", skills, list(known))
        _check("language", languages, list(self.flow.languages))
        _check("level", [level], list(LEVELS))
        in_reach = {skill for queue in self.flow.queues.values() if LEVELS[queue.level] <= LEVELS[level] for skill in queue.skills}
        for skill in skills:
            if skill not in in_reach:
                raise AgentError(f'calls that ask for "{skill}" are for who stands higher. Say with --level how high, or leave it out.')
        by, kept = TELEPHONE if number else BROWSER, self.numbers.seal(number)
        unit.put_agent(AgentRow(staff, kept, ",".join(skills), ",".join(languages), AWAY, self.now, by=by, level=LEVELS[level]))

    def add_outside(self, unit: Unit, name: str, number: str, language: str) -> None:
        """Let somebody who is no agent be asked into a talk by a name: only who is added so can be rung from one."""
        if name in LEVELS:
            raise AgentError(f'"{name}" is a level: who asks for "{name}" gets one of ours. Write another name, such as card-centre.')
        if not NAME.fullmatch(name):
            raise AgentError(f'"{name}" cannot be the name of somebody outside. Write small letters, such as card-centre.')
        self._check_number(unit, name, number)
        _check("language", [language], list(self.flow.languages))
        unit.put_agent(AgentRow(name, self.numbers.seal(number), "", language, AWAY, self.now, by=OUTSIDE, level=0))

    def turn(self, unit: Unit, staff: str, state: str) -> None:
        """Make an agent ready, or away."""
        if NAME.fullmatch(staff):
            raise AgentError(f'"{staff}" is not a staff number: no calls come to who is outside.')
        if not unit.turn_agent(staff, state, self.now):
            raise nobody_has(unit, staff)

    def _check_number(self, unit: Unit, of: str, number: str) -> None:
        """Refuse what cannot be rung, and the number of somebody else: whoever asked for one of them could ring the other."""
        if not NUMBER.fullmatch(number):
            raise AgentError("That is not a number that can be rung. Write it with the country, such as +8613800138000.")
        for each in unit.agents():
            if each.id != of and self._number(each) == number:
                raise AgentError(f'That is the number of "{each.id}" already. Give each their own; who answers by browser needs none.')

    def _number(self, agent: AgentRow) -> str:
        """Open somebody's number; one that was sealed with another key is nobody's."""
        try:
            return self.numbers.open(agent.number_sealed)
        except NotOurKey:
            return ""


def nobody_has(unit: Unit, staff: str) -> AgentError:
    """Say that a staff number is nobody's."""
    return AgentError(f'nobody has the staff number "{staff}". {did_you_mean(staff, [each.id for each in unit.agents()])}')


def _check(what: str, given: Sequence[str], known: Sequence[str]) -> None:
    if not given:
        raise AgentError(f"which {what}? There are: {', '.join(known)}.")
    for each in given:
        if each not in known:
            raise AgentError(f'"{each}" is not a {what} of these menus. {did_you_mean(each, known)}')
