"""The command line as a whole: every command is listed, and none waits for the libraries of another."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ivr.cli import COMMANDS, main
from tests.cli.installation import TOKEN, Place

SERVER = ["flask", "structlog", "prometheus_client", "ivr.app", "aiohttp", "prompt_toolkit"]
LOADED = "import sys; from ivr.cli import main; main(['{}', '--help'], standalone_mode=False); print(*sys.modules)"


def test_every_command_is_listed_with_what_it_does() -> None:
    told = CliRunner().invoke(main, ["--help"], terminal_width=300).output
    _, _, listed = told.partition("Commands:\n")
    lines = [line.split(maxsplit=1) for line in listed.splitlines()]
    assert [name for name, _ in lines] == list(COMMANDS)
    assert ["graph", "Draw the menus in FOLDER (default: menus) as a page for the browser."] in lines


@pytest.mark.parametrize("name", ["lint", "prove", "schema", "graph"])
def test_a_command_about_menus_does_not_wait_for_the_server(name: str) -> None:
    command = [sys.executable, "-c", LOADED.format(name)]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert f"ivr.cli.{name}" in loaded
    assert [library for library in SERVER if library in loaded] == []


def test_a_command_that_is_not_there_is_told() -> None:
    told = CliRunner().invoke(main, ["lnt"])
    assert (told.exit_code, "No such command 'lnt'." in told.output) == (2, True)


def test_doctor_looks_at_the_settings_of_the_environment(place: Place) -> None:
    config = place.at.config
    given = {"BASE_URL": config.base_url, "DATABASE_URL": config.database_url, "MENUS": str(config.menus)}
    given |= {"WALLET_URL": config.wallet_url, "WALLET_KEY": config.wallet_key.get_secret_value()}
    given |= {"TWILIO_ACCOUNT_SID": config.twilio_account_sid, "TEXTS_FROM": config.texts_from, "CALLBACK_FROM": config.callback_from}
    secrets = {"TWILIO_AUTH_TOKEN": TOKEN, "SECRET_KEY": config.secret_key.get_secret_value()}
    command = [sys.executable, "-m", "ivr", "doctor"]

    def run(settings: dict[str, str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(command, env=os.environ | settings, cwd=place.folder, capture_output=True, text=True, check=False)

    looked = run(given | secrets)
    assert (looked.returncode, looked.stdout.count("✗ "), looked.stderr) == (1, 1, "")
    assert "✗ address" in looked.stdout
    blind = run(given)
    assert (blind.returncode, blind.stdout) == (2, "")
    assert "SECRET_KEY: Field required." in blind.stderr
