"""Behind the proxy of docs/operations.md: what it must not change, and a new program that takes over while callers talk."""

import json
import re
import shutil
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import httpx2
import pytest

from ivr.cli.ports import free_port
from ivr.simulator.web.signature import sign
from ivr.storage.schema import migrate
from ivr.storage.tables import SCHEMA

ROOT = Path(__file__).parents[3]
TOKEN, OUTSIDE = "0123456789abcdef", "https://ivr.example.com"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BEGUN_BY_NEW = "SELECT sid FROM calls WHERE mood = 'glad'"
ENDING_COLUMN, ENDING_FIELD = '    Column("ending", WORD, nullable=False),', '    ending: str = ""'
CALLERS, TURNS = 4, 8
THINKING_SECONDS = 0.05
SETTLED_SECONDS = 1
"""For that long calls go on after each step of the change."""


@contextmanager
def nginx(folder: Path, calls: list[int], pages: int) -> Iterator[str]:
    """Run nginx as the page tells, only without a certificate and on ports of ours, and give its address."""
    (block,) = re.findall(r"^```nginx\n(.*?)^```$", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE | re.DOTALL)
    port = free_port()
    for theirs, ours in {"8001": calls[0], "8002": calls[1], "8003": pages}.items():
        block = block.replace(f"127.0.0.1:{theirs}", f"127.0.0.1:{ours}")
    block = re.sub(r" ssl_certificate.*;", "", block.replace("listen 443 ssl", f"listen 127.0.0.1:{port}"))
    buffers = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    conf = folder / "nginx.conf"
    conf.write_text(f"daemon off; user root; pid {folder}/nginx.pid; events {{}} http {{ access_log off; {buffers} {block} }}")
    with (folder / "nginx.log").open("wb") as log, closing(socket.socket()) as knock:
        process = subprocess.Popen(["/usr/sbin/nginx", "-e", "stderr", "-c", str(conf)], stdout=log, stderr=log)
        try:
            while knock.connect_ex(("127.0.0.1", port)):
                assert process.poll() is None, (folder / "nginx.log").read_text()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def ask(client: httpx2.Client, path: str, headers: dict[str, str] | None = None, **given: str) -> httpx2.Response:
    """Ask as the carrier does: signed for the address it knows, whatever the way to us."""
    form = {"CallSid": "CA1", "From": "+15550001111", "To": "+15559990000"} | given
    signature = {"X-Twilio-Signature": sign(TOKEN, OUTSIDE + path, form.items())}
    return client.post(path, content=urlencode(form), headers=FORM | signature | (headers or {}))


HOSTILE = (
    {"Host": "stranger.example"},
    {"Host": "ivr.example.com:8443"},
    {"X-Forwarded-Host": "stranger.example", "X-Forwarded-Proto": "http", "X-Forwarded-Port": "80"},
    {"Forwarded": "host=stranger.example;proto=http"},
    {"X-Original-URL": "/voice/fallback", "X-Rewrite-URL": "/voice/fallback"},
)
ODD = ("/voice/incoming?e=%E4%BD%99+%2F..%2f&&x", "/voice/incoming?", "/voice/incoming?a=b?c=d")


@pytest.mark.parametrize("database", ["sqlite_url"], indirect=True)
def test_the_proxy_changes_nothing_that_is_signed_and_what_it_says_of_the_host_decides_nothing(start, need, tmp_path):
    need("nginx-light")
    server = start(BASE_URL=OUTSIDE)
    port = int(server.url.rpartition(":")[2])
    with nginx(tmp_path, [port, free_port()], port) as url, httpx2.Client(base_url=url) as client:
        assert [ask(client, path).status_code for path in ODD] == [200] * len(ODD)
        assert [ask(client, ODD[0], headers).status_code for headers in HOSTILE] == [200] * len(HOSTILE)
        assert ask(client, ODD[0], {"X-Twilio-Signature": sign(TOKEN, url + ODD[0], [])}).status_code == 403
        sizes = (60_000, 70_000)
        assert [ask(client, "/voice/incoming", SpeechResult="x" * size).status_code for size in sizes] == [200, 413]
        assert "<html" in client.get("/").text
        assert client.get("/static/hold.wav").status_code == 200


def next_program(folder: Path) -> Path:
    """Copy the program and give it other menus and one migration more: a column that it reads and writes with every call."""
    shutil.copytree(ROOT / "ivr", folder / "ivr", ignore=shutil.ignore_patterns("__pycache__"))
    change(folder / "ivr/storage/tables.py", f'SCHEMA = "{SCHEMA}"', 'SCHEMA = "9999"')
    change(folder / "ivr/storage/tables.py", ENDING_COLUMN, f'{ENDING_COLUMN}\n    Column("mood", Text, server_default="calm"),')
    change(folder / "ivr/storage/records.py", ENDING_FIELD, f'{ENDING_FIELD}\n    mood: str = "glad"')
    shutil.copytree(ROOT / "tests/service/menus", folder / "menus")
    change(folder / "menus/main.yaml", "en: Welcome.", "en: Welcome to all that is new.")
    (folder / "ivr/storage/migrations/versions/mood.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f'revision, down_revision = "9999", "{SCHEMA}"\n'
        'def upgrade():\n    op.add_column("calls", sa.Column("mood", sa.Text(), server_default="calm"))\n'
    )
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old} should stand once in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def call_on_and_on(url: str, name: int, stop: Event) -> Counter[str]:
    """Ring again and again, a few turns a call, and tell what each request was answered: the next turn, or what else."""
    heard: Counter[str] = Counter()
    with httpx2.Client(base_url=url) as client:
        while not stop.is_set():
            sid = f"CA{name}x{heard.total()}"
            for n in range(TURNS):
                path = f"/voice/turn?n={n}" if n else "/voice/incoming"
                answer = ask(client, path, CallSid=sid, Digits="1*"[n % 2 - 1])
                heard["the next turn" if f"/voice/turn?n={n + 1}#" in answer.text else f"{answer.status_code} {answer.text}"] += 1
                stop.wait(THINKING_SECONDS)
    return heard


@pytest.fixture
def own_postgres_url(postgres):
    """A migrated database that no other test sees: its tables are changed."""
    postgres.execute("CREATE DATABASE upgraded")
    migrate(postgres.url("upgraded"))
    yield postgres.url("upgraded")
    postgres.execute("DROP DATABASE upgraded WITH (FORCE)")


@pytest.mark.parametrize("database", ["sqlite_url", "own_postgres_url"], indirect=True)
def test_a_new_program_takes_over_while_callers_talk(start, need, tmp_path):
    """What docs/operations.md tells to do: migrate, start the new program beside the old one, stop the old one.

    While both serve, a call may come to one with the menus of the other.
    """
    need("nginx-light")
    stop, port = Event(), free_port()
    old = start(BASE_URL=OUTSIDE)
    program = next_program(tmp_path / "next")
    ports = [int(old.url.rpartition(":")[2]), port]
    with nginx(tmp_path, ports, port) as url, ThreadPoolExecutor(CALLERS) as together:
        callers = [together.submit(call_on_and_on, url, name, stop) for name in range(CALLERS)]
        stop.wait(SETTLED_SECONDS)
        subprocess.run([sys.executable, "-m", "ivr", "migrate"], cwd=program, env=old.settings, check=True)
        assert old.is_ready()
        new = start(program, port, BASE_URL=OUTSIDE, MENUS=str(program / "menus"))
        stop.wait(SETTLED_SECONDS)
        old.master.terminate()
        old.master.wait(30)
        alone = len(new.journal())
        stop.wait(SETTLED_SECONDS)
        stop.set()
        heard = sum((caller.result() for caller in callers), Counter())
    assert set(heard) == {"the next turn"}
    assert len(new.journal()) == heard.total() > alone > CALLERS * TURNS
    assert new.rows("SELECT version_num FROM alembic_version") == [("9999",)]
    assert new.rows("SELECT DISTINCT mood FROM calls ORDER BY 1") == [("calm",), ("glad",)], "both programs have begun calls"
    seen_by_old = {json.loads(line).get("call") for line in old.log.read_text().splitlines() if line.startswith("{")}
    assert seen_by_old & {sid for (sid,) in new.rows(BEGUN_BY_NEW)}, "some that the next one began were taken on by the one before"
    logs = old.log.read_text() + new.log.read_text()
    assert '"replayed": false' in logs
    assert '"replayed": true' not in logs, "no turn was asked for twice"
