"""Ctrl-C at the terminal reaches every process of the wallet: it ends at once and says nothing, even while somebody waits for good."""

import os
import signal
import subprocess
import sys
from threading import Thread

import httpx2

DEADLINE_SECONDS = 20


def waits(address: str) -> None:
    try:
        httpx2.get(f"{address}/v1/incidents", headers={"Authorization": "Bearer demo"}, timeout=DEADLINE_SECONDS)
    except httpx2.HTTPError:
        return
    raise AssertionError("this fault never answers")


def test_ctrl_c_ends_it_without_a_word_while_a_request_hangs() -> None:
    command = [sys.executable, "-m", "ivr", "wallet", "--port", "0"]
    serving = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        page = serving.stdout.readline().split()[-1]
        httpx2.post(f"{page}/faults", json={"operation": "list_incidents", "fault": "never", "times": 1}).raise_for_status()
        waiting = Thread(target=waits, args=[page.removesuffix("/demo")])
        waiting.start()
        while httpx2.get(f"{page}/state").json()["faults"]:
            assert waiting.is_alive()
        os.killpg(serving.pid, signal.SIGINT)
        said, _ = serving.communicate(timeout=DEADLINE_SECONDS)
        waiting.join()
    finally:
        serving.kill()
    assert (serving.returncode, said) == (0, "")
