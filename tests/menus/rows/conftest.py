"""The shipped hotline, to be rung, and a walk through all of it."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

import pytest

from ivr.config import Config
from ivr.flow.graph import Flow
from ivr.trial.stage import in_process
from tests.menus.rows.hotline import MENUS, Hotline, Scene
from tests.menus.rows.walking import SCENES, Walk


@pytest.fixture(scope="session")
def hotline(flow: Flow) -> Iterator[Callable[..., Hotline]]:
    """Give the hotline as it is in a scene: the fields of `Scene` that are otherwise than usual."""
    made: list[Hotline] = []

    def make(flow: Flow = flow, config: Config | None = None, **so: object) -> Hotline:
        made.append(Hotline(flow, Scene(**so), config or in_process(MENUS)))
        return made[-1]

    yield make
    for each in made:
        each.application.store.close()


@pytest.fixture(scope="session")
def walk(hotline: Callable[..., Hotline]) -> Walk:
    found = Walk()
    for name, scene in SCENES.items():
        found.hotlines[name] = hotline(**asdict(scene))
        found.hotlines[name].keep_tickets()
        found.go(name)
    return found
