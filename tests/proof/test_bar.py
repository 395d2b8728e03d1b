"""What the proof of the shipped menus may cost."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

MENUS = Path(__file__).parents[2] / "menus"
MOST = 20
"""Seconds of CPU, cold, in one process: the library loaded, the menus compiled, every law looked at, the figures printed."""


@pytest.mark.alone
def test_the_shipped_menus_are_proved_in_twenty_seconds_of_cpu() -> None:
    spent = _proved()
    if spent >= MOST:  # once more: what else a machine does costs CPU of its own
        spent = min(spent, _proved())
    assert spent < MOST


def _proved() -> float:
    """Prove the shipped menus; give the seconds of CPU."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run([sys.executable, "-m", "ivr", "prove", str(MENUS)], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert run.returncode == 0, run.stdout + run.stderr
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{spent:.1f} s of CPU")
    return spent
