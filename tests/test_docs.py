"""What the documents say is so: the README's commands run, its settings are the code's, links lead somewhere, locks are whole."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from ivr.cli.ports import free_port
from ivr.config import Config

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
START_SECONDS = 60
SECOND_START_SECONDS = 5
TRIES = 3
"""Starts, of which one must be quick: other tests run on the same machine."""
FENCE = re.compile(r"^```(console|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LASTING = ("make run", "make test", "ivr call http", "ivr agent")
"""Commands with tests of their own: they last, or want a service that runs."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the README and the lines shown of what it prints; … stands for what is left out."""

    line: str
    shown: tuple[str, ...]


def commands(block: str) -> list[Command]:
    found: list[Command] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:], ()))
        else:
            found[-1] = Command(found[-1].line, (*found[-1].shown, line))
    return found


ALL = [command for kind, block in FENCE.findall(README) if kind == "console" for command in commands(block)]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder as a clone would be, but with this one's environment."""
    for name in ("Makefile", "pyproject.toml", "requirements.txt", "requirements-dev.txt", "Procfile"):
        shutil.copy2(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "menus", tmp_path / "menus")
    for name in ("ivr", "wsgi.py", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.upper() not in {each.upper() for each in Config.model_fields}}
    return {**kept, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **more}


def run(line: str, folder: Path, **more: str) -> str:
    """Run a command as a reader would and give all it prints."""
    done = subprocess.run(["sh", "-c", line], cwd=folder, env=environment(**more), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{line} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def check(command: Command, printed: str) -> None:
    for shown in command.shown:
        place = 0
        for part in shown.split("…"):
            place = printed.find(part.strip(), place)
            assert place >= 0, f"{command.line} does not print {shown!r}:\n{printed}"


def apply(diff: str, folder: Path) -> None:
    """Change the one menu file that holds the line taken away."""
    gone, come = ([line[1:] for line in diff.splitlines() if line.startswith(sign)] for sign in "-+")
    files = [file for file in folder.glob("*.yaml") if gone[0] in file.read_text(encoding="utf-8")]
    assert len(files) == 1, f"{gone[0]!r} should stand in one file of menus/"
    text = files[0].read_text(encoding="utf-8")
    files[0].write_text(text.replace("\n".join(gone), "\n".join(come)), encoding="utf-8")


def test_every_step_of_the_readme_can_be_followed(copy: Path) -> None:
    followed = 0
    for kind, block in FENCE.findall(README):
        if kind == "diff":
            apply(block, copy / "menus")
            continue
        for command in commands(block):
            if not command.line.startswith(LASTING) and "https://" not in command.line:
                check(command, run(command.line, copy))
                followed += 1
    assert followed >= 5


@contextmanager
def running(line: str, folder: Path, sign: str, **more: str) -> Iterator[list[str]]:
    """Start a command that lasts, wait until it prints a line with `sign`, and end it afterwards. Gives the lines so far."""
    process = subprocess.Popen(
        ["sh", "-c", line],
        cwd=folder,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    late = threading.Timer(START_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    late.start()
    printed: list[str] = []
    assert process.stdout is not None
    try:
        for text in process.stdout:
            printed.append(text)
            if sign in text:
                break
        else:
            pytest.fail(f"{line} ended without {sign!r}:\n{''.join(printed)}")
        yield printed
    finally:
        late.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.communicate()


@pytest.fixture
def set_up(need: Callable[[str], None]) -> None:
    """Skip where the environment was not made by make: it would be made anew in the middle of the tests."""
    need("python3-venv")
    stamp = ROOT / ".venv" / "installed"
    newest = max((ROOT / name).stat().st_mtime for name in ("requirements.txt", "pyproject.toml"))
    stale = not stamp.exists() or stamp.stat().st_mtime < newest
    if stale and os.environ.get("CI") == "true":
        pytest.fail(".venv is not what make has made of the lock; run make test")
    if stale:
        pytest.skip("MISSING: .venv as make makes it. `make test` brings it up to date.")


@pytest.mark.usefixtures("set_up")
def test_make_run_answers_and_can_be_rung(copy: Path) -> None:
    with running(f"make run PORT={free_port()}", copy, "The hotline answers at") as printed:
        address = printed[-1].split()[-1].rstrip("/")
        token = (copy / "var" / "twilio_auth_token").read_text().strip()
        rings = [command for command in ALL if command.line.startswith("ivr call https://")]
        assert rings
        for command in rings:
            here = Command(command.line.replace("https://ivr.example.com", address), command.shown)
            check(here, run(here.line, copy, TWILIO_AUTH_TOKEN=token))
        for command in [command for command in ALL if command.line.startswith("ivr agent")]:
            check(command, run(command.line, copy))
    assert [command.shown for command in ALL if command.line == "make run"] == [("The hotline answers at http://127.0.0.1:8000/",)]


@pytest.mark.alone
@pytest.mark.usefixtures("set_up")
def test_make_run_starts_within_five_seconds_once_set_up(copy: Path) -> None:
    tries = (start_seconds(copy) for _ in range(TRIES))
    assert any(seconds < SECOND_START_SECONDS for seconds in tries)


def start_seconds(folder: Path) -> float:
    began = time.monotonic()
    with running(f"make run PORT={free_port()}", folder, "The hotline answers at"):
        return time.monotonic() - began


def test_make_test_is_the_command_that_runs_these_tests() -> None:
    assert "make test" in [command.line for command in ALL]
    assert re.search(r"^test: .*\n(\t\$\(BIN\)/python -m pytest .+\n){2}\n", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_procfile_starts_every_process(copy: Path) -> None:
    lines = dict(line.split(": ", 1) for line in (copy / "Procfile").read_text().splitlines())
    assert set(lines) == {"release", "web", "pages", "worker"}
    settings = {
        "TWILIO_AUTH_TOKEN": "0123456789abcdef",
        "SECRET_KEY": "a secret for tests only",
        "BASE_URL": "https://hotline.example",
        "DATABASE_URL": f"sqlite:///{copy}/calls.db",
        "PORT": str(free_port()),
    }
    assert "ready" in run(lines["release"], copy, **settings)
    for name in ("web", "pages"):
        with running(f"{lines[name]} --log-level info", copy, "Booting worker", **settings):
            pass
    with running(f"{lines['worker']} & echo started; wait", copy, "started", **settings):
        pass


def test_the_commands_of_operations_run_one_after_the_other(copy: Path) -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    typed = [command for _, block in FENCE.findall(page) for command in commands(block) if command.line.startswith("ivr ")]
    assert len(typed) > 3
    settings = {"TWILIO_AUTH_TOKEN": "0123456789abcdef", "SECRET_KEY": "a secret for tests only", "BASE_URL": "https://hotline.example"}
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M}"
    for command in typed:
        check(command, run(command.line.replace("23:59", tomorrow), copy, **settings))


def test_an_application_of_another_project_is_rung_as_its_page_says(tmp_path: Path) -> None:
    answers, calls = str(free_port()), str(free_port())
    page = (ROOT / "docs" / "simulator.md").read_text(encoding="utf-8").replace("5000", answers).replace("8001", calls)
    application, by_rest = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "app.py").write_text(application)
    (tmp_path / "by_rest.py").write_text(by_rest + 'print(client.verify.v2.services.create(friendly_name="Wallet").friendly_name)\n')
    typed = [command for _, block in FENCE.findall(page) for command in commands(block)]
    [start] = [command for command in typed if command.line.startswith("flask")]
    rings = [command for command in typed if f":{answers}/" in command.line]
    with running(start.line, tmp_path, "Running on"):
        for command in rings:
            check(command, run(command.line, tmp_path))
        with running(f"ivr phone http://127.0.0.1:{answers}/voice --token secret --port {calls}", tmp_path, "The telephone is at"):
            check(Command("by_rest.py", ("queued", "Wallet")), run("python by_rest.py", tmp_path))
    assert any(command.shown for command in rings)


def test_the_settings_are_those_the_program_reads() -> None:
    shown = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.*?) \|$", README, re.MULTILINE)
    read = [(name.upper(), field.description, default(field.default)) for name, field in Config.model_fields.items()]
    assert shown == read


def default(value: object) -> str:
    if value is PydanticUndefined:
        return "required"
    return f"`{value}`" if str(value) else "empty"


PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_is_whole_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|^--|^-[ef]|find-links|index-url", text, re.MULTILINE)
    pins = re.findall(r"^([a-z0-9-]+)==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\S+==", text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + (project["optional-dependencies"]["dev"] if "dev" in lock else [])
    names = {re.split(r"[^\w-]", name)[0].lower().replace("_", "-") for name in wanted}
    assert names <= set(pins), "run make lock"
