"""The days that callers are told of are the days that are kept: a call, all that names it and its recording are gone one day after them."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, NullPool, create_engine
from twilio.rest import Client

from ivr.app import build
from ivr.compiler.compile import compile_folder
from ivr.config import Config
from ivr.errors import ConfigError
from ivr.flow.graph import Flow
from ivr.outside.carrier import TwilioCarrier
from ivr.service.actions import DECLARATIONS
from ivr.service.jobs import Worker
from ivr.service.recordings import ERASE, Recordings
from ivr.service.retention import retention
from ivr.service.texts import SEND, Texts
from ivr.settled import open_vault
from ivr.simulator import events
from ivr.simulator.exchange.exchange import Exchange
from ivr.simulator.faces.script import Inputs, read_inputs
from ivr.simulator.office.account import Account
from ivr.simulator.rest.api import RestApi
from ivr.simulator.rest.in_process import InProcess
from ivr.simulator.web.wire import DirectWire
from ivr.storage import open_store, read_url
from ivr.storage.base import Store
from ivr.storage.columns import metadata
from ivr.storage.sealed import Numbers
from ivr.trial.number import NUMBER
from ivr.trial.stage import in_process, set_up
from tests.recordings.carrier import archive_at
from tests.security.conftest import phone_of

MENUS = Path(__file__).parents[3] / "menus"
MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY, LATER = timedelta(days=1), timedelta(hours=5)
"""By then no call is going on any more, and no job is left."""
HOTLINE = "+864000000000"
MISUSE = "1,3,4,1,1,9999,10{person:02},rec:8,4,hangup"
STATEMENTS = {"zh": "1,3,4,2,3,4,hangup", "en": "2,3,4,2,3,4,hangup"}
KEPT, LONGER = 30, 400


def changed(folder: Path, days: str = str(KEPT), longer: str = str(LONGER)) -> Flow:
    """The shipped menus with other days."""
    menus = shutil.copytree(MENUS, folder / "menus", ignore=shutil.ignore_patterns("tests"))
    text = (menus / "hotline.yaml").read_text(encoding="utf-8")
    for old, new in (('days_call: "180"', f'days_call: "{days}"'), ('days_complaint: "1095"', f'days_complaint: "{longer}"')):
        assert old in text
        text = text.replace(old, new)
    (menus / "hotline.yaml").write_text(text, encoding="utf-8")
    return compile_folder(menus, DECLARATIONS)


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Flow:
    return changed(tmp_path_factory.mktemp("retention"))


@pytest.fixture(params=["file_url", "postgres_url"], ids=["sqlite", "postgresql"])
def line(flow: Flow, request: pytest.FixtureRequest, tmp_path: Path) -> "Line":
    settings = {"database_url": request.getfixturevalue(request.param), "recordings": str(tmp_path / "recordings")}
    return Line(flow, in_process(MENUS).model_copy(update=settings))


@dataclass
class Line:
    """The hotline on one database, rung on days of its own. The first caller's carrier is the one that is asked to delete."""

    flow: Flow
    config: Config
    office: Exchange | None = None

    @property
    def secret(self) -> str:
        return self.config.secret_key.get_secret_value()

    def rings(self, person: int, day: int, inputs: str = MISUSE) -> str:
        """Ring on a day, have all done that follows, and give the words that were heard."""
        heard: list[str] = []

        def hear(event: events.Event) -> None:
            if isinstance(event.what, events.Say):
                heard.append(event.what.text)

        with closing(set_up(self.flow, self.config, MONDAY + day * DAY)) as stage:
            office = Exchange(stage.clock, DirectWire(stage.line), Account(token=stage.token), seed=person, tell=hear)
            office.assign(HOTLINE, NUMBER)
            office.ring(NUMBER, Inputs(read_inputs(inputs.format(person=person))), phone_of(person), HOTLINE)
            while not office.is_idle:
                stage.clock.step()
            self.office = self.office or office
            later = stage.clock.now() + LATER
            replace(stage.application.worker, clock=lambda: later).work()
            self.works(stage.application.store, office, lambda: later)
        return " ".join(heard)

    def works(self, store: Store, office: Exchange, clock: Callable[[], datetime]) -> None:
        """Have done what is the carrier's."""
        twilio = Client(office.account.sid, office.account.token, http_client=InProcess(RestApi(office)))
        texts = Texts(store, Numbers(self.secret), TwilioCarrier(twilio, HOTLINE), lambda account: phone_of(1), clock)
        recordings = Recordings(store, archive_at(office.account, RestApi(office)), open_vault(self.config), clock)
        worker = Worker(store, {SEND: texts.send, **recordings.doers()}, clock)
        while worker.work():
            pass

    def purges(self, day: int) -> None:
        """Delete what is over on a day, have the carrier do its part, and see that what was counted before was deleted."""
        with closing(open_store(self.config.database_url, self.secret)) as store:
            kept = retention(self.flow, store, lambda: MONDAY + day * DAY)
            assert kept
            assert self.office
            counted, gone = kept.count(), Counter[str]()
            for some in kept.purge():
                gone.update(some)
            assert +gone == +Counter(counted)
            self.works(store, self.office, lambda: MONDAY + day * DAY)

    def tell(self, statement: str) -> None:
        with self._connected() as connection:
            connection.exec_driver_sql(statement)

    def rows(self) -> list[str]:
        """Give every row as text, its table first."""
        with self._connected() as connection:
            return [f"{name} {tuple(row)}" for name in metadata.tables for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]

    def files(self) -> list[Path]:
        return [file for file in Path(self.config.recordings).rglob("*") if file.is_file()]

    def holding(self, names: Iterable[str]) -> set[str]:
        """Name the tables that hold one of these, and the file if its bytes do."""
        found = {row.split()[0] for row in self.rows() for name in names if name in row}
        if self.config.database_url.startswith("sqlite"):
            folder = Path(self.config.database_url.removeprefix("sqlite:///")).parent
            kept = b"".join(file.read_bytes() for file in folder.glob("calls.db*"))
            found |= {"the file" for name in names if name.encode() in kept}
        return found

    def _connected(self) -> AbstractContextManager[Connection]:
        return create_engine(read_url(self.config.database_url), poolclass=NullPool).begin()


def names_of(line: Line) -> set[str]:
    """Name what tells one call from all others: its own name, its caller, and the numbers that were drawn for it."""
    with line._connected() as connection:
        rows = [
            *connection.exec_driver_sql("SELECT sid, caller_hash, caller_sealed FROM calls"),
            *connection.exec_driver_sql("SELECT number, key, text, items FROM tickets"),
            *connection.exec_driver_sql("SELECT to_sealed, body, carrier_sid FROM outbox"),
            *connection.exec_driver_sql("SELECT sid FROM recordings"),
            *connection.exec_driver_sql("SELECT subject FROM tries"),
        ]
    return {str(each) for row in rows for each in row if each}


EVERYWHERE = {"calls", "journal", "tickets", "outbox", "recordings", "notices", "jobs", "tries", "profiles"}


def test_a_day_after_its_days_a_call_is_gone_to_the_last_byte_and_a_day_before_it_is_whole(line):
    line.rings(1, 0)
    first = names_of(line)
    line.tell("UPDATE tickets SET state = 'solved'")
    is_sqlite = line.config.database_url.startswith("sqlite")
    assert line.holding(first) == EVERYWHERE | ({"the file"} if is_sqlite else set()), "the search finds what is there"
    alone = set(line.rows())
    line.rings(2, 2)
    second = set(line.rows()) - alone

    line.purges(KEPT - 1)
    assert set(line.rows()) == alone | second
    assert len(line.office.office.recordings.by_sid) == 1
    assert len(line.files()) == 2, "each caller's, sealed in the folder"
    line.purges(KEPT + 1)
    assert len(line.files()) == 1
    assert line.office.office.recordings.by_sid == {}, "the carrier has it no more"
    (erased,) = set(line.rows()) - second
    assert erased.startswith("jobs ")
    assert ERASE in erased
    assert second <= set(line.rows())
    line.purges(2 * KEPT + 2)
    assert line.holding(first) == set()


def test_what_an_open_case_needs_stays_and_goes_once_it_is_settled(line):
    line.rings(1, 0)
    before = [row for row in line.rows() if row.split()[0] not in ("jobs", "notices")]
    line.purges(20 * KEPT)
    assert line.rows() == before
    line.tell("UPDATE tickets SET state = 'closed'")
    line.purges(20 * KEPT + 1)
    assert {row.split()[0] for row in line.rows()} == {"jobs"}, "but for the one that had the recording deleted"


def test_a_complaint_stays_as_long_as_callers_are_told(line):
    line.rings(1, 0)
    line.tell("UPDATE tickets SET state = 'solved', kind = 'complaint'")
    line.purges(LONGER - 1)
    assert [row for row in line.rows() if row.startswith(("calls", "recordings"))]
    line.purges(LONGER + 1)
    assert not [row for row in line.rows() if row.startswith(("calls", "recordings"))]


@pytest.mark.parametrize(("language", "told"), [("zh", ("三十天", "四百天")), ("en", ("thirty days", "four hundred days"))])
def test_the_days_that_are_told_are_the_days_that_are_kept(flow, language, told):
    heard = Line(flow, in_process(MENUS)).rings(1, 0, STATEMENTS[language])
    assert [heard.count(days) for days in told] == [2, 2], "where it is told what is kept, and where how long recordings are"


@pytest.mark.parametrize("days", ["-3", "6"])
def test_days_in_which_guesses_still_count_stop_the_start(tmp_path, days):
    with pytest.raises(ConfigError, match=f'the fact days_call in hotline.yaml is "{days}"'):
        build(in_process(MENUS), flow=changed(tmp_path, days))
