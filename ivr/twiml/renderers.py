"""The renderers in use: one for each version of the menus at each pace, made when it is first needed."""

from ivr.flow.commands import Command
from ivr.flow.graph import Flow
from ivr.flow.state import SLOW
from ivr.twiml.render import Renderer


class Renderers:
    """Keeps renderers, and with them what they have prepared."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, bool], Renderer] = {}

    def of(self, flow: Flow, pace: str) -> Renderer:
        """Give the renderer of these menus at a pace."""
        name = flow.version, pace == SLOW
        return self._kept.get(name) or self._kept.setdefault(name, Renderer(flow.languages, slow=pace == SLOW))

    def render(self, flow: Flow, commands: tuple[Command, ...], turn: int, pace: str) -> str:
        """Give the document of a turn."""
        return self.of(flow, pace).render(commands, turn)

    def drop(self, version: str) -> None:
        """Forget the renderers of a version that no call is on any more."""
        for slow in (False, True):
            self._kept.pop((version, slow), None)
