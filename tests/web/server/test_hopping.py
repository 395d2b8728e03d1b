"""Two servers on one database, and calls that hop from one to the other with every request: they go as written for one."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import pytest

from ivr.simulator.clock import Clock
from ivr.simulator.faces.grammar import read_transcript
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.reader import Reader
from ivr.simulator.office.number import Number
from ivr.simulator.web.http import HttpLine
from ivr.simulator.web.line import Incoming, Outgoing

BASE, TOKEN = "https://hotline.example", "0123456789abcdef"
CALLS = Path(__file__).parents[2] / "calls"
SCRIPTS = [
    "another-language",
    "back-and-repeat",
    "leaving-the-line-for-a-message",
    "silent-caller-reaches-people",
    "three-errors-lead-to-people",
    "ticket-number",
    "waiting-in-rounds",
]


@dataclass
class Hopping:
    """A proxy that gives each request to another server than the one before."""

    line: HttpLine
    servers: Iterator[str]
    asked: Counter[str] = field(default_factory=Counter)
    base_url: str = BASE

    def reaches(self, url: str) -> bool:
        return url.startswith(BASE)

    def send(self, request: Outgoing) -> Incoming:
        server = next(self.servers)
        self.asked[server] += 1
        return self.line.send(replace(request, url=request.url.replace(BASE, server)))


@pytest.fixture
def hopping(database, running, tmp_path) -> Iterator[Hopping]:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one, other = (running(tmp_path / name, database, BASE_URL=BASE) for name in ("one", "other"))
    with one as here, other as there, closing(HttpLine()) as line:
        yield Hopping(line, cycle([here.url, there.url]))


def test_calls_that_hop_between_two_servers_go_as_written(hopping):
    for name in SCRIPTS:
        [part] = read_transcript((CALLS / f"{name}.call").read_text(encoding="utf-8"), name).parts
        reader = Reader(part, name)
        phone = Phone(line=hopping, clock=Clock(datetime(2026, 3, 2, 2, tzinfo=UTC)), token=TOKEN)
        ending = phone.ring(Number("/voice/incoming", fallback="/voice/fallback", status="/voice/status"), reader)
        assert reader.mismatch is None, reader.mismatch
        assert not ending.broke
    one, other = hopping.asked.values()
    assert abs(one - other) <= 1
