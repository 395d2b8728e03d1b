"""What it costs to decide who is offered to whom while ten thousand wait."""

import statistics
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from time import thread_time

import click

from ivr.agents.model import ALWAYS, HOUR, Agent, Waiting
from ivr.agents.routing import dispatch

WAITING, AGENTS, READY, DECISIONS = 10_000, 200, 20, 200
MOST_SECONDS = 0.010
"""What the median of the decisions may cost."""
SKILLS = ("account", "payment", "security", "refund", "complaints", "supervisor")


def decide() -> None:
    """Measure and print the decisions."""
    click.echo(f"\nA decision among {WAITING:,} who wait and {AGENTS} agents, {READY} of them ready; {DECISIONS} of them.\n")
    costs = sorted(seconds())
    click.echo(f"median {statistics.median(costs) * 1000:.1f} ms CPU, the slowest {costs[-1] * 1000:.1f} ms")


def seconds() -> Iterator[float]:
    """Give the CPU seconds of each decision; other agents are ready each time."""
    chance = Random(20260302)
    line = [_entry(number, chance) for number in range(WAITING)]
    floor = [_agent(number, chance) for number in range(AGENTS)]
    for _ in range(DECISIONS):
        ready = set(chance.sample(range(AGENTS), READY))
        agents = [agent if number in ready else replace(agent, state="talking") for number, agent in enumerate(floor)]
        begun = thread_time()
        offers = dispatch(line, agents, HOUR)
        yield thread_time() - begun
        if not offers:
            raise AssertionError("nobody was offered a call")


def _entry(number: int, chance: Random) -> Waiting:
    queue = chance.choice(SKILLS)
    return Waiting(
        id=f"{queue}.{number}",
        queue=queue,
        arrived=number * HOUR // WAITING,
        language=chance.choice(("zh", "zh", "zh", "en")),
        skills=frozenset({queue}),
        head_start=HOUR // 2 if queue == "security" else 0,
        passed_over={f"agent{chance.randrange(AGENTS)}": ALWAYS} if chance.random() < 0.05 else {},
        state=chance.choice(("waiting",) * 19 + ("away",)),
    )


def _agent(number: int, chance: Random) -> Agent:
    skills = {skill: chance.randint(1, 3) for skill in chance.sample(SKILLS, chance.randint(1, 3))}
    languages = {"zh", "en"} if chance.random() < 0.3 else {"zh"}
    return Agent(f"agent{number}", skills, frozenset(languages), ready_since=chance.randrange(HOUR))
