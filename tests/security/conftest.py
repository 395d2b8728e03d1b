"""The shipped hotline with a demo wallet beside it on one clock, rung again and again, and the wallet seen from outside."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx2
import pytest

from ivr.compiler.compile import compile_folder
from ivr.flow.graph import Flow
from ivr.service.actions import DECLARATIONS
from ivr.simulator import events
from ivr.simulator.effects import Moment
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.script import read_item, waits_for
from ivr.simulator.people.person import Move
from ivr.storage.records import Message, Ticket
from ivr.trial.number import NUMBER
from ivr.trial.stage import Stage, in_process, set_up
from ivr.trial.wallet import KEY, URL, Straight

MENUS = Path(__file__).parents[2] / "menus"
MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
LANGUAGES = {"zh": "1", "en": "2"}

Doing = str | Callable[[], str]
"""What a caller does, or how that is found out when it is time."""


def phone_of(person: int) -> str:
    """Give the number of one of the wallet's people."""
    return f"+86138000000{person:02}"


def light(person: int) -> tuple[str, str]:
    """Give what a person does to be known: this number's account, and the last four of the ID."""
    return "1", f"10{person:02}"


@dataclass
class Caller:
    """Somebody who does the next thing whenever the phone asks, and hangs up after the last."""

    doings: Iterator[Doing]

    is_done = False

    def interrupts(self, moment: Moment) -> Move | None:
        return None

    def answers(self, moment: Moment) -> Move | None:
        doing = next(self.doings, "hangup")
        move = read_item(doing if isinstance(doing, str) else doing())
        if waits_for(moment, move):
            self.doings = chain((doing,), self.doings)
            return None
        return move

    def hears(self, event: events.Event) -> None:
        return None


@dataclass
class Hotline:
    """The hotline and its wallet, and the lines in which the newest call came. Whoever rings again is greeted in the language chosen."""

    stage: Stage
    http: httpx2.Client
    known: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)

    def ring(self, person: int, *doings: Doing, language: str = "zh", caller: str = "") -> str:
        """Ring from a person's number, do this after the language is chosen, hang up, and give the words that were heard."""
        caller, heard = caller or phone_of(person), list[events.What]()
        self.lines.clear()
        chosen: tuple[Doing, ...] = () if caller in self.known else (LANGUAGES[language],)
        phone = Phone(line=self.stage.line, clock=self.stage.clock, token=self.stage.token, caller=caller, patience=None)
        phone.ring(NUMBER, Caller(iter((*chosen, *doings))), lambda event: heard.append(event.what))
        self.known.add(caller)
        self.lines += [what.queue.partition(".")[0] for what in heard if isinstance(what, events.Enqueue)]
        return " ".join(what.text for what in heard if isinstance(what, events.Say))

    def code(self) -> str:
        """Read the newest text of the call at hand, which tells a code."""
        return re.findall(r"\d{6}", self.texts()[-1].body.replace("4000000000", ""))[0]

    def texts(self) -> list[Message]:
        """Give the texts of the newest call."""
        row = self.stage.application.store.latest_call()
        assert row is not None
        with self.stage.application.store.unit() as unit:
            return unit.messages(row.sid)

    def ticket(self, heard: str) -> Ticket:
        """Give the ticket whose number was heard, twice."""
        first, again = re.findall(r"[零幺二三四五六七八九]{3}，[零幺二三四五六七八九]{3}，[零幺二三四五六七八九]{4}", heard)[-2:]
        assert first == again
        number = first.replace("，", "").translate(str.maketrans("零幺二三四五六七八九", "0123456789"))
        with self.stage.application.store.unit() as unit:
            ticket = unit.ticket(number)
        assert ticket is not None
        return ticket

    def pays(self, person: int) -> bool:
        """Tell whether the wallet lets a person pay one yuan now."""
        answer = self._post(person, "payments", {"payee": "便利店", "amount": {"amount": 100, "currency": "CNY"}})
        assert answer.status_code in (201, 409), answer.text
        return answer.status_code == 201

    def reports_theft(self, person: int) -> None:
        """Report a transaction as theft, by another way than the hotline."""
        answer = self._post(person, "theft-reports", {"transactions": [f"31{person:02}0001"]})
        assert answer.status_code == 201, answer.text

    def mended(self, operation: str) -> Callable[[], str]:
        """Let the wallet answer again when it is time, and press 1."""

        def mends() -> str:
            self.stage.wallet.faults.set(operation, "")
            return "1"

        return mends

    def deeds(self) -> list[str]:
        """Name what the wallet was made to do, in order."""
        with self.stage.wallet.asked() as asked:
            return [row.deed for row in asked.db.exec_driver_sql("SELECT deed FROM deeds WHERE reference > 70000000 ORDER BY reference")]

    def reported(self) -> list[str]:
        """Give the transactions of every theft report."""
        with self.stage.wallet.asked() as asked:
            return [row.about for row in asked.db.exec_driver_sql("SELECT about FROM deeds WHERE deed = 'theft_report'")]

    def _post(self, person: int, what: str, body: dict[str, object]) -> httpx2.Response:
        key = f"tests-{what}-{len(self.deeds()):08}"
        return self.http.post(f"/v1/accounts/6001000000{person:02}/{what}", json=body, headers={"Idempotency-Key": key})


@pytest.fixture(scope="session")
def flow() -> Flow:
    """The shipped menus, compiled."""
    return compile_folder(MENUS, DECLARATIONS)


@pytest.fixture
def at() -> datetime:
    """When it is: an ordinary Monday morning."""
    return MONDAY


@pytest.fixture
def hotline(flow: Flow, at: datetime) -> Iterator[Hotline]:
    """The hotline at that time."""
    with closing(set_up(flow, in_process(MENUS), at)) as stage:
        headers = {"Authorization": f"Bearer {KEY}"}
        with httpx2.Client(base_url=URL, transport=Straight(stage.wallet), headers=headers) as http:
            yield Hotline(stage, http)
