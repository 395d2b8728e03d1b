"""`ivr serve`: one hotline a port, menus taken up when they are saved, and nothing left behind however early it is stopped."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx2
import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from ivr.cli.ports import free_port
from ivr.simulator.web.signature import sign

pytestmark = pytest.mark.long

MENUS = Path(__file__).parents[1] / "service" / "menus"
DEADLINE_SECONDS = 30
GOAL_SECONDS = 1
MOST_SECONDS = 3 * GOAL_SECONDS
"""What a machine busy with other tests may take."""
MANY = 16
"""Callers who reach every process: a connection goes to either with the same chance."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(MENUS, tmp_path / "menus")
    return tmp_path


def clean() -> dict[str, str]:
    """Give the environment without what a hotline would be set by."""
    names = ("BASE_URL", "DATABASE_URL", "MENUS", "SECRET_KEY", "TWILIO_AUTH_TOKEN", "WALLET_URL", "WALLET_KEY")
    return {name: value for name, value in os.environ.items() if name not in names}


def serve(folder: Path, port: int, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "ivr", "serve", "--port", str(port), "--workers", "1", "--wallet-port", "0", *more]
    return subprocess.Popen(command, cwd=folder, env=clean(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def hear(said: Iterable[str], words: str) -> str:
    """Give the next line with these words."""
    before = []
    for line in said:
        if words in line:
            return line
        before.append(line)
    raise AssertionError(f"{words!r} was never said, but:\n{''.join(before)}")


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


def test_it_is_rung_from_the_telephone_in_the_browser_with_texts_a_wallet_and_an_agent_at_another_page(folder):
    hotline = folder / "menus" / "hotline.yaml"
    hotline.write_text(hotline.read_text().replace("    hours: always\n", "    hours: always\n    skills: [refund]\n"))
    serving = serve(folder, free_port(), "--phone-port", "0")
    try:
        assert serving.stdout is not None
        addresses = {line[1]: line[-1] for line in (hear(serving.stdout, " is at ").split() for _ in range(2))}
        assert asyncio.run(welcome_and_text(addresses["telephone"])) == ("Welcome.", "[Small Wallet] Ref ")
        assert httpx2.get(f"{addresses['wallet']}/state").json()["accounts"]
        for typed in ("add 1024 +15551110001 --skills refund --languages zh,en", "ready 1024"):
            subprocess.run([sys.executable, "-m", "ivr", "agent", *typed.split()], cwd=folder, env=clean(), check=True)
        talk = asyncio.run(talk_between_pages(addresses["telephone"]))
        assert talk == ("My money is not here.", "What is the order number?", "Welcome.")
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.communicate(timeout=DEADLINE_SECONDS)
    assert serving.returncode == 0


async def welcome_and_text(address: str) -> tuple[str, str]:
    """Dial the hotline at a page, ask for a ticket, and give what is said first and the beginning of the text that comes."""
    async with asyncio.timeout(DEADLINE_SECONDS), ClientSession() as client, client.ws_connect(f"{address}/socket") as page:
        hello = await page.receive_json()
        await page.send_json({"do": "dial", "to": hello["numbers"][0]["number"]})
        welcome = await told(page, "say")
        await told(page, "gather")
        await page.send_json({"do": "key", "key": "4"})
        text = await told(page, "text")
        return str(welcome["text"]), str(text["body"]).rstrip("0123456789.")


async def told(page: ClientWebSocketResponse, event: str) -> dict[str, Any]:
    """Give the next event of a kind."""
    while (what := await page.receive_json())["event"] != event:
        pass
    return dict(what)


@dataclass
class Caller:
    """Somebody who rings a hotline, by a connection of their own for each turn."""

    address: str
    token: str
    turns: int = 0
    sid: str = field(default_factory=lambda: f"CA{uuid4().hex}")

    def hear(self, **form: str) -> str:
        """Ring, or do something in the call; give the document."""
        path = f"{self.address}/voice/turn?n={self.turns}" if self.turns else f"{self.address}/voice/incoming"
        self.turns += 1
        told = {"CallSid": self.sid, "From": "+15550001111", "To": "+15559990000", "CallStatus": "in-progress", **form}
        headers = {"X-Twilio-Signature": sign(self.token, path, told.items()), "Content-Type": "application/x-www-form-urlencoded"}
        return httpx2.post(path, content=urlencode(told), headers=headers).raise_for_status().text


async def talk_between_pages(address: str) -> tuple[str, str, str]:
    """Ring the hotline, answer as the agent and press 1, say a word each; give what each hears, and what the caller hears at the end."""
    async with (
        asyncio.timeout(DEADLINE_SECONDS),
        ClientSession() as client,
        client.ws_connect(f"{address}/socket?as=%2B15550002222") as li,
        client.ws_connect(f"{address}/socket?as=%2B15551110001") as ana,
    ):
        hello = await li.receive_json()
        await li.send_json({"do": "dial", "to": hello["numbers"][0]["number"]})
        await told(li, "gather")
        await li.send_json({"do": "key", "key": "0"})
        await told(ana, "incoming")
        await ana.send_json({"do": "answer"})
        await told(ana, "gather")
        await ana.send_json({"do": "key", "key": "1"})
        await told(li, "talk")
        await told(ana, "talk")
        await li.send_json({"do": "say", "text": "My money is not here."})
        asked = await told(ana, "heard")
        await ana.send_json({"do": "say", "text": "What is the order number?"})
        answered = await told(li, "heard")
        await ana.send_json({"do": "hangup"})
        after = await told(li, "say")
        return str(asked["text"]), str(answered["text"]), str(after["text"])


@pytest.mark.alone
def test_saved_menus_are_heard_by_the_next_caller_and_bad_ones_by_nobody(folder):
    address = f"http://127.0.0.1:{free_port()}"
    menu = folder / "menus" / "main.yaml"
    written = menu.read_text()
    serving = serve(folder, int(address.rpartition(":")[2]), "--phone-port", "0", "--workers", "2", "--watch")
    try:
        assert serving.stdout is not None
        said = (line for line in serving.stdout if not line.startswith("{"))
        hear(said, "telephone is at")
        token = (folder / "var" / "twilio_auth_token").read_text()
        early = Caller(address, token)
        assert "Welcome." in early.hear()

        menu.write_text(written.replace("Welcome.", "Good day."))
        saved = time.monotonic()
        hear(said, "Taken up")
        print(f"\nTaken up after {time.monotonic() - saved:.2f} s.")
        assert time.monotonic() - saved < MOST_SECONDS
        assert all("Good day." in Caller(address, token).hear() for _ in range(MANY)), "whichever process answers"
        assert "Welcome." in early.hear(Digits="#"), "a call goes on with the menus it began with"

        menu.write_text(written.replace("Welcome.", "Hello.").replace("    prompt:", "    promt:", 1))
        advice = hear(said, "menus/main.yaml")
        assert advice == 'menus/main.yaml:5:5: "promt" is not something that can be written here. Did you mean "prompt"? [unknown-key]\n'
        hear(said, "Not taken up")
        assert all("Good day." in Caller(address, token).hear() for _ in range(MANY))

        menu.write_text(written.replace("Welcome.", "Hello."))
        hear(said, "Taken up")
        assert all("Hello." in Caller(address, token).hear() for _ in range(MANY))
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.communicate(timeout=DEADLINE_SECONDS)
    assert serving.returncode == 0


def test_it_says_at_once_what_it_does_and_stopped_before_it_answers_it_leaves_no_process_behind(folder):
    port = free_port()
    starting = serve(folder, port, "--watch")
    wait_until(lambda: children(starting.pid))
    begun = children(starting.pid)
    starting.send_signal(signal.SIGTERM)
    said, _ = starting.communicate(timeout=DEADLINE_SECONDS)
    assert starting.returncode == 0
    assert said.splitlines()[:2] == ["Starting the hotline ...", "Watching menus: what is saved there is heard from the next call on."]
    assert "answers at" not in said
    wait_until(lambda: not any(lives(pid) for pid in begun))
