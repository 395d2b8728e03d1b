"""How the application is put together, and what it does about menus that are not in order at its start."""

import logging
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import structlog
from gunicorn.arbiter import Arbiter
from pydantic import SecretStr

from ivr.app import start
from ivr.calendar import horizon
from ivr.config import Config, read
from ivr.errors import ConfigError, MenuError
from ivr.in_force import load_menus
from ivr.storage.schema import migrate

MENUS = Path(__file__).parent.parent / "menus"
SMALL = Path(__file__).parent / "service" / "menus"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """A start writes logs its own way; the next test is to find them as they were."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.configure(**before)


def test_the_line_starts_with_a_holiday_calendar_that_has_run_out_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    last = horizon("CN")
    with caplog.at_level(logging.ERROR):
        flow = load_menus(MENUS, date(last.year + 1, 1, 1))
    assert flow.nodes
    assert f"known up to {last.isoformat()}" in caplog.text


def test_nothing_is_said_while_the_calendar_is_known(caplog: pytest.LogCaptureFixture) -> None:
    assert load_menus(MENUS, horizon("CN")).nodes
    assert caplog.text == ""


def test_menus_with_any_other_problem_do_not_start(tmp_path: Path) -> None:
    for file in MENUS.glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("goto: refund.menu", "goto: refund.meno")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    with pytest.raises(MenuError, match=r'Did you mean "refund.menu"'):
        load_menus(tmp_path, date(2099, 1, 1))


SETTINGS = {
    "twilio_auth_token": SecretStr("0123456789abcdef"),
    "secret_key": SecretStr("a secret key for tests"),
    "base_url": "https://hotline.example",
}


def missing() -> Config:
    raise ConfigError("BASE_URL: Field required.")


def refused(read: Callable[[], Config], capsys: pytest.CaptureFixture[str]) -> str:
    """Give what a start says that gunicorn is not to try again."""
    with pytest.raises(SystemExit) as stop:
        start(read)
    assert stop.value.code == Arbiter.WORKER_BOOT_ERROR
    return capsys.readouterr().err


def test_a_start_without_its_settings_says_so_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(missing, capsys) == "Cannot start: BASE_URL: Field required.\n"


@pytest.mark.parametrize(("file", "said"), [("new.db", "run `ivr migrate`"), ("no/such/folder.db", "unable to open")])
def test_a_start_on_a_database_that_is_not_ready_says_so_in_a_line(
    tmp_path: Path, file: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = Config(database_url=f"sqlite:///{tmp_path / file}", menus=SMALL, **SETTINGS)
    assert said in refused(lambda: config, capsys)


def test_a_start_on_menus_with_a_problem_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "main.yaml").write_text("menu: main\n", encoding="utf-8")
    config = Config(database_url="sqlite:///:memory:", menus=tmp_path, **SETTINGS)
    assert re.match(r"Cannot start: .*yaml", refused(lambda: config, capsys))


@pytest.mark.parametrize("days", ['"3"', "a while", '{en: "30", zh: "40"}'])
def test_menus_on_which_the_server_could_not_start_again_are_not_taken_up(
    tmp_path: Path, days: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    menus = shutil.copytree(SMALL, tmp_path / "menus")
    config = Config(database_url=f"sqlite:///{tmp_path}/calls.db", menus=menus, **SETTINGS)
    migrate(config.database_url)
    app = start(lambda: config)
    logging.getLogger().addHandler(caplog.handler)
    before = app.extensions["ivr"].flow.version
    text = (menus / "hotline.yaml").read_text(encoding="utf-8")
    (menus / "hotline.yaml").write_text(text.replace("\nfacts:\n", f"\nfacts:\n  days_call: {days}\n"), encoding="utf-8")
    app.extensions["reload"]()
    assert app.extensions["ivr"].flow.version == before
    assert re.search("not taken up.*the fact days_call", caplog.text)
    assert "Cannot start: the fact days_call" in refused(lambda: config, capsys)


@pytest.mark.parametrize("number", ["abc", "+", "95 588", "９５５８８"])
def test_an_emergency_number_that_cannot_be_dialled_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="can be dialled"):
        Config(emergency_number=number, **SETTINGS)


@pytest.mark.parametrize("service", ["VA123", "VE" + "0" * 32, "verify"])
def test_what_is_no_verify_service_is_refused(service: str) -> None:
    with pytest.raises(ValueError, match="is not the SID of a Verify service"):
        Config(verify_service_sid=service, twilio_account_sid="AC1", **SETTINGS)


def test_a_verify_service_without_its_account_is_refused() -> None:
    with pytest.raises(ConfigError, match="TWILIO_ACCOUNT_SID is missing"):
        Config(verify_service_sid="VA" + "0" * 32, **SETTINGS)


@pytest.mark.parametrize("slip", ["", "customers", "Customer"])
def test_who_is_called_first_is_an_agent_or_the_customer(slip: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"twilio_auth_token": "0123456789abcdef", "secret_key": "0123456789abcdef", "callback_first": slip}.items():
        monkeypatch.setenv(name.upper(), value)
    monkeypatch.setenv("BASE_URL", "https://hotline.example")
    with pytest.raises(ConfigError, match=rf"^CALLBACK_FIRST: \"{slip}\" should be 'agent' or 'customer'\. It is who is called first "):
        read()


def test_a_number_that_is_none_is_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("twilio_auth_token", "secret_key"):
        monkeypatch.setenv(name.upper(), "0123456789abcdef")
    monkeypatch.setenv("BASE_URL", "https://hotline.example")
    monkeypatch.setenv("CALLS_PER_SECOND", "many")
    with pytest.raises(ConfigError, match=r'^CALLS_PER_SECOND: "many" should be a valid number, .*\. It is how many calls a second'):
        read()


@pytest.mark.parametrize("name", ["twilio_auth_token", "secret_key"])
@pytest.mark.parametrize("slip", ["", " " * 32, "0123456789abcde"])
def test_a_secret_that_is_empty_or_cut_off_stops_the_start_by_its_name(name: str, slip: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for each, value in {"twilio_auth_token": "0123456789abcdef", "secret_key": "0123456789abcdef", name: slip}.items():
        monkeypatch.setenv(each.upper(), value)
    monkeypatch.setenv("BASE_URL", "https://hotline.example")
    with pytest.raises(ConfigError, match=rf"^{name.upper()}: is shorter than 16 characters\. It is the "):
        read()
