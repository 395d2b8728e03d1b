"""The one line of all who wait: what a call asks of an agent, what an agent can do, and who is ahead of whom."""

from collections.abc import Iterable

from ivr.agents.model import Agent, Level, Need
from ivr.agents.routing import share
from ivr.flow.graph import Flow
from ivr.service.clock import milliseconds
from ivr.storage.floor_records import AgentRow
from ivr.storage.records import Ahead


def need_of(flow: Flow, queue: str, language: str) -> Need:
    """Tell what a call in a queue asks of an agent; of a queue the menus do not have, only to speak the language."""
    kept = flow.queues.get(queue)
    return frozenset(kept.skills if kept else ()), language, Level[kept.level.upper()] if kept else Level.AGENT


def agent_of(row: AgentRow) -> Agent:
    """Give an agent who is ready as routing sees them."""
    ranks = {skill: rank for rank, skill in enumerate(row.skills.split(","), 1)}
    return Agent(row.id, ranks, frozenset(row.languages.split(",")), Level(row.level), ready_since=milliseconds(row.ready_at))


def at_work(agents: Iterable[AgentRow]) -> list[Agent]:
    """Give the agents who are there, whatever they do now."""
    return [agent_of(row) for row in agents if row.state == "ready"]


def count_ahead(flow: Flow, queue: str, language: str, ahead: Ahead, agents: Iterable[AgentRow]) -> int:
    """Count those ahead of a call for which it waits: those of its queue, and those for an agent at work who is for it too."""
    floor = at_work(agents)
    mine = need_of(flow, queue, language)
    return sum(count for (other, spoken), count in ahead.items() if other == queue or share(mine, need_of(flow, other, spoken), floor))
