"""What the routes are served by, put together once by the application."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app

from ivr.flow.graph import Flow
from ivr.service.callbacks import Callbacks
from ivr.service.clock import ServiceWorld
from ivr.service.desk import Desk
from ivr.service.marks import Marks
from ivr.service.notices import Notices
from ivr.service.patience import Patience
from ivr.service.rooms import Rooms
from ivr.service.turns import Turns
from ivr.service.waits import Waits
from ivr.twiml.render import Renderer
from ivr.twiml.signature import Signatures
from ivr.web.counts import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything a request may need. `renderer` gives the one renderer of a version of the menus at a pace."""

    turns: Turns
    patience: Patience
    waits: Waits
    rooms: Rooms
    desk: Desk
    callbacks: Callbacks
    notices: Notices
    marks: Marks
    signatures: Signatures
    renderer: Callable[[Flow, str], Renderer]
    clock: Callable[[], datetime]
    counts: Counts
    base_url: str
    emergency_number: str
    metrics_token: str

    @property
    def flow(self) -> Flow:
        """The menus in force."""
        return self.turns.library.current

    @property
    def world(self) -> ServiceWorld:
        """What is so now, as a call that begins now would find it."""
        now = self.clock()
        return ServiceWorld(self.flow, now, self.turns.switchboard.on(now))


def services() -> Services:
    """Give the services of the running application, to pages."""
    return cast(Services, current_app.extensions["ivr"])
