"""Where a verb stands: what it may know and reach."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.simulator.leg import Leg
from ivr.simulator.office import Office
from ivr.simulator.queues import Member
from ivr.simulator.unsure import Unsure


@dataclass(frozen=True, slots=True)
class Place:
    """A document's URL (empty for one that came without), its leg, the carrier, and the leg's place in a queue while it waits."""

    url: str
    leg: Leg
    office: Office
    member: Member | None = None

    @property
    def params(self) -> Mapping[str, str]:
        """The standard parameters as they are now."""
        return self.leg.params()

    @property
    def unsure(self) -> Unsure:
        """How the carrier behaves where nothing certain is known."""
        return self.office.unsure

    @property
    def waiting(self) -> bool:
        """Whether the document is a queue's wait document."""
        return self.member is not None
