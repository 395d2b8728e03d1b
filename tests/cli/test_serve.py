"""`ivr serve`: one hotline a port, and nothing left behind however early it is stopped."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import ClientSession

MENUS = Path(__file__).parents[1] / "service" / "menus"
DEADLINE_SECONDS = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(MENUS, tmp_path / "menus")
    return tmp_path


def serve(folder: Path, port: int, *more: str) -> "subprocess.Popen[str]":
    names = ("BASE_URL", "DATABASE_URL", "MENUS", "SECRET_KEY", "TWILIO_AUTH_TOKEN")
    clean = {name: value for name, value in os.environ.items() if name not in names}
    command = [sys.executable, "-m", "ivr", "serve", "--port", str(port), "--workers", "1", *more]
    return subprocess.Popen(command, cwd=folder, env=clean, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def children(pid: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(child) for child in listed.split()]


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(holds: Callable[[], object]) -> None:
    until = time.monotonic() + DEADLINE_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_port_that_is_in_use_is_refused_before_anything_is_started(folder):
    with closing(socket.socket()) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as gunicorn does: a second one could share it
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = serve(folder, port)
        said, _ = refused.communicate(timeout=DEADLINE_SECONDS)
    assert refused.returncode == 2
    assert said == f"Cannot start: port {port} is in use; choose another with --port\n"
    assert not (folder / "var").exists()


def test_it_is_rung_from_the_telephone_in_the_browser(folder):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    serving = serve(folder, port, "--phone-port", "0")
    try:
        assert serving.stdout is not None
        address = next(line for line in serving.stdout if "telephone is at" in line).split()[-1]
        assert asyncio.run(first_words(address)) == "Welcome."
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.communicate(timeout=DEADLINE_SECONDS)
    assert serving.returncode == 0


async def first_words(address: str) -> str:
    """Dial the hotline at a page, and give what is said first."""
    async with asyncio.timeout(DEADLINE_SECONDS), ClientSession() as client, client.ws_connect(f"{address}/socket") as page:
        hello = await page.receive_json()
        await page.send_json({"do": "dial", "to": hello["numbers"][0]["number"]})
        while (told := await page.receive_json())["event"] != "say":
            pass
        return str(told["text"])


def test_stopped_before_it_answers_it_leaves_no_process_behind(folder):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    starting = serve(folder, port)
    wait_until(lambda: children(starting.pid))
    begun = children(starting.pid)
    starting.send_signal(signal.SIGTERM)
    said, _ = starting.communicate(timeout=DEADLINE_SECONDS)
    assert starting.returncode == 0
    assert "answers at" not in said
    wait_until(lambda: not any(lives(pid) for pid in begun))
