"""N7: staff type `ivr incident` in a process of their own, and the next caller hears it; then its end comes by itself."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from pydantic import SecretStr

from ivr.app import Application, build, create_app
from ivr.cli import main
from ivr.compiler.compile import compile_folder
from ivr.config import Config
from ivr.service.actions import DECLARATIONS
from ivr.service.switching import Staff
from ivr.simulator.clock import Clock
from ivr.simulator.faces.phone import Phone
from ivr.simulator.faces.script import Inputs, read_inputs
from ivr.simulator.office.number import Number
from ivr.simulator.web.line import WsgiLine
from ivr.storage.schema import migrate

MENUS = Path(__file__).parents[2] / "menus"
NUMBER = Number("/voice/incoming", fallback="/voice/fallback", status="/voice/status")
SECRETS = {"TWILIO_AUTH_TOKEN": "0123456789abcdef", "SECRET_KEY": "a secret key for tests", "BASE_URL": "https://hotline.example"}
CAROL = "+15550001111"
SHANGHAI = ZoneInfo("Asia/Shanghai")
ZH = "目前转账出现异常"
EN = "We're having a problem with transfers right now"


@dataclass
class Line:
    """The shipped hotline on a database file, and a phone to ring it with."""

    file: Path
    application: Application
    clock: Clock

    def ring(self, inputs: str, caller: str = "anonymous") -> str:
        """Ring, and give all that was heard."""
        heard: list[str] = []
        line = WsgiLine(create_app(self.application), SECRETS["BASE_URL"])
        phone = Phone(line=line, clock=self.clock, token="0123456789abcdef", caller=caller)
        phone.ring(NUMBER, Inputs(read_inputs(inputs)), lambda event: heard.append(getattr(event.what, "text", "")))
        return " ".join(heard)

    def again(self) -> "Line":
        """The hotline after a restart."""
        self.application.store.close()
        return Line(self.file, begin(self.file, self.clock), self.clock)


def begin(file: Path, clock: Clock) -> Application:
    secrets = {name.lower(): SecretStr(value) for name, value in SECRETS.items() if name != "BASE_URL"}
    config = Config(database_url=f"sqlite:///{file}", base_url=SECRETS["BASE_URL"], **secrets)
    return build(config, clock=clock.now, flow=compile_folder(MENUS, DECLARATIONS))


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    file, clock = tmp_path / "calls.db", Clock(datetime.now(UTC))
    migrate(f"sqlite:///{file}")
    line = Line(file, begin(file, clock), clock)
    yield line
    line.application.store.close()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What `ivr incident` shares with the hotline, and nothing else."""
    monkeypatch.chdir(tmp_path)
    return {**SECRETS, "DATABASE_URL": f"sqlite:///{tmp_path}/calls.db", "MENUS": str(MENUS), "USER": "ana"}


@pytest.fixture
def types(settings: dict[str, str]) -> Callable[..., Result]:
    return lambda *words, env=settings: CliRunner().invoke(main, ["incident", *words], env=dict.fromkeys(settings) | env)


def in_two_hours() -> datetime:
    return (datetime.now(SHANGHAI) + timedelta(hours=2)).replace(second=0, microsecond=0)


def test_what_staff_switch_on_is_heard_by_the_next_caller_in_both_languages_until_its_end(line, settings):
    """N7, typed in a process of its own."""
    assert ZH not in line.ring("1,hangup")
    end = in_two_hours()
    command = [sys.executable, "-m", "ivr", "incident", "on", "zh=转账", "en=transfers", "--until", f"{end:%Y-%m-%dT%H:%M}"]
    told = subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=True).stdout
    assert f"incident      until {end:%Y-%m-%d %H:%M}  zh=转账  en=transfers  (ana, " in told

    line.clock.advance(2)
    assert ZH in line.ring("1,hangup")
    assert EN in line.ring("2,hangup", CAROL)
    assert EN in line.ring("hangup", CAROL), "greeted in the language remembered"
    line = line.again()
    assert line.ring("1,say:主菜单,hangup").count(ZH) == 1
    line.clock.advance((end - line.clock.now()).total_seconds())
    assert ZH not in line.ring("1,hangup")


def test_what_is_switched_off_is_not_heard_two_seconds_later(line, types):
    for words in (("on", "zh=转账", "en=transfers"), ("announce", "zh=今晚升级。", "en=We upgrade tonight.")):
        assert types(*words, "--until", f"{in_two_hours():%Y-%m-%dT%H:%M}").exit_code == 0
    heard = line.ring("2,hangup")
    assert heard.index("We upgrade tonight.") < heard.index(EN)
    assert types("off", "1").stdout.count("\n") == 1
    line.clock.advance(2)
    heard = line.ring("2,hangup")
    assert EN not in heard
    assert "We upgrade tonight." in heard
    assert types("off", "all").stdout == "Nothing is switched on.\n"


def test_what_ends_during_a_call_is_not_said_again_when_the_caller_asks_to_hear_it_again(line):
    staff = Staff(line.application.services.flow, line.clock.now(), "ana")
    ends = (staff.now.astimezone(SHANGHAI) + timedelta(minutes=10)).replace(second=0, microsecond=0)
    with line.application.store.unit() as unit:
        staff.turn_on(unit, staff.incident(("zh=转账", "en=transfers"), f"{ends:%Y-%m-%dT%H:%M}"))
    assert line.ring("1,#,hangup").count(ZH) == 2
    line.clock.advance((ends - line.clock.now()).total_seconds() - 40)
    heard = line.ring("1,#,hangup")
    assert (heard.count("我们正在抢修"), heard.count("账户问题请按1。")) == (1, 2)


def test_a_callback_from_a_closed_queue_is_for_when_it_opens_again(line, types):
    """The security team answers at every hour."""
    opens = in_two_hours()
    assert types("close", "security", "--until", f"{opens:%Y-%m-%dT%H:%M}").exit_code == 0
    assert "以后用" in line.ring("1,3,0,1,1,1,hangup", CAROL)
    with closing(sqlite3.connect(line.file)) as database:
        (begins,) = database.execute("SELECT window_from FROM callbacks").fetchone()
    assert datetime.fromisoformat(begins).replace(tzinfo=UTC) == opens


def test_beside_a_hotline_on_this_machine_its_settings_are_found(types, tmp_path):
    """`ivr serve` keeps its secrets in var/ and its database there too."""
    assert types("off", "all", env={}).exit_code == 2
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret_key").write_text("a secret key for tests")
    migrate(f"sqlite:///{tmp_path}/var/ivr.db")
    told = types("off", "all", env={"MENUS": str(MENUS)})
    assert told.stdout == "Nothing is switched on.\n"
    assert told.stderr.endswith("The database is sqlite:///var/ivr.db\n"), "somebody meant another, perhaps"


MISTAKES = [
    (("on", "zh=转账", "en=transfers"), "nothing is switched on without an end. Add for example: --until 18:00"),
    (("off", "7"), 'nothing is on under "7". `ivr incident` lists what is.'),
    (("close", "--until", "23:59"), "which queue? There are: account, payment, security, refund, complaints, supervisor."),
]


@pytest.mark.parametrize(("words", "said"), MISTAKES)
def test_a_mistake_is_told_in_one_line_and_changes_nothing(line, types, words, said):
    told = types(*words)
    assert (told.exit_code, told.stderr, told.stdout) == (2, f"{said}\n", "")
    assert line.application.store.read_switches(datetime.now(UTC)) == []
