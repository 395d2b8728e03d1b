"""Where a verb stands: what it may know and reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

from ivr.simulator.effects import Progress
from ivr.simulator.office.leg import Leg
from ivr.simulator.office.office import Office
from ivr.simulator.office.queues import Member
from ivr.simulator.outcomes import Fatal
from ivr.simulator.unsure import Unsure


@dataclass(frozen=True, slots=True)
class Place:
    """A document's URL (empty for one that came without), its leg, the carrier, and the leg's place in a queue while it waits."""

    url: str
    leg: Leg
    office: Office
    member: Member | None = None

    def address(self, url: str) -> str:
        """Make an address absolute; an empty one is the document's own. Raises Fatal."""
        return joined(self.url, url.strip())

    def progress(self, url: str | None, method: str, events: Iterable[str]) -> Progress | None:
        """Make out of attributes where the progress of something is told; None without a URL."""
        return Progress(self.address(url), method, frozenset(events)) if url else None

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


@lru_cache(maxsize=1024)
def joined(base: str, url: str) -> str:
    """Make an address absolute; raises Fatal for what cannot be one."""
    try:
        return urljoin(base, url)
    except ValueError as error:
        raise Fatal(11100, f"{url!r} is not a web address: {error}") from error
